"""Looking at pages and ways while others look at events: in a thread, over a connection of its own.

All of it is done in C, without the interpreter's lock, so what it takes is hidden if there is a second
processor. It sees the ledger as it is when it begins, and compares that with itself.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import suppress
from threading import Thread

from ledger.errors import LedgerError
from ledger.store.limits import ROW_LIMIT
from ledger.store.sqlite import paths


class Ahead:
    """One look that has begun."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self._connection: sqlite3.Connection | None = None
        self._checked: paths.Checked | None = None
        self._thread: Thread | None = Thread(target=self._check, daemon=True)
        try:
            self._thread.start()
        except RuntimeError:  # there is no memory for one
            self._thread = None

    def result(self) -> paths.Checked | None:
        """What was seen; None if there was trouble, which whoever looks for themselves will meet."""
        if self._thread:
            self._thread.join()
        return self._checked

    def stop(self) -> None:
        """Let go of it, whether it has ended or not."""
        while self._thread and self._thread.is_alive():
            if self._connection is not None:
                with suppress(sqlite3.Error):
                    self._connection.interrupt()
            self._thread.join(0.05)

    def _check(self) -> None:
        with suppress(sqlite3.Error, LedgerError, OSError, ValueError, MemoryError):
            connection = self._connect()
            try:
                connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, ROW_LIMIT)
                connection.text_factory = paths.any_text
                connection.execute("BEGIN")
                self._connection = connection
                self._checked = paths.check(connection)
            finally:
                self._connection = None
                connection.close()
