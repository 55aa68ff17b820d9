"""The ways by which rows are found: every table and every index of the schema."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from ledger.store.sqlite.schema import NODES, SIGNATURES, has


class Way(NamedTuple):
    """How rows of a table are found: by its key, and ``by`` an index over columns if there is one.

    ``types`` are those due in the columns, ``about`` the column that has an event's position, or else "".
    An index that rises as its table does need not be ``walked``: if each row is found from the last to the
    first, each search but those on the last page from the root, and there are no other entries, it rises.
    """

    table: str
    key: str
    by: str = ""
    columns: tuple[str, ...] = ()
    types: tuple[type, ...] = ()
    about: str = ""
    walked: bool = True


WAYS = (
    Way(
        "stored_events",
        "rowid",
        "sqlite_autoindex_stored_events_1",
        ("originator_id", "originator_version"),
        (str, int),
        "rowid",
    ),
    Way(
        "ledger_leaf",
        "leaf_index",
        "sqlite_autoindex_ledger_leaf_1",
        ("notification_id",),
        (int,),
        "notification_id",
        walked=False,
    ),
    Way("ledger_checkpoint", "rowid", "sqlite_autoindex_ledger_checkpoint_1", ("size",), (int,)),
    Way("ledger_compact_range", "one"),
    Way("sqlite_sequence", "rowid"),
)


LATER = (Way(SIGNATURES, "notification_id", about="notification_id"), Way(NODES, "middle"))
"""Those of the tables that are made with their first row."""


def ways_of(connection: sqlite3.Connection) -> tuple[Way, ...]:
    """The ways of a database."""
    return (*WAYS, *(way for way in LATER if has(connection, way.table)))


def by(way: Way) -> str:
    """How a statement says that it goes by the index, or by none."""
    return f"INDEXED BY {way.by}" if way.by else "NOT INDEXED"
