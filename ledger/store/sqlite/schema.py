"""The tables of a ledger in SQLite.

The recorder's own table is keyed so that an id deleted at the end would be used again, and holds NULLs.
This one has a key that is never used twice, and refuses in the database itself to change or lose a row.
A file's writer can drop a trigger: a guard, not evidence.
"""

from __future__ import annotations

import sqlite3

APPLICATION_ID = 0x53434C31
"""``SCL1``, in the file's header: what says that a database is a ledger."""

SCHEMA_VERSION = 1

DATABASE = "ledger.db"
"""The file in a ledger's folder."""

OWN_FILES = frozenset(
    {DATABASE, f"{DATABASE}-journal", f"{DATABASE}-wal", f"{DATABASE}-shm", "ledger.lock", "evidence"}
)
"""What is in a ledger's folder."""

TABLE = "stored_events"

# REPLACE deletes without asking a DELETE trigger, so an insert onto a taken place is refused before it.
EVENT_TABLES = """\
CREATE TABLE stored_events (
    rowid INTEGER PRIMARY KEY AUTOINCREMENT,
    originator_id TEXT NOT NULL CHECK (typeof(originator_id) = 'text'),
    originator_version INTEGER NOT NULL CHECK (typeof(originator_version) = 'integer'),
    topic TEXT NOT NULL CHECK (typeof(topic) = 'text'),
    state BLOB NOT NULL CHECK (typeof(state) = 'blob'),
    UNIQUE (originator_id, originator_version)
);
CREATE TRIGGER stored_events_are_not_changed BEFORE UPDATE ON stored_events
BEGIN SELECT RAISE(ABORT, 'events are not changed'); END;
CREATE TRIGGER stored_events_are_not_deleted BEFORE DELETE ON stored_events
BEGIN SELECT RAISE(ABORT, 'events are not deleted'); END;
CREATE TRIGGER stored_events_are_not_replaced BEFORE INSERT ON stored_events
WHEN EXISTS (SELECT 1 FROM stored_events WHERE rowid = NEW.rowid
    OR (originator_id = NEW.originator_id AND originator_version = NEW.originator_version))
BEGIN SELECT RAISE(ABORT, 'events are not replaced'); END;
"""

# The leaves are a cache that verify rebuilds. A checkpoint was shown to others: one note for each size,
# for good. The compact range is where sealing goes on from.
PROOF_TABLES = """\
CREATE TABLE ledger_leaf (
    leaf_index INTEGER PRIMARY KEY,
    notification_id BIGINT UNIQUE NOT NULL,
    leaf BLOB NOT NULL
);
CREATE TABLE ledger_checkpoint (
    size BIGINT PRIMARY KEY NOT NULL,
    note TEXT NOT NULL
);
CREATE TRIGGER checkpoints_are_not_changed BEFORE UPDATE ON ledger_checkpoint
BEGIN SELECT RAISE(ABORT, 'checkpoints are not changed'); END;
CREATE TRIGGER checkpoints_are_not_deleted BEFORE DELETE ON ledger_checkpoint
BEGIN SELECT RAISE(ABORT, 'checkpoints are not deleted'); END;
CREATE TRIGGER checkpoints_are_not_replaced BEFORE INSERT ON ledger_checkpoint
WHEN EXISTS (SELECT 1 FROM ledger_checkpoint WHERE size = NEW.size)
BEGIN SELECT RAISE(ABORT, 'checkpoints are not replaced'); END;
CREATE TABLE ledger_compact_range (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    size BIGINT NOT NULL,
    hashes BLOB NOT NULL
);
"""

TABLES = EVENT_TABLES + PROOF_TABLES

SIGNATURES = "ledger_signature"

# Made with the first signature: a ledger in which nobody signs is as it always was. A signature is over the
# leaf of the event at its position, so it cannot stand in the event.
SIGNATURE_TABLES = """\
CREATE TABLE ledger_signature (
    notification_id INTEGER PRIMARY KEY,
    signature BLOB NOT NULL CHECK (typeof(signature) = 'blob')
);
CREATE TRIGGER signatures_are_not_changed BEFORE UPDATE ON ledger_signature
BEGIN SELECT RAISE(ABORT, 'signatures are not changed'); END;
CREATE TRIGGER signatures_are_not_deleted BEFORE DELETE ON ledger_signature
BEGIN SELECT RAISE(ABORT, 'signatures are not deleted'); END;
CREATE TRIGGER signatures_are_not_replaced BEFORE INSERT ON ledger_signature
WHEN EXISTS (SELECT 1 FROM ledger_signature WHERE notification_id = NEW.notification_id)
BEGIN SELECT RAISE(ABORT, 'signatures are not replaced'); END;
"""

NODES = "ledger_node"

# Made with the first node, so a ledger of an older program gets it when it is sealed. A node is a cache, as
# a leaf is: see ledger.proof.nodes.
NODE_TABLES = """\
CREATE TABLE ledger_node (
    middle INTEGER PRIMARY KEY,
    hash BLOB NOT NULL
);
"""

LATER = {SIGNATURES: SIGNATURE_TABLES, NODES: NODE_TABLES}
"""The tables that are made when the first row is put into them, and how."""


def statements(tables: str) -> list[str]:
    """The statements that make tables, one by one."""
    return [f"CREATE{part}" for part in tables.removeprefix("CREATE").split(";\nCREATE")]


def has(connection: sqlite3.Connection | sqlite3.Cursor, table: str) -> bool:
    """Whether a database has a table that is made later, whatever is in its place."""
    named = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (table,))
    return named.fetchone() is not None


def make(connection: sqlite3.Connection | sqlite3.Cursor, table: str) -> None:
    """Make a table that is made later, unless it is there."""
    if not has(connection, table):
        for statement in statements(LATER[table]):
            connection.execute(statement)


SCHEMA = f"""\
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
BEGIN IMMEDIATE;
{TABLES}
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {SCHEMA_VERSION};
COMMIT;
"""
