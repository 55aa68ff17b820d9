"""What a body says of its progress on a recommendation: its own claim, and never a thing to judge."""

from __future__ import annotations

from typing import ClassVar

from events.base import Day, InspectionEvent, Names, Public, UnlessRestricted


class ProgressReported(InspectionEvent):
    """A body reported ``P1``, ``P2``… on one recommendation; ``percent`` of it is done, or None.

    ``restricted`` is the reason why its words are not public, or None.
    """

    NAME: ClassVar[str] = "progress.reported"
    WITHDRAWABLE: ClassVar[Names] = ("restricted",)
    progress: Public[str]
    number: Public[str]
    body: Public[str]
    percent: Public[int | None]
    restricted: Public[str | None]
    on: Public[Day]


class ProgressDescribed(InspectionEvent):
    """What the body reports, in its words. It follows its report at once."""

    NAME: ClassVar[str] = "progress.described"
    FOLDED: ClassVar[bool] = False
    WITHDRAWABLE: ClassVar[Names] = ("text",)
    progress: Public[str]
    text: UnlessRestricted[str]
