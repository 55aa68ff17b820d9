"""The library's own recorder test cases run against our recorder, and what ours promises beyond them."""

from __future__ import annotations

import sqlite3
import tempfile
import threading
from contextlib import closing, suppress
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import IntegrityError, StoredEvent

from ledger.store.sqlite.errors import uri
from ledger.store.sqlite.recorder import LedgerFactory, LedgerRecorder
from ledger.store.sqlite.schema import SCHEMA
from ledger.store.sqlite.writing import LedgerDatastore
from tests.library import library_cases

# As a module, for pytest would collect the abstract cases themselves.
cases = library_cases()


def new_recorder(folder: Path) -> LedgerRecorder:
    """A recorder over a new database, its table made by the statements of the recorder itself."""
    database = folder / "events.db"
    database.touch()
    recorder = LedgerRecorder(LedgerDatastore(uri(database, "rw"), lock_timeout=10))
    recorder.create_table()
    return recorder


class Quiet(LedgerRecorder):
    """An aggregate recorder is one that tells no ids."""

    def insert_events(self, stored_events, **kwargs):
        super().insert_events(stored_events, **kwargs)


def join_all(but: set[threading.Thread]) -> None:
    """Wait for every thread to end but those."""
    for thread in set(threading.enumerate()) - but:
        thread.join()


class OnDisk:
    """Gives a case its recorder, and lets go of it afterwards."""

    kind = LedgerRecorder

    def create_recorder(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        recorder = new_recorder(Path(folder.name))
        recorder.__class__ = self.kind
        self.addCleanup(recorder.datastore.close)
        # A case tells its reading threads to stop and does not wait for it.
        self.addCleanup(join_all, set(threading.enumerate()))
        return recorder


class TestAsApplicationRecorder(OnDisk, cases.ApplicationRecorderTestCase):
    """Inserting, selecting, notifications, writers and readers in threads."""


class TestAsAggregateRecorder(OnDisk, cases.AggregateRecorderTestCase):
    """Selecting by version, in both directions, with limits."""

    kind = Quiet


class TestIdsOfOneBatch(OnDisk, cases.NonInterleavingNotificationIDsBaseCase):
    """Two batches at once do not mingle."""


@pytest.fixture
def recorder(tmp_path):
    recorder = new_recorder(tmp_path)
    yield recorder
    recorder.datastore.close()


@pytest.fixture
def raw(recorder, tmp_path):
    """Another connection, of somebody who writes to the file without the program."""
    with closing(sqlite3.connect(tmp_path / "events.db", isolation_level=None)) as connection:
        yield connection


STREAM = UUID(int=7)
NAMED = "INTO stored_events (originator_id, originator_version, topic, state)"
PLACE = "(originator_id, originator_version)"
UPDATE = "DO UPDATE SET state = excluded.state"


def event(version: int, stream: UUID = STREAM, topic: str = "a.b", state: bytes = b"{}") -> StoredEvent:
    return StoredEvent(stream, version, topic, state)


def drop_triggers(raw: sqlite3.Connection) -> None:
    for (name,) in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")


def test_the_recorder_makes_the_same_table_as_init(recorder, raw, tmp_path):
    with closing(sqlite3.connect(tmp_path / "other.db")) as made_by_init:
        made_by_init.executescript(SCHEMA)
        schemas = [
            sorted(connection.execute("SELECT type, name, sql FROM sqlite_schema").fetchall(), key=str)
            for connection in (raw, made_by_init)
        ]
    assert schemas[0] == schemas[1]


def test_an_insert_that_is_refused_takes_no_id(recorder):
    assert recorder.insert_events([event(1), event(2)]) == [1, 2]
    for refused in ([event(2)], [event(3), event(4), event(1)], [event(3), event(3)]):
        with pytest.raises(IntegrityError):
            recorder.insert_events(refused)
    assert recorder.insert_events([event(3), event(1, uuid4())]) == [3, 4]
    assert [one.id for one in recorder.select_notifications(None, 10)] == [1, 2, 3, 4]


def test_a_batch_is_stored_whole_or_not_at_all(recorder):
    with pytest.raises(IntegrityError):
        recorder.insert_events([event(1), event(2), event(1)])
    assert recorder.max_notification_id() is None


def test_ids_of_a_tail_that_was_cut_off_are_never_used_again(recorder, raw):
    recorder.insert_events([event(version) for version in (1, 2, 3)])
    drop_triggers(raw)
    raw.execute("DELETE FROM stored_events WHERE rowid > 1")
    assert recorder.insert_events([event(2)]) == [4]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE stored_events SET state = x'00'",
        "UPDATE stored_events SET rowid = 9 WHERE rowid = 1",
        "UPDATE OR REPLACE stored_events SET rowid = 2 WHERE rowid = 1",
        "UPDATE OR IGNORE stored_events SET topic = 'x'",
        "DELETE FROM stored_events",
        "DELETE FROM stored_events WHERE rowid = 2",
        "REPLACE INTO stored_events VALUES (1, 'other', 9, 'a.b', x'00')",
        "REPLACE INTO stored_events VALUES (NULL, :stream, 1, 'a.b', x'00')",
        "INSERT OR REPLACE INTO stored_events VALUES (2, :stream, 3, 'a.b', x'00')",
        "INSERT OR REPLACE INTO stored_events VALUES (9, :stream, 2, 'a.b', x'00')",
        f"INSERT OR REPLACE {NAMED} VALUES (:stream, 2, 'a.b', x'00')",
        "INSERT OR REPLACE INTO stored_events VALUES (9, :stream, '2', 'a.b', x'00')",
        "INSERT OR IGNORE INTO stored_events VALUES (1, 'other', 9, 'a.b', x'00')",
        f"INSERT INTO stored_events VALUES (1, 'other', 9, 'a.b', x'00') ON CONFLICT (rowid) {UPDATE}",
        f"INSERT {NAMED} VALUES (:stream, 1, 'a.b', x'00') ON CONFLICT {PLACE} {UPDATE}",
    ],
)
def test_an_event_is_not_changed_deleted_or_replaced(recorder, raw, statement):
    recorder.insert_events([event(1, state=b"one"), event(2, state=b"two")])
    before = raw.execute("SELECT * FROM stored_events").fetchall()
    with pytest.raises(sqlite3.IntegrityError, match="events are not"):
        raw.execute(statement, {"stream": STREAM.hex})
    assert raw.execute("SELECT * FROM stored_events").fetchall() == before


def test_a_place_in_a_stream_is_unique_even_without_the_triggers(recorder, raw):
    recorder.insert_events([event(1)])
    drop_triggers(raw)
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        raw.execute("INSERT INTO stored_events VALUES (NULL, ?, 1, 'a.b', x'00')", (STREAM.hex,))


@pytest.mark.parametrize(
    "row", [(None, 1, "a.b", b""), ("s", None, "a.b", b""), ("s", 1, None, b""), ("s", 1, "a", None)]
)
def test_no_part_of_an_event_is_null(recorder, raw, row):
    with pytest.raises(sqlite3.IntegrityError, match="NOT NULL"):
        raw.execute("INSERT INTO stored_events VALUES (NULL, ?, ?, ?, ?)", row)


@pytest.mark.parametrize(
    "row",
    [
        (b"s", 1, "a", b""),
        ("s", "x", "a", b""),
        ("s", 1.5, "a", b""),
        ("s", 1, b"a", b""),
        ("s", 1, "a", "text"),
    ],
)
def test_each_part_of_an_event_has_its_type(recorder, raw, row):
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        raw.execute("INSERT INTO stored_events VALUES (NULL, ?, ?, ?, ?)", row)


def test_the_head_that_was_expected_is_looked_at_under_the_write_lock(recorder):
    recorder.insert_events([event(1)], expected_head=0)
    with pytest.raises(IntegrityError, match="since the decision"):
        recorder.insert_events([event(2)], expected_head=0)
    with pytest.raises(IntegrityError, match="since the decision"):
        recorder.insert_events([event(2)], expected_head=2)
    assert recorder.insert_events([event(2)], expected_head=1) == [2]


def pragma(recorder, name):
    with recorder.datastore.get_connection(commit=False) as connection, connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


def test_every_connection_waits_for_the_disk_and_writes_ahead(recorder):
    full = 2
    assert pragma(recorder, "synchronous") == full
    assert pragma(recorder, "journal_mode") == "wal"
    assert pragma(recorder, "trusted_schema") == 0
    with recorder.datastore.get_connection(commit=True):
        # The first one is taken: this is another.
        assert pragma(recorder, "synchronous") == full


def test_what_is_not_waited_for_leaves_the_next_commit_one_that_is(recorder):
    for done in (lambda: None, lambda: 1 / 0):
        with suppress(ZeroDivisionError), recorder.datastore.writing(waits=False) as cursor:
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone()[0] == 1
            done()
        with recorder.datastore.writing() as cursor:
            cursor.execute("PRAGMA synchronous")
            assert cursor.fetchone()[0] == 2
    assert len(recorder.datastore.pool._pool) == 1, "the one that made the table"


def test_what_cannot_be_committed_is_taken_back_and_the_next_begins_anew(recorder, raw):
    raw.executescript("""
        CREATE TABLE one (a INTEGER PRIMARY KEY);
        CREATE TABLE other (b REFERENCES one DEFERRABLE INITIALLY DEFERRED);
    """)
    recorder.datastore.writer()._sqlite_conn.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError), recorder.datastore.writing() as cursor:
        cursor.execute("INSERT INTO other VALUES (1)")
    assert recorder.insert_events([event(1)]) == [1]
    assert not raw.execute("SELECT * FROM other").fetchall()


def test_what_writes_takes_the_write_lock_when_it_begins(recorder, raw):
    raw.execute("PRAGMA busy_timeout = 0")
    with recorder.datastore.writing(), pytest.raises(sqlite3.OperationalError, match="locked"):
        raw.execute("BEGIN IMMEDIATE")
    with recorder.datastore.transaction(commit=True), pytest.raises(sqlite3.OperationalError, match="locked"):
        raw.execute("BEGIN IMMEDIATE")
    with recorder.datastore.transaction(commit=False):
        raw.execute("BEGIN IMMEDIATE")
        raw.execute("ROLLBACK")


def test_the_factory_listens_to_no_environment_variable(tmp_path, monkeypatch):
    elsewhere = tmp_path / "elsewhere.db"
    for name in ("SQLITE_DBNAME", "LEDGER_SQLITE_DBNAME"):
        monkeypatch.setenv(name, str(elsewhere))
    monkeypatch.setenv("CREATE_TABLE", "yes")
    monkeypatch.setenv("APPLICATION_RECORDER_TOPIC", "antigravity:nothing")
    database = tmp_path / "events.db"
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(SCHEMA)
    factory = LedgerFactory(uri(database, "rw"), 1)
    recorder = factory.application_recorder()
    assert type(recorder) is LedgerRecorder
    assert recorder.insert_events([event(1)]) == [1]
    factory.close()
    assert not elsewhere.exists()
