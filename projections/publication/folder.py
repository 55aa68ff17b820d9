"""Writing a bundle: into a folder beside its place, and then put there in one step.

A crash leaves the old bundle whole. A folder that is there and is no bundle is never touched, nor is a bundle
that somebody put another file into.
"""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Self

from ledger.errors import BadInput, Refused
from projections.publication.parts.base import File

SUMS = "SHA256SUMS"


class Folder:
    """A bundle that is being written to a place. Use it as a context manager; ``put`` ends it well."""

    def __init__(self, place: str) -> None:
        self.place = Path(place).absolute()
        self._passing = self.place.with_name(f".{self.place.name}.{os.getpid()}")
        self._sums: dict[str, str] = {}

    def __enter__(self) -> Self:
        _check(self.place)
        try:
            self._passing.mkdir()
        except FileNotFoundError:
            raise BadInput(f"There is no folder {self.place.parent} to write {self.place.name} in.") from None
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._passing, ignore_errors=True)

    def write(self, files: Iterable[File]) -> None:
        """Write files into it."""
        for file in files:
            path = self._passing.joinpath(*file.path.split("/"))
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as into:
                into.write(file.data)
            self._sums[file.path] = sha256(file.data).hexdigest()

    def finish(self) -> str:
        """Write the sums of all files, and return the hex SHA-256 of that file."""
        text = "".join(f"{self._sums[path]}  {path}\n" for path in sorted(self._sums))
        self._passing.joinpath(SUMS).write_bytes(text.encode())
        for folder, _, names in os.walk(self._passing):
            for name in names:
                # For the public to read, whatever the umask of who publishes.
                Path(folder, name).chmod(0o644)
                _sync(Path(folder, name))
            Path(folder).chmod(0o755)
            _sync(Path(folder))
        return sha256(text.encode()).hexdigest()

    def put(self) -> None:
        """Put it in its place; what was there is gone after that."""
        if self.place.exists():
            _check(self.place)
            if not _exchanged(self._passing, self.place):
                # The two names cannot change places here: for a moment there is none.
                before = self.place.with_name(f".{self.place.name}.before")
                self.place.rename(before)
                self._passing.rename(self.place)
                shutil.rmtree(before)
        else:
            self._passing.rename(self.place)
        _sync(self.place.parent)


def sums_of(place: str) -> str | None:
    """The hex SHA-256 of the sums of a bundle that is there, or None."""
    with suppress(OSError):
        return sha256(Path(place, SUMS).read_bytes()).hexdigest()
    return None


def _check(place: Path) -> None:
    """Refuse a place with anything else in it than a bundle or nothing."""
    if not place.exists() and not place.is_symlink():
        return
    if not place.is_dir() or place.is_symlink():
        raise Refused(f"{place} is no folder.", "Say a new folder, or one with a bundle: --output FOLDER")
    there = {path.relative_to(place).as_posix() for path in place.rglob("*") if not path.is_dir()}
    if not there:
        return
    try:
        lines = place.joinpath(SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise Refused(
            f"{place} is not empty and holds no bundle: it is left alone.",
            "Say another folder: --output FOLDER",
        ) from None
    if others := sorted(there - {line.partition("  ")[2] for line in lines} - {SUMS}):
        raise Refused(
            f"{place} holds {others[0]}, which is no part of its bundle: it is left alone.",
            "Move it away, or say another folder: --output FOLDER",
        )


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _exchanged(one: Path, other: Path) -> bool:
    """Let two names change places in one step (Linux renameat2); False where that cannot be done."""
    here, exchange = -100, 2
    with suppress(OSError, AttributeError):
        change = ctypes.CDLL(None, use_errno=True).renameat2
        return bool(change(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)
    return False
