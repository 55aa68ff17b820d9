"""The library's SQLite recorder, hardened.

1. Notification ids are dense and never used again; rows are not changed or deleted (see ``schema``).
2. A commit is on disk before it is acknowledged: WAL with ``synchronous=FULL``, whatever the build's default.
3. Writers take the write lock when they begin, and learn then whether the past they decided on still is
   the whole past.
4. Nothing is read from environment variables, and no database is made where there was none.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from eventsourcing.persistence import IntegrityError, StoredEvent
from eventsourcing.sqlite import SQLiteApplicationRecorder, SQLiteFactory
from eventsourcing.utils import Environment

from ledger.errors import Damaged
from ledger.proof import leaf
from ledger.proof.compact import Node
from ledger.store.base import SignLeaves
from ledger.store.sqlite import ends
from ledger.store.sqlite.nodes import insert as insert_nodes
from ledger.store.sqlite.schema import SIGNATURES, TABLE, TABLES, make, statements
from ledger.store.sqlite.writing import LedgerDatastore

BATCH = 1_000
"""Events that are written together: of an import there are many, and a row is several times its event."""

Stamp = tuple[str, str]
"""When an event was recorded and by whom: the very strings in its state."""

_LAST_LEAF = "SELECT leaf_index, notification_id FROM ledger_leaf ORDER BY leaf_index DESC LIMIT 1"


@lru_cache(maxsize=4096)
def _spelt(originator_id: UUID | str) -> tuple[str, str]:
    """A stream as it is stored and as it stands in a leaf; spelling it out is dear, and streams are few."""
    return getattr(originator_id, "hex", str(originator_id)), str(originator_id)


def _first_of_each(events: Iterable[StoredEvent]) -> dict[str, int]:
    """The version of the first new event of each stream."""
    firsts: dict[str, int] = {}
    for each in events:
        firsts.setdefault(_spelt(each.originator_id)[0], each.originator_version)
    return firsts


class LedgerRecorder(SQLiteApplicationRecorder):
    """The library's application recorder over our table."""

    datastore: LedgerDatastore

    def __init__(self, datastore: LedgerDatastore) -> None:
        super().__init__(datastore, TABLE)
        self.insert_events_statement = (
            f"INSERT INTO {TABLE} (originator_id, originator_version, topic, state) "  # noqa: S608  a constant
            "VALUES (?, ?, ?, ?)"
        )

    def construct_create_table_statements(self) -> list[str]:
        """Our table and its triggers."""
        return statements(TABLES)

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        expected_head: int | None = None,
        stamps: Sequence[Stamp] | None = None,
        firsts: Mapping[str, int] | None = None,
        sign: SignLeaves | None = None,
        **_: Any,  # Any: as the library declares it
    ) -> Sequence[int] | None:
        """Store all or none, on disk once this returns, with their leaves if it is given their ``stamps``.

        Raises IntegrityError if one was recorded after ``expected_head``, or has the place of one. ``firsts``
        has the version of the first of each stream, if that is known; see Store.append for ``sign``.
        """
        with self.datastore.writing() as cursor:
            if expected_head is not None and self._last(cursor) != expected_head:
                raise IntegrityError("something was recorded since the decision looked at the past")
            if expected_head:
                ends.check(cursor, firsts or _first_of_each(stored_events), expected_head)
            return self._insert(cursor, stored_events, stamps, sign)

    def _last(self, c: sqlite3.Cursor) -> int:
        (last,) = c.execute(self.select_max_notification_id_statement).fetchone()
        return last or 0

    def _insert(
        self,
        c: sqlite3.Cursor,
        stored_events: Sequence[StoredEvent],
        stamps: Sequence[Stamp] | None,
        sign: SignLeaves | None,
    ) -> list[int]:
        ids: list[int] = []
        for at in range(0, len(stored_events), BATCH):
            batch = stored_events[at : at + BATCH]
            rows = [(_spelt(s.originator_id)[0], s.originator_version, s.topic, s.state) for s in batch]
            if len(rows) == 1:
                c.execute(self.insert_events_statement, rows[0])
                last = c.lastrowid or 0
            else:
                c.executemany(self.insert_events_statement, rows)
                last = self._last(c)
            # Dense: nobody else writes in between, and no id is used twice.
            ids += range(last - len(batch) + 1, last + 1)
            if stamps is not None:
                leaves = _insert_leaves(c, ids[at:], batch, stamps[at : at + BATCH])
                if sign is not None:
                    _insert_signatures(c, ids[at:], sign(at, leaves))
        return ids

    def insert_checkpoint(self, size: int, note: str, hashes: bytes, nodes: Sequence[Node]) -> None:
        """Keep a signed note, the compact range it was signed over, and nodes.

        It is not waited for: a note lost in a crash is signed again by the next command.
        """
        with self.datastore.writing(waits=False) as cursor:
            insert_nodes(cursor, nodes)
            cursor.execute("INSERT INTO ledger_checkpoint VALUES (?, ?)", (size, note))
            cursor.execute("REPLACE INTO ledger_compact_range VALUES (1, ?, ?)", (size, hashes))

    def insert_nodes(self, nodes: Sequence[Node]) -> None:
        """Keep nodes."""
        with self.datastore.writing(waits=False) as cursor:
            insert_nodes(cursor, nodes)

    def prepare(self) -> None:
        """Open the connection and the log: they stay open."""
        with self.datastore.turn:
            self.datastore.writer()._sqlite_conn.execute("PRAGMA schema_version").fetchone()


def _insert_leaves(
    c: sqlite3.Cursor, ids: Sequence[int], stored: Sequence[StoredEvent], stamps: Sequence[Stamp]
) -> list[bytes]:
    """The leaf of each event, in its own transaction: the rank is free, one sync pays for both."""
    index, before = c.execute(_LAST_LEAF).fetchone() or (-1, 0)
    if before + 1 != ids[0]:
        if c.execute("SELECT 1 FROM stored_events NOT INDEXED WHERE rowid = ?", (ids[0] - 1,)).fetchone():
            raise Damaged(
                f"The leaf of event {ids[0] - 1} is not there, and what is recorded next follows it.",
                "See what is wrong: scrutiny verify. If it is only that, make it again: scrutiny rebuild",
            )
        raise Damaged(
            f"Event {ids[0]} would follow event {before}: the end of the record was cut off or altered.",
            "See what is wrong: scrutiny verify",
        )
    leaves = [
        leaf.build(
            id_, _spelt(event.originator_id)[1], event.originator_version, event.topic, *stamp, event.state
        )
        for id_, event, stamp in zip(ids, stored, stamps, strict=True)
    ]
    c.executemany(
        "INSERT INTO ledger_leaf VALUES (?, ?, ?)",
        [(at, id_, made) for at, (id_, made) in enumerate(zip(ids, leaves, strict=True), index + 1)],
    )
    return leaves


def _insert_signatures(c: sqlite3.Cursor, ids: Sequence[int], made: Sequence[bytes | None]) -> None:
    """The signature of each event that has one, in its own transaction; the first makes their table."""
    signed = [(id_, one) for id_, one in zip(ids, made, strict=True) if one is not None]
    if not signed:
        return
    make(c, SIGNATURES)
    c.executemany(f"INSERT INTO {SIGNATURES} VALUES (?, ?)", signed)  # noqa: S608  a constant


class LedgerFactory(SQLiteFactory):
    """Builds the recorder from a URI alone: the library's environment variables have no say."""

    application_recorder_class: type[SQLiteApplicationRecorder] = LedgerRecorder

    def __init__(self, db_name: str, lock_timeout: int) -> None:
        # Past SQLiteFactory's own: it would build a datastore from the environment first.
        super(SQLiteFactory, self).__init__(Environment(env={"CREATE_TABLE": "no"}))
        self.datastore = LedgerDatastore(db_name, lock_timeout)
