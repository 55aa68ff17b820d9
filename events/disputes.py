"""When a body and the inspectorate do not agree on where a recommendation stands."""

from __future__ import annotations

from typing import ClassVar

from events.base import Day, InspectionEvent


class DisputeRaised(InspectionEvent):
    """Dispute ``D1``, ``D2``… on one recommendation, or on one ``judgement`` of it.

    ``body`` raised it, or the inspectorate itself (None).
    """

    NAME: ClassVar[str] = "dispute.raised"
    dispute: str
    number: str
    judgement: str | None
    body: str | None
    why: str
    on: Day


class DisputeSettled(InspectionEvent):
    """It is over: ``upheld``, ``dismissed`` or ``withdrawn``; by a body, or by the inspectorate (None).

    It moves no status: where a judgement has to change, another is recorded or it is corrected.
    """

    NAME: ClassVar[str] = "dispute.settled"
    dispute: str
    outcome: str
    body: str | None
    why: str
    on: Day
