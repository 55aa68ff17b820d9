"""The ledger itself: whose it is, and the settings it was opened with."""

from __future__ import annotations

from typing import ClassVar

from events.base import Event, Internal, Public


class LedgerOpened(Event):
    """A ledger was begun. ``origin`` names it in checkpoints; ``time_zone`` is an IANA name."""

    NAME: ClassVar[str] = "ledger.opened"
    title: Public[str]
    time_zone: Public[str]
    sign_off: Public[str]
    origin: Public[str]


class LedgerRestored(Event):
    """The ledger was put back to an older copy, and what was recorded after that is lost.

    A checkpoint of ``size`` events with ``root`` (base64) was seen before, and its tree is no longer there;
    ``kept`` is the size of the newest checkpoint that still is.
    """

    NAME: ClassVar[str] = "ledger.restored"
    size: Public[int]
    root: Public[str]
    kept: Public[int]
    restored_from: Public[str]
    why: Public[str]


class LedgerCopied(Event):
    """From here on this is a copy to practise on, and no longer the ledger it was copied from.

    ``of`` and ``identity`` are what each is known by (hex). Its checkpoints name its own ``origin`` and are
    signed with its own key.
    """

    NAME: ClassVar[str] = "ledger.copied"
    of: Public[str]
    identity: Public[str]
    origin: Public[str]
    verifier_key: Public[str]


class ClockCorrected(Event):
    """The clock ran ahead when the events at the positions from ``first`` to ``last`` were recorded."""

    NAME: ClassVar[str] = "clock.corrected"
    first: Internal[int]
    last: Internal[int]
    why: Internal[str]
