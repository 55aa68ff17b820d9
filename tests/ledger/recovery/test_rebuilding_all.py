"""Whatever of the schema is dropped, emptied or garbled is made again from the events, if those are whole."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from commands.root import run
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.people import RegisterPerson
from ledger.errors import Damaged, Tampered
from ledger.recovery.rebuilding import rebuild
from ledger.signing.keyring import Keyring
from ledger.store.sqlite.departures import due_schema
from tests.faults.pages import Database
from tests.ledger.checks.conftest import Place, place, pristine

__all__ = ["place", "pristine"]

EVENTS = "stored_events"
OBJECTS = {str(row[1]): str(row[0]) for row in due_schema()}
WITH_PAGES = [name for name, kind in OBJECTS.items() if kind != "trigger" and name != EVENTS]


def drop(place: Place, name: str) -> None:
    """By the statement for it; what SQLite has none for goes from the schema all the same."""
    with closing(sqlite3.connect(place.ledger / "ledger.db", isolation_level=None)) as connection:
        if name.startswith("sqlite_"):
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute("DELETE FROM sqlite_schema WHERE name = ?", (name,))
        else:
            connection.execute(f"DROP {OBJECTS[name]} {name}")


def overwrite(place: Place, name: str, how: str) -> None:
    with closing(sqlite3.connect(place.ledger / "ledger.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        query = "SELECT pageno FROM dbstat WHERE name = ?"
        try:
            pages = [row[0] for row in connection.execute(query, (name,))]
        except sqlite3.OperationalError:  # built without that table
            query = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
            pages = [row[0] for row in connection.execute(query, (name,))]
    database = Database(place.ledger / "ledger.db")
    for page in pages:
        start = (page - 1) * database.size
        if how == "zeroed":
            database.data[start : start + database.size] = bytes(database.size)
        elif how == "garbled":
            database.data[start + 8 : start + database.size] = b"\xa7" * (database.size - 8)
        else:
            half = database.size // 2
            database.data[start + half : start + database.size] = b"\xa7" * half
    database.write()


CASES = [("dropped", name) for name in OBJECTS if name != EVENTS]
CASES += [(how, name) for how in ("zeroed", "garbled", "half garbled") for name in WITH_PAGES]


@pytest.mark.parametrize(("how", "name"), CASES, ids=[" ".join(case) for case in CASES])
def test_each_part_of_the_schema_is_made_again_and_all_goes_on(place, how, name, capfd, monkeypatch):
    with place.open() as ledger:
        rows = list(ledger.store.rows())
    held, key = place.checkpoint(), place.key()
    if how == "dropped":
        drop(place, name)
    else:
        overwrite(place, name, how)
    with suppress(Damaged):
        assert not place.verify(held, key=key).ok
    done = rebuild(str(place.ledger), place.keyring)
    assert (done.events, done.covered, done.left) == (len(rows), len(rows), ())
    assert bool(done.lost) is (name == "ledger_checkpoint")
    report = place.verify(held, key=key)
    assert (report.ok, report.newest, report.unprotected) == (True, len(rows), 0)
    with place.open(place.keyring) as ledger:
        assert list(ledger.store.rows()) == rows
        assert ledger.seal() == len(rows)
        (receipt,) = ledger.ask(OpenInspection(inspection="NEXT", title="Next"), by="ann")
        assert receipt.checkpoint_size == len(rows) + 1
    monkeypatch.setenv("SCRUTINY_LEDGER", str(place.ledger))
    assert run(["show", "OCSAE", "5"]) == 0
    assert "5" in capfd.readouterr()[0]
    assert place.verify(held, key=key).ok


@pytest.mark.parametrize("how", ["dropped", "zeroed", "garbled"])
def test_nothing_is_made_if_the_events_themselves_are_gone(place, how):
    if how == "dropped":
        drop(place, EVENTS)
    else:
        overwrite(place, EVENTS, how)
    before = (place.ledger / "ledger.db").read_bytes()
    with pytest.raises((Tampered, Damaged), match="events") as refused:
        rebuild(str(place.ledger), place.keyring)
    assert refused.value.remedy.startswith("Nothing was changed.")
    assert (place.ledger / "ledger.db").read_bytes() == before


def test_without_its_checkpoints_a_ledger_is_made_again_only_by_one_that_somebody_kept(place):
    nobody, held = Keyring(place.folder / "none", place.folder / "nothing"), place.checkpoint()
    drop(place, "ledger_checkpoint")
    with pytest.raises(Tampered, match="No checkpoint is left") as refused:
        rebuild(str(place.ledger), nobody)
    assert "--held" in refused.value.remedy
    done = rebuild(str(place.ledger), nobody, None, [held])
    assert done.covered == done.events
    assert place.verify(held).ok


def saying(one: str, other: str, where: str) -> str:
    return (
        f"UPDATE stored_events SET state = CAST(replace(CAST(state AS TEXT), '{one}', '{other}') AS BLOB) "
        f"WHERE {where}"
    )


@pytest.mark.parametrize("name", ["ledger_leaf", "ledger_checkpoint", "ledger_compact_range"])
def test_an_altered_event_is_not_made_right_by_what_is_missing_beside_it(place, name):
    held = place.checkpoint()
    place.attack(saying("Thin.", "Fine.", "rowid > 70"))
    drop(place, name)
    for given in ([], [held]):
        with pytest.raises(Tampered, match="another history"):
            rebuild(str(place.ledger), place.keyring, None, given)
    assert not place.verify(held).ok


def unsealed(place: Place) -> int:
    """An event more, which nobody has signed: its position."""
    with place.open() as ledger:
        decision = RegisterPerson(person="eve", name="Eve", roles=("inspector",))
        (receipt,) = ledger.ask(decision, by=ledger.inspectorate().administrators[0])
        assert receipt.checkpoint_size is None
        return receipt.events[0].position


def test_an_event_that_nobody_signed_and_that_differs_from_its_leaf_stays_a_finding(place):
    at = unsealed(place)
    place.attack(
        saying("eve", "bob", f"rowid = {at}"),
        "DELETE FROM ledger_leaf WHERE leaf_index = 3",
    )
    assert "V9" in {found.code for found in place.verify().findings}
    with pytest.raises(Tampered, match=f"Event {at}, which no checkpoint speaks of, is not the one"):
        rebuild(str(place.ledger), place.keyring)


def test_an_event_that_nobody_signed_is_kept_if_its_leaf_agrees_or_is_gone(place):
    at = unsealed(place)
    place.attack("DELETE FROM ledger_leaf WHERE leaf_index > 3")
    done = rebuild(str(place.ledger), place.keyring)
    assert (done.events >= at, done.covered, place.verify().ok) == (True, at - 1, True)


def test_the_counter_alone_still_tells_of_an_event_that_nobody_signed_and_is_gone(place):
    at = unsealed(place)
    place.attack(
        f"DELETE FROM stored_events WHERE rowid >= {at}",
        f"DELETE FROM ledger_leaf WHERE leaf_index >= {at - 1}",
    )
    with pytest.raises(Tampered, match="were recorded, and the last one here is"):
        rebuild(str(place.ledger), place.keyring)


def test_however_often_damage_shows_each_file_is_opened_once_and_read_again_no_more(place):
    """The lock of another process would be gone with a descriptor, so they stay open: one for each file."""
    overwrite(place, "ledger_leaf", "zeroed")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(20):
        assert not place.verify().ok
    assert len(list(Path("/proc/self/fd").iterdir())) - before <= 4
