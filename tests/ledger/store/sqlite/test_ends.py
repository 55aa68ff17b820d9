"""An append goes by the table: an end of a stream that the index hides is not written over."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from commands.demo import play, the_case
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.recommendations import MakeRecommendation
from ledger.errors import Damaged
from ledger.ledger import Ledger
from ledger.records import inspection_stream
from ledger.store.sqlite import ends
from tests.faults.pages import INTERIOR_INDEX, LEAF_INDEX, Database
from tests.pasts import Clock

REF = the_case()["inspection"]["ref"]
ANN = the_case()["people"][0]["id"]


@pytest.fixture
def folder(tmp_path):
    where = tmp_path / "ledger"
    with play(the_case(), str(where), Clock("2030-01-01T09:00:00Z")) as ledger:
        for ref in ("A", "B", "C"):
            ledger.ask(OpenInspection(inspection=ref, title="Another"), by=ANN)
    with closing(sqlite3.connect(where / "ledger.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return where


def newest(folder):
    with closing(sqlite3.connect(folder / "ledger.db")) as connection:
        stream = inspection_stream(REF).hex
        query = "SELECT max(originator_version), max(rowid) FROM stored_events NOT INDEXED"
        return stream, *connection.execute(f"{query} WHERE originator_id = ?", [stream]).fetchone()


def alter_entry(folder, place, value):
    """Write over a byte of the index's entry of the stream's last event."""
    stream, version, position = newest(folder)
    database = Database(folder / "ledger.db")
    end = stream.encode() + bytes([version, position])
    (at,) = (
        start + database.data[start : page * database.size].index(end)
        for page in range(1, database.count + 1)
        for start in [(page - 1) * database.size]
        if database.kind(page) in (INTERIOR_INDEX, LEAF_INDEX)
        and end in database.data[start : page * database.size]
    )
    database.data[at + place] = value
    database.write()


def recorded(folder):
    with closing(sqlite3.connect(folder / "ledger.db")) as connection:
        return connection.execute("SELECT max(rowid) FROM stored_events NOT INDEXED").fetchone()[0]


def make(folder):
    cycle = the_case()["cycles"][0]["ref"]
    made = MakeRecommendation(
        inspection=REF, number="99", cycle=cycle, text="Do it.", made_to=("B",), on="2030-01-01"
    )
    with Ledger.open(str(folder), Clock("2031-01-01T09:00:00Z")) as ledger:
        return ledger.ask(made, by=ANN)


@pytest.mark.parametrize("newest_looked_at", [0, ends.NEWEST], ids=["by the index", "by the table"])
@pytest.mark.parametrize(
    ("place", "value"), [(0, ord("g")), (0, ord(" ")), (31, ord("g")), (32, 120), (33, 2)]
)
def test_an_end_that_the_index_hides_is_not_taken_a_second_time(
    folder, monkeypatch, place, value, newest_looked_at
):
    monkeypatch.setattr(ends, "NEWEST", newest_looked_at)
    alter_entry(folder, place, value)
    before = recorded(folder)
    with pytest.raises(Damaged):
        make(folder)
    assert recorded(folder) == before


def test_an_end_far_back_whose_entry_lies_elsewhere_is_seen_in_the_table(folder):
    """The entry was moved whole: nothing is wrong beside the place where it was."""
    stream, version, position = newest(folder)
    with closing(sqlite3.connect(folder / "ledger.db")) as connection:
        cursor = connection.cursor()
        ends.check(cursor, {stream: version + 1}, recorded(folder))
        with pytest.raises(Damaged, match=f"see event {position}"):
            ends.check(cursor, {stream: version}, recorded(folder))


def test_a_sound_ledger_is_appended_to_whichever_stream_it_is(folder):
    (receipt,) = make(folder)
    assert receipt.events
    with Ledger.open(str(folder), Clock("2032-01-01T09:00:00Z")) as ledger:
        ledger.ask(OpenInspection(inspection="D", title="Another"), by=ANN)
