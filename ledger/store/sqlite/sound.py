"""Whether all is well with a database: the pages, and every way to every row, in one look of SQLite's own.

1. ``integrity_check`` goes through the tree of each table by the keys of its inner pages, searches each row
   in each index, looks whether the entry behind it is greater (all of ours are unique), and counts rows and
   entries. So the entries rise, and are those of the rows.
2. It takes a number for a number, whole or not. So the types of all entries are looked at besides.

It says yes or no, and no only sends the database to ``ledger.store.sqlite.paths``, which says what is wrong.
"""

from __future__ import annotations

import sqlite3

from ledger.store.sqlite.departures import departures
from ledger.store.sqlite.ways import Way, by, ways_of

_TYPES = {int: "integer", str: "text"}


def is_sound(connection: sqlite3.Connection) -> bool:
    """See the module. Raises sqlite3.DatabaseError; the connection reads text of any bytes."""
    # Of what was planted in a schema it would reckon expressions, for as long as they take.
    if any(True for _ in departures(connection)):
        return False
    if connection.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)]:
        return False
    return all(_has_the_types_due(connection, way) for way in ways_of(connection) if way.by)


def _has_the_types_due(connection: sqlite3.Connection, way: Way) -> bool:
    others = " OR ".join(
        f"typeof({column}) <> '{_TYPES[due]}'" for column, due in zip(way.columns, way.types, strict=True)
    )
    odd = connection.execute(f"SELECT 1 FROM {way.table} {by(way)} WHERE {others} LIMIT 1")  # noqa: S608  ours
    return odd.fetchone() is None
