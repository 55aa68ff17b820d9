"""One pass over a subject: the strategic review, the progress review a year later."""

from __future__ import annotations

from typing import ClassVar

from events.base import Day, InspectionEvent


class CycleOpened(InspectionEvent):
    """A pass over the subject began; ``kind`` is the publisher's own word for it, or none."""

    NAME: ClassVar[str] = "cycle.opened"
    cycle: str
    title: str
    kind: str | None
    on: Day


class CycleClosed(InspectionEvent):
    """The pass is over: nothing more is made or judged in it."""

    NAME: ClassVar[str] = "cycle.closed"
    cycle: str
    on: Day
