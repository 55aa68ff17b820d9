"""One pass over a subject: the strategic review, the progress review a year later."""

from __future__ import annotations

from typing import ClassVar

from events.base import Day, InspectionEvent, Internal, Names, Public


class CycleOpened(InspectionEvent):
    """A pass over the subject began; ``kind`` is the publisher's own word for it, or none."""

    NAME: ClassVar[str] = "cycle.opened"
    cycle: Public[str]
    title: Public[str]
    kind: Public[str | None]
    on: Public[Day]


class CycleClosed(InspectionEvent):
    """The pass is over: nothing more is made or judged in it."""

    NAME: ClassVar[str] = "cycle.closed"
    cycle: Public[str]
    on: Public[Day]


class CycleCorrected(InspectionEvent):
    """What was recorded of a cycle's opening was a mistake: known from here on, for every day.

    ``title``, ``kind`` and ``opened_on`` are what it should have been; None is what was right already.
    """

    NAME: ClassVar[str] = "cycle.corrected"
    WITHDRAWABLE: ClassVar[Names] = ("why",)
    cycle: Public[str]
    title: Public[str | None]
    kind: Public[str | None]
    opened_on: Public[Day | None]
    why: Public[str]


class CycleReopened(InspectionEvent):
    """It was closed in error: things are made and judged in it as if it had never been closed."""

    NAME: ClassVar[str] = "cycle.reopened"
    cycle: Public[str]
    why: Internal[str]
