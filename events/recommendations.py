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
    """It is now due on another day. ``approved_by`` says which role or board allowed that, never a name."""

    NAME: ClassVar[str] = "recommendation.rescheduled"
    VERSION: ClassVar[int] = 2
    SINCE: ClassVar = {2: {"approved_by": None}}
    number: str
    due: Day
    approved_by: str | None
    why: str | None
    on: Day


class RecommendationWithdrawn(InspectionEvent):
    """The inspectorate took it back."""

    NAME: ClassVar[str] = "recommendation.withdrawn"
    number: str
    why: str | None
    on: Day


class RecommendationSuperseded(InspectionEvent):
    """Others took its place; ``by`` names them as ``REF/NUMBER``.

    ``how``: ``superseded`` by new ones, ``reframed`` into another subject's, ``merged`` with others into one,
    or ``split`` into several.
    """

    NAME: ClassVar[str] = "recommendation.superseded"
    VERSION: ClassVar[int] = 2
    SINCE: ClassVar = {2: {"how": "superseded"}}
    number: str
    how: str
    by: Names
    why: str | None
    on: Day


class RecommendationLinked(InspectionEvent):
    """It is tied to another, ``REF/NUMBER``; the other's stream says the same from its side.

    ``relation`` says what this one does: it ``supersedes``, ``reframes``, ``merges``, is ``split-from`` or
    ``repeats`` the other, or is ``repeated-by`` it.
    """

    NAME: ClassVar[str] = "recommendation.linked"
    number: str
    relation: str
    other: str
    why: str | None
    on: Day


class RecommendationUnlinked(InspectionEvent):
    """A tie of the day ``of`` was an error: there never was one. Known from here on, for every day."""

    NAME: ClassVar[str] = "recommendation.unlinked"
    number: str
    relation: str
    other: str
    of: Day
    why: str


class RecommendationCorrected(InspectionEvent):
    """A published mistake. The right word held from the start: this counts for every day, once known.

    ``what`` was wrong: ``text``, ``made-to``, ``due``, ``made-on``, ``kind``, ``cycle`` or ``end`` (withdrawn
    or superseded), in the word that took effect on ``of``. The field of that name is what it should have
    said; if it says nothing (None, or no body), that word should never have been said. ``in_cycle`` is the
    right cycle, under a name of its own, for a correction is itself no part of a cycle; the right day of the
    making may stand with it, for one may be wrong because of the other.
    """

    NAME: ClassVar[str] = "recommendation.corrected"
    VERSION: ClassVar[int] = 2
    SINCE: ClassVar = {2: {"kind": None, "in_cycle": None}}
    number: str
    what: str
    of: Day
    text: str | None
    made_to: Names
    due: Day | None
    made_on: Day | None
    kind: str | None
    in_cycle: str | None
    why: str
