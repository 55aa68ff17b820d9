"""A rebuild on a server keeps who appended each event, and when, as far as the old tables still say it."""

from __future__ import annotations

import json

import pytest

from tests import postgres
from tests.commands.test_server import OPEN, server, shared
from tests.postgres import plant

__all__ = ["server", "shared"]

DAMAGE = "DELETE FROM scrutiny.ledger_leaf WHERE leaf_index > 1"
BESIDE = (
    "SELECT notification_id, db_user::text, timestamptz_send(db_time) FROM {}.stored_events "
    "ORDER BY notification_id"
)


@pytest.fixture
def recorded(shared):
    """The same, in which ann and bob have recorded, each by a role of their own."""
    shared.bob = f"bob{shared.number}"
    words = ("person", "register", "bob", "--name", "Bob", "--role", "inspector")
    assert shared(*words, "--database-role", shared.bob).status == 0
    assert shared("server", "grant", "bob").status == 0
    for ref, role, person in (("A", shared.ann, "ann"), ("B", shared.bob, "bob")):
        assert shared(*OPEN[:2], ref, *OPEN[3:], role=role, person=person).status == 0
    return shared


def told(run, *words, status=0, **settings):
    answer = run(*words, "--format", "json", **settings)
    assert answer.status == status, answer
    return json.loads(answer.out)


def beside(run, schema="scrutiny"):
    import psycopg

    with psycopg.connect(run.url) as owner:
        return owner.execute(BESIDE.format(schema)).fetchall()


def change(run, statement, *parameters):
    plant(run.url, "ALTER TABLE scrutiny.stored_events DISABLE TRIGGER USER")
    plant(run.url, statement, *parameters)
    plant(run.url, "ALTER TABLE scrutiny.stored_events ENABLE TRIGGER USER")


def test_a_rebuild_keeps_who_appended_what_and_when(recorded):
    before, was = beside(recorded), told(recorded, "verify")
    assert {recorded.ann, recorded.bob} < {role for _, role, _ in before}
    plant(recorded.url, DAMAGE)
    done = told(recorded, "rebuild")
    assert (done["rebuilt"], done["left"], done["lost"]) == (True, [], [])
    assert beside(recorded) == before
    report = told(recorded, "verify")
    assert (report["findings"], report["root"]) == ([], was["root"])
    assert "put in" not in " ".join(report["notes"])
    assert recorded(*OPEN[:2], "C", *OPEN[3:], role=recorded.bob, person="bob").status == 0
    assert told(recorded, "verify")["findings"] == []


@pytest.mark.parametrize("time", ["db_time + interval '1 hour'", "'infinity'", "'294000-01-01'"])
def test_what_was_wrong_before_a_rebuild_is_wrong_behind_it(recorded, time):
    forged = f"UPDATE scrutiny.stored_events SET db_user = %s, db_time = {time} "
    change(recorded, f"{forged}WHERE topic = 'inspection.opened'", recorded.ann)
    plant(recorded.url, DAMAGE)
    before = [one for one in told(recorded, "verify", status=6)["findings"] if one["code"] == "V12"]
    assert len(before) == 3
    assert told(recorded, "rebuild", status=6)["left"] == before
    assert told(recorded, "verify", status=6)["findings"] == before


UNREAD = {
    "one is empty": ("ALTER COLUMN db_user DROP NOT NULL", "db_user = NULL"),
    "a time is missing": ("ALTER COLUMN db_time DROP NOT NULL", "db_time = NULL"),
    "no role has such a name": ("ALTER COLUMN db_user TYPE text", "db_user = repeat('ü', 32)"),
}


@pytest.mark.parametrize("how", UNREAD)
def test_what_nobody_can_read_is_the_owners_and_that_is_said(recorded, how):
    altered, emptied = UNREAD[how]
    before = beside(recorded)
    plant(recorded.url, f"ALTER TABLE scrutiny.stored_events {altered}")
    last = before[-1][0]
    change(recorded, f"UPDATE scrutiny.stored_events SET {emptied} WHERE notification_id = %s", last)
    done = told(recorded, "rebuild")
    (lost,) = done["lost"]
    assert f"appended 1 event and when cannot be read any more (event {last})" in lost
    *others, (_, role, _) = beside(recorded)
    assert (others, role) == (before[:-1], "postgres")
    report = told(recorded, "verify")
    assert report["findings"] == []
    assert "put in 1 event of people whose own role speaks for them" in " ".join(report["notes"])


@pytest.mark.parametrize("altered", ["DROP COLUMN db_user", "ALTER COLUMN db_time TYPE timestamp"])
def test_a_column_that_is_none_of_the_ledgers_says_nothing_of_any_event(recorded, altered):
    count = len(beside(recorded))
    plant(recorded.url, f"ALTER TABLE scrutiny.stored_events {altered}")
    answer = recorded("rebuild")
    assert answer.status == 0
    assert f"{count} events and when cannot be read" in " ".join(answer.out.split())
    assert {role for _, role, _ in beside(recorded)} == {"postgres"}
    assert told(recorded, "verify")["findings"] == []


def test_if_another_owner_rebuilds_what_the_old_one_put_in_is_still_the_owners(recorded):
    old = f"own{recorded.number}"
    plant(recorded.url, f"CREATE ROLE {old} LOGIN")
    plant(recorded.url, f"GRANT CREATE ON DATABASE {recorded.number} TO {old}")
    plant(recorded.url, "ALTER SCHEMA scrutiny OWNER TO " + old)
    change(recorded, "UPDATE scrutiny.stored_events SET db_user = %s WHERE db_user = 'postgres'", old)
    assert told(recorded, "verify")["findings"] == []
    plant(recorded.url, DAMAGE)
    assert told(recorded, "rebuild")["left"] == []
    assert told(recorded, "verify")["findings"] == []
    assert {role for _, role, _ in beside(recorded)} == {"postgres", recorded.ann, recorded.bob}


def test_what_a_rebuild_kept_does_not_go_into_an_archive(recorded, tmp_path):
    plant(recorded.url, DAMAGE)
    assert recorded("rebuild").status == 0
    assert recorded("archive", "a.tar").status == 0
    other = f"{postgres.new_database()}#{tmp_path / 'other'}"
    assert recorded("restore", "a.tar", "--ledger", other).status == 0
    report = told(recorded, "verify", "--ledger", other)
    assert report["findings"] == []
    assert "put in 2 events of people whose own role speaks for them" in " ".join(report["notes"])
