"""What a look has to go by, and what it says.

Result("room", "212 MB are free, and the ledger has 300 MB.", "Free some space.")
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ledger.ledger import Ledger
from ledger.recovery.clocks import Machine
from ledger.signing.keyring import Keyring
from ledger.store.engine import Engine
from ledger.store.location import engine_of

MB = 1_000_000

_DIGEST = re.compile("[0-9a-f]{64}")
_MOST = 5
"""Files of one kind that are named; of more there is the number."""


class Result(NamedTuple):
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

    location: str
    ledger: Ledger | None
    why: Result | None
    keyring: Keyring
    now: datetime
    machine: Machine
    sighting: str
    version: str

    @property
    def engine(self) -> Engine:
        """What keeps the ledger."""
        return engine_of(self.location)

    @property
    def evidence(self) -> Path:
        """Where the evidence is."""
        return self.engine.evidence

    @property
    def folder(self) -> Path:
        """The folder of the ledger; of one on a server that of its evidence."""
        return self.engine.folder or self.evidence

    def own_files(self) -> list[Path]:
        """The files of the ledger in its folder, as far as they are there."""
        return [path for name in sorted(self.engine.own_files) if (path := self.folder / name).is_file()]


Examine = Callable[[Patient], Iterator[Result]]


def size_of(count: float) -> str:
    """A number of bytes, as a person reads it."""
    for unit, least in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= least:
            return f"{count / least:,.1f} {unit}"
    return f"{count:,.0f} bytes"


def kept_in(evidence: Path) -> Iterator[Path]:
    """The evidence files in a folder."""
    for path in in_folders(evidence):
        if _DIGEST.fullmatch(path.name):
            yield path


def in_folders(*folders: Path) -> Iterator[Path]:
    """What is in folders, in order of the names; nothing of one that cannot be looked into."""
    for folder in folders:
        with suppress(OSError):
            yield from sorted(folder.iterdir())


def names_of(paths: list[Path], folder: Path) -> str:
    """The names of some files, in the ledger's folder without it; of many the first, and the number."""
    names = [str(path.relative_to(folder)) if folder in path.parents else str(path) for path in paths[:_MOST]]
    more = f" and {len(paths) - _MOST:,} more" if len(paths) > _MOST else ""
    return ", ".join(names) + more
