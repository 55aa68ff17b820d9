"""People are let in and shut out while others record: nobody fails, and nothing is lost."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time

import pytest

from ledger.decisions.people import AssignDatabaseRole
from ledger.ledger import Ledger
from ledger.store.postgres.access import NO_OTHER
from tests import postgres
from tests.commands.processes import environment
from tests.commands.test_server import OPEN, server, shared
from tests.ledger.store.postgres.test_together import PATIENCE, RECORDING
from tests.postgres import plant

__all__ = ["server", "shared"]

EACH = 8


@pytest.fixture
def people(shared):
    """The same, with bob, who records by a role of his own as ann does, and two who are let in later."""
    shared.roles = {person: f"{person}{shared.number}" for person in ("ann", "bob", "cat", "dan")}
    for person in ("bob", "cat", "dan"):
        words = ("person", "register", person, "--name", person, "--role", "inspector")
        assert shared(*words).status == 0
    assert shared("server", "grant", "bob", "--database-role", shared.roles["bob"]).status == 0
    return shared


def granted(run, person):
    return run("server", "grant", person, "--database-role", run.roles[person])


def listed(run):
    rows = json.loads(run("server", "list", "--format", "json").out)["rows"]
    return {row["person"]: (row["database_role"], row["records"]) for row in rows if row["person"]}


def test_people_are_let_in_while_others_record(people, tmp_path):
    run = people
    assert run(*OPEN, role=run.roles["ann"], person="ann").status == 0
    words = ("cycle", "open", "A", "C", "--title", "T", "--on", "2021-01-01")
    assert run(*words, role=run.roles["ann"], person="ann").status == 0
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", RECORDING, person, "A", str(EACH)],
            env=environment(
                HOME=str(tmp_path), SCRUTINY_LEDGER=postgres.as_role(run.url, run.roles[person]),
                SCRUTINY_PERSON=person, SCRUTINY_EVIDENCE=str(tmp_path / "evidence"),
            ),
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        for person in ("ann", "bob")
    ]  # fmt: skip
    until = time.monotonic() + PATIENCE
    while run("trail", "A", "--format", "json").out.count("recommendation.made") < 2:
        assert time.monotonic() < until
    for person in ("cat", "dan"):
        assert granted(run, person).status == 0
    assert run("server", "revoke", run.reader).status == 0
    ended = [(process.communicate(timeout=PATIENCE)[1], process.returncode) for process in writers]
    assert [status for _, status in ended] == [0, 0], ended
    assert listed(run) == {person: (role, True) for person, role in run.roles.items()}
    rows = json.loads(run("trail", "--format", "json").out)["rows"]
    made = [row["by"] for row in rows if row["event"] == "recommendation.made"]
    assert (made.count("ann"), made.count("bob")) == (EACH, EACH)
    for person in ("cat", "dan"):
        answer = run("inspection", "open", person, "--title", "T", role=run.roles[person], person=person)
        assert answer.status == 0
    told = json.loads(run("verify", "--format", "json").out)
    assert (told["findings"], told["events"]) == ([], len(rows) + 2)
    assert "put in" not in " ".join(told["notes"])


@pytest.mark.parametrize("what", ["grant", "read", "revoke"])
def test_who_lets_somebody_in_waits_for_another_who_does(people, what):
    run, answers = people, []
    role = {"grant": run.roles["cat"], "read": f"new{run.number}", "revoke": run.reader}[what]
    assert granted(run, "dan").status == 0
    if what == "grant":
        # Who speaks for her is recorded; what is left is to let the role in.
        plant(run.url, f"CREATE ROLE {role} LOGIN")
        with Ledger.open(run.url) as ledger:
            ledger.ask(AssignDatabaseRole(person="cat", database_role=role), by="ada")

    def act():
        answers.append(granted(run, "cat") if what == "grant" else run("server", what, role))

    import psycopg

    with psycopg.connect(run.url) as other:
        other.execute(NO_OTHER)
        other.execute(f"GRANT INSERT ON ALL TABLES IN SCHEMA scrutiny TO {run.roles['dan']}")
        waiting = threading.Thread(target=act)
        waiting.start()
        time.sleep(0.5)
        assert not answers
        other.commit()
        waiting.join(PATIENCE)
    assert [answer.status for answer in answers] == [0], answers


def test_what_somebody_else_did_to_the_same_at_that_moment_is_no_damage(people):
    run, answers = people, []
    import psycopg

    with psycopg.connect(run.url) as other:
        other.execute(f"GRANT INSERT ON ALL TABLES IN SCHEMA scrutiny TO {run.roles['bob']}")
        waiting = threading.Thread(target=lambda: answers.append(run("server", "read", run.reader)))
        waiting.start()
        time.sleep(0.5)
        assert not answers
        other.commit()
        waiting.join(PATIENCE)
    (answer,) = answers
    assert (answer.status, "Try again in a moment" in answer.err) == (7, True)
    assert run("server", "read", run.reader).status == 0


def test_whoever_keeps_others_from_recording_is_shut_out_all_the_same(people):
    import psycopg

    from ledger.store.postgres.access import Access
    from ledger.store.postgres.place import place_of

    run = people
    with psycopg.connect(postgres.as_role(run.url, run.roles["ann"])) as hostile:
        hostile.execute("SELECT scrutiny.take_turn()")
        with pytest.raises(psycopg.errors.InsufficientPrivilege), hostile.transaction():
            hostile.execute(NO_OTHER)
        Access(place_of(run.url)).shut_out(run.roles["ann"])
        assert run("server", "read", f"new{run.number}").status == 0
    assert "ann" not in listed(run)


def test_who_is_shut_out_during_a_rebuild_is_not_let_in_again_by_it(people):
    import psycopg

    run, answers = people, []
    plant(run.url, "DELETE FROM scrutiny.ledger_leaf WHERE leaf_index > 1")
    with psycopg.connect(run.url) as other:
        other.execute(NO_OTHER)
        other.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA scrutiny FROM {run.reader}")
        other.execute(f"REVOKE ALL ON SCHEMA scrutiny FROM {run.reader}")
        waiting = threading.Thread(target=lambda: answers.append(run("rebuild")))
        waiting.start()
        time.sleep(1.5)
        assert not answers
        other.commit()
        waiting.join(PATIENCE)
    assert [answer.status for answer in answers] == [0], answers
    assert run.reader not in run("server", "list").out
    assert json.loads(run("verify", "--format", "json").out)["findings"] == []
