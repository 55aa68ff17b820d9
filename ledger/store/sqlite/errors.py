"""What SQLite says no with, as errors of the ledger; and a file's name for SQLite."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

from ledger.errors import Busy, Damaged, Full, ReadOnly, StorageError, Unreadable
from ledger.store.errors import Translating
from ledger.store.limits import ROW_LIMIT

if TYPE_CHECKING:
    from pathlib import Path

_RESTORE = "Restore it from a copy and compare the two."
_AGAIN = "See who may read it, the disk and the memory; then ask again."

_MALFORMED = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_NOT_OPENED = "SQLITE_CANTOPEN"
_NO_INDEX = "SQLITE_IOERR_SHMSIZE"
"""The index of the log could not be made, or not made longer; SQLite does not say why."""

_INDEX_ROOM = 64 * 1024
"""Bytes that it takes at least, with what a file system keeps beside it."""

_WRITING = ("_WRITE", "_FSYNC", "_TRUNCATE", "_DELETE", "_ATOMIC")
"""Ends of the codes of what failed while something was written."""


_PLAIN = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~/")
"""What may stand in a URI as it is."""


def uri(database: Path | str, mode: str) -> str:
    """The URI of a database file. Everything in the path is quoted, or part of a name such as
    ``mode=memory`` would be read as an option and events acknowledged that are on no disk.
    """
    path = os.fspath(database)
    if not os.path.isabs(path):  # noqa: PTH117  pathlib and urllib cost each reading a quarter of a start
        path = os.path.join(os.getcwd(), path)  # noqa: PTH109, PTH118  as above
    quoted = "".join([chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in os.fsencode(path)])
    return f"file:{quoted}?mode={mode}"


class translated(Translating):  # noqa: N801  said as a function
    """Raise what SQLite raises as the StorageError it amounts to.

    A message of SQLite's own quotes the schema, whose bytes Python may not be able to read.
    """

    __slots__ = ("_database",)

    def __init__(self, database: Path | str) -> None:
        self._database = database

    def translate(self, error: BaseException) -> None:
        """See Translating."""
        database = self._database
        if isinstance(error, sqlite3.Error):
            raise _amounts_to(error, database) from error
        if isinstance(error, UnicodeDecodeError):
            raise Damaged(f"{database} is damaged: its schema is not written in UTF-8.", _RESTORE) from error
        if isinstance(error, MemoryError):
            raise Unreadable(f"{database} cannot be read: there is not enough memory.", _AGAIN) from error


def _amounts_to(error: sqlite3.Error, database: Path | str) -> StorageError:
    raised = storage_error(error, database)
    if _code(error).startswith((*_MALFORMED, _NOT_OPENED)):
        # In trouble only: it costs every reading a start otherwise.
        from pathlib import Path  # noqa: PLC0415

        from ledger.store.sqlite.unreadable import check_is_damaged, check_readable, is_damaged  # noqa: PLC0415

        database = Path(database)
        if not is_damaged(address := uri(database, "ro")):
            check_readable(database)
            if isinstance(raised, Damaged):
                check_is_damaged(database, address)
    return raised


def storage_error(error: sqlite3.Error, database: Path | str) -> StorageError:
    """The StorageError that an error of SQLite amounts to."""
    code = _code(error)
    if is_busy(error):
        return Busy(f"Another process is writing to {database}.", "Try again when it has finished.")
    if code.startswith("SQLITE_FULL") or (
        code == _NO_INDEX and _is_full(os.path.dirname(database) or os.curdir)  # noqa: PTH120
    ):
        return Full(f"There is no room left for {database}.", "Free some space and try again.")
    if code.startswith(("SQLITE_READONLY", "SQLITE_PERM")):
        return ReadOnly(f"{database} may be read here and not written.", "Ask who owns the folder.")
    if code.startswith("SQLITE_TOOBIG"):
        return Damaged(
            f"{database} holds a value of more than {ROW_LIMIT:,} bytes, which the ledger never writes.",
            "It is not read. See which event it is: scrutiny verify",
        )
    # Text that is no UTF-8 has no code of SQLite's: Python itself says so.
    broken_text = "decode to UTF-8" in str(error)
    if code.startswith(_MALFORMED) or broken_text or isinstance(error, sqlite3.DataError):
        return Damaged(f"{database} is damaged: {error}.", _RESTORE)
    if code.startswith(_NOT_OPENED):
        return Unreadable(f"{database} cannot be opened.", "See who may read the folder, and where it is.")
    if code.startswith("SQLITE_IOERR") and not code.endswith(_WRITING):
        return Unreadable(f"{database} cannot be read: {error}.", _AGAIN)
    return StorageError(f"{database} cannot be used: {error}.", "See the disk, and try again.")


def of_writing(error: sqlite3.Error) -> bool:
    """Whether it is about what was written, not read, if one file is read and another is written."""
    return _code(error).startswith("SQLITE_FULL") or _code(error).endswith(_WRITING)


def _is_full(folder: str) -> bool:
    """Whether there is no room on the disk of a folder for an index of the log."""
    with suppress(OSError, AttributeError):  # Windows has no statvfs
        disk = os.statvfs(folder)
        return disk.f_bavail * disk.f_frsize < _INDEX_ROOM
    return False


def is_busy(error: sqlite3.Error) -> bool:
    """Whether somebody else has what was asked for."""
    return _code(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def _code(error: sqlite3.Error) -> str:
    return getattr(error, "sqlite_errorname", "")
