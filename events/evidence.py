"""What a body handed in.

That it was handed in is one event; its summary and its files are others, because a published row is proved
by the exact stored bytes of the events it rests on, and a restricted summary is not public.
"""

from __future__ import annotations

from typing import ClassVar

from events.base import Day, InspectionEvent, Internal, Names, Public, UnlessRestricted


class EvidenceSubmitted(InspectionEvent):
    """A body handed in evidence ``E1``, ``E2``… for one recommendation.

    ``restricted`` is the reason why its content is not public, or None.
    If ``cycle`` is None, readers take the cycle that was running on that day.
    """

    NAME: ClassVar[str] = "evidence.submitted"
    WITHDRAWABLE: ClassVar[Names] = ("restricted",)
    evidence: Public[str]
    number: Public[str]
    cycle: Public[str | None]
    body: Public[str]
    proposes_closure: Public[bool]
    restricted: Public[str | None]
    on: Public[Day]


class EvidenceDescribed(InspectionEvent):
    """What the evidence shows, in the words of who recorded it."""

    NAME: ClassVar[str] = "evidence.described"
    FOLDED: ClassVar[bool] = False
    evidence: Public[str]
    summary: UnlessRestricted[str]


class EvidenceAttached(InspectionEvent):
    """One file of it: ``name`` is text and never a path, ``size`` is in bytes."""

    NAME: ClassVar[str] = "evidence.attached"
    FOLDED: ClassVar[bool] = False
    evidence: Public[str]
    name: Internal[str]
    sha256: Internal[str]
    size: Internal[int]


class EvidenceCorrected(InspectionEvent):
    """What was recorded of evidence was a mistake: this holds from the start, for every day, once known.

    ``number`` is the recommendation that it is really for, ``body`` who really handed it in; None: that was
    right. If it is ``reworded``, the right summary follows at once as ``evidence.described``.
    """

    NAME: ClassVar[str] = "evidence.corrected"
    WITHDRAWABLE: ClassVar[Names] = ("why",)
    evidence: Public[str]
    number: Public[str | None]
    body: Public[str | None]
    reworded: Public[bool]
    why: Public[str]


class EvidenceWithdrawn(InspectionEvent):
    """It may not be relied on any longer; the record and the files stay."""

    NAME: ClassVar[str] = "evidence.withdrawn"
    WITHDRAWABLE: ClassVar[Names] = ("why",)
    evidence: Public[str]
    why: UnlessRestricted[str]
    on: Public[Day]


class EvidenceRequested(InspectionEvent):
    """The inspectorate asked for more about one recommendation: one body, or (None) all it is made to."""

    NAME: ClassVar[str] = "evidence.requested"
    WITHDRAWABLE: ClassVar[Names] = ("why",)
    VERSION: ClassVar[int] = 2
    SINCE: ClassVar = {2: {"body": None}}
    number: Public[str]
    body: Public[str | None]
    why: Public[str]
    on: Public[Day]


class EvidenceExpected(InspectionEvent):
    """What would satisfy a recommendation in a cycle, written beforehand; a later one replaces it."""

    NAME: ClassVar[str] = "evidence.expected"
    FOLDED: ClassVar[bool] = False
    WITHDRAWABLE: ClassVar[Names] = ("text",)
    number: Public[str]
    cycle: Public[str]
    text: Public[str]
    on: Public[Day]
