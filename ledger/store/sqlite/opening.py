"""From a folder to a connection that reads its ledger: how it is opened, and whether it is one.

1. Who may write opens so, and a colleague's side files that keep one out are taken over (see ``sides``).
2. On a medium where SQLite can make no file beside it, it is read without a lock. If somebody wrote
   meanwhile, that is an error.
3. A database is a ledger by its application id, its schema's version and its tables.
"""

from __future__ import annotations

import os
import sqlite3
from functools import cached_property
from typing import TYPE_CHECKING

from ledger.errors import Busy, NoLedger, StorageError, Unreadable
from ledger.store.errors import file_error
from ledger.store.limits import ROW_LIMIT
from ledger.store.lock import PATIENCE
from ledger.store.sqlite import sides
from ledger.store.sqlite.errors import is_busy, translated, uri
from ledger.store.sqlite.remains import PUT_BACK, remains
from ledger.store.sqlite.schema import APPLICATION_ID, DATABASE, SCHEMA_VERSION
from ledger.store.sqlite.typed import check_tables

if TYPE_CHECKING:
    from pathlib import Path


class Database:
    """The database in a folder, and the connection that reads it, which is made when it is asked for.

    With ``any_schema`` it reads what it can of a schema that is written wrongly. ``at`` and ``file`` are
    ``folder`` and ``path`` as text: ``pathlib`` costs each reading a quarter of the interpreter's own start.
    """

    def __init__(self, folder: Path | str, *, any_schema: bool = False) -> None:
        self.at = os.fspath(folder)
        self.file = DATABASE if self.at == os.curdir else os.path.join(self.at, DATABASE)  # noqa: PTH118
        self._any_schema = any_schema
        self._connection: sqlite3.Connection | None = None
        self._as_stored: tuple[int, int, int] | None = None
        self._opened: tuple[int, int] | None = None

    @cached_property
    def folder(self) -> Path:
        """The folder."""
        from pathlib import Path  # noqa: PLC0415  see above

        return Path(self.at)

    @property
    def path(self) -> Path:
        """The file of the database."""
        return self.folder / DATABASE

    @classmethod
    def with_events(cls, folder: Path | str, *, any_schema: bool = False) -> Database:
        """A database that has a table of events, or is marked as a ledger's, whatever else is wrong.

        To who verifies, a changed application id is a departure, and no reason to look away; so is a table
        of events that is gone. Raises NoLedger, StorageError.
        """
        database = cls(folder, any_schema=any_schema)
        try:
            try:
                database.check()
            except StorageError:
                if not database._was_a_ledger():
                    raise
        except BaseException:
            database.close()
            raise
        return database

    def check(self) -> None:
        """Raise NoLedger or StorageError unless it is the database of a ledger that this program knows."""
        remedy = "Name the ledger's folder (--ledger FOLDER), or begin one: scrutiny init"
        try:
            there = os.stat(self.file)  # noqa: PTH116  see above
        except (FileNotFoundError, NotADirectoryError):
            if left := remains(self.folder):
                raise NoLedger(f"{self.folder} has no {DATABASE}, and {left}.", PUT_BACK) from None
            if self.folder.is_dir() and any(self.folder.iterdir()):
                raise NoLedger(
                    f"{self.folder} is a folder, and no ledger: it has no ledger.db.", remedy
                ) from None
            raise NoLedger(f"There is no ledger at {self.folder}.", remedy) from None
        except OSError as error:
            raise Unreadable(
                f"The ledger {self.folder} cannot be read: {error.strerror or error}.",
                "See who may read the folder, and the disk.",
            ) from error
        except ValueError as error:
            raise StorageError(f"The ledger {self.folder} cannot be read: {error}.", remedy) from error
        with translated(self.file):
            if not there.st_size and (left := remains(self.folder)):
                raise NoLedger(f"{self.path} is empty, and {left}.", PUT_BACK)
            if not there.st_size:
                raise NoLedger(f"{self.path} is empty: no ledger was begun there.", remedy)
            application = self.reader().execute("PRAGMA application_id").fetchone()[0]
            version = self.reader().execute("PRAGMA user_version").fetchone()[0]
            if (application, version) == (APPLICATION_ID, SCHEMA_VERSION):
                check_tables(self.reader(), self.file)
        if application != APPLICATION_ID:
            raise NoLedger(f"{self.path} is a database, and no ledger.", remedy)
        if version != SCHEMA_VERSION:
            raise StorageError(
                f"{self.path} has the schema {version}; this program knows {SCHEMA_VERSION}.",
                "Run the newest scrutiny.",
            )

    def reader(self) -> sqlite3.Connection:
        """The connection that reads it."""
        if self._connection is None:
            self._connection = self.another()
            self._opened = self._file_there()
        return self._connection

    def snapshot(self) -> sqlite3.Connection:
        """The connection that reads it, which from its first question on sees the ledger as it is then."""
        connection = self.reader()
        connection.execute("BEGIN")
        return connection

    def hold(self, *, again: bool = False) -> None:
        """See Store.hold."""
        if self.let_go() or not again:
            self.snapshot()

    def let_go(self) -> bool:
        """Read all as it is when it is asked for; whether it was read as it was at one moment."""
        if self._connection is None or not self._connection.in_transaction:
            return False
        self._connection.execute("ROLLBACK")
        return True

    def another(self) -> sqlite3.Connection:
        """One more connection, which reads it."""
        writable = os.access(self.at, os.W_OK) and os.access(self.file, os.W_OK)
        if writable:
            try:
                sides.take_over(self.file)
            except OSError as error:
                raise file_error(error, self.at) from error
        # Who may write opens so, for the last one to close a database tidies its side files away.
        try:
            return self._connected(uri(self.file, "rw" if writable else "ro"))
        except sqlite3.OperationalError as error:
            if is_busy(error):
                raise
            # A database in WAL mode wants a side file even to be read. Where none can be made, on a medium
            # that is full or may not be written, and nothing waits in the log, it is read as it lies there.
            log = self.path.with_name(f"{DATABASE}-wal")
            if log.exists() and log.stat().st_size:
                raise
        self._as_stored = self._state_of_file()
        return self._connected(f"{uri(self.file, 'ro')}&immutable=1")

    def _connected(self, where: str) -> sqlite3.Connection:
        connection = sqlite3.connect(where, uri=True, timeout=PATIENCE, isolation_level=None)
        try:
            connection.execute("PRAGMA query_only = ON")
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, ROW_LIMIT)
            connection.execute("PRAGMA schema_version").fetchone()
            if self._any_schema:
                # Only what is said of the tables that are looked for counts then. Nothing is written.
                connection.execute("PRAGMA writable_schema = ON")
        except BaseException:
            connection.close()
            raise
        return connection

    def _was_a_ledger(self) -> bool:
        try:
            if not self.path.stat().st_size:
                return False
            if self.reader().execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID:
                return True
            table = self.reader().execute("SELECT 1 FROM sqlite_schema WHERE name = 'stored_events'")
            return table.fetchone() is not None
        except (sqlite3.Error, OSError, ValueError):  # ValueError: a message of SQLite's that is no UTF-8
            return False

    def _state_of_file(self) -> tuple[int, int, int]:
        there = self.path.stat()
        return there.st_ino, there.st_size, there.st_mtime_ns

    def in_place(self) -> str:
        """The file; raises StorageError if another is there by now: nobody finds what is written here."""
        if self._opened != self._file_there():
            raise StorageError(
                f"{self.path} was moved, removed or replaced while it was open.",
                "Look at what is there, and ask again.",
            )
        return self.file

    def _file_there(self) -> tuple[int, int] | None:
        try:
            there = os.stat(self.file)  # noqa: PTH116  see above
        except OSError:
            return None
        return there.st_dev, there.st_ino

    def check_unchanged(self) -> None:
        """Raise Busy if it was read without a lock and somebody wrote meanwhile: halves would be seen."""
        if self._as_stored is not None and self._as_stored != self._state_of_file():
            self.close()
            raise Busy(f"{self.path} was written to while it was read.", "Read it again.")

    def close(self) -> None:
        """Let go of the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
