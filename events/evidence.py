"""What a body handed in.

That it was handed in is one event; what it says and the files are others, because a published row
is proved by the exact stored bytes of the events it rests on, and a restricted summary is not public.
"""

from __future__ import annotations

from typing import ClassVar

from events.base import Day, InspectionEvent


class EvidenceSubmitted(InspectionEvent):
    """A body handed in evidence ``E1``, ``E2``… for one recommendation.

    ``restricted`` is the reason why its content is not public, or None.
    ``cycle`` is None unless it was said: the reader then takes the one that was running on that day.
    """

    NAME: ClassVar[str] = "evidence.submitted"
    evidence: str
    number: str
    cycle: str | None
    body: str
    proposes_closure: bool
    restricted: str | None
    on: Day


class EvidenceDescribed(InspectionEvent):
    """What the evidence shows, in the words of who recorded it."""

    NAME: ClassVar[str] = "evidence.described"
    evidence: str
    summary: str


class EvidenceAttached(InspectionEvent):
    """One file of it: ``name`` is text and never a path, ``size`` is in bytes."""

    NAME: ClassVar[str] = "evidence.attached"
    evidence: str
    name: str
    sha256: str
    size: int


class EvidenceWithdrawn(InspectionEvent):
    """It may not be relied on any longer; the record and the files stay."""

    NAME: ClassVar[str] = "evidence.withdrawn"
    evidence: str
    why: str
    on: Day


class EvidenceRequested(InspectionEvent):
    """The inspectorate asked for more about one recommendation: one body, or (None) all it is made to."""

    NAME: ClassVar[str] = "evidence.requested"
    VERSION: ClassVar[int] = 2
    SINCE: ClassVar = {2: {"body": None}}
    number: str
    body: str | None
    why: str
    on: Day


class EvidenceExpected(InspectionEvent):
    """What would satisfy a recommendation in a cycle, said before anybody looks: a later word replaces it."""

    NAME: ClassVar[str] = "evidence.expected"
    number: str
    cycle: str
    text: str
    on: Day
