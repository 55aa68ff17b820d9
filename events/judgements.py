"""What an inspector found, and the second person who made it count."""

from __future__ import annotations

from typing import ClassVar

from events.base import Day, InspectionEvent, Names


class JudgementRecorded(InspectionEvent):
    """An inspector's finding ``J1``, ``J2``… on one recommendation in one cycle.

    It counts from ``on``, and only once it was signed off. ``rationale`` is public.
    """

    NAME: ClassVar[str] = "judgement.recorded"
    judgement: str
    number: str
    cycle: str
    status: str
    reason: str | None
    rationale: str
    evidence: Names
    on: Day


class JudgementNoted(InspectionEvent):
    """An internal note on a judgement. It stands alone, so that it never has to be published."""

    NAME: ClassVar[str] = "judgement.noted"
    judgement: str
    note: str


class JudgementSignedOff(InspectionEvent):
    """A second person confirmed the judgement: from here it counts."""

    NAME: ClassVar[str] = "judgement.signed-off"
    judgement: str


class JudgementReturned(InspectionEvent):
    """The judgement went back to its author and will never count; another may follow."""

    NAME: ClassVar[str] = "judgement.returned"
    judgement: str
    why: str
