"""Whether a database is damaged, or only cannot be read just now.

SQLite says "malformed" of a page that the disk would not give (EIO), as it does of one that is wrong
(SQLITE_IOERR_CORRUPTFS in https://www.sqlite.org/rescode.html becomes SQLITE_CORRUPT in a statement). So
before anything is called damaged its files are read once more, without SQLite, and then by SQLite itself.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from ledger.errors import Unreadable

_CHUNK = 1024 * 1024
_REMEDY = "See who may read it, and the disk; then ask again."

_damaged: set[str] = set()
"""Databases that were found damaged for certain: so that it is asked once, however often it shows."""

_kept_open: dict[tuple[int, int], int] = {}
"""By device and inode, a descriptor of each database that was opened beside SQLite, in trouble only.

It stays open: to close a file takes away all locks that this process has on it by other descriptors, see 2.2
in https://www.sqlite.org/howtocorrupt.html. Nothing locks a log.
"""


def files_of(database: Path) -> list[Path]:
    """A database and its log."""
    return [database, Path(f"{database}-wal")]


def check_readable(database: Path) -> None:
    """Read every byte of a database and its log; raises Unreadable, with the file's name."""
    for file in files_of(database):
        try:
            _read(_opened(file) if file == database else _open(file), keep=file == database)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise cannot_be_read(file, error) from error


def _read(descriptor: int, *, keep: bool) -> None:
    at = 0
    try:
        while chunk := os.pread(descriptor, _CHUNK, at):
            at += len(chunk)
    finally:
        if not keep:
            os.close(descriptor)


def _open(file: Path) -> int:
    return os.open(file, os.O_RDONLY | os.O_CLOEXEC)


def _opened(file: Path) -> int:
    """A descriptor of a file, one for each, however often it is asked for."""
    there = os.stat(file)  # noqa: PTH116  the same call as for a descriptor
    known = _kept_open.get((there.st_dev, there.st_ino))
    if known is not None:
        return known
    descriptor = _open(file)
    opened = os.fstat(descriptor)
    return _kept_open.setdefault((opened.st_dev, opened.st_ino), descriptor)


def is_damaged(address: str) -> bool:
    """Whether a database, by its URI, was found damaged for certain: then it is not read again each time."""
    return address in _damaged


def check_is_damaged(database: Path, address: str) -> None:
    """Raise Unreadable unless a database that SQLite called damaged is so, once its files were read.

    ``address`` is its URI.
    """
    if address in _damaged:
        return
    try:
        with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
            connection.text_factory = bytes
            connection.execute("PRAGMA cell_size_check = ON")
            verdict = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except (sqlite3.Error, UnicodeDecodeError, MemoryError):
        verdict = None
    if verdict == (b"ok",):
        raise Unreadable(
            f"{database} could not be read for a moment: what was called damaged is whole.",
            "Ask again; if it comes back, see the disk.",
        )
    _damaged.add(address)


def cannot_be_read(file: Path, error: OSError) -> Unreadable:
    """What it is that a file is there and cannot be read."""
    return Unreadable(f"{file} cannot be read: {error.strerror or error}.", _REMEDY)
