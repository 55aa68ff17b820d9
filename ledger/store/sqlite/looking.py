"""What is asked of events, leaves and checkpoints together, or of the positions of events alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ledger.store.sqlite.signed import in_turn
from ledger.store.sqlite.typed import check_types, out_of_turn

if TYPE_CHECKING:
    from ledger.records import Row
    from ledger.store.base import LeafRow, Unsigned

FIRST = 500
"""Rows from which on there are many."""

_UNSIGNED = """\
SELECT 0, * FROM (SELECT size, note, NULL, NULL, NULL FROM ledger_checkpoint ORDER BY size DESC LIMIT 1)
UNION ALL
SELECT 1, * FROM (
    SELECT rowid, originator_id, originator_version, topic, state FROM stored_events
    WHERE rowid > ? ORDER BY rowid LIMIT ?
)
UNION ALL
SELECT 2, * FROM (
    SELECT leaf_index, notification_id, leaf, NULL, NULL FROM ledger_leaf
    WHERE leaf_index >= ? ORDER BY leaf_index LIMIT ?
)"""


def positions(connection: sqlite3.Connection, size: int) -> Iterator[int]:
    """See Store.positions."""
    last = 0
    for (position,) in connection.execute("SELECT rowid FROM stored_events ORDER BY rowid LIMIT ?", (size,)):
        if position <= last:
            raise out_of_turn(position, last + 1)
        last = position
        yield position


def unsigned(connection: sqlite3.Connection, after: int, size: int) -> Unsigned | None:
    """See Store.unsigned. One statement sees all of it as it is at one moment."""
    newest: tuple[int, str] | None = None
    rows: list[Row] = []
    leaves: list[LeafRow] = []
    for kind, *columns in connection.execute(_UNSIGNED, (after, FIRST, size, FIRST)):
        if kind == 1:
            row = tuple(columns)
            if type(row[0]) is not int or row[0] <= after:
                raise out_of_turn(row[0], after + 1)
            after = row[0]
            rows.append(row)
        elif kind:
            leaf = columns[0], columns[1], columns[2]
            in_turn(leaf, size)
            size = leaf[0] + 1
            leaves.append(leaf)
        else:
            newest = columns[0], columns[1]
            check_types(newest, (int, str), "the newest checkpoint")
    return None if FIRST in (len(rows), len(leaves)) else (newest, rows, leaves)
