"""Going through tables that may be damaged: row after row in the order of a key, and never in circles."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from operator import lt
from pathlib import Path
from typing import Any, NamedTuple, cast

from ledger.store.limits import ROW_LIMIT
from ledger.store.raw import BATCH, Astray, Cell, RawRow
from ledger.store.sqlite import paths
from ledger.store.sqlite.errors import translated
from ledger.store.sqlite.opening import Database
from ledger.store.sqlite.schema import NODES, SIGNATURES, has

_ROOM = 4 * 1024 * 1024
"""Bytes of a batch from which on it is cut short: somebody may have written much into each row."""

_COMMON = 128 * 1024
"""Bytes of a value up to which so many rows are taken in at once."""

_LARGEST_KEY = 8 * ROW_LIMIT
_MOST = 5_000_000
_NOWHERE = float("-inf")
_below: Callable[[Cell, Cell], bool] = cast("Any", lt)  # Any: it raises TypeError for what has no order


class Order(NamedTuple):
    """What is read of a table, in the order of which column."""

    columns: str
    table: str
    key: str


_SIGNATURE = Order("notification_id, signature", f"{SIGNATURES} NOT INDEXED", "notification_id")
_NODE = Order("middle, hash", f"{NODES} NOT INDEXED", "middle")
_EVENT = Order("rowid, originator_id, originator_version, topic, state", "stored_events NOT INDEXED", "rowid")


class Walks:
    """The walks through one database, over one connection. Every method raises StorageError.

    ``out_of_order`` has each table that a walk ended in too early, and behind which key.
    """

    def __init__(self, connection: sqlite3.Connection, database: Path, check: Callable[[], None]) -> None:
        self.out_of_order: dict[str, Cell] = {}
        self._connection = connection
        self._database = database
        self._check = check
        self._open: dict[Order, tuple[sqlite3.Cursor, Cell]] = {}
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, ROW_LIMIT)

    @classmethod
    def of(cls, database: Database) -> Walks:
        """The walks through a database as it is now."""
        with translated(database.path):
            connection = database.snapshot()
        return cls(connection, database.path, database.check_unchanged)

    def renew(self) -> None:
        """Leave the transaction of reading, and begin the next one."""
        self._open.clear()
        with translated(self._database):
            self._connection.execute("ROLLBACK")
            self._connection.execute("BEGIN")

    def next(self, order: Order, after: Cell, count: int) -> list[RawRow]:
        """The next rows behind a key; of one walk through the whole table if they are asked for in turn."""
        self._check()
        walk, at = self._open.pop(order, (None, None))
        with translated(self._database):
            try:
                if walk is None or after is None or at != after:
                    question, place = _bound(_NOWHERE if after is None else after)
                    where = f"FROM {order.table} WHERE {order.key} > {question} ORDER BY {order.key}"
                    walk = self._connection.execute(f"SELECT {order.columns} {where}", (place,))
                self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _COMMON)
                rows = walk.fetchmany(count)
            except (sqlite3.DataError, sqlite3.OperationalError):
                walk = None  # one of them is too long or not UTF-8: see which
            finally:
                self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, ROW_LIMIT)
        if walk is None:
            rows = self.page(order, ">", _NOWHERE if after is None else after, count)
        rows = self._rising(order, after, rows)
        if walk is not None and rows:
            self._open[order] = walk, rows[-1][0]
        return rows

    def events(self, after: Cell, count: int) -> list[RawRow]:
        """The next events behind a position, as RawStore.events gives them."""
        return self.next(_EVENT, after, count)

    def signatures(self, after: Cell) -> list[RawRow]:
        """The next signatures behind a position, as RawStore.signatures gives them."""
        return self.next(_SIGNATURE, after, BATCH) if has(self._connection, SIGNATURES) else []

    def nodes(self, after: Cell) -> list[RawRow]:
        """The next nodes behind a middle, as RawStore.nodes gives them."""
        return self.next(_NODE, after, BATCH) if has(self._connection, NODES) else []

    def last(self) -> int:
        """The position of the last event."""
        ((position,),) = self.answer("SELECT max(rowid) FROM stored_events")
        return position if type(position) is int else 0

    def answer(self, statement: str, *values: Cell) -> list[RawRow]:
        """The first rows of an answer that is short, unless somebody wrote there."""
        with self.any_text() as connection:
            return connection.execute(statement, values).fetchmany(BATCH)

    def history(self, stream: str, last: int) -> list[RawRow]:
        """The events of a stream up to a position, as TailStore.history gives them."""
        rows: list[RawRow] = []
        before = 0
        with self.any_text(ROW_LIMIT) as connection:
            of_stream = "FROM stored_events WHERE originator_id = ? ORDER BY originator_version"
            for row in connection.execute(f"SELECT {_EVENT.columns} {of_stream}", (stream,)):
                if type(row[0]) is not int or not before < row[0] <= last:
                    break
                before = row[0]
                rows.append(row)
        return rows

    def last_of(self, topics: Sequence[str]) -> dict[str, dict[str, int]]:
        """Where the last events of some names are, as RawStore.last_of gives it."""
        found: dict[str, dict[str, int]] = {topic: {} for topic in topics}
        with self.any_text() as connection:
            rows = connection.execute(
                "SELECT topic, originator_id, max(rowid) FROM (SELECT rowid, originator_id, topic "  # noqa: S608  ours
                f"FROM stored_events NOT INDEXED LIMIT {_MOST}) "
                f"WHERE topic IN ({', '.join('?' * len(topics))}) GROUP BY topic, originator_id",
                topics,
            )
            for topic, stream, last in rows:
                if type(stream) is str and type(last) is int:
                    found[topic][stream] = last
        return found

    def astray(self) -> Iterator[Astray]:
        """The tables that were gone through to where their keys do not rise, and so not to their end."""
        for table, key in self.out_of_order.items():
            yield Astray(key, f"The keys of the table {table} do not rise behind {key!a:.80}.")

    def page(self, order: Order, how: str, place: Cell, count: int) -> list[RawRow]:
        """Rows by how their keys compare with a value, whatever lies in them."""
        question, place = _bound(place)
        rest = f"FROM {order.table} WHERE {order.key} {how} {question} ORDER BY {order.key} LIMIT ?"
        with self.any_text() as connection:
            keys = _some(connection.execute(f"SELECT {order.key} {rest}", (place, count)), count)
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, ROW_LIMIT)
            rows, room = list[RawRow](), _ROOM
            for (key,) in keys:
                rows.append(self._row(order, key))
                room -= sum(len(cell) for cell in rows[-1] if isinstance(cell, bytes | str))
                if room < 0:
                    break
            return rows

    def of_stream(self, stream: str, topics: Sequence[str], *, by_table: bool = False) -> list[RawRow]:
        """Position, name and state of the events of some names in a stream, in the order of positions."""
        positions, table = [], "stored_events"
        if by_table:
            # In pages that are broken what is not there might be looked for without an end.
            table = f"(SELECT * FROM stored_events NOT INDEXED ORDER BY rowid LIMIT {_MOST})"  # noqa: S608  ours
        with self.any_text() as connection:
            rows = connection.execute(
                f"SELECT originator_version, rowid, topic FROM {table} "  # noqa: S608  ours
                "WHERE originator_id = ? ORDER BY originator_version",
                (stream,),
            )
            before = None
            for version, position, topic in rows:
                if before is not None and not before < paths.in_order(version):
                    break
                before = paths.in_order(version)
                if topic in topics:
                    positions.append(position)
            query = "SELECT rowid, topic, CAST(state AS BLOB) FROM stored_events NOT INDEXED WHERE rowid = ?"
            return [row for at in sorted(positions) for row in connection.execute(query, (at,))]

    @contextmanager
    def any_text(self, most: int = _LARGEST_KEY) -> Iterator[sqlite3.Connection]:
        """Read text that is none, and of any length that can be a key."""
        self._connection.text_factory = paths.any_text
        self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, most)
        try:
            with translated(self._database):
                yield self._connection
        finally:
            self._connection.text_factory = str
            self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, ROW_LIMIT)

    def _rising(self, order: Order, after: Cell, rows: list[RawRow]) -> list[RawRow]:
        """The rows whose keys rise; what comes behind might be the same rows again, for ever."""
        keys = [row[0] for row in rows]
        if after is not None:
            keys.insert(0, after)
        with suppress(TypeError):
            if all(map(_below, keys, keys[1:])):
                return rows
        before = after
        for at, row in enumerate(rows):
            key = row[0]
            if before is not None and not paths.in_order(before) < paths.in_order(key):
                self.out_of_order.setdefault(order.table.split()[0], before)
                return rows[:at]
            before = key
        return rows

    def _row(self, order: Order, place: Cell) -> RawRow:
        question, bound = _bound(place)
        try:
            statement = f"SELECT {order.columns} FROM {order.table} WHERE {order.key} IS {question}"  # noqa: S608  ours
            row: RawRow | None = self._connection.execute(statement, (bound,)).fetchone()
        except sqlite3.DataError:
            row = None
        # Also if a search does not find what a walk came by.
        return row or tuple(place if name == order.key else None for name in order.columns.split(", "))


def _some(cursor: sqlite3.Cursor, count: int) -> list[RawRow]:
    """So many of the next rows, or fewer if they are large."""
    rows: list[RawRow] = []
    room = _ROOM
    for row in cursor:
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
