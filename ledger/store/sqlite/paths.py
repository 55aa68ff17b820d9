"""The ways a reading takes through a database: by whichever way, a reader is shown what stands there.

A row of a table is found by its key, by going through the table from either end, or by an index. ``verify``
goes through the tables in one direction, so of every other way it is looked at here whether it leads to the
same rows:

1. The entries of an index, in the index's own order, rise strictly. As each of its pages holds entries, a
   search from its root is then right as well.
2. There are as many entries as rows, and each row is found in the index by what the index is about.
3. Each row is found by its key. A table's inner pages hold keys that no walk goes by: a search does. Rows are
   looked up from the last to the first, for SQLite answers a search for the very next key without one.
4. Where SQLite's own look at the pages finds one that is shared, lost or out of order, nothing is asked
   that could go round in them for ever: rows come one by one, and the first that does not rise ends it.

All of that is asked of SQLite first, in one check (see ``sound``). If that does not say that all is well,
it is checked here, to say what is wrong.

``tests/ledger/store/sqlite/test_paths.py`` holds the plan of every statement of the program against these.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from operator import lt
from typing import NamedTuple

from ledger.store.raw import Astray, Cell
from ledger.store.sqlite.sound import is_sound
from ledger.store.sqlite.ways import Way, by, ways_of
from ledger.validation import so_many

_MANY = 4096


_TREES = ("***", "Tree ", "Page ", "Freelist", "Main freelist", "On tree", "On page")
"""How sentences of SQLite's own look begin that are about pages, and not about what stands in a row."""


def broken_pages(connection: sqlite3.Connection) -> str:
    """What SQLite itself finds wrong with the pages, the first of it; empty if nothing."""
    try:
        for (message,) in connection.execute("PRAGMA quick_check(100)"):
            if str(message).startswith(_TREES):
                lines = [line for line in str(message).splitlines() if not line.startswith("***")]
                return lines[0] if lines else str(message)
    except (sqlite3.DataError, sqlite3.OperationalError) as error:
        if _is_unread(error):
            raise
        return ""  # a row that is too long is no matter of pages
    except sqlite3.DatabaseError as error:
        return str(error)
    return ""


def _is_unread(error: sqlite3.Error) -> bool:
    """Whether the disk would not give what was asked for, which says nothing about what is there."""
    return getattr(error, "sqlite_errorname", "").startswith("SQLITE_IOERR")


def any_text(data: bytes) -> str:
    """Text that may be none: bytes that are not UTF-8 become lone surrogates."""
    return data.decode("utf-8", "surrogateescape")


class Checked(NamedTuple):
    """What a look at a database says, all in C: what is wrong with its pages, or empty; of each table of
    which every row was found by every way, how many rows it has; and whether there is nothing to find.
    """

    broken: str
    found: dict[str, int]
    sound: bool = False


def check(connection: sqlite3.Connection) -> Checked:
    """Look at the pages, and look every row up by every way unless that could go round for ever."""
    with suppress(sqlite3.DatabaseError):
        if is_sound(connection):
            return Checked("", {}, sound=True)
    broken = broken_pages(connection)
    rows = {}
    for way in () if broken else ways_of(connection):
        with suppress(sqlite3.DatabaseError):
            if len(counts := {*_counted(connection, way)}) == 1:
                rows[way.table] = counts.pop()
    return Checked(broken, rows)


def astray(connection: sqlite3.Connection, checked: Checked) -> Iterator[Astray]:
    """Every way that leads astray, once a look has been taken."""
    for way in () if checked.sound else ways_of(connection):
        try:
            wrong = _astray(connection, way, checked)
        except sqlite3.DatabaseError as error:
            if _is_unread(error):
                raise
            wrong = Astray(None, f"The rows of {way.table} cannot be looked up: {error}.")
        if wrong:
            yield wrong


def _astray(connection: sqlite3.Connection, way: Way, checked: Checked) -> Astray | None:
    count: int | None = -1
    if way.by and (way.walked or way.table not in checked.found):
        count = _rise(connection, way)
    if way.table in checked.found and count in (-1, checked.found[way.table]):
        return None
    if count is None and (wrong := _first_not_rising(connection, way)):
        return wrong
    return _first_astray(connection, way, count)


def _rise(connection: sqlite3.Connection, way: Way) -> int | None:
    """How many entries an index has, if they rise and are of the types that they are due; else None."""
    count, before = 0, list[tuple[Cell, ...]]()
    entries = _entries(connection, way, way.columns)
    while rows := entries.fetchmany(_MANY):
        keys = before + rows
        types = [{*map(type, column)} for column in zip(*rows, strict=True)]
        if types != [{due} for due in way.types] or not all(map(lt, keys, keys[1:])):
            return None
        count += len(rows)
        before = rows[-1:]
    return count


def _first_not_rising(connection: sqlite3.Connection, way: Way) -> Astray | None:
    """The first entry that does not rise, whatever the types."""
    before = None
    for row in _entries(connection, way, (*way.columns, way.key)):
        entry = tuple(map(in_order, row[:-1]))
        if before is not None and not before < entry:
            return Astray(
                _position(way, row),
                f"The entries of the index {way.by} do not rise: {_which(way, row)} is out of its place, "
                "and who looks something up may miss it.",
            )
        before = entry
    return None


def _entries(connection: sqlite3.Connection, way: Way, columns: Sequence[str]) -> sqlite3.Cursor:
    return connection.execute(
        f"SELECT {', '.join(columns)} FROM {way.table} INDEXED BY {way.by} "  # noqa: S608  ours
        f"ORDER BY {', '.join(way.columns)}"
    )


def in_order(value: Cell) -> tuple[int, int | float | bytes]:
    """Something that compares as SQLite compares values: nothing, numbers, texts, blobs."""
    if value is None:
        return 0, 0
    if isinstance(value, int | float):
        return 1, value
    if isinstance(value, str):
        return 2, value.encode("utf-8", "surrogateescape")
    return 3, value


def _counted(connection: sqlite3.Connection, way: Way) -> tuple[int, int, int]:
    """How many rows there are, how many of them are found by every way, and how many entries there are."""
    looked_up = _looked_up(way, "CROSS JOIN", f" AND i.{way.key} = a.{way.key}")
    # The limit is none; without it SQLite would not keep to the order of what is only counted.
    (matches,) = connection.execute(f"SELECT count(*) FROM (SELECT 1 {looked_up} LIMIT -1)").fetchone()  # noqa: S608
    (rows,) = connection.execute(f"SELECT count(*) FROM {way.table} NOT INDEXED").fetchone()  # noqa: S608  ours
    (entries,) = connection.execute(f"SELECT count(*) FROM {way.table} {by(way)}").fetchone()  # noqa: S608  ours
    return rows, matches, entries


def _first_astray(connection: sqlite3.Connection, way: Way, entries: int | None) -> Astray | None:
    """The first row that some way does not lead to, one after another and by no way that might not end."""
    about = f"a.{way.about}" if way.about else "NULL"
    rows = connection.execute(f"SELECT a.{way.key}, {about}, b.{way.key}, {_same(way)} {_looked_up(way)}")
    count, before, first = 0, None, None
    for key, position, by_key, same in rows:
        row = (*[key] * len(way.columns), key) if way.about in ("", way.key) else (position, key)
        count += 1
        if before is not None and not key < before:
            return Astray(
                position,
                f"The keys of the table {way.table} do not rise: {_which(way, row)} is out of its place.",
            )
        before = key
        if by_key is None:
            first = Astray(position, f"{_which(way, row)} is not found by its key in {way.table}.")
        elif not same:
            first = Astray(
                position,
                f"The index {way.by} differs from its table: {_which(way, row)} is not found by "
                f"{' and '.join(way.columns)}.",
            )
    if first is None and entries not in (None, -1, count):
        return Astray(
            None,
            f"The index {way.by} has {so_many(entries, 'entry', 'entries')}, and its table "
            f"{way.table} {so_many(count, 'row')}.",
        )
    return first


def _looked_up(way: Way, join: str = "LEFT JOIN", and_so: str = "") -> str:
    """Each row ``a`` from the last to the first, as ``b`` by its key, and as ``i`` by the index."""
    clause = f"FROM {way.table} a NOT INDEXED {join} {way.table} b NOT INDEXED ON b.{way.key} = a.{way.key}"
    if way.by:
        same = " AND ".join(f"i.{column} = a.{column}" for column in way.columns)
        clause += f" {join} {way.table} i INDEXED BY {way.by} ON {same}{and_so}"
    return f"{clause} ORDER BY a.{way.key} DESC"


def _same(way: Way) -> str:
    """Whether what the index says of a row is what the row says, to the type."""
    if not way.by:
        return f"b.{way.key} = a.{way.key}"
    types = (f"typeof(i.{column}) = typeof(a.{column})" for column in way.columns)
    return " AND ".join((f"i.{way.key} = a.{way.key}", *types))


def _position(way: Way, row: Sequence[Cell]) -> Cell:
    if not way.about:
        return None
    return row[way.columns.index(way.about)] if way.about in way.columns else row[-1]


def _which(way: Way, row: Sequence[Cell]) -> str:
    position = _position(way, row)
    return f"event {position!a}" if way.about else f"the row {row[-1]!a} of {way.table}"
