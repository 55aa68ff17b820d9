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


class LedgerRestored(Event):
    """The ledger was put back to an older copy, and what was recorded after that is lost.

    A checkpoint of ``size`` events with ``root`` (base64) was seen before, and its tree is no longer there;
    ``kept`` is the size of the newest checkpoint that still is.
    """

    NAME: ClassVar[str] = "ledger.restored"
    size: int
    root: str
    kept: int
    restored_from: str
    why: str


class LedgerCopied(Event):
    """From here this is a copy to practise on, and no longer the ledger it was copied from.

    ``of`` and ``identity`` are what each is known by (hex). Its checkpoints name its own ``origin`` and are
    signed with its own key.
    """

    NAME: ClassVar[str] = "ledger.copied"
    of: str
    identity: str
    origin: str
    verifier_key: str


class ClockCorrected(Event):
    """The clock ran ahead when the events at the positions from ``first`` to ``last`` were recorded."""

    NAME: ClassVar[str] = "clock.corrected"
    first: int
    last: int
    why: str
