"""From a folder to a connection that reads its ledger: how it is opened, and whether it is one.

1. Who may write opens so, and a colleague's side files that keep one out are taken over (see ``sides``).
2. What can only be read where it lies is read without a lock, and it is looked whether somebody wrote
   meanwhile.
3. A database is a ledger by its application id, its schema's version and its tables.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from ledger.errors import Busy, NoLedger, StorageError, Unreadable
from ledger.store.errors import file_error
from ledger.store.lock import PATIENCE
from ledger.store.sqlite import sides
from ledger.store.sqlite.errors import translated, uri
from ledger.store.sqlite.schema import APPLICATION_ID, ROW_LIMIT, SCHEMA_VERSION
from ledger.store.sqlite.typed import check_tables


class Opened:
    """The database in a folder, and the connection that reads it, which is made when it is asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "ledger.db"
        self._connection: sqlite3.Connection | None = None
        self._as_stored: tuple[int, int, int] | None = None

    def _check(self) -> None:
        remedy = "Say where the ledger is (--ledger FOLDER), or begin one: scrutiny init"
        try:
            there = self.database.stat()
        except (FileNotFoundError, NotADirectoryError):
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
        with translated(self.database):
            if not there.st_size:
                raise NoLedger(f"{self.database} is empty: no ledger was begun there.", remedy)
            found = self._reader().execute("PRAGMA application_id").fetchone()[0]
            version = self._reader().execute("PRAGMA user_version").fetchone()[0]
            if (found, version) == (APPLICATION_ID, SCHEMA_VERSION):
                check_tables(self._reader(), self.database)
        if found != APPLICATION_ID:
            raise NoLedger(f"{self.database} is a database, and no ledger.", remedy)
        if version != SCHEMA_VERSION:
            raise StorageError(
                f"{self.database} has the schema {version}; this program knows {SCHEMA_VERSION}.",
                "Run the newest scrutiny.",
            )

    def _reader(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = self._open()
        return self._connection

    def _open(self) -> sqlite3.Connection:
        writable = os.access(self.folder, os.W_OK) and os.access(self.database, os.W_OK)
        if writable:
            try:
                sides.take_over(self.database)
            except OSError as error:
                raise file_error(error, self.folder) from error
        # Who may write opens so, for the last one to close a database tidies its side files away.
        try:
            return self._connected(uri(self.database, "rw" if writable else "ro"))
        except sqlite3.OperationalError:
            # A database in WAL mode wants a side file even to be read. Where none can be made, on a medium
            # that is full or may not be written, and nothing waits in the log, it is read as it lies there.
            log = Path(f"{self.database}-wal")
            if log.exists() and log.stat().st_size:
                raise
        self._as_stored = self._state_of_file()
        return self._connected(f"{uri(self.database, 'ro')}&immutable=1")

    def _connected(self, where: str) -> sqlite3.Connection:
        connection = sqlite3.connect(where, uri=True, timeout=PATIENCE, isolation_level=None)
        try:
            connection.execute("PRAGMA query_only = ON")
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, ROW_LIMIT)
            connection.execute("PRAGMA schema_version").fetchone()
        except BaseException:
            connection.close()
            raise
        return connection

    def _state_of_file(self) -> tuple[int, int, int]:
        there = self.database.stat()
        return there.st_ino, there.st_size, there.st_mtime_ns

    def _check_unchanged(self) -> None:
        """What is read as it lies is not locked: others may write meanwhile, and halves would be seen."""
        if self._as_stored is not None and self._as_stored != self._state_of_file():
            self.close()
            raise Busy(f"{self.database} was written to while it was read.", "Read it again.")

    def close(self) -> None:
        """Let go of the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
