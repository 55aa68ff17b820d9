"""The ledger itself: whose it is, and the settings it was opened with."""

from __future__ import annotations

from typing import ClassVar

from events.base import Event


class LedgerOpened(Event):
    """A ledger was begun. ``origin`` names it in checkpoints; ``time_zone`` is an IANA name."""

    NAME: ClassVar[str] = "ledger.opened"
    title: str
    time_zone: str
    sign_off: str
    origin: str
