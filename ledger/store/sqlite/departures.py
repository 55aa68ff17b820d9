"""How a database's schema and header depart from ours: in whatever bytes the schema is written."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from functools import cache

from ledger.store.raw import Departure
from ledger.store.sqlite.schema import (
    APPLICATION_ID,
    LATER,
    SCHEMA_VERSION,
    TABLES,
    has,
)

_PRAGMAS = (
    ("application_id", APPLICATION_ID),
    ("user_version", SCHEMA_VERSION),
    ("encoding", "UTF-8"),
    ("auto_vacuum", 0),
)
"""With another encoding each text is another one; with auto_vacuum SQLite would write into pages of ours."""

GUESTS = {
    "_litestream_lock": "CREATE TABLE _litestream_lock (id INTEGER)",
    "_litestream_seq": "CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)",
}
"""The tables that Litestream makes in every database that it copies, and how: nothing of ours is in them."""

OUR_TABLES = frozenset(re.findall("CREATE TABLE ([a-z_]+)", TABLES)) | {*LATER, "sqlite_sequence"}

_Row = tuple[object, ...]


def departures(connection: sqlite3.Connection) -> Iterator[Departure]:
    """Each, in the order of their names. The connection reads text of any bytes; raises sqlite3.Error."""
    for pragma, due_value in _PRAGMAS:
        value = connection.execute(f"PRAGMA {pragma}").fetchone()[0]
        if value != due_value:
            yield Departure(f"The {pragma} of the database is {value}, and ours is {due_value}.")
    there, due = (
        _schema(connection),
        Counter(due_schema(*(table for table in LATER if has(connection, table)))),
    )
    # One of each, just as Litestream makes it. A view or a trigger of that name is no guest.
    there -= Counter(("table", name, name, made) for name, made in GUESTS.items())
    names, due_names = {row[:2] for row in there}, {row[:2] for row in due}
    for row in sorted((there - due).elements(), key=str):
        kind, name, table, _ = row
        bars = kind in ("table", "view") and name in OUR_TABLES
        if row[:2] in due_names:
            yield Departure(f"The {kind} {name} is not as the ledger makes it.", bars)
        else:
            what = f"{kind!s} {name!a}" if name == table else f"{kind!s} {name!a} on {table!a}"
            yield Departure(f"There is a {what} that the ledger does not have.", bars)
    for row in sorted((due - there).elements(), key=str):
        if row[:2] not in names:
            of = "" if row[1] == row[2] else f" of {row[2]}"
            yield Departure(f"The {row[0]} {row[1]}{of} is missing.", row[0] == "table")


def guests(connection: sqlite3.Connection) -> Iterator[str]:
    """What others keep in the database that is known and is no departure, a sentence for each who does."""
    there = _schema(connection)
    names = [name for name, made in GUESTS.items() if ("table", name, name, made) in there]
    if names:
        yield (
            f"The database has {' and '.join(names)}, which {'are' if names[1:] else 'is'} not ours: "
            "Litestream makes such tables in what it copies, and nothing of the ledger is in them."
        )


@cache
def due_schema(*later: str) -> tuple[_Row, ...]:
    """What ``sqlite_schema`` says of a ledger as we make it: kind, name, table, text.

    ``later`` are those of the tables that are made later which it has.
    """
    made = sqlite3.connect(":memory:")
    try:
        made.executescript("".join([TABLES, *(LATER[table] for table in later)]))
        return tuple(_schema(made))
    finally:
        made.close()


def _schema(connection: sqlite3.Connection) -> Counter[_Row]:
    return Counter(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema"))
