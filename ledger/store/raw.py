"""Reading a ledger as it lies: any type, any bytes, and no word of it believed yet.

What is read here may have been written by anybody, so a row's column may be text, bytes, a number or
nothing, whatever the schema says. Text that is not UTF-8 comes with the wrong bytes as lone surrogates,
which no leaf can carry; a row with a value of more than 8 MB comes as its key alone.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from ledger.errors import StorageError
from ledger.store.location import folder_of
from ledger.store.schema import APPLICATION_ID, SCHEMA_VERSION, TABLES
from ledger.store.sqlite import SQLiteStore
from ledger.store.trouble import translated

Cell = int | float | str | bytes | None
RawRow = tuple[Cell, ...]
"""A row with its columns in the order that the method names them in."""

BATCH = 128
_LARGEST, _UNLIMITED = 8 * 1024 * 1024, 2**31 - 1
_NOWHERE = float("-inf")
_EVENT = ("rowid, originator_id, originator_version, topic, state", "stored_events", "rowid")
_LEAF = ("leaf_index, notification_id, leaf", "ledger_leaf", "leaf_index")
_CHECKPOINT = ("size, note", "ledger_checkpoint", "size")


class RawStore(Protocol):
    """What ``verify`` reads from, all of it as it was at one moment. Every method raises StorageError."""

    evidence: Path

    def events(self, after: Cell = None) -> list[RawRow]:
        """The first events, or those next behind a position: at most BATCH, and none at the end.

        Position, stream, version, name, state.
        """
        ...

    def last(self) -> int:
        """The last position, for who wants to know how far it is."""
        ...

    def indexed(self) -> int:
        """How many events are found by their streams: a reader of one stream sees no others."""
        ...

    def first_state(self, stream: str, topic: str) -> Cell:
        """The state of the first event of a name in a stream."""
        ...

    def leaves(self, first: int, count: int) -> list[RawRow]:
        """So many cached leaves, from an index on: index, position, leaf."""
        ...

    def leaf(self, position: Cell) -> RawRow | None:
        """The cached leaf of the event at a position: index, position, leaf."""
        ...

    def leaf_count(self) -> int:
        """How many leaves are cached."""
        ...

    def strays(self) -> Iterator[RawRow]:
        """The cached leaves that belong to no event: index, position."""
        ...

    def checkpoints(self) -> Iterator[RawRow]:
        """Every kept checkpoint, smallest first: size, note."""
        ...

    def sealed(self) -> RawRow | None:
        """Where sealing stopped: the size, and the hashes of its compact range."""
        ...

    def ever(self) -> Cell:
        """The greatest position that was ever given out."""
        ...

    def departures(self) -> Iterator[str]:
        """How the schema departs from ours, a sentence each."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


class _Unchecked(SQLiteStore):
    """A changed application id is a departure, and no reason to look away."""

    def _check(self) -> None:
        try:
            super()._check()
        except StorageError:
            if not self._has_events():
                raise

    def _has_events(self) -> bool:
        try:
            found = self._reader().execute("SELECT 1 FROM sqlite_schema WHERE name = 'stored_events'")
            return self.database.stat().st_size > 0 and found.fetchone() is not None
        except (sqlite3.Error, OSError):
            return False

    def snapshot(self) -> sqlite3.Connection:
        """A connection that sees the ledger as it is at its first question."""
        connection = self._reader()
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST)
        connection.execute("BEGIN")
        return connection

    def check_still_lies(self) -> None:
        """Raise Busy where it was read without a lock, and somebody wrote."""
        self._check_still_lies()


class RawSQLite:
    """The raw reader of a folder."""

    def __init__(self, folder: Path) -> None:
        """Open, and hold on to how the ledger is now; raises NoLedger or StorageError."""
        self._store = _Unchecked(folder)
        self.evidence = self._store.evidence
        with translated(self._store.database):
            self._connection = self._store.snapshot()

    def events(self, after: Cell = None) -> list[RawRow]:
        """See RawStore.events."""
        return self._page(*_EVENT, ">", _NOWHERE if after is None else after, BATCH)

    def sealed(self) -> RawRow | None:
        """See RawStore.sealed."""
        found: RawRow | None = self._ask("SELECT size, hashes FROM ledger_compact_range").fetchone()
        return found

    def ever(self) -> Cell:
        """See RawStore.ever."""
        found = self._ask("SELECT seq FROM sqlite_sequence WHERE name = 'stored_events'").fetchone()
        return found[0] if found else None

    def last(self) -> int:
        """See RawStore.last."""
        found = self._ask("SELECT max(rowid) FROM stored_events").fetchone()[0]
        return found if type(found) is int else 0

    def indexed(self) -> int:
        """See RawStore.indexed."""
        statement = "SELECT count(*) FROM stored_events INDEXED BY sqlite_autoindex_stored_events_1"
        return int(self._ask(statement).fetchone()[0])

    def first_state(self, stream: str, topic: str) -> Cell:
        """See RawStore.first_state."""
        statement = (
            "SELECT CAST(state AS BLOB) FROM stored_events NOT INDEXED "
            "WHERE originator_id = ? AND topic = ? ORDER BY rowid LIMIT 1"
        )
        with translated(self._store.database), self._any_text():
            found = self._connection.execute(statement, (stream, topic)).fetchone()
        return found[0] if found else None

    def leaves(self, first: int, count: int) -> list[RawRow]:
        """See RawStore.leaves."""
        return self._page(*_LEAF, ">=", first, count)

    def leaf(self, position: Cell) -> RawRow | None:
        """See RawStore.leaf."""
        found = self._page(_LEAF[0], _LEAF[1], "notification_id", "=", position, 1)
        return found[0] if found else None

    def leaf_count(self) -> int:
        """See RawStore.leaf_count. An index might tell another number than the table."""
        return int(self._ask("SELECT count(*) FROM ledger_leaf NOT INDEXED").fetchone()[0])

    def strays(self) -> Iterator[RawRow]:
        """See RawStore.strays."""
        statement = (
            "SELECT leaf_index, notification_id FROM ledger_leaf NOT INDEXED "
            "WHERE notification_id NOT IN (SELECT rowid FROM stored_events) ORDER BY leaf_index"
        )
        with translated(self._store.database), self._any_text():
            yield from self._connection.execute(statement)

    def checkpoints(self) -> Iterator[RawRow]:
        """See RawStore.checkpoints."""
        # Nothing is behind nothing. An "IS NULL" would not be asked where the schema says that there is none.
        nameless = "SELECT count(*) FROM ledger_checkpoint NOT INDEXED WHERE typeof(size) = 'null'"
        yield from [(None, None)] * self._ask(nameless).fetchone()[0]
        after: Cell = _NOWHERE
        while rows := self._page(*_CHECKPOINT, ">", after, BATCH):
            yield from rows
            after = rows[-1][0]

    def departures(self) -> Iterator[str]:
        """See RawStore.departures."""
        for pragma, due_number in (("application_id", APPLICATION_ID), ("user_version", SCHEMA_VERSION)):
            if (found := self._ask(f"PRAGMA {pragma}").fetchone()[0]) != due_number:
                yield f"The {pragma} of the database is {found}, and ours is {due_number}."
        with translated(self._store.database), self._any_text():
            there = _schema(self._connection)
        due = _due()
        names, due_names = {row[:2] for row in there}, {row[:2] for row in due}
        for row in sorted((there - due).elements(), key=str):
            if row[:2] in due_names:
                yield f"The {row[0]} {row[1]} is not as the ledger makes it."
            else:
                yield f"There is a {row[0]} {row[1]!a} on {row[2]!a} that the ledger does not have."
        for row in sorted((due - there).elements(), key=str):
            if row[:2] not in names:
                yield f"The {row[0]} {row[1]} on {row[2]} is missing."

    def close(self) -> None:
        """See RawStore.close."""
        self._store.close()

    def _page(self, columns: str, table: str, key: str, how: str, place: Cell, count: int) -> list[RawRow]:
        self._store.check_still_lies()
        question, place = _bound(place)
        rest = f"FROM {table} WHERE {key} {how} {question} ORDER BY {key} LIMIT ?"
        with translated(self._store.database):
            try:
                return self._connection.execute(f"SELECT {columns} {rest}", (place, count)).fetchall()
            except (sqlite3.DataError, sqlite3.OperationalError):
                pass  # one of them is too long or not UTF-8: see which
            with self._any_text():
                keys = self._connection.execute(f"SELECT {key} {rest}", (place, count)).fetchall()
                self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST)
                return [self._row(columns, table, key, found) for (found,) in keys]

    def _row(self, columns: str, table: str, key: str, place: Cell) -> RawRow:
        question, bound = _bound(place)
        try:
            statement = f"SELECT {columns} FROM {table} WHERE {key} = {question}"  # noqa: S608  ours
            row: RawRow = self._connection.execute(statement, (bound,)).fetchone()
        except sqlite3.DataError:
            return tuple(place if column == key else None for column in columns.split(", "))
        return row

    def _ask(self, statement: str) -> sqlite3.Cursor:
        with translated(self._store.database):
            return self._connection.execute(statement)

    @contextmanager
    def _any_text(self) -> Iterator[None]:
        """Read text that is none, and of any length."""
        self._connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
        self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _UNLIMITED)
        try:
            yield
        finally:
            self._connection.text_factory = str
            self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST)


def open_raw(location: str) -> RawStore:
    """The ledger at a location, as it lies; raises NoLedger or StorageError."""
    return RawSQLite(folder_of(location))


def _bound(place: Cell) -> tuple[str, Cell]:
    """How a value that was read, or text that is none, is asked for again."""
    if isinstance(place, str):
        return "CAST(? AS TEXT)", place.encode("utf-8", "surrogateescape")
    return "?", place


def _due() -> Counter[tuple[str, str, str, str]]:
    made = sqlite3.connect(":memory:")
    try:
        made.executescript(TABLES)
        return _schema(made)
    finally:
        made.close()


def _schema(connection: sqlite3.Connection) -> Counter[tuple[str, str, str, str]]:
    return Counter(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema"))
