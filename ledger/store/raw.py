"""Reading a ledger as it lies: any type, any bytes, and no word of it believed yet.

What is read here may have been written by anybody, so a row's column may be text, bytes, a number or
nothing, whatever the schema says. Text that is not UTF-8 comes with the wrong bytes as lone surrogates,
which no leaf can carry; a row with a value of more than 8 MB comes as its key alone. A table is gone
through in the order of its key, and where a key does not rise, that is the end of it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from operator import lt
from pathlib import Path
from typing import Any, NamedTuple, Protocol, cast

from ledger.errors import Damaged, StorageError
from ledger.store import paths
from ledger.store.departures import Departure, departures
from ledger.store.location import folder_of
from ledger.store.paths import Astray
from ledger.store.paths import Cell as Cell  # noqa: PLC0414  part of what this module offers
from ledger.store.schema import ROW_LIMIT
from ledger.store.sqlite import SQLiteStore
from ledger.store.trouble import file_trouble, translated

RawRow = tuple[Cell, ...]
"""A row with its columns in the order that the method names them in."""

BATCH = 128
_ROOM = 4 * 1024 * 1024
"""Bytes of a batch from which on it is cut short: somebody may have written much into each row."""

_COMMON = 128 * 1024
"""Bytes of a value up to which so many rows are taken in at once."""

_LARGEST, _LARGEST_KEY = ROW_LIMIT, 4 * ROW_LIMIT
_VERSIONS = ((2, 2), (1, 1))
"""To write and to read: with a log, or without one as in some backups. Later ones SQLite does not write."""

_below: Callable[[Cell, Cell], bool] = cast("Any", lt)  # Any: it raises TypeError for what has no order
_NOWHERE = float("-inf")


class _Order(NamedTuple):
    """What is read of a table, in the order of which column."""

    columns: str
    table: str
    key: str


_EVENT = _Order(
    "rowid, originator_id, originator_version, topic, state", "stored_events NOT INDEXED", "rowid"
)
_LEAF = _Order("leaf_index, notification_id, leaf", "ledger_leaf NOT INDEXED", "leaf_index")
_CHECKPOINT = _Order("size, note", "ledger_checkpoint", "size")


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

    def named(self, stream: str, topics: Sequence[str]) -> list[RawRow]:
        """The events of some names in a stream: position, name, state."""
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

    def ever(self) -> list[Cell]:
        """The greatest position that was ever given out: one, unless somebody wrote there."""
        ...

    def departures(self) -> Iterator[Departure]:
        """How schema and header depart from ours."""
        ...

    def astray(self) -> Iterator[Astray]:
        """The ways to rows that do not lead where the tables say: no reader sees by them what is there."""
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
        except (sqlite3.Error, OSError, ValueError):  # ValueError: a message of SQLite's that is no UTF-8
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
        self._walks: dict[_Order, tuple[sqlite3.Cursor, Cell]] = {}
        self._out_of_order: dict[str, Cell] = {}
        self._broken: str | None = None

    def events(self, after: Cell = None) -> list[RawRow]:
        """See RawStore.events."""
        return self._next(_EVENT, after)

    def sealed(self) -> RawRow | None:
        """See RawStore.sealed."""
        found = self._asked("SELECT size, hashes FROM ledger_compact_range WHERE one = 1")
        return found[0] if found else None

    def ever(self) -> list[Cell]:
        """See RawStore.ever."""
        return [row[0] for row in self._asked("SELECT seq FROM sqlite_sequence WHERE name = 'stored_events'")]

    def last(self) -> int:
        """See RawStore.last."""
        ((found,),) = self._asked("SELECT max(rowid) FROM stored_events")
        return found if type(found) is int else 0

    def named(self, stream: str, topics: Sequence[str]) -> list[RawRow]:
        """See RawStore.named."""
        # By the index, which is compared with the table besides. In pages that are broken what is not there
        # might be looked for without an end.
        rows = "stored_events"
        if self._broken_pages():
            rows = "(SELECT * FROM stored_events NOT INDEXED ORDER BY rowid LIMIT 100000)"
        statement = (
            f"SELECT rowid, topic, CAST(state AS BLOB) FROM {rows} "  # noqa: S608  ours
            f"WHERE originator_id = ? AND topic IN ({', '.join('?' * len(topics))}) LIMIT 100000"
        )
        with translated(self._store.database), self._any_text():
            found = self._connection.execute(statement, (stream, *topics)).fetchall()
        return sorted(found, key=lambda row: (type(row[0]) is int, row[0]))

    def leaves(self, first: int, count: int) -> list[RawRow]:
        """See RawStore.leaves."""
        return self._next(_LEAF, first - 1, count)

    def leaf(self, position: Cell) -> RawRow | None:
        """See RawStore.leaf."""
        by_position = _Order(_LEAF.columns, "ledger_leaf", "notification_id")
        try:
            found = self._page(by_position, "=", position, 1)
        except Damaged:
            return None  # the index leads to a row that a search does not find: see astray
        return found[0] if found else None

    def leaf_count(self) -> int:
        """See RawStore.leaf_count. An index might tell another number than the table."""
        if self._broken_pages():
            return -1
        ((count,),) = self._asked("SELECT count(*) FROM ledger_leaf NOT INDEXED")
        return count if type(count) is int else -1

    def strays(self) -> Iterator[RawRow]:
        """See RawStore.strays."""
        if self._broken_pages():
            return
        statement = (
            "SELECT leaf_index, notification_id FROM ledger_leaf NOT INDEXED "
            "WHERE notification_id NOT IN (SELECT rowid FROM stored_events) ORDER BY leaf_index"
        )
        with translated(self._store.database), self._any_text():
            yield from self._connection.execute(statement)

    def checkpoints(self) -> Iterator[RawRow]:
        """See RawStore.checkpoints."""
        if not self._broken_pages():
            # Nothing is behind nothing. The schema says that there is none, so "IS NULL" would not be asked.
            nameless = "SELECT NULL, NULL FROM ledger_checkpoint NOT INDEXED WHERE typeof(size) = 'null'"
            yield from self._asked(nameless)
        after: Cell = None
        while rows := self._next(_CHECKPOINT, after):
            yield from rows
            after = rows[-1][0]

    def departures(self) -> Iterator[Departure]:
        """See RawStore.departures."""
        try:
            with self._store.database.open("rb") as opened:
                versions = tuple(opened.read(20)[18:])
        except OSError as error:
            raise file_trouble(error, self._store.folder) from error
        if versions not in _VERSIONS:
            yield Departure(
                f"The header names the versions {versions} of the format, and ours is {_VERSIONS[0]}."
            )
        with translated(self._store.database), self._any_text(_LARGEST):
            yield from list(departures(self._connection))

    def astray(self) -> Iterator[Astray]:
        """See RawStore.astray."""
        if broken := self._broken_pages():
            yield Astray(None, f"The pages of the database are damaged: {broken}.")
        yield from self.out_of_order()
        with translated(self._store.database), self._any_text():
            yield from paths.astray(self._connection, sound=not broken)

    def out_of_order(self) -> Iterator[Astray]:
        """The tables that were gone through to where their keys do not rise, and so not to their end."""
        for table, place in self._out_of_order.items():
            yield Astray(place, f"The keys of the table {table} do not rise behind {place!a:.80}.")

    def _next(self, order: _Order, after: Cell, count: int | None = None) -> list[RawRow]:
        """The next rows behind a key; of one walk through the whole table if they are asked for in turn."""
        self._store.check_still_lies()
        walk, at = self._walks.pop(order, (None, None))
        with translated(self._store.database):
            try:
                if walk is None or after is None or at != after:
                    question, place = _bound(_NOWHERE if after is None else after)
                    where = f"FROM {order.table} WHERE {order.key} > {question} ORDER BY {order.key}"
                    walk = self._connection.execute(f"SELECT {order.columns} {where}", (place,))
                self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _COMMON)
                rows = walk.fetchmany(count or BATCH)
            except (sqlite3.DataError, sqlite3.OperationalError):
                walk = None  # one of them is too long or not UTF-8: see which
            finally:
                self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST)
        if walk is None:
            rows = self._page(order, ">", _NOWHERE if after is None else after, count or BATCH)
        rows = self._rising(order, after, rows)
        if walk is not None and rows:
            self._walks[order] = walk, rows[-1][0]
        return rows

    def _rising(self, order: _Order, after: Cell, rows: list[RawRow]) -> list[RawRow]:
        """The rows whose keys rise; what comes behind might be the same rows again, for ever."""
        keys = [after, *(row[0] for row in rows)] if after is not None else [row[0] for row in rows]
        with suppress(TypeError):
            if all(map(_below, keys, keys[1:])):
                return rows
        before = after
        for at, row in enumerate(rows):
            key = row[0]
            if before is not None and not paths.in_order(before) < paths.in_order(key):
                self._out_of_order.setdefault(order.table.split()[0], before)
                return rows[:at]
            before = key
        return rows

    def _broken_pages(self) -> str:
        if self._broken is None:
            with translated(self._store.database), self._any_text(_LARGEST):
                self._broken = paths.broken_pages(self._connection)
        return self._broken

    def _page(self, order: _Order, how: str, place: Cell, count: int) -> list[RawRow]:
        question, place = _bound(place)
        rest = f"FROM {order.table} WHERE {order.key} {how} {question} ORDER BY {order.key} LIMIT ?"
        with translated(self._store.database), self._any_text():
            found = self._connection.execute(f"SELECT {order.key} {rest}", (place, count))
            keys = _some(found, count)
            self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST)
            rows, room = list[RawRow](), _ROOM
            for (key,) in keys:
                rows.append(self._row(order, key))
                room -= sum(len(cell) for cell in rows[-1] if isinstance(cell, bytes | str))
                if room < 0:
                    break
            return rows

    def _row(self, order: _Order, place: Cell) -> RawRow:
        question, bound = _bound(place)
        try:
            statement = f"SELECT {order.columns} FROM {order.table} WHERE {order.key} IS {question}"  # noqa: S608  ours
            row: RawRow | None = self._connection.execute(statement, (bound,)).fetchone()
        except sqlite3.DataError:
            row = None
        # Also where a search does not find what a walk came by.
        return row or tuple(place if name == order.key else None for name in order.columns.split(", "))

    def _asked(self, statement: str) -> list[RawRow]:
        """The first rows of an answer that is short, unless somebody wrote there."""
        with translated(self._store.database), self._any_text():
            return self._connection.execute(statement).fetchmany(BATCH)

    @contextmanager
    def _any_text(self, most: int = _LARGEST_KEY) -> Iterator[None]:
        """Read text that is none, and of any length that can be a key."""
        self._connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
        self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, most)
        try:
            yield
        finally:
            self._connection.text_factory = str
            self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST)

    def close(self) -> None:
        """See RawStore.close."""
        self._store.close()


def open_raw(location: str) -> RawStore:
    """The ledger at a location, as it lies; raises NoLedger or StorageError."""
    return RawSQLite(folder_of(location))


def _some(found: sqlite3.Cursor, count: int) -> list[RawRow]:
    """So many of the next rows, or fewer if they are large."""
    rows: list[RawRow] = []
    room = _ROOM
    for row in found:
        rows.append(row)
        if type(row[-1]) in (bytes, str):
            room -= len(row[-1])
        if len(rows) == count or room < 0:
            break
    return rows


def _bound(place: Cell) -> tuple[str, Cell]:
    """How a value that was read, or text that is none, is asked for again."""
    if isinstance(place, str):
        return "CAST(? AS TEXT)", place.encode("utf-8", "surrogateescape")
    return "?", place
