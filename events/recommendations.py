"""What a body was asked to do, and every later word about that."""

from __future__ import annotations

from typing import ClassVar

from events.base import Day, InspectionEvent, Names


class RecommendationMade(InspectionEvent):
    """A numbered recommendation was published; ``number`` is the publisher's own form."""

    NAME: ClassVar[str] = "recommendation.made"
    number: str
    cycle: str
    kind: str
    text: str
    made_to: Names
    due: Day | None
    on: Day


class RecommendationRestated(InspectionEvent):
    """Its words were changed; the earlier ones stay in the record."""

    NAME: ClassVar[str] = "recommendation.restated"
    number: str
    text: str
    why: str
    on: Day


class RecommendationReaddressed(InspectionEvent):
    """It is now addressed to these bodies."""

    NAME: ClassVar[str] = "recommendation.readdressed"
    number: str
    made_to: Names
    why: str | None
    on: Day


class RecommendationRescheduled(InspectionEvent):
    """It is now due on another day."""

    NAME: ClassVar[str] = "recommendation.rescheduled"
    number: str
    due: Day
    why: str | None
    on: Day


class RecommendationWithdrawn(InspectionEvent):
    """The inspectorate took it back."""

    NAME: ClassVar[str] = "recommendation.withdrawn"
    number: str
    why: str | None
    on: Day


class RecommendationSuperseded(InspectionEvent):
    """Others took its place; ``by`` names them as ``REF/NUMBER``."""

    NAME: ClassVar[str] = "recommendation.superseded"
    number: str
    by: Names
    why: str | None
    on: Day
