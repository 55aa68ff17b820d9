"""A ledger in a folder: ``ledger.db`` (SQLite), ``ledger.lock`` and ``evidence/``.

Reading opens the database read-only through a plain cursor; appending goes through the library's
recorder (``ledger.store.sqlite.recorder``), which is imported only then: it costs several times the
interpreter's own start.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from events.evidence import EvidenceAttached
from ledger.errors import Damaged, Refused, StorageError
from ledger.evidence import incoming
from ledger.records import Row, decode
from ledger.recovery import shared
from ledger.signing.synced import sync_folder
from ledger.store.base import LeafRow
from ledger.store.errors import file_error
from ledger.store.lock import PATIENCE, locked
from ledger.store.sqlite.errors import translated, uri
from ledger.store.sqlite.opening import Opened
from ledger.store.sqlite.schema import SCHEMA
from ledger.store.sqlite.typed import SEE, check_types, out_of_turn

if TYPE_CHECKING:
    from ledger.records import Record
    from ledger.store.sqlite.application import LedgerApplication

OWN_FILES = {"ledger.db", "ledger.db-journal", "ledger.db-wal", "ledger.db-shm", "ledger.lock", "evidence"}
"""What lies in a ledger's folder."""

_ALL = "SELECT rowid, originator_id, originator_version, topic, state FROM stored_events"


class SQLiteStore(Opened):
    """The store in a folder. ``create`` makes one; opening one never does."""

    def __init__(self, folder: Path) -> None:
        """Open the ledger of a folder; raises NoLedger where there is none, or StorageError."""
        super().__init__(folder)
        self.location = str(folder)
        self.evidence = folder / "evidence"
        self._application: LedgerApplication | None = None
        self._is_locked = False
        try:
            self._check()
        except BaseException:
            self.close()
            raise

    @classmethod
    @contextmanager
    def creating(cls, folder: Path) -> Iterator[SQLiteStore]:
        """Lay an empty ledger in a new or empty folder, which others are kept out of until the end.

        What an interrupted attempt left behind, a ledger without an event, is taken up again. Raises Refused
        if there is a ledger or anything else, Busy or StorageError.
        """
        database = folder / "ledger.db"
        try:
            shared.make_folders(folder)
            if foreign := sorted({file.name for file in folder.iterdir()} - OWN_FILES):
                raise Refused(
                    f"The folder {folder} is not empty: it has {foreign[0]}.",
                    "Choose a new or empty folder: --ledger FOLDER",
                )
            shared.make_folder(folder / "evidence")
        except OSError as error:
            raise file_error(error, folder) from error
        with locked(folder):
            # The mode is set before there is anything to read; SQLite gives its side files the same.
            try:
                os.close(shared.open_file(database, os.O_WRONLY))
                sync_folder(folder)
            except OSError as error:
                raise file_error(error, folder) from error
            with translated(database), closing(sqlite3.connect(uri(database, "rw"), uri=True)) as connection:
                if not connection.execute("SELECT 1 FROM sqlite_schema").fetchone():
                    connection.executescript(SCHEMA)
            made = cls(folder)
            made._is_locked = True
            try:
                made._check_is_new()
                yield made
            except BaseException:
                made.close()
                raise
            finally:
                made._is_locked = False

    def _check_is_new(self) -> None:
        if self.head()[0]:
            raise Refused(
                f"There is a ledger in {self.folder} already.", "Choose another folder: --ledger FOLDER"
            )

    def rows(
        self, *, stream: UUID | None = None, after: int = 0, topics: Sequence[str] = ()
    ) -> Iterator[Row]:
        """See Store.rows."""
        parameters: list[str | int] = [after]
        if stream is None:
            where, order = "rowid > ?", "rowid"
        else:
            where, order = "originator_version > ? AND originator_id = ?", "originator_version"
            parameters.append(stream.hex)
        if topics:
            where += f" AND topic IN ({', '.join('?' * len(topics))})"
            parameters.extend(topics)
        statement = f"{_ALL} WHERE {where} ORDER BY {order}"
        try:
            with translated(self.database):
                # Not "yield from": that would close the cursor of a reading that is given up, and fail
                # where its connection was closed before.
                last, key, whole = after, 0 if stream is None else 2, bool(stream and not topics)
                for row in self._reader().execute(statement, parameters):
                    place = row[key]
                    if type(place) is not int or place <= last or (whole and place != last + 1):
                        raise out_of_turn(row[0], last + 1, place if stream else None)
                    last = place
                    yield row
        except StorageError:
            self._check_unchanged()
            raise
        self._check_unchanged()

    def positions(self, size: int) -> Iterator[int]:
        """See Store.positions."""
        statement = "SELECT rowid FROM stored_events ORDER BY rowid LIMIT ?"
        with translated(self.database), closing(self._reader().execute(statement, (size,))) as cursor:
            last = 0
            for (position,) in cursor:
                if position <= last:
                    raise out_of_turn(position, last + 1)
                last = position
                yield position

    def head(self) -> tuple[int, bytes]:
        """See Store.head."""
        with translated(self.database):
            found = self._reader().execute(
                "SELECT rowid, state FROM stored_events ORDER BY rowid DESC LIMIT 1"
            )
            row = found.fetchone() or (0, b"")
        check_types(row, (int, bytes), "the last event")
        return row[0], row[1]

    @contextmanager
    def exclusive(self, patience: float | None = None) -> Iterator[None]:
        """See Store.exclusive."""
        if self._is_locked:
            yield
            return
        with locked(self.folder, PATIENCE if patience is None else patience):
            self._is_locked = True
            try:
                incoming.clear(self.evidence, self.attached)
                yield
            finally:
                self._is_locked = False

    def attached(self) -> set[str]:
        """The hashes of the evidence files that events name; raises StorageError."""
        rows = self.rows(topics=[EvidenceAttached.NAME])
        return {event.sha256 for row in rows if isinstance(event := decode(row).event, EvidenceAttached)}

    def prepare(self) -> None:
        """See Store.prepare."""
        with translated(self.database):
            self._reader()
            self.application.prepare()

    def append(self, records: Sequence[Record], *, expected_head: int) -> list[int]:
        """See Store.append."""
        with translated(self.database):
            return self.application.append(records, expected_head=expected_head)

    def leaves(self, first: int = 0) -> Iterator[LeafRow]:
        """See Store.leaves."""
        statement = "SELECT * FROM ledger_leaf WHERE leaf_index >= ? ORDER BY leaf_index"
        with translated(self.database), closing(self._reader().execute(statement, (first,))) as cursor:
            due = first
            for row in cursor:
                check_types(row, (int, int, bytes), f"leaf {due}")
                if row[0] < due:
                    raise out_of_turn(row[1], due)
                due = row[0] + 1
                yield row

    def leaf_index(self, position: int) -> int:
        """See Store.leaf_index."""
        with translated(self.database):
            statement = "SELECT leaf_index FROM ledger_leaf WHERE notification_id = ?"
            found: tuple[int] | None = self._reader().execute(statement, (position,)).fetchone()
        if found is None:
            raise Damaged(
                f"Event {position} has no leaf in the tree.", "See what else is wrong: scrutiny verify"
            )
        check_types(found, (int,), f"the leaf of event {position}")
        return found[0]

    def checkpoints(self, size: int | None = None) -> Iterator[tuple[int, str]]:
        """See Store.checkpoints."""
        statement = "SELECT size, note FROM ledger_checkpoint WHERE ? IS NULL OR size = ? ORDER BY size"
        with translated(self.database), closing(self._reader().execute(statement, (size, size))) as cursor:
            last = -1
            for row in cursor:
                check_types(row, (int, str), "a checkpoint")
                if row[0] <= last:
                    raise Damaged("The checkpoints do not come in order: the way to them is damaged.", SEE)
                last = row[0]
                yield row

    def newest_checkpoint(self) -> tuple[int, str] | None:
        """See Store.newest_checkpoint."""
        statement = "SELECT size, note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1"
        with translated(self.database):
            found: tuple[int, str] | None = self._reader().execute(statement).fetchone()
        if found is not None:
            check_types(found, (int, str), "the newest checkpoint")
        return found

    def sealed(self) -> tuple[int, bytes]:
        """See Store.sealed."""
        with translated(self.database):
            found = (
                self._reader()
                .execute("SELECT size, hashes FROM ledger_compact_range WHERE one = 1")
                .fetchone()
            )
        return found if found and tuple(map(type, found)) == (int, bytes) else (0, b"")

    def keep_checkpoint(self, size: int, note: str, hashes: bytes) -> None:
        """See Store.keep_checkpoint."""
        with translated(self.database):
            self.application.keep_checkpoint(size, note, hashes)

    @property
    def application(self) -> LedgerApplication:
        """The library's application over this database."""
        if self._application is None:
            from ledger.store.sqlite.application import LedgerApplication  # noqa: PLC0415  readers do without
            from ledger.store.sqlite.recorder import LedgerFactory  # noqa: PLC0415

            self._application = LedgerApplication(LedgerFactory(uri(self.database, "rw"), int(PATIENCE)))
        return self._application

    def close(self) -> None:
        """See Store.close."""
        super().close()
        if self._application is not None:
            self._application.close()
            self._application = None
