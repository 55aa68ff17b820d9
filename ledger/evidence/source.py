"""A file that is handed in, read from one descriptor.

1. Its size is asked first. It is looked at before and after, and read a second time: one that was written to
   meanwhile is refused, for what would be kept never was.
2. Only a regular file is taken; a link is not followed, for it may point elsewhere tomorrow.
3. Its name is text and never a path. Nothing is unpacked, opened or rendered.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from ledger.errors import BadInput, Refused
from ledger.validation import so_many

CHUNK = 1024 * 1024
_NOT_FILES = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


class Source:
    """One file, open until ``close``."""

    def __init__(self, path: str, limit: int) -> None:
        """Open it; raises BadInput if it is no file that is taken, or has more than ``limit`` bytes."""
        self.path = path
        self.name = Path(path).name
        self._descriptor = open_file(path)
        self._before = os.fstat(self._descriptor)
        self.size = self._before.st_size
        if self.size > limit:
            self.close()
            raise BadInput(
                f"The file {path} has {so_many(self.size, 'byte')}, and {limit:,} may be handed in.",
                "Hand in its parts, or let an administrator raise SCRUTINY_EVIDENCE_LIMIT.",
            )

    def pieces(self) -> Iterator[bytes]:
        """What it has, from its beginning; raises Refused if that is more or less than it had, OSError."""
        os.lseek(self._descriptor, 0, os.SEEK_SET)
        rest = self.size
        while chunk := os.read(self._descriptor, CHUNK):
            rest -= len(chunk)
            if rest < 0:
                raise self.changed()
            yield chunk
        if rest:
            raise self.changed()

    def digest(self) -> str:
        """The SHA-256 of what it has; raises as ``pieces``."""
        digest = sha256()
        for piece in self.pieces():
            digest.update(piece)
        return digest.hexdigest()

    def check(self, digest: str) -> None:
        """Raise Refused unless it still is what was taken in: it is read once more.

        The times of a file are as coarse as the system's ticks, and a mapped file is written without any:
        only its bytes tell. Raises OSError.
        """
        if self.digest() != digest or _changed(self._before, os.fstat(self._descriptor)):
            raise self.changed()

    def changed(self) -> Refused:
        """What is said of a file that was written to meanwhile."""
        return Refused(
            f"The file {self.path} changed while it was taken in, so it was not.",
            "Hand it in once nobody writes to it any more, or hand in a copy.",
        )

    def close(self) -> None:
        """Let go of it."""
        os.close(self._descriptor)


def open_file(path: str) -> int:
    """A descriptor of a regular file; raises BadInput."""
    remedy = "Give the path of the file itself."
    try:
        # Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
        source = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno in (errno.ELOOP, errno.EMLINK):
            raise BadInput(f"{path} is a link, and no file is taken through a link.", remedy) from error
        why = error.strerror if isinstance(error, OSError) else "the name has a null character"
        raise BadInput(f"The evidence file {path!r} cannot be read: {why}.", remedy) from error
    mode = os.fstat(source).st_mode
    if not stat.S_ISREG(mode):
        os.close(source)
        kind = next((name for test, name in _NOT_FILES if test(mode)), "no regular file")
        raise BadInput(f"{path} is {kind}: only a regular file is taken as evidence.", remedy)
    return source


def _changed(before: os.stat_result, after: os.stat_result) -> bool:
    return (before.st_size, before.st_mtime_ns, before.st_ctime_ns) != (
        after.st_size,
        after.st_mtime_ns,
        after.st_ctime_ns,
    )
