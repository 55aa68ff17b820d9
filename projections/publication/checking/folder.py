"""B1: the files of a bundle, each with its sum. What it says of paths is compared and never followed."""

from __future__ import annotations

import os
import re
import stat
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from ledger.checks.base import shown
from ledger.errors import BadInput, NotFound
from projections.publication.checking import known
from projections.publication.checking.base import Findings, Wrong
from projections.publication.place import SUMS

_LINE = re.compile(r"([0-9a-f]{64})  ([^\x00-\x1f\x7f]+)")
_MOST_FILES = 1_000_000
_LARGEST = 1 << 30  # bytes of any file
_LARGEST_READ = 256 << 20  # bytes of one that is taken into memory
_DEEPEST = 16
_CHUNK = 1 << 20


class Bundle:
    """The plain files in a folder, by path with slashes. Links and devices are named and not opened.

    Raises NotFound where there is no such folder, BadInput where it cannot be read.
    """

    def __init__(self, place: str) -> None:
        self.place = Path(place)
        self.files: set[str] = set()
        self.odd: list[tuple[str, str]] = []
        try:
            if not self.place.is_dir():
                raise NotFound(f"There is no folder {place}.", "Say where the bundle is.")
            self._walk(self.place, "", 0)
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else "its name has a null character"
            raise BadInput(f"The folder {place} cannot be read: {why}.") from error

    def _walk(self, folder: Path, before: str, depth: int) -> None:
        empty = True
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                empty = False
                path = before + entry.name
                mode = entry.stat(follow_symlinks=False).st_mode
                if stat.S_ISDIR(mode) and depth < _DEEPEST:
                    self._walk(folder / entry.name, f"{path}/", depth + 1)
                elif stat.S_ISREG(mode):
                    self.files.add(path)
                else:
                    self.odd.append((path, "it is a link, a device or a folder in too many folders"))
                if len(self.files) > _MOST_FILES:
                    raise BadInput(f"The folder {self.place} has more than {_MOST_FILES:,} files.")
        if empty and before:
            self.odd.append((before, "it is an empty folder"))

    def read(self, path: str, most: int = _LARGEST_READ) -> bytes:
        """The bytes of a file; raises Wrong where it is absent, cannot be read, or has more than ``most``."""
        if path not in self.files:
            raise Wrong("it is not there")
        try:
            with self._open(path) as file:
                data = file.read(most + 1)
        except OSError as error:
            raise Wrong(f"it cannot be read: {error.strerror}") from error
        if len(data) > most:
            raise Wrong(f"it has more than {most:,} bytes")
        return data

    def under(self, folder: str) -> list[str]:
        """The paths that begin with a folder's, which ends in a slash."""
        return sorted(path for path in self.files if path.startswith(folder))

    def digest(self, path: str) -> str:
        """The hex SHA-256 of a file; raises Wrong."""
        found, size = sha256(), 0
        try:
            with self._open(path) as file:
                while data := file.read(_CHUNK):
                    found.update(data)
                    size += len(data)
                    if size > _LARGEST:
                        raise Wrong(f"it has more than {_LARGEST:,} bytes")
        except OSError as error:
            raise Wrong(f"it cannot be read: {error.strerror}") from error
        return found.hexdigest()

    def _open(self, path: str) -> BinaryIO:
        # No link that came since, and no pipe that would keep us waiting.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        return os.fdopen(os.open(self.place / path, flags), "rb")


def check(bundle: Bundle, findings: Findings) -> None:
    """B1."""
    for path, what in bundle.odd:
        findings.add("B1", path, f"It has no place in a bundle: {what}.")
    try:
        sums = _sums(bundle.read(SUMS))
    except Wrong as error:
        findings.add("B1", SUMS, f"The sums cannot be trusted: {error}.")
        return
    for path in sorted(bundle.files - sums.keys() - {SUMS}):
        findings.add("B1", path, "SHA256SUMS does not name it.")
    for path in sorted(known.NEEDED - bundle.files - sums.keys()):
        findings.add("B1", path, "It is not there, and every bundle has it.")
    for path, digest in sums.items():
        if path not in bundle.files:
            findings.add("B1", path, "SHA256SUMS names it, and it is not there.")
            continue
        if not known.is_known(path):
            findings.add("B1", path, "No bundle has a file of that name.")
        try:
            if bundle.digest(path) != digest:
                findings.add("B1", path, "It is not the file that SHA256SUMS names: its hash is another.")
        except Wrong as error:
            findings.add("B1", path, f"It cannot be compared with SHA256SUMS: {error}.")


def _sums(data: bytes) -> dict[str, str]:
    try:
        lines = data.decode().split("\n")
    except UnicodeDecodeError:
        raise Wrong("they are not UTF-8") from None
    if lines.pop():
        raise Wrong("the last line has no end")
    sums: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        found = _LINE.fullmatch(line)
        if not found:
            raise Wrong(f"line {number} is not a hash, two blanks and a path: {shown(line)}")
        if _leads_astray(found[2]):
            raise Wrong(f"line {number} names a path that leads elsewhere: {shown(found[2])}")
        sums[found[2]] = found[1]
    if len(sums) < len(lines) or list(sums) != sorted(sums):
        raise Wrong("the paths do not stand in order, each once")
    return sums


def _leads_astray(path: str) -> bool:
    return path == SUMS or "\\" in path or any(part in ("", ".", "..") for part in path.split("/"))
