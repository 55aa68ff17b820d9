"""When a body and the inspectorate do not agree on where a recommendation stands."""

from __future__ import annotations

from typing import ClassVar

from events.base import Day, InspectionEvent, Names, Public


class DisputeRaised(InspectionEvent):
    """Dispute ``D1``, ``D2``… on one recommendation, or on one ``judgement`` of it.

    ``body`` raised it, or the inspectorate itself (None).
    """

    NAME: ClassVar[str] = "dispute.raised"
    WITHDRAWABLE: ClassVar[Names] = ("why",)
    dispute: Public[str]
    number: Public[str]
    judgement: Public[str | None]
    body: Public[str | None]
    why: Public[str]
    on: Public[Day]


class DisputeSettled(InspectionEvent):
    """It is over: ``upheld``, ``dismissed`` or ``withdrawn``; by a body, or by the inspectorate (None).

    It moves no status: if a judgement has to change, another is recorded or it is corrected.
    """

    NAME: ClassVar[str] = "dispute.settled"
    WITHDRAWABLE: ClassVar[Names] = ("why",)
    dispute: Public[str]
    outcome: Public[str]
    body: Public[str | None]
    why: Public[str]
    on: Public[Day]
