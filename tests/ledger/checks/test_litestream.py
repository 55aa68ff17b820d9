"""Litestream copies a ledger's database: its two tables are known, and nothing else of that name is."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from ledger.doctor import files, record
from ledger.doctor.base import Patient
from ledger.recovery.clocks import Boot, Machine
from ledger.recovery.rebuilding import rebuild
from ledger.store.location import engine_of
from ledger.store.sqlite.departures import GUESTS

SEQ, LOCK = GUESTS["_litestream_seq"], GUESTS["_litestream_lock"]


def plant(place, *statements):
    with closing(sqlite3.connect(place.ledger / "ledger.db")) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def told(place):
    return [note for note in place.verify().notes if "Litestream" in note]


def test_a_ledger_that_nobody_copies_has_no_guests(place, detected):
    detected()
    assert told(place) == []


def test_both_tables_are_named_and_no_finding(place, detected):
    plant(place, SEQ, LOCK, "INSERT INTO _litestream_seq VALUES (1, 7)")
    detected()
    (note,) = told(place)
    assert "_litestream_lock and _litestream_seq, which are not ours" in note
    assert list(engine_of(str(place.ledger)).guests()) == [note]


def test_one_table_alone_is_named_alone(place, detected):
    plant(place, SEQ)
    detected()
    assert "_litestream_seq, which is not ours" in told(place)[0]


@pytest.mark.parametrize(
    "statements",
    [
        ["CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER, more TEXT)"],
        ["CREATE TABLE _litestream_lock (id INTEGER PRIMARY KEY)"],
        ["CREATE VIEW _litestream_seq AS SELECT 1 AS id, 2 AS seq"],
        [SEQ, "CREATE INDEX _litestream_index ON _litestream_seq (seq)"],
        [
            SEQ,
            "CREATE TRIGGER t AFTER INSERT ON _litestream_seq BEGIN DELETE FROM ledger_leaf; END",
        ],
        [SEQ, LOCK, "CREATE TABLE _litestream_other (id INTEGER)"],
        ["CREATE TRIGGER _litestream_lock AFTER INSERT ON stored_events BEGIN DELETE FROM ledger_leaf; END"],
    ],
)
def test_what_only_has_such_a_name_is_a_finding(place, detected, statements):
    plant(place, *statements)
    detected("V10")


def test_a_table_of_that_name_which_stands_on_pages_of_ours(place, detected):
    plant(place, SEQ)
    with closing(sqlite3.connect(place.ledger / "ledger.db")) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = "
            "'ledger_compact_range') WHERE name = '_litestream_seq'"
        )
        connection.commit()
    detected("V10")


def _patient(place, ledger):
    machine = Machine(lambda: Boot("b", 1), lambda *_: True)
    return Patient(str(place.ledger), ledger, None, place.keyring, datetime.now(UTC), machine, "", "0")


def test_doctor_says_whose_they_are_and_has_nothing_to_do(place):
    plant(place, SEQ, LOCK)
    (place.ledger / ".ledger.db-litestream").mkdir(mode=0o750)
    with place.open() as ledger:
        patient = _patient(place, ledger)
        (found,) = record.guests(patient)
        assert found.is_well
        assert "Litestream" in found.found
        assert [each.found for each in files.leftovers(patient)] == ["No killed command left anything."]


def test_what_is_made_again_is_the_ledger_without_them(place, detected):
    plant(place, SEQ, LOCK, "DROP TABLE ledger_leaf")
    assert "V10" in {found.code for found in place.verify().findings}
    rebuild(str(place.ledger), place.keyring)
    assert told(place) == []
    detected()
