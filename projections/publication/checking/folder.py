"""The files in the folder of a bundle. Links and devices are named and never opened."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from ledger.errors import BadInput, NotFound, StorageError
from projections.publication.checking import known
from projections.publication.checking.base import Findings
from projections.publication.files.proofs.paths import SUMS
from projections.publication.files.reading import Wrong
from projections.publication.foreign import is_foreign

_MOST_FILES = 1_000_000
_LARGEST = 1 << 30  # bytes of any file
_LARGEST_READ = 256 << 20  # bytes of one that is taken into memory
_DEEPEST = 16
_CHUNK = 1 << 20
_IS_NONE = frozenset(
    (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EISDIR, errno.ENXIO, errno.ENAMETOOLONG)
)
"""What the system says of what is not there, or is no file: whatever else it says is no fault of a bundle."""

_LET_IT = "Let whoever runs this read it, and try again."


class Bundle:
    """The plain files in a folder, by path with slashes. Links and devices are named and not opened.

    Raises NotFound where there is no such folder, BadInput where it is none or StorageError where the system
    will not let it be read. What in it cannot be read is told to ``findings``.
    """

    def __init__(self, place: str, findings: Findings) -> None:
        self.place = Path(place)
        self._findings = findings
        self.files: set[str] = set()
        self.odd: list[tuple[str, str]] = []
        self.foreign: list[str] = []
        self.lacking: list[str] = []
        self.named: set[str] = set()
        try:
            if not self.place.is_dir():
                raise NotFound(f"There is no folder {place}.", "Name the folder of the bundle.")
            self._look_whether_it_is_one()
            self._walk(self.place, "", 0)
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) else "its name has a null character"
            if isinstance(error, OSError) and error.errno not in _IS_NONE:
                raise StorageError(f"The folder {place} cannot be read: {why}.", _LET_IT) from error
            raise BadInput(
                f"The folder {place} cannot be read: {why}.", "See who may read it, and whether it is there."
            ) from error

    def _look_whether_it_is_one(self) -> None:
        """Raise NotFound if nothing in it is of a bundle; with one file of its own it is a damaged one.

        Before it is walked through: it may be a home folder.
        """
        found = known.TELLING.intersection(path.name for path in self.place.iterdir())
        if found == {SUMS}:
            with suppress(OSError), self._open(SUMS) as file:
                found = found if known.REGISTER in file.read(_CHUNK) else frozenset()
        if not found:
            raise NotFound(
                f"The folder {self.place} is no bundle: no file that only a bundle has is in it.",
                "Name the folder of the bundle: the folder with SHA256SUMS and register.json in it.",
            )

    def _walk(self, folder: Path, before: str, depth: int) -> None:
        empty = True
        try:
            listed = os.scandir(folder)
        except OSError as error:
            if not before:
                raise
            self._findings.could_not_read(before, error)
            return
        with listed as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                path = before + entry.name
                if is_foreign(path):
                    self.foreign.append(path)
                    continue
                empty = False
                try:
                    mode = entry.stat(follow_symlinks=False).st_mode
                except OSError as error:
                    self._findings.could_not_read(path, error)
                    continue
                if stat.S_ISDIR(mode) and depth < _DEEPEST:
                    self._walk(folder / entry.name, f"{path}/", depth + 1)
                elif stat.S_ISREG(mode):
                    self.files.add(path)
                else:
                    self.odd.append((path, "it is a link, a device or a folder in too many folders"))
                if len(self.files) > _MOST_FILES:
                    raise BadInput(
                        f"The folder {self.place} has more than {_MOST_FILES:,} files.",
                        "Give the folder of a bundle as it was published.",
                    )
        if empty and before:
            self.odd.append((before, "it is an empty folder"))

    def read(self, path: str, most: int = _LARGEST_READ) -> bytes:
        """The bytes of a file; raises Wrong where it is absent, cannot be read, or has more than ``most``."""
        if path not in self.files:
            raise Wrong("it is not there")
        with self._reading(path) as file:
            # As many bytes as are asked for are set aside, so no more is than the file has.
            data = file.read(min(most, os.fstat(file.fileno()).st_size) + 1)
        if len(data) > most:
            raise Wrong(f"it has more than {most:,} bytes")
        return data

    def is_made_of(self, path: str, pieces: Iterable[bytes]) -> bool:
        """Whether a file has just these bytes; raises Wrong where it cannot be read."""
        with self._reading(path) as file:
            return all(file.read(len(piece)) == piece for piece in pieces) and not file.read(1)

    def size(self, path: str) -> int:
        """The bytes of a file; raises Wrong where it cannot be read."""
        with self._reading(path) as file:
            return os.fstat(file.fileno()).st_size

    def under(self, folder: str) -> list[str]:
        """The paths that begin with a folder's, which ends in a slash."""
        return sorted(path for path in self.files if path.startswith(folder))

    def digest(self, path: str) -> str:
        """The hex SHA-256 of a file; raises Wrong."""
        found, size = sha256(), 0
        with self._reading(path) as file:
            while data := file.read(_CHUNK):
                found.update(data)
                size += len(data)
                if size > _LARGEST:
                    raise Wrong(f"it has more than {_LARGEST:,} bytes")
        return found.hexdigest()

    @contextmanager
    def _reading(self, path: str) -> Iterator[BinaryIO]:
        try:
            with self._open(path) as file:
                yield file
        except OSError as error:
            if error.errno not in _IS_NONE:
                self._findings.could_not_read(path, error)
            raise Wrong(f"it cannot be read: {error.strerror}") from error

    def _open(self, path: str) -> BinaryIO:
        # No link that came since, and no pipe that would keep us waiting.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        return os.fdopen(os.open(self.place / path, flags), "rb")
