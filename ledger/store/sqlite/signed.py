"""What was signed, as readers of SQLite are shown it: leaves and checkpoints, and events by people's keys;
and what is not signed yet.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ledger.errors import Damaged
from ledger.store.sqlite.schema import SIGNATURES, has
from ledger.store.sqlite.typed import SEE, check_types, out_of_turn
from ledger.validation import so_many

if TYPE_CHECKING:
    from ledger.records import Row
    from ledger.store.base import LeafRow, Unsigned
    from ledger.store.raw import RawRow
    from ledger.store.sqlite.walks import Walks


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


def leaves(connection: sqlite3.Connection, first: int, count: int | None) -> Iterator[LeafRow]:
    """See Store.leaves."""
    statement = "SELECT * FROM ledger_leaf WHERE leaf_index >= ? ORDER BY leaf_index LIMIT ?"
    due = first
    # A cursor of a reading that is given up is not closed, for its connection may be closed by then.
    for row in connection.execute(statement, (first, -1 if count is None else count)):
        in_turn(row, due)
        due = row[0] + 1
        yield row


def in_turn(row: LeafRow, due: int) -> None:
    """Raise Damaged for the row of a leaf that has other types, or comes before the one that is due."""
    check_types(row, (int, int, bytes), f"leaf {due}")
    if row[0] < due:
        raise out_of_turn(row[1], due)


def leaf_index(connection: sqlite3.Connection, position: int) -> int:
    """See Store.leaf_index."""
    statement = "SELECT leaf_index FROM ledger_leaf WHERE notification_id = ?"
    row: tuple[int] | None = connection.execute(statement, (position,)).fetchone()
    if row is None:
        raise Damaged(
            f"Event {position} has no leaf in the tree.",
            "See what is wrong: scrutiny verify. If it is only that, make it again: scrutiny rebuild",
        )
    check_types(row, (int,), f"the leaf of event {position}")
    return row[0]


def checkpoints(
    connection: sqlite3.Connection, size: int | None, since: int = 0
) -> Iterator[tuple[int, str]]:
    """See Store.checkpoints."""
    how, place = (">=", since) if size is None else ("=", size)
    statement = f"SELECT size, note FROM ledger_checkpoint WHERE size {how} ? ORDER BY size"  # noqa: S608  ours
    last = -1
    for row in connection.execute(statement, (place,)):
        check_types(row, (int, str), "a checkpoint")
        if row[0] <= last:
            raise Damaged("The checkpoints do not come in order: the way to them is damaged.", SEE)
        last = row[0]
        yield row


def newest_checkpoint(connection: sqlite3.Connection) -> tuple[int, str] | None:
    """See Store.newest_checkpoint."""
    statement = "SELECT size, note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1"
    row: tuple[int, str] | None = connection.execute(statement).fetchone()
    if row is not None:
        check_types(row, (int, str), "the newest checkpoint")
    return row


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


def sealed(connection: sqlite3.Connection) -> tuple[int, bytes]:
    """See Store.sealed."""
    row = connection.execute("SELECT size, hashes FROM ledger_compact_range WHERE one = 1").fetchone()
    return row if row and tuple(map(type, row)) == (int, bytes) else (0, b"")


def signature(connection: sqlite3.Connection, position: int) -> bytes | None:
    """See Store.signature."""
    if not has(connection, SIGNATURES):
        return None
    statement = "SELECT signature FROM ledger_signature WHERE notification_id = ?"
    row: tuple[bytes] | None = connection.execute(statement, (position,)).fetchone()
    if row is None:
        return None
    check_types(row, (bytes,), f"the signature of event {position}")
    return row[0]


def kept_signatures(walks: Walks, *, intact: bool) -> tuple[list[RawRow], tuple[str, ...]]:
    """The signatures that can still be read of a damaged database, and in words what can not."""
    with walks.any_text() as connection:
        if not has(connection, SIGNATURES):
            return [], ()
    if not intact:
        return [], (
            "The table of signatures is not as the ledger makes it, and all that were in it are lost.",
        )
    rows: list[RawRow] = []
    try:
        while found := walks.signatures(rows[-1][0] if rows else None):
            rows += found
    except Damaged:
        return rows, ("Pages of the table of signatures cannot be read, nor what is on them.",)
    if SIGNATURES in walks.out_of_order:
        return rows, ("Pages of the table of signatures are out of order, and not all were read.",)
    good = [row for row in rows if tuple(map(type, row)) == (int, bytes)]
    lost = len(rows) - len(good)
    return good, (f"{so_many(lost, 'signature')} cannot be read any more.",) if lost else ()
