"""What a look has to go by, and what it says.

Look("room", "212 MB are free, and the ledger has 300 MB.", "Free some space.")
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ledger.clocks import Machine
from ledger.keyring import Keyring
from ledger.ledger import Ledger

MB = 1_000_000


class Look(NamedTuple):
    """One thing that was looked at. It is well if there is nothing to do about it."""

    what: str
    found: str
    remedy: str = ""

    @property
    def is_well(self) -> bool:
        """Whether nothing is to be done."""
        return not self.remedy


class Patient(NamedTuple):
    """A ledger and what is around it. If it cannot be opened, ``ledger`` is None and ``why`` says why not."""

    folder: Path
    ledger: Ledger | None
    why: Look | None
    keyring: Keyring
    now: datetime
    machine: Machine
    sighting: str
    version: str

    @property
    def evidence(self) -> Path:
        """Where the evidence lies."""
        return self.folder / "evidence"


Examine = Callable[[Patient], Iterator[Look]]


def size_of(count: float) -> str:
    """A number of bytes, as a person reads it."""
    for unit, least in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= least:
            return f"{count / least:,.1f} {unit}"
    return f"{count:,.0f} bytes"
