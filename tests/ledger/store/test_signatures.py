"""Signatures of people beside their events: kept with them or nothing is, on every engine."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from ledger.errors import Conflict, Damaged, Refused
from ledger.leaves import leaf_of
from ledger.store.location import engine_of, open_raw, open_store
from tests.ledger.store.test_contract import ENGINES, elsewhere, location, opened, root_of, store

__all__ = ["elsewhere", "location", "store"]


def by_all(first, leaves):
    return [b"signed " + leaf for leaf in leaves]


def but_the_first(first, leaves):
    return [None if at == 0 else b"signed " + leaf for at, leaf in enumerate(leaves, first)]


def signatures(raw):
    found, after = [], None
    while rows := raw.signatures(after):
        found += rows
        after = rows[-1][0]
    return found


def all_of(location):
    with closing(open_raw(location)) as raw:
        assert (list(raw.departures()), list(raw.astray()), list(raw.strays())) == ([], [], [])
        return signatures(raw)


def test_a_ledger_in_which_nobody_signs_has_none(store, location):
    (position,) = store.append([opened("A")], expected_head=0)
    assert (store.signature(position), all_of(location)) == (None, [])


def test_a_signature_is_over_the_leaf_that_is_stored(store, location):
    positions = store.append([opened("A"), opened("B")], expected_head=0, sign=but_the_first)
    _, second = [leaf_of(row) for row in store.rows()]
    assert [store.signature(position) for position in positions] == [None, b"signed " + second]
    assert all_of(location) == [(positions[1], b"signed " + second)]
    (last,) = store.append([opened("C")], expected_head=positions[-1])
    assert store.signature(last) is None


def test_of_many_events_each_has_its_own(store, location):
    asked = []

    def sign(first, leaves):
        asked.append((first, len(leaves)))
        return by_all(first, leaves)

    positions = store.append([opened(f"I{at}") for at in range(2_300)], expected_head=0, sign=sign)
    assert [first for first, _ in asked] == [sum(many for _, many in asked[:at]) for at in range(len(asked))]
    due = [(row[0], b"signed " + leaf_of(row)) for row in store.rows()]
    assert [position for position, _ in due] == positions
    assert all_of(location) == due


def test_if_it_cannot_be_signed_nothing_is_recorded(store, location):
    def refuse(first, leaves):
        raise Refused("No key is at hand.", "Get it.")

    with pytest.raises(Refused, match="No key is at hand"):
        store.append([opened("A")], expected_head=0, sign=refuse)
    with store.exclusive(), pytest.raises(Refused, match="No key is at hand"):
        store.append([opened("A")], expected_head=0, sign=refuse)
    assert (list(store.rows()), list(store.leaves()), all_of(location)) == ([], [], [])
    store.append([opened("A")], expected_head=0, sign=by_all)
    assert len(all_of(location)) == 1


def test_what_is_a_conflict_is_not_signed(store):
    def never(first, leaves):
        pytest.fail("it was signed")

    (head,) = store.append([opened("A")], expected_head=0)
    with pytest.raises(Conflict):
        store.append([opened("B")], expected_head=head - 1, sign=never)
    assert len(list(store.rows())) == 1


def test_a_copy_has_them(store, location, tmp_path):
    store.append([opened(f"I{at}") for at in range(300)], expected_head=0, sign=by_all)
    copy = tmp_path / "copy"
    (copy / "evidence").mkdir(parents=True)
    engine_of(location).copy_into(copy)
    assert all_of(str(copy)) == all_of(location)


def test_what_is_filled_has_them_and_none_twice(store, location, elsewhere):
    store.append([opened(f"I{at}") for at in range(3)], expected_head=0, sign=by_all)
    rows, signed = list(store.rows()), all_of(location)
    with engine_of(elsewhere).filling() as filling:
        filling.take(rows)
        for one in signed:
            filling.sign([one])
        filling.written().close()
        filling.put_in_place()
    assert all_of(elsewhere) == signed
    with closing(open_store(elsewhere)) as filled:
        (last,) = filled.append([opened("C")], expected_head=rows[-1][0], sign=by_all)
        assert filled.signature(last)


def test_two_of_one_event_are_not_taken(store, location, elsewhere):
    store.append([opened("A")], expected_head=0, sign=by_all)
    rows, signed = list(store.rows()), all_of(location)
    with pytest.raises(Damaged, match="there twice"), engine_of(elsewhere).filling() as filling:
        filling.take(rows)
        filling.sign([*signed, *signed])


def test_what_is_made_again_has_them(store, location):
    store.append([opened(f"I{at}") for at in range(200)], expected_head=0, sign=by_all)
    rows, signed = list(store.rows()), all_of(location)
    store.close()
    remaking = engine_of(location).remaking()
    with remaking.in_turn(), closing(remaking.salvage()) as events:
        assert (events.lost, signatures(events)) == ((), signed)
        remaking.write(events, root_of(rows), 0)
    with remaking.in_turn():
        remaking.put_in_place()
    assert all_of(location) == signed


@pytest.fixture
def database(tmp_path):
    """A ledger in SQLite with signatures, to be damaged."""
    from ledger.store.location import create_store

    where = ENGINES["sqlite"](tmp_path)
    with closing(create_store(where)) as store:
        store.append([opened(f"I{at}") for at in range(3)], expected_head=0, sign=by_all)
    with closing(sqlite3.connect(Path(where) / "ledger.db", isolation_level=None)) as connection:
        yield where, connection


def test_sqlite_refuses_to_change_or_lose_one(database):
    _, connection = database
    for statement in (
        "UPDATE ledger_signature SET signature = x'00' WHERE notification_id = 1",
        "DELETE FROM ledger_signature WHERE notification_id = 1",
        "INSERT OR REPLACE INTO ledger_signature VALUES (1, x'00')",
    ):
        with pytest.raises(sqlite3.IntegrityError, match="signatures are not"):
            connection.execute(statement)


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DROP TRIGGER signatures_are_not_changed", "trigger signatures_are_not_changed"),
        ("CREATE INDEX planted ON ledger_signature (signature)", "index 'planted'"),
        ("ALTER TABLE ledger_signature ADD COLUMN more", "table ledger_signature is not as"),
    ],
)
def test_whatever_is_altered_about_their_table_is_told(database, statement, told):
    where, connection = database
    connection.execute(statement)
    with closing(open_raw(where)) as raw:
        assert [one.message for one in raw.departures() if told in one.message]


def test_a_view_in_the_place_of_their_table_bars_the_way(database):
    where, connection = database
    connection.execute("DROP TABLE ledger_signature")
    connection.execute("CREATE VIEW ledger_signature AS SELECT 1 AS notification_id, x'00' AS signature")
    with closing(open_raw(where)) as raw:
        assert any(one.bars for one in raw.departures())


def test_what_can_no_longer_be_read_of_them_is_said(database):
    where, connection = database
    connection.execute("PRAGMA ignore_check_constraints = ON")
    connection.execute("DROP TRIGGER signatures_are_not_changed")
    connection.execute("UPDATE ledger_signature SET signature = 'text' WHERE notification_id = 2")
    with closing(engine_of(where).remaking().salvage()) as events:
        assert [row[0] for row in signatures(events)] == [1, 3]
        assert events.lost == ("1 signature cannot be read any more.",)
