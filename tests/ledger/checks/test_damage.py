"""Whatever lies in a row: it is found, told in sentences, and never more than that."""

from __future__ import annotations

import itertools
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from ledger.checks import rows
from ledger.errors import LedgerError, NoLedger, StorageError
from ledger.store.location import open_raw
from ledger.store.raw import BATCH
from tests.sampling import examples, sample

COLUMNS = {
    "stored_events": ("rowid", ["rowid", "originator_id", "originator_version", "topic", "state"]),
    "ledger_leaf": ("leaf_index", ["leaf_index", "notification_id", "leaf"]),
    "ledger_checkpoint": ("size", ["size", "note"]),
}
VALUES = {
    "nothing": "NULL",
    "a negative number": "-5",
    "nought": "0",
    "the largest number": "9223372036854775807",
    "a fraction": "1.5",
    "infinity": "9e999",
    "empty text": "''",
    "text": "'judgement.recorded'",
    "text that acts on a terminal": "char(27, 91, 50, 74, 8238)",
    "text with a null": "char(65, 0, 66)",
    "text that is not UTF-8": "CAST(x'ff80' AS TEXT)",
    "half a character": "CAST(x'eda080' AS TEXT)",
    "an empty blob": "x''",
    "a blob": "x'00ff'",
    "a list": "CAST('[1,2]' AS BLOB)",
    "an object": 'CAST(\'{"recorded_at":1,"by":null,"data":[]}\' AS BLOB)',
    "deep": "CAST(replace(hex(zeroblob(3000)), '00', '[') AS BLOB)",
    "a huge blob": "zeroblob(12000000)",
    "a huge text": "CAST(zeroblob(12000000) AS TEXT)",
}
INTEGER_KEYS = {("stored_events", "rowid"), ("ledger_leaf", "leaf_index")}


@pytest.mark.parametrize(("table", "value"), sample(itertools.product(COLUMNS, VALUES), 19))
def test_any_value_in_any_column_is_found(place, table, value):
    order, columns = COLUMNS[table]
    for number, column in enumerate(columns):
        if (table, column) in INTEGER_KEYS and not VALUES[value].lstrip("-").isdecimal():
            continue  # SQLite itself takes none but whole numbers there
        mine = place.copy(place.folder.parent / column)
        row = f"(SELECT {order} FROM {table} ORDER BY {order} LIMIT 1 OFFSET {7 + 3 * number})"
        mine.attack(
            f"UPDATE OR REPLACE {table} SET {column} = {VALUES[value]} WHERE {order} = {row}", loose=True
        )
        report = mine.verify()
        assert report.findings, column
        wrong = [found.message for found in report.findings if found.code == "V10"]
        assert all(message.startswith("The counter of events says") for message in wrong), wrong
        assert all(found.message.endswith(".") and len(found.message) < 1000 for found in report.findings)
        shutil.rmtree(mine.folder)


def test_a_bad_row_is_told_beside_good_ones_in_any_batch(place, monkeypatch):
    monkeypatch.setattr("ledger.store.sqlite.raw.BATCH", 4)
    assert BATCH > 4
    assert place.verify().ok
    place.attack("UPDATE stored_events SET state = x'00' WHERE rowid IN (5, 50)")
    report = place.verify()
    assert [found.position for found in report.findings if found.code == "V5"] == [5, 50]


def test_many_findings_are_counted_and_not_all_listed(place, monkeypatch):
    monkeypatch.setattr("ledger.checks.base.MOST", 10)
    place.attack("DELETE FROM ledger_leaf")
    report = place.verify()
    assert len(report.findings) == 11
    assert report.findings[-1].message == "89 more findings of this check are not listed."


def test_a_ledger_without_a_key_has_no_finding_and_nothing_protected(place, detected, tmp_path):
    from ledger.decisions.inspectorates import OpenLedger
    from ledger.ledger import Ledger

    opening = OpenLedger(person="a", name="A", title="T", time_zone="UTC", sign_off="none", origin="x/y")
    place.ledger = tmp_path / "keyless"
    Ledger.create(str(place.ledger), opening)[0].close()
    report = detected()
    assert (report.events, report.unprotected) == (4, 4)
    assert "names no signing key" in report.notes[0]


def test_a_long_tail_that_nothing_covers_is_replayed_all_the_same(place, detected, monkeypatch):
    monkeypatch.setattr("ledger.store.sqlite.raw.BATCH", 2)
    monkeypatch.setattr("ledger.checks.history._WAITING", 3)
    place.attack("DELETE FROM ledger_checkpoint WHERE size > 20", "DELETE FROM ledger_compact_range")
    assert detected("V10").skipped == ()
    with place.writing() as connection:
        query = "SELECT state FROM stored_events WHERE rowid = 97"
        state = connection.execute(query).fetchone()[0].replace(b'"by":"bob"', b'"by":"eve"')
    place.attack(("UPDATE stored_events SET state = ? WHERE rowid = 97", state))
    place.cache_leaves()
    _, found, *others = detected("V10", "V11").findings
    assert [one.position for one in others] == [98], "bob's words are not those of eve's judgement"
    assert "eve was not registered then" in found.message


@pytest.mark.parametrize("at", [0, 20, 90, 100, 5000, 30_000, 60_000, 100_000])
def test_a_damaged_file_is_a_finding_or_told_as_trouble_with_the_storage(place, at):
    with place.writing() as connection:
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("BEGIN")
    file = place.ledger / "ledger.db"
    data = bytearray(file.read_bytes())
    data[at : at + 5000] = b"\xa5" * len(data[at : at + 5000])
    file.write_bytes(data)
    try:
        assert place.verify().findings
    except StorageError as error:
        assert error.message.endswith(".")


def test_what_is_no_ledger_is_told_as_such(tmp_path):
    with pytest.raises(NoLedger):
        open_raw(str(tmp_path / "none"))
    (tmp_path / "ledger.db").write_bytes(b"not a database, but long enough to be taken for one at first" * 9)
    with pytest.raises(StorageError):
        open_raw(str(tmp_path))
    with pytest.raises(StorageError):
        open_raw("postgresql://host/db")


@pytest.fixture(scope="module")
def bench(pristine, tmp_path_factory):
    """One copy that is broken again and again."""
    return pristine.copy(tmp_path_factory.mktemp("bits") / "place")


@pytest.mark.parametrize("column", COLUMNS["stored_events"][1])
@examples(30, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_flipped_bit_of_any_stored_event_is_found(bench, pristine, column, data):
    source, target = Path(pristine.ledger) / "ledger.db", Path(bench.ledger) / "ledger.db"
    for side in ("-wal", "-shm"):
        target.with_name(f"ledger.db{side}").unlink(missing_ok=True)
    shutil.copy(source, target)
    position = data.draw(st.integers(1, 87))
    with bench.writing() as connection:
        query = (
            f"SELECT {column}, typeof({column}), CAST({column} AS BLOB) FROM stored_events WHERE rowid = ?"
        )
        value, kind, raw = connection.execute(query, [position]).fetchone()
        if kind == "integer":
            flipped = value ^ (1 << data.draw(st.integers(0, 62)))
            taken = "SELECT 1 FROM stored_events WHERE rowid = ?"
            if column == "rowid" and connection.execute(taken, [flipped]).fetchone():
                return
            update = f"UPDATE OR IGNORE stored_events SET {column} = ? WHERE rowid = ?"
        else:
            damaged = bytearray(raw)
            bit = data.draw(st.integers(0, 8 * len(raw) - 1))
            damaged[bit // 8] ^= 1 << bit % 8
            flipped = bytes(damaged)
            update = f"UPDATE stored_events SET {column} = CAST(? AS {kind}) WHERE rowid = ?"
        connection.execute(update, [flipped, position])
        if not connection.execute("SELECT changes()").fetchone()[0]:
            return
    report = bench.verify()
    assert report.findings
    fast = rows.fast_path
    rows.fast_path = lambda *_: None
    try:
        assert bench.verify() == report
    finally:
        rows.fast_path = fast


def test_every_trouble_is_one_of_ours(place):
    place.attack("UPDATE stored_events SET state = x'00'")
    try:
        report = place.verify()
    except LedgerError:
        pytest.fail("a finding is no trouble")
    assert {found.code for found in report.findings} == {"V1", "V4", "V5"}
