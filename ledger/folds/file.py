"""One fold on disk: of which stream it is, how far it came, and what it amounts to.

    b"scrutiny fold 1\\n", the digest of all that follows, who wrote it, what it is of, what it amounts to

What is read was written by this program, under this Python, for this person: the folder is theirs alone, the
file must be, too, and the digest is compared before anything is made of the bytes. So they are in Python's
own form (``marshal``), which is read in less time than anything else; it is for no other bytes than these.
Whatever is not as it should be is no fold, and the events are read instead.
"""

from __future__ import annotations

import marshal
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from ledger.caches import DIGEST_SIZE, digest
from ledger.version import VERSION

SHAPE = 2
"""Of what is kept, and of how it is folded. Whoever changes ``ledger.state`` so that a fold amounts to
something else, or its parts in ``ledger.folds``, changes it: then all folds are made again."""

MAGIC = b"scrutiny fold 1\n"
_WRITTEN_BY = (SHAPE, VERSION, sys.implementation.cache_tag, marshal.version)

Data = Any  # Any: tuples, lists, sets and dictionaries of texts, numbers and bytes


class Tie:
    """What a fold is of: the ledger (by its first event), a kind of fold, a stream, the number of events that
    it took in, and what identifies the last of them. ``settings`` are what it was folded by.
    """

    __slots__ = ("kind", "last", "ledger", "settings", "stream", "version")

    def __init__(
        self, ledger: bytes, kind: str, stream: str, version: int, last: bytes, settings: tuple[str, ...] = ()
    ) -> None:
        self.ledger, self.kind, self.stream = ledger, kind, stream
        self.version, self.last, self.settings = version, last, settings

    def kept(self) -> tuple[bytes, str, str, int, bytes, tuple[str, ...]]:
        """What is written of it, in the order in which it is given."""
        return self.ledger, self.kind, self.stream, self.version, self.last, self.settings


Kept = tuple[Tie, Data]
"""A fold that was found: what it is of, and what it amounts to."""


def dumped(data: Data) -> bytes:
    """Some data as bytes."""
    return marshal.dumps(data)


def loaded(data: bytes | memoryview) -> Data:
    """The data of some bytes, which are those of a fold whose digest was compared."""
    return marshal.loads(data)  # noqa: S302  see above


def read(path: str) -> Kept | None:
    """The fold in a file, or None if there is none that this program wrote and nobody else can have."""
    try:
        data = _bytes_of(path)
        return None if data is None else _read(memoryview(data))
    except (OSError, ValueError, EOFError, TypeError, KeyError, MemoryError):
        return None


def _bytes_of(path: str) -> bytes | None:
    try:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    try:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode) or status.st_uid != os.geteuid() or status.st_mode & 0o077:
            return None
        pieces = []
        while piece := os.read(file, max(status.st_size + 1, 1 << 16)):
            pieces.append(piece)
    finally:
        os.close(file)
    return b"".join(pieces)


def _read(data: memoryview) -> Kept | None:
    begin = len(MAGIC) + DIGEST_SIZE
    if data[: len(MAGIC)] != MAGIC or digest(data[begin:]) != data[len(MAGIC) : begin]:
        return None
    written_by, tie, kept = loaded(data[begin:])
    return (Tie(*tie), kept) if written_by == _WRITTEN_BY else None


def write(path: str, tie: Tie, kept: Data) -> bool:
    """Put a fold in place of the one in a file, all of it or nothing; whether that could be done."""
    data = dumped((_WRITTEN_BY, tie.kept(), kept))
    new = f"{path}.{os.getpid()}.{os.urandom(4).hex()}.new"
    try:
        Path(path).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError:
        return False
    try:
        # What a power cut leaves of it is seen by the digests, so nobody waits for the disk.
        with os.fdopen(file, "wb") as out:
            out.writelines((MAGIC, digest(data), data))
        Path(new).replace(path)
    except OSError:
        _remove(new)
        return False
    except BaseException:
        _remove(new)
        raise
    return True


def _remove(path: str) -> None:
    with suppress(OSError):
        Path(path).unlink()
