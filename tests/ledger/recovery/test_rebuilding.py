"""What can be made again from the events is; what was signed and is gone is not, and keeps its traces."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

from commands.root import run
from ledger.checks.trusted import TrustedInputs
from ledger.checks.verify import verify
from ledger.decisions.inspections import OpenInspection
from ledger.errors import Busy, Damaged, StorageError, Tampered
from ledger.recovery.rebuilding import rebuild
from ledger.signing.keyring import Keyring
from ledger.store.location import open_raw
from ledger.store.lock import locked
from ledger.store.sqlite import filling, remaking
from tests.faults.pages import INTERIOR_INDEX, LEAF_INDEX, Database
from tests.ledger.checks.conftest import Place, place, pristine

__all__ = ["place", "pristine"]

ROOTS = "SELECT rootpage FROM sqlite_schema WHERE name = ?"


def folded(place: Place) -> Database:
    """The bytes of the file, with nothing waiting in the log."""
    with closing(sqlite3.connect(place.ledger / "ledger.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Database(place.ledger / "ledger.db")


def root(place: Place, name: str) -> int:
    with closing(sqlite3.connect(place.ledger / "ledger.db")) as connection:
        return connection.execute(ROOTS, [name]).fetchone()[0]


def an_index_out_of_order(place: Place, name: str) -> None:
    page = root(place, name)
    database = folded(place)
    assert database.kind(page) in (LEAF_INDEX, INTERIOR_INDEX)
    first, *_, last = database.pointers(page)
    one, other = bytes(database.data[first : first + 2]), bytes(database.data[last : last + 2])
    database.data[first : first + 2], database.data[last : last + 2] = other, one
    database.write()


def an_index_with_no_pages(place: Place) -> None:
    page = root(place, "sqlite_autoindex_stored_events_1")
    database = folded(place)
    database.data[(page - 1) * database.size : page * database.size] = bytes(database.size)
    database.write()


DAMAGE = {
    "leaves altered": lambda place: place.attack("UPDATE ledger_leaf SET leaf = x'00' WHERE leaf_index = 5"),
    "a leaf gone": lambda place: place.attack("DELETE FROM ledger_leaf WHERE leaf_index = 5"),
    "all leaves gone": lambda place: place.attack("DELETE FROM ledger_leaf"),
    "place gone": lambda place: place.attack("DELETE FROM ledger_compact_range"),
    "place no place": lambda place: place.attack("UPDATE ledger_compact_range SET size = 'x'"),
    "place with other hashes": lambda place: place.attack(
        "UPDATE ledger_compact_range SET hashes = zeroblob(length(hashes))"
    ),
    "place of an older size": lambda place: place.attack(
        "UPDATE ledger_compact_range SET size = 1, hashes = zeroblob(32)"
    ),
    "counter gone": lambda place: place.attack("DELETE FROM sqlite_sequence"),
    "counter too low": lambda place: place.attack("UPDATE sqlite_sequence SET seq = 5"),
    "counter too high": lambda place: place.attack("UPDATE sqlite_sequence SET seq = 500"),
    "counter no number": lambda place: place.attack("UPDATE sqlite_sequence SET seq = x'00'"),
    "a planted trigger": lambda place: place.attack(
        "CREATE TRIGGER t AFTER INSERT ON stored_events BEGIN DELETE FROM ledger_leaf; END"
    ),
    "events' index": lambda place: an_index_out_of_order(place, "sqlite_autoindex_stored_events_1"),
    "leaves' index": lambda place: an_index_out_of_order(place, "sqlite_autoindex_ledger_leaf_1"),
    "checkpoints' index": lambda place: an_index_out_of_order(place, "sqlite_autoindex_ledger_checkpoint_1"),
    "an index with no pages": an_index_with_no_pages,
}


def right(place: Place) -> bool:
    try:
        return place.verify().ok
    except Damaged:
        return False


@pytest.mark.parametrize("what", DAMAGE)
def test_what_can_be_made_again_is_and_all_goes_on(place, what):
    with place.open() as ledger:
        before = list(ledger.store.rows()), list(ledger.store.checkpoints()), list(ledger.store.leaves())
    DAMAGE[what](place)
    assert not right(place)
    done = rebuild(str(place.ledger), place.keyring)
    assert done.wrong
    assert (done.events, done.covered, done.left) == (len(before[0]), len(before[0]), ())
    assert done.kept.exists()
    assert place.verify(place.checkpoint(), key=place.key()).ok
    elsewhere = Keyring(place.keyring.keys, place.folder / "another memory")
    with place.open(elsewhere) as ledger:
        assert (
            list(ledger.store.rows()),
            list(ledger.store.checkpoints()),
            list(ledger.store.leaves()),
        ) == before
        assert ledger.seal() == len(before[0])
        (receipt,) = ledger.ask(OpenInspection(inspection="NEXT", title="Next"), by="ann")
        assert receipt.checkpoint_size == len(before[0]) + 1
    assert place.verify().ok


REFUSED = {
    "an event altered": "UPDATE stored_events SET state = replace(state, 'a', 'b') WHERE rowid = 20",
    "an event gone": "DELETE FROM stored_events WHERE rowid = 20",
    "the end gone": "DELETE FROM stored_events WHERE rowid > 80",
    "no checkpoint left": "DELETE FROM ledger_checkpoint",
}


@pytest.mark.parametrize("what", REFUSED)
def test_nothing_is_made_over_events_that_are_not_those_signed(place, what):
    place.attack(REFUSED[what], "DELETE FROM ledger_leaf")
    folded(place)
    before = (place.ledger / "ledger.db").read_bytes()
    # Who remembers a checkpoint has one left.
    keyring = None if what == "no checkpoint left" else place.keyring
    with pytest.raises(Tampered, match=r"from these events|No checkpoint is left") as refused:
        rebuild(str(place.ledger), keyring)
    assert refused.value.remedy.startswith("Nothing was changed.")
    assert (place.ledger / "ledger.db").read_bytes() == before
    assert not list(place.ledger.glob(".rebuilding*")) + list(place.ledger.glob("*.before-rebuild*"))


EMPTIED = ("DELETE FROM ledger_checkpoint", "DELETE FROM ledger_compact_range", "DELETE FROM ledger_leaf")


@pytest.mark.parametrize("deleted", [1, 3])
@pytest.mark.parametrize("by", ["memory", "held"])
def test_a_checkpoint_that_is_known_elsewhere_stands_in_for_those_of_an_emptied_table(place, by, deleted):
    held = place.checkpoint()
    with place.open() as ledger:
        size = len(list(ledger.store.rows()))
    place.attack(*EMPTIED[:deleted])
    if by == "memory":
        done = rebuild(str(place.ledger), place.keyring)
    else:
        done = rebuild(str(place.ledger), None, place.key(), [held])
    assert (done.events, done.covered, done.left) == (size, size, ())
    assert "The table of checkpoints was empty" in done.lost[0]
    assert place.checkpoint() == held
    assert place.verify(held, key=place.key()).ok
    with place.open(place.keyring) as ledger:
        (receipt,) = ledger.ask(OpenInspection(inspection="NEXT", title="Next"), by="ann")
        assert receipt.checkpoint_size == size + 1


def test_a_checkpoint_of_another_history_stands_in_for_nothing(place):
    place.attack(*EMPTIED, "UPDATE stored_events SET state = replace(state, 'Thin', 'Thic')")
    with pytest.raises(Tampered, match="from these events"):
        rebuild(str(place.ledger), place.keyring)


def test_whoever_finds_the_checkpoints_gone_is_told_what_mends_that(place):
    place.attack(*EMPTIED)
    notes = place.verify(memory=True).notes
    report = verify_with(place, place.keyring)
    assert {found.code for found in report.findings} == {"V9"}
    assert not [note for note in (*notes, *report.notes) if "scrutiny seal" in note]
    (note,) = [note for note in report.notes if "No checkpoint is left in the ledger" in note]
    assert note.endswith("stands in for them: scrutiny rebuild")


def verify_with(place, keyring):
    """The report of somebody with a memory of the ledger."""
    with closing(open_raw(str(place.ledger))) as raw:
        return verify(raw, TrustedInputs(None, (), keyring))


@pytest.mark.parametrize(
    "statements",
    [
        ["DELETE FROM stored_events WHERE rowid > 90", "DELETE FROM ledger_checkpoint WHERE size > 85"],
        [
            "DELETE FROM stored_events WHERE rowid > 90",
            "DELETE FROM ledger_checkpoint WHERE size > 85",
            "DELETE FROM ledger_compact_range",
        ],
        [
            "DELETE FROM stored_events WHERE rowid > 90",
            "DELETE FROM ledger_checkpoint WHERE size > 85",
            "DELETE FROM ledger_compact_range",
            "DELETE FROM ledger_leaf WHERE leaf_index > 60",
        ],
    ],
    ids=["the place says so", "the leaves say so", "the counter says so"],
)
def test_the_traces_of_events_that_are_gone_are_left(place, statements):
    place.attack(*statements)
    with pytest.raises(Tampered, match="cannot be made again, and its traces are left"):
        rebuild(str(place.ledger), None)


def test_a_single_checkpoint_that_the_key_did_not_sign_is_said_and_left(place):
    with place.open() as ledger:
        size, note = list(ledger.store.checkpoints())[3]
    text, _, signature = note.rpartition(" ")
    forged = f"{text} {signature[:20]}{'A' if signature[20] != 'A' else 'B'}{signature[21:]}"
    place.attack(
        "DELETE FROM ledger_leaf", ("UPDATE ledger_checkpoint SET note = ? WHERE size = ?", forged, size)
    )
    done = rebuild(str(place.ledger), None)
    assert ([found.code for found in done.left], done.lost) == (["V1"], ())
    assert {found.code for found in place.verify().findings} == {"V1"}


@pytest.mark.parametrize("value", ["'x'", "NULL", "x'00'", "CAST(x'ff80' AS TEXT)"])
def test_a_checkpoint_that_nobody_can_read_any_more_is_left_out_and_that_is_said(place, value):
    with place.open() as ledger:
        sizes = [size for size, _ in ledger.store.checkpoints()]
    place.attack(f"UPDATE ledger_checkpoint SET note = {value} WHERE size = {sizes[3]}", loose=True)
    done = rebuild(str(place.ledger), None)
    assert done.lost == (f"The checkpoint of size {sizes[3]} cannot be read any more.",)
    assert (done.kept is not None, done.left, done.covered) == (True, (), sizes[-1])
    with place.open() as ledger:
        assert [size for size, _ in ledger.store.checkpoints()] == [*sizes[:3], *sizes[4:]]
    assert place.verify().ok


def test_of_a_ledger_that_is_right_nothing_is_changed(place):
    before = (place.ledger / "ledger.db").read_bytes()
    assert rebuild(str(place.ledger), place.keyring)[2:] == ((), (), None, (), 0)
    assert (place.ledger / "ledger.db").read_bytes() == before


def test_what_is_made_is_looked_at_before_it_takes_the_place(place, monkeypatch):
    monkeypatch.setattr(filling, "leaf_of", lambda row: b"another leaf")
    place.attack("DELETE FROM ledger_leaf")
    with pytest.raises(Tampered):
        rebuild(str(place.ledger), None)
    assert not list(place.ledger.glob(".rebuilding*"))


def test_a_ledger_that_somebody_has_open_is_not_taken_from_under_them(place, monkeypatch):
    monkeypatch.setattr(remaking, "PATIENCE", 0.1)
    place.attack("DELETE FROM ledger_leaf")
    with place.open() as ledger, pytest.raises(Busy):
        next(ledger.records())
        rebuild(str(place.ledger), None)
    assert rebuild(str(place.ledger), None).kept


def test_the_mode_stays_and_each_old_database_is_kept(place):
    (place.ledger / "ledger.db").chmod(0o660)
    for name in ("ledger.db.before-rebuild", "ledger.db.before-rebuild-2"):
        place.attack("DELETE FROM ledger_leaf WHERE leaf_index = 3")
        assert rebuild(str(place.ledger), None).kept.name == name
    assert (place.ledger / "ledger.db").stat().st_mode & 0o777 == 0o660


def test_the_command_says_what_was_wrong_and_what_was_made(place, capfd, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(place.folder / "state"))
    monkeypatch.setenv("SCRUTINY_LEDGER", str(place.ledger))
    place.attack("DELETE FROM ledger_compact_range")
    assert run(["rebuild"]) == 0
    out = " ".join(capfd.readouterr()[0].split())
    assert "This was wrong: The place where sealing stopped is gone" in out
    assert "Made again from the events" in out
    assert run(["rebuild"]) == 0
    assert capfd.readouterr()[0].startswith("Nothing is to be made again.\n")
    place.attack("UPDATE stored_events SET topic = 'x' WHERE rowid = 9", "DELETE FROM ledger_leaf")
    assert run(["rebuild", "--format", "json"]) == 6
    assert json.loads(capfd.readouterr()[1])["exit_status"] == 6


@pytest.mark.parametrize("damaged", [False, True])
def test_a_folder_that_could_not_be_removed_is_cleared_by_the_next(place, monkeypatch, damaged):
    new = place.ledger / remaking.NEW
    place.attack("DELETE FROM ledger_leaf")
    with monkeypatch.context() as patched:
        patched.setattr(remaking.shutil, "rmtree", lambda *_, **__: None)
        rebuild(str(place.ledger), None)
    assert new.is_dir()
    if damaged:
        place.attack("DELETE FROM ledger_leaf")
    assert bool(rebuild(str(place.ledger), None).kept) is damaged
    assert not new.exists()


def test_the_folder_of_one_that_is_at_work_is_left(place):
    new = place.ledger / remaking.NEW
    new.mkdir()
    with locked(place.ledger):
        assert rebuild(str(place.ledger), None).kept is None
    assert new.is_dir()


@pytest.mark.parametrize("failing", ["replace", "chmod"])
def test_the_database_has_one_name_if_it_could_not_be_replaced(place, monkeypatch, failing):
    def fail(*_, **__):
        raise OSError(5, "Input/output error")

    place.attack("DELETE FROM ledger_leaf")
    with monkeypatch.context() as patched, pytest.raises(StorageError):
        patched.setattr(remaking.Path, failing, fail)
        rebuild(str(place.ledger), None)
    assert not list(place.ledger.glob("*.before-rebuild*"))
    assert rebuild(str(place.ledger), None).kept.name == "ledger.db.before-rebuild"


@pytest.mark.parametrize("damaged", [False, True])
def test_a_second_name_that_one_who_was_killed_gave_is_taken_away(place, damaged):
    name = place.ledger / "ledger.db.before-rebuild"
    name.hardlink_to(place.ledger / "ledger.db")
    if damaged:
        place.attack("DELETE FROM ledger_leaf")
    kept = rebuild(str(place.ledger), None).kept
    assert (kept == name) is damaged
    assert [path.name for path in place.ledger.glob("*.before-rebuild*")] == [name.name] * damaged
    assert not damaged or not name.samefile(place.ledger / "ledger.db")
