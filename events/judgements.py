"""What an inspector found, and the second person who made it count."""

from __future__ import annotations

from typing import ClassVar

from events.base import Day, InspectionEvent, Names


class JudgementRecorded(InspectionEvent):
    """An inspector's finding ``J1``, ``J2``… on one recommendation in one cycle.

    It counts from ``on``, and only once it was signed off. ``rationale`` is public.
    ``made_to`` is the body whose share is judged, or None where it is the whole, for every body.
    ``until`` names the later cycle until which it is left open on purpose, or None.
    """

    NAME: ClassVar[str] = "judgement.recorded"
    VERSION: ClassVar[int] = 2
    SINCE: ClassVar = {2: {"made_to": None, "until": None}}
    judgement: str
    number: str
    cycle: str
    made_to: str | None
    status: str
    reason: str | None
    rationale: str
    evidence: Names
    until: str | None
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


class JudgementCorrected(InspectionEvent):
    """A judgement was published wrongly. It was so from the start: this counts for every day, once known.

    ``void``: it should not have been signed off, and counts no more. Else ``judged_on`` or ``rationale``
    (the other is None) is what it should have said.
    """

    NAME: ClassVar[str] = "judgement.corrected"
    judgement: str
    void: bool
    judged_on: Day | None
    rationale: str | None
    why: str
