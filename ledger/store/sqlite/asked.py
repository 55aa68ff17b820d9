"""What is asked of the table of events."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from uuid import UUID

from ledger.store.sqlite.typed import out_of_turn

ALL = "SELECT rowid, originator_id, originator_version, topic, state FROM stored_events"

# From each stream to the next one in the index: for DISTINCT, SQLite would look at every event.
BEGINNINGS = """
WITH RECURSIVE stream (id) AS (
    SELECT min(originator_id) FROM stored_events UNION ALL
    SELECT (SELECT min(originator_id) FROM stored_events WHERE originator_id > id) FROM stream
    WHERE id IS NOT NULL
)
SELECT rowid, originator_id, originator_version, topic, state FROM stored_events
JOIN stream ON originator_id = id WHERE originator_version = 1 ORDER BY rowid
"""


def at_versions(stream: UUID, versions: Sequence[int]) -> tuple[str, tuple[str | int, ...]]:
    """What asks for the rows of a stream at some versions of it, and what is given to it."""
    marks = ", ".join("?" * len(versions))
    where = f"originator_id = ? AND originator_version IN ({marks}) ORDER BY originator_version"
    return f"{ALL} WHERE {where}", (stream.hex, *versions)


def positions(connection: sqlite3.Connection, size: int) -> Iterator[int]:
    """See Store.positions."""
    last = 0
    for (position,) in connection.execute("SELECT rowid FROM stored_events ORDER BY rowid LIMIT ?", (size,)):
        if position <= last:
            raise out_of_turn(position, last + 1)
        last = position
        yield position
