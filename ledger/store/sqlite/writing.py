"""How the recorder's database is written to: over one connection, in transactions that take the write lock.

1. A commit is on disk before it is acknowledged: WAL with ``synchronous=FULL``, whatever the build's default.
2. What can be made again is not waited for, and whatever fails in it, the next commit is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from types import TracebackType

from eventsourcing.persistence import IntegrityError
from eventsourcing.sqlite import (
    SQLITE3_DEFAULT_LOCK_TIMEOUT,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteCursor,
    SQLiteDatastore,
    SQLiteTransaction,
)

WAITS, HURRIES = "PRAGMA synchronous = FULL", "PRAGMA synchronous = NORMAL"
"""Said to a connection whose commits are to be on disk before they are acknowledged, or need not be."""


class ImmediateTransaction(SQLiteTransaction):
    """Takes the write lock at once if it will commit: a lock asked for later can be refused."""

    def __enter__(self) -> SQLiteCursor:
        """Begin."""
        cursor = self.connection.cursor()
        cursor.sqlite_cursor.execute("BEGIN IMMEDIATE" if self.commit else "BEGIN")
        return cursor


class LedgerConnection(SQLiteConnection):
    """A connection whose transactions take the write lock when they begin."""

    @contextmanager
    def transaction(self, *, commit: bool) -> Iterator[SQLiteCursor]:
        """A cursor in a transaction."""
        with ImmediateTransaction(self, commit=commit) as cursor, cursor:
            yield cursor


class LedgerConnectionPool(SQLiteConnectionPool):
    """Makes connections that wait for the disk."""

    def _create_connection(self) -> SQLiteConnection:
        # Not the library's own: that keeps one statement prepared (``cached_statements=True``), so each of a
        # request was parsed again.
        raw = sqlite3.connect(
            self.db_name,
            timeout=self.lock_timeout or SQLITE3_DEFAULT_LOCK_TIMEOUT,
            isolation_level=None,
            check_same_thread=False,
            uri=True,
        )
        try:
            raw.row_factory = sqlite3.Row
            if raw.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                raw.execute("PRAGMA journal_mode = WAL")
            raw.execute(WAITS)
            raw.execute("PRAGMA fullfsync = ON")
            raw.execute("PRAGMA trusted_schema = OFF")
        except BaseException:
            raw.close()
            raise
        return LedgerConnection(raw, max_age=None)


class LedgerDatastore(SQLiteDatastore):
    """The library's datastore over our connections. ``db_name`` is a URI with a mode.

    What writes has one connection, which is in no pool: to take one from there and give it back took a tenth
    of what a request takes in Python.
    """

    def __init__(self, db_name: str, lock_timeout: int) -> None:
        super().__init__(db_name, lock_timeout=lock_timeout)
        self.pool.close()
        self.pool = LedgerConnectionPool(db_name=db_name, lock_timeout=lock_timeout)
        self.turn = Lock()
        self._writer: SQLiteConnection | None = None
        self._waits = True

    def writer(self, *, waits: bool = True) -> SQLiteConnection:
        """The connection that writes, for whoever has the ``turn``; its commits are waited for, or not."""
        if self._writer is None:
            self._writer, self._waits = self.pool._create_connection(), True
        if self._waits is not waits:
            # Known to be hurried before it is, and to wait once it does: so it is no matter what fails here.
            self._waits = False
            self._writer._sqlite_conn.execute(WAITS if waits else HURRIES)
            self._waits = waits
        return self._writer

    def writing(self, *, waits: bool = True) -> Writing:
        """A transaction that takes the write lock at once and, if it ``waits``, is on disk once it is over.

        What can be made again need not wait. It goes over the same connection: another would read everything
        again, and so would this one after it.
        """
        return Writing(self, waits)

    def close(self) -> None:
        """Let go of every connection."""
        super().close()
        # The library lets go of one that was not made whole, too.
        if (writer := getattr(self, "_writer", None)) is not None:
            self._writer = None
            writer.close()


class Writing:
    """One transaction that writes. A place that is taken is told as the library tells it.

    A class, as what it takes the place of was three generators.
    """

    __slots__ = ("_connection", "_cursor", "_datastore", "_waits")

    def __init__(self, datastore: LedgerDatastore, waits: bool) -> None:
        self._datastore = datastore
        self._waits = waits

    def __enter__(self) -> sqlite3.Cursor:
        """Begin."""
        self._datastore.turn.acquire()
        try:
            self._connection = self._datastore.writer(waits=self._waits)
            cursor = self._cursor = self._connection._sqlite_conn.cursor()
            cursor.execute("BEGIN IMMEDIATE")
        except BaseException:
            self._datastore.turn.release()
            raise
        return cursor

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Commit, or take everything back, also if it cannot be committed: the next begins anew."""
        try:
            self._cursor.close()
            if error is None:
                # The library's own commit is that of events, and of nothing else.
                (self._connection if self._waits else self._connection._sqlite_conn).commit()
        finally:
            if self._connection._sqlite_conn.in_transaction:
                with suppress(sqlite3.Error):
                    self._connection.rollback()
            self._datastore.turn.release()
        if isinstance(error, sqlite3.IntegrityError):
            raise IntegrityError(error) from error
