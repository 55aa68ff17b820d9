"""One subject under scrutiny."""

from __future__ import annotations

from typing import ClassVar

from events.base import InspectionEvent, Names, Public


class InspectionOpened(InspectionEvent):
    """A subject was put under scrutiny; ``inspection`` is its short ref."""

    NAME: ClassVar[str] = "inspection.opened"
    title: Public[str]


class InspectionCorrected(InspectionEvent):
    """Its title was a mistake. The right one held from the start: known from here on, for every day."""

    NAME: ClassVar[str] = "inspection.corrected"
    WITHDRAWABLE: ClassVar[Names] = ("why",)
    title: Public[str]
    why: Public[str]
