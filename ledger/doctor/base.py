"""What a look has to go by, and what it says.

Result("room", "212 MB are free, and the ledger has 300 MB.", "Free some space.")
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from ledger.evidence.base import Vault
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
    def vault(self) -> Vault:
        """Where the evidence is; raises StorageError."""
        return self.engine.vault()

    @property
    def folder(self) -> Path | None:
        """The folder of the ledger; of one on a server that of its evidence, if it is in one."""
        return self.engine.folder or self.vault.folder

    def own_files(self) -> list[Path]:
        """The files of the ledger in its folder, as far as they are there."""
        if (folder := self.engine.folder) is None:
            return []
        return [path for name in sorted(self.engine.own_files) if (path := folder / name).is_file()]

    def own(self) -> list[Path]:
        """The folder, those files and the folder of the evidence: what is to be read and written."""
        folders = [folder for folder in (self.folder, self.vault.folder) if folder]
        return list(dict.fromkeys([*folders[:1], *self.own_files(), *folders[1:]]))

    def kept(self) -> list[Path]:
        """The evidence files, if they are in a folder."""
        folder = self.vault.folder
        return [path for path in in_folders(folder) if _DIGEST.fullmatch(path.name)] if folder else []


Examine = Callable[[Patient], Iterator[Result]]


def size_of(count: float) -> str:
    """A number of bytes, as a person reads it."""
    for unit, least in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= least:
            return f"{count / least:,.1f} {unit}"
    return f"{count:,.0f} bytes"


def is_digest(name: str) -> bool:
    """Whether it is the name of an evidence file."""
    return bool(_DIGEST.fullmatch(name))


def in_folders(*folders: Path) -> Iterator[Path]:
    """What is in folders, in order of the names; nothing of one that cannot be looked into."""
    for folder in folders:
        with suppress(OSError):
            yield from sorted(folder.iterdir())


def names_of(paths: Sequence[Path | str], folder: Path | None) -> str:
    """The names of some files, in the ledger's folder without it; of many the first, and the number."""
    begins = f"{folder}{os.sep}" if folder else ""
    names = [str(path).removeprefix(begins) for path in paths[:_MOST]]
    more = f" and {len(paths) - _MOST:,} more" if len(paths) > _MOST else ""
    return ", ".join(names) + more
