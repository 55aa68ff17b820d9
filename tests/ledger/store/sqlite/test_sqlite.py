"""A ledger in a folder: what is laid there, what is taken for one, and who sees what while others write."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import orjson
import pytest

from events.inspections import InspectionOpened
from ledger.decisions.inspections import OpenInspection
from ledger.errors import (
    Busy,
    Conflict,
    Damaged,
    Full,
    LedgerError,
    NoLedger,
    ReadOnly,
    Refused,
    StorageError,
    Unreadable,
)
from ledger.ledger import Ledger
from ledger.records import Record, decode, stream_of
from ledger.store import lock
from ledger.store.location import create_store, open_store
from ledger.store.sqlite import beginning
from ledger.store.sqlite.errors import storage_error, uri
from ledger.store.sqlite.schema import SCHEMA


def record(ref: str, version: int = 1) -> Record:
    """An inspection as it would be recorded."""
    event = InspectionOpened(inspection=ref, title="T")
    return Record(0, stream_of(event), version, "2022-03-01T10:00:00.000000Z", "ann", "c", "s", event)


@pytest.fixture
def store(tmp_path):
    store = create_store(str(tmp_path / "ledger"))
    yield store
    store.close()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize(
    ("mask", "of_folders", "of_files"),
    [(0o000, 0o770, 0o660), (0o002, 0o770, 0o660), (0o022, 0o750, 0o640), (0o077, 0o700, 0o600)],
)
def test_no_stranger_may_read_a_file_of_a_new_ledger_and_the_mask_says_what_the_group_may(
    tmp_path, mask, of_folders, of_files
):
    before, folder = os.umask(mask), tmp_path / "ledger"
    try:
        with closing(create_store(str(folder))) as store:
            store.append([record("A")], expected_head=0)
            modes = {path.name: mode(path) for path in (folder, *folder.iterdir())}
    finally:
        os.umask(before)
    folders = dict.fromkeys(("ledger", "evidence"), of_folders)
    files = dict.fromkeys(("ledger.db", "ledger.db-wal", "ledger.db-shm", "ledger.lock"), of_files)
    assert modes == folders | files


def test_what_writes_waits_for_the_disk_and_writes_ahead(store):
    datastore = store.application.recorder.datastore
    with datastore.writing() as cursor:
        found = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode")
        }
    assert found == {"synchronous": 2, "journal_mode": "wal"}


@pytest.mark.parametrize(
    "name",
    [
        "mode=memory",
        "?mode=memory",
        "a?mode=memory&cache=shared",
        "a#b",
        "100%",
        "%41",
        ":memory:",
        "file:x",
        "a b",
        "é",
        "a'b\"",
        "a\nb",
        "a;b",
        "a&immutable=1",
    ],
)
def test_a_name_that_looks_like_an_option_is_a_name(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    for location in (name, str(tmp_path / "deep" / name)):
        with closing(create_store(location)) as store:
            assert store.append([record("A")], expected_head=0) == [1]
        assert (Path(location) / "ledger.db").stat().st_size
        with closing(open_store(location)) as store:
            assert [row[0] for row in store.rows()] == [1]
    assert {path.name for path in tmp_path.iterdir()} == {name, "deep"}


def test_a_name_that_is_not_unicode_is_a_name(tmp_path):
    location = os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe")
    with closing(create_store(location)) as store:
        assert store.append([record("A")], expected_head=0) == [1]
        assert [row[0] for row in store.rows()] == [1]


@pytest.mark.parametrize("location", ["", "\0", "a\0b", "http://example.org/x", "file:///tmp/x"])
def test_a_location_that_is_no_folder_is_refused(location):
    for door in (open_store, create_store):
        with pytest.raises(StorageError) as refused:
            door(location)
        assert refused.value.remedy


def test_the_environment_of_the_library_has_no_say(tmp_path, monkeypatch):
    said = {
        "SQLITE_DBNAME": str(tmp_path / "elsewhere.db"),
        "LEDGER_SQLITE_DBNAME": str(tmp_path / "elsewhere.db"),
        "PERSISTENCE_MODULE": "eventsourcing.popo",
        "LEDGER_PERSISTENCE_MODULE": "eventsourcing.popo",
        "INFRASTRUCTURE_FACTORY": "antigravity:nothing",
        "COMPRESSOR_TOPIC": "zlib",
        "CIPHER_TOPIC": "antigravity:nothing",
        "CIPHER_KEY": "x",
        "MAPPER_TOPIC": "antigravity:nothing",
        "TRANSCODER_TOPIC": "antigravity:nothing",
        "APPLICATION_RECORDER_TOPIC": "antigravity:nothing",
        "IS_SNAPSHOTTING_ENABLED": "yes",
        "AGGREGATE_CACHE_MAXSIZE": "10",
        "CREATE_TABLE": "yes",
        "SQLITE_LOCK_TIMEOUT": "soon",
        "ORIGINATOR_ID_TYPE": "text",
    }
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    with closing(create_store(str(tmp_path / "ledger"))) as store:
        store.append([record("A")], expected_head=0)
        ((*_, topic, state),) = store.rows()
        with closing(sqlite3.connect(store.database)) as connection:
            tables = {
                name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            }
    assert topic == "inspection.opened"
    assert orjson.loads(state)["data"] == {"inspection": "A", "title": "T"}
    assert tables == {
        "stored_events",
        "sqlite_sequence",
        "ledger_leaf",
        "ledger_checkpoint",
        "ledger_compact_range",
    }
    assert not (tmp_path / "elsewhere.db").exists()


def test_opening_never_creates(tmp_path):
    with pytest.raises(NoLedger, match="There is no ledger at"):
        open_store(str(tmp_path / "ledger"))
    assert not list(tmp_path.iterdir())


def test_a_database_that_went_away_is_not_made_again(store):
    store.database.unlink()
    with pytest.raises(StorageError):
        store.append([record("A")], expected_head=0)
    assert not store.database.exists()


def database(path: Path, script: str = "CREATE TABLE t (x)") -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)


def no_ledger(folder: Path, what: str) -> None:
    """Put something in a folder that is no ledger."""
    match what:
        case "an empty folder":
            pass
        case "a folder of other things":
            (folder / "notes.txt").touch()
        case "an empty file":
            (folder / "ledger.db").touch()
        case "text":
            (folder / "ledger.db").write_text("hello, this is no database at all" * 100)
        case "another database":
            database(folder / "ledger.db")
        case "a folder in its place":
            (folder / "ledger.db").mkdir()
        case "a dangling link":
            (folder / "ledger.db").symlink_to("nowhere")
        case "a ledger of the future":
            database(folder / "ledger.db", SCHEMA + "PRAGMA user_version = 999;")
        case "a header alone":
            database(folder / "ledger.db")
            (folder / "ledger.db").write_bytes((folder / "ledger.db").read_bytes()[:50])
        case "an endless device":
            (folder / "ledger.db").symlink_to("/dev/zero")
        case "a pipe":
            os.mkfifo(folder / "ledger.db")


@pytest.mark.parametrize(
    ("what", "error", "because"),
    [
        ("an empty folder", NoLedger, "There is no ledger at"),
        ("a folder of other things", NoLedger, "is a folder, and no ledger"),
        ("an empty file", NoLedger, "is empty"),
        ("text", StorageError, "ledger.db is"),
        ("another database", NoLedger, "is a database, and no ledger"),
        ("a folder in its place", StorageError, "ledger.db"),
        ("a dangling link", NoLedger, "no ledger"),
        ("a ledger of the future", StorageError, "has the schema 999"),
        ("a header alone", StorageError, "ledger.db is"),
        ("an endless device", StorageError, "ledger.db"),
        ("a pipe", StorageError, "ledger.db"),
    ],
)
def test_what_is_no_ledger_is_told_by_how_it_is_none_and_left_alone(tmp_path, what, error, because):
    no_ledger(tmp_path, what)
    before = {path: path.lstat().st_mtime_ns for path in tmp_path.iterdir()}
    with pytest.raises(error, match=because) as refused:
        open_store(str(tmp_path))
    assert refused.value.exit_status == 7
    assert refused.value.remedy
    assert refused.value.message.endswith(".")
    assert {path: path.lstat().st_mtime_ns for path in before} == before
    # SQLite lays its two side files beside whatever it reads in this mode.
    assert {path.name for path in set(tmp_path.iterdir()) - set(before)} <= {"ledger.db-wal", "ledger.db-shm"}


def test_a_file_in_place_of_the_folder_is_no_ledger(tmp_path):
    (tmp_path / "ledger").write_text("x")
    with pytest.raises(NoLedger):
        open_store(str(tmp_path / "ledger"))
    with pytest.raises(StorageError):
        create_store(str(tmp_path / "ledger"))
    assert (tmp_path / "ledger").read_text() == "x"


def test_a_ledger_is_not_laid_over_another_nor_among_other_things(store, tmp_path):
    store.append([record("A")], expected_head=0)
    with pytest.raises(Refused, match="already"):
        create_store(store.location)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thing").touch()
    with pytest.raises(Refused, match="not empty"):
        create_store(str(tmp_path / "other"))
    assert [path.name for path in (tmp_path / "other").iterdir()] == ["thing"]


@pytest.mark.parametrize("there_before", [False, True])
def test_a_ledger_that_could_not_be_begun_is_taken_up_again(tmp_path, monkeypatch, there_before):
    folder = tmp_path / "deep" / "ledger"
    if there_before:
        folder.mkdir(parents=True)
    monkeypatch.setattr(beginning, "SCHEMA", SCHEMA.replace("COMMIT;", "SELECT * FROM nowhere;"))
    with pytest.raises(StorageError):
        create_store(str(folder))
    with pytest.raises(NoLedger):
        open_store(str(folder))
    monkeypatch.undo()
    with closing(create_store(str(folder))) as store:
        assert store.append([record("A")], expected_head=0) == [1]


def test_a_head_that_moved_is_a_conflict_and_nothing_is_stored(store):
    store.append([record("A")], expected_head=0)
    for head in (0, 2):
        with pytest.raises(Conflict):
            store.append([record("B")], expected_head=head)
    # Nothing was recorded meanwhile, and yet the stream has that version: who decided was shown less.
    with pytest.raises(Damaged, match="differ about the end of the stream"):
        store.append([record("B"), record("A")], expected_head=1)
    assert [row[0] for row in store.rows()] == [1]
    assert store.append([record("B")], expected_head=1) == [2]


@pytest.mark.parametrize("there", ["another", "nothing"])
def test_nothing_is_recorded_in_a_file_that_is_not_in_its_place_any_more(ledger, there):
    ledger.ask(OpenInspection(inspection="A", title="T"), by="ada")
    database = Path(ledger.store.location, "ledger.db")
    database.rename(database.with_name("ledger.db-old"))
    if there == "another":
        shutil.copy(database.with_name("ledger.db-old"), database)
    with pytest.raises(StorageError, match="replaced while it was open"):
        ledger.ask(OpenInspection(inspection="B", title="T"), by="ada")
    database.with_name("ledger.db-old").replace(database)
    ledger.ask(OpenInspection(inspection="B", title="T"), by="ada")


def test_the_head_is_the_last_position_and_its_bytes(store):
    assert store.head() == (0, b"")
    store.append([record("A"), record("B")], expected_head=0)
    position, state = store.head()
    assert position == 2
    assert orjson.loads(state)["data"]["inspection"] == "B"


def test_rows_come_by_stream_version_and_name(store):
    store.append([record("A"), record("B"), record("A", 2), record("A", 3)], expected_head=0)
    stream = stream_of(record("A").event)
    assert [row[0] for row in store.rows(after=2)] == [3, 4]
    assert [row[2] for row in store.rows(stream=stream)] == [1, 2, 3]
    assert [row[2] for row in store.rows(stream=stream, after=2)] == [3]
    assert [row[0] for row in store.rows(topics=["inspection.opened", "x"])] == [1, 2, 3, 4]
    assert not list(store.rows(topics=["x"]))
    assert not list(store.rows(topics=["x' OR '1'='1"]))


def test_a_reader_sees_one_past_while_a_writer_writes(store):
    store.append([record("A", version) for version in range(1, 1001)], expected_head=0)
    with closing(open_store(store.location)) as reader:
        reading = reader.rows()
        first = [next(reading)[0] for _ in range(10)]
        store.append([record("A", version) for version in range(1001, 2001)], expected_head=1000)
        store.close()
        assert first + [row[0] for row in reading] == list(range(1, 1001))
        assert len(list(reader.rows())) == 2000


def test_a_reader_who_may_not_write_is_never_given_half_of_two_pasts(store, monkeypatch):
    store.append([record("A", version) for version in range(1, 1001)], expected_head=0)
    store.close()
    monkeypatch.setattr(os, "access", lambda *_: False)
    with closing(open_store(store.location)) as reader:
        reading = reader.rows()
        seen = [next(reading)[0] for _ in range(10)]
        for at in range(3):
            first = 1001 + 1000 * at
            store.append(
                [record("A", version) for version in range(first, first + 1000)], expected_head=first - 1
            )
            store.close()
        try:
            seen += [row[0] for row in reading]
        except Busy:
            return
        assert seen == list(range(1, 1001))


def test_a_reader_who_may_not_write_sees_what_waits_in_the_log(store, monkeypatch):
    store.append([record("A")], expected_head=0)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with closing(open_store(store.location)) as reader:
        assert [row[0] for row in reader.rows()] == [1]


def test_a_writer_waits_its_turn_and_then_says_so(store, monkeypatch):
    monkeypatch.setattr(lock, "PATIENCE", 0.05)
    with (
        closing(open_store(store.location)) as other,
        other.exclusive(),
        pytest.raises(Busy) as busy,
        store.exclusive(),
    ):
        pytest.fail("both were let in")
    assert busy.value.exit_status == 7
    with store.exclusive():
        pass


def test_a_lock_that_may_not_be_opened_is_told(store, monkeypatch):
    monkeypatch.setattr(lock.os, "open", refuse_to_open)
    with pytest.raises(ReadOnly, match="may not be written"), store.exclusive():
        pytest.fail("let in")


def refuse_to_open(*_: object) -> int:
    raise PermissionError(13, "Permission denied")


def pages(folder: Path) -> int:
    return (folder / "ledger.db").stat().st_size // 4096


def test_a_file_that_is_cut_short_or_overwritten_is_damage_or_is_read_but_nothing_else(ledger, tmp_path):
    for number in range(30):
        ledger.ask(OpenInspection(inspection=f"I{number}", title="T" * 250), by="ann")
    ledger.close()
    folder = tmp_path / "ledger"
    whole = (folder / "ledger.db").read_bytes()
    failed = 0
    for page in range(1, pages(folder)):
        for broken in (
            whole[: page * 4096 + 100],
            whole[: page * 4096] + b"\xff" * 4096 + whole[(page + 1) * 4096 :],
        ):
            shutil.rmtree(tmp_path / "broken", ignore_errors=True)
            (tmp_path / "broken").mkdir()
            (tmp_path / "broken" / "ledger.db").write_bytes(broken)
            try:
                with Ledger.open(str(tmp_path / "broken")) as opened:
                    list(opened.records())
                    opened.ask(OpenInspection(inspection="NEW", title="T"), by="ann")
            except LedgerError as error:
                assert isinstance(error, StorageError), error
                failed += 1
    assert failed


def test_types_that_sqlite_was_made_to_hold_are_damage(store):
    with closing(sqlite3.connect(store.database)) as connection:
        connection.executescript(
            "PRAGMA ignore_check_constraints = ON; DROP TRIGGER stored_events_are_not_replaced;"
        )
        connection.execute("INSERT INTO stored_events VALUES (NULL, 'zz', 1, 'inspection.opened', 'text')")
        connection.execute("INSERT INTO stored_events VALUES (NULL, x'00', 'v', x'01', 7.5)")
        connection.execute("INSERT INTO stored_events VALUES (NULL, 'zz', 2, CAST(x'ff' AS TEXT), x'00')")
        connection.commit()
    for position in (1, 2, 3):
        with pytest.raises(Damaged):
            decode(next(store.rows(after=position - 1)))


@pytest.mark.parametrize(("room", "full"), [(4096, True), (10_000_000, False)])
def test_a_log_that_gets_no_index_is_told_as_a_full_disk_if_it_is_full(tmp_path, monkeypatch, room, full):
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorname = "SQLITE_IOERR_SHMSIZE"
    monkeypatch.setattr("os.statvfs", lambda _: SimpleNamespace(f_bavail=room // 4096, f_frsize=4096))
    assert isinstance(storage_error(error, tmp_path / "ledger.db"), Full if full else Unreadable)


def test_a_uri_has_a_path_as_the_standard_library_quotes_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    every = os.fsdecode(bytes(set(range(1, 256))))
    for path in (every, "/a/b c?mode=memory&x=%00#.db", "ledger.db", "../x/ledger.db", "/", Path("a/b")):
        absolute = os.fsencode(Path(path).absolute())
        assert uri(path, "ro") == f"file:{quote(absolute)}?mode=ro", path


def test_a_location_is_told_as_pathlib_writes_it(tmp_path, monkeypatch):
    (tmp_path / "a").mkdir()
    create_store(str(tmp_path / "x")).close()
    spelt = ("x", "x/", "x//", "./x", "a/../x", "a/./../x", "x/.")
    monkeypatch.chdir(tmp_path / "x")
    for location in (".", "./", *(f"{tmp_path}/{each}" for each in spelt), *(f"../{each}" for each in spelt)):
        with closing(open_store(location)) as store:
            assert store.location == str(Path(location))
            assert store.database == Path(location, "ledger.db")
