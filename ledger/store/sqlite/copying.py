"""A copy of a database that is whole while others record, by SQLite's own backup."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from ledger.errors import Busy, StorageError
from ledger.recovery import shared
from ledger.store.lock import PATIENCE
from ledger.store.sqlite.errors import of_writing, storage_error, translated, uri
from ledger.store.sqlite.opening import Database
from ledger.store.sqlite.schema import DATABASE


def copy(source: Path, target: Path) -> None:
    """Copy the database of a folder into another folder, with a lock of its own; see Engine.copy_into."""
    copy_database(source / DATABASE, target / DATABASE)
    os.close(shared.open_file(target / "ledger.lock", os.O_WRONLY))


def copy_database(source: Path, target: Path) -> None:
    """Copy the database of a folder, which need not be writable; raises Busy, StorageError, OSError."""
    os.close(shared.open_file(target, os.O_WRONLY | os.O_EXCL))
    with (
        closing(Database(source.parent)) as database,
        translated(source),
        closing(sqlite3.connect(uri(target, "rw"), uri=True)) as written,
    ):
        # It would wait for ever for somebody who does not end.
        try:
            database.reader().backup(written, progress=_Patience(source))
        except sqlite3.Error as error:
            if of_writing(error):
                raise storage_error(error, target) from error
            raise
        database.check_unchanged()
    _sync(target)


class _Patience:
    """Raises Busy if nothing was copied for a while."""

    def __init__(self, source: Path) -> None:
        self._source = source
        self._remaining, self._since = -1, time.monotonic()

    def __call__(self, status: int, remaining: int, total: int) -> None:
        """Look at how many pages remain."""
        if remaining != self._remaining:
            self._remaining, self._since = remaining, time.monotonic()
        elif time.monotonic() - self._since > PATIENCE:
            raise Busy(
                f"Another process has been writing to {self._source} for {PATIENCE:.0f} seconds.",
                "Try again when it has finished.",
            )


def _sync(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        raise StorageError(
            f"{file} cannot be brought to disk: {error.strerror}.", "Try another disk."
        ) from error
    finally:
        os.close(descriptor)
