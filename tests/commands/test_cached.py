"""What a command answers from a cache is what it answers from the events."""

import json
import shlex
import shutil

import pytest

from benchmarks.past import lived
from benchmarks.registers import PREPARED, real_past
from commands.cli import cached
from commands.cli.context import Environment
from ledger.ledger import Ledger
from projections import diff, register
from projections.base import TimeFilter
from projections.rows import Filters
from projections.statistics import told
from tests.commands.in_process import scrutiny
from tests.commands.processes import environment
from tests.projections.cache.at_a_path import register_of

QUESTIONS = (
    "register",
    "register --as-of 2019-03",
    "register ins1 --as-of 2019-06-30 --format csv",
    "register --known-at 2024-01-01T02:00:00Z --format json",
    "register --as-of 2019-02-28 --known-at 2024-01-01T04:00:00Z --format json",
    "register --made-to 'The Police' --format json",
    "register --made-to nobody",
    "register --status closed",
    "register --status 'closed acceptable' --format json",
    "register --overdue",
    "register --answer 'agreed in part' --format markdown",
    "register --priority high --topic custody --kind recommendation",
    "register --as-of 2016-01-01",
    "register NOPE",
    "register --kind nothing",
    "statistics",
    "statistics ins1 --from 2018-04 --to 2019-03 --format json",
    "statistics --known-at 2024-01-01T02:00:00Z --by kind --format csv",
    "statistics --made-to 'The Police' --format json",
    "statistics --by body --to 2019-06-30 --format markdown",
    "statistics --by cycle --cycle 1 --kind recommendation",
    "statistics --answer 'agreed in part' --priority high --topic custody",
    "statistics --from 2020-01-01 --to 2019-01-01",
    "statistics --to 2015",
    "statistics --made-to nobody",
    "statistics --cycle 99",
    "statistics NOPE",
    "diff --from 2018-04 --to 2019-03",
    "diff ins1 --from 2017-01-01 --format json",
    "diff --from 2018 --known-at 2024-01-01T02:00:00Z --made-to 'The Police' --format json",
    "diff --from 2018 --status closed --topic custody --format csv",
    "diff NOPE --from 2018",
    "diff --known-from 2024-01-01T01:30:00Z --known-to 2024-01-01T02:00:00Z --as-of 2019-12-31 --format json",
    "diff --known-from 2024-01-01T03:00:00Z --kind recommendation",
    "register INS1 --cycle 1 --format json",
    "register --cycle 1 --format json",
    "register --cycle 1 --status closed --topic custody",
    "register --cycle 1 --kind nothing",
    "evidence list --format json",
    "judgement list --format csv",
    "response list",
    "cycle list",
    "body list --format json",
    "cycle list INS1 --as-of 2018-12-31 --format json",
    "search inspectorate --status closed --made-to 'The Police' --limit 3 --format json",
    "inbox INS1 --format json",
)
FROM_EVENTS = ("statistics --to 2015", "statistics --cycle 99", "register INS1 --cycle 1 --format json")
"""Those that a cache cannot answer."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return lived(tmp_path_factory.mktemp("cached") / "ledger", 2, 3, 100, past=real_past, prepared=PREPARED)


@pytest.fixture
def ask(made, tmp_path, monkeypatch):
    """Ask something of a ledger of one's own, with a cache of its own; ``few=1`` lets it be used."""
    folder = shutil.copytree(made, tmp_path / "ledger")

    def run(question, *, few=0):
        monkeypatch.setattr(cached, "FEW", few)
        words = shlex.split(question)
        variables = {**environment(), "XDG_CACHE_HOME": str(tmp_path / "cache"), "COLUMNS": "100"}
        return scrutiny("--ledger", folder, *words, env=variables)

    run.folder, run.cache = folder, tmp_path / "cache"
    return run


def _file(ask):
    (found,) = ask.cache.rglob("*.db")
    return found


def test_each_question_has_one_answer(ask, monkeypatch):
    expected = [ask(question, few=10**9) for question in QUESTIONS]
    assert not ask.cache.exists()
    assert [ask(question) for question in QUESTIONS] == expected
    assert _file(ask).stat().st_size
    # Once it is there, nothing but what has no other way is read from the events.
    for module, reader in ((register, "read_register"), (told, "read"), (diff, "changes")):
        monkeypatch.setattr(module, reader, None)
    for question, answer in zip(QUESTIONS, expected, strict=True):
        if question not in FROM_EVENTS:
            assert ask(question) == answer, question


def test_what_is_recorded_is_in_the_next_answer(ask):
    ask("register")
    made = "recommendation make INS1 99 --cycle 1 --on 2024-01-05 --made-to B --text Do. --as ann --yes"
    assert ask(made).status == 0
    for question in ("register INS1", "register INS1 --made-to B", "register --as-of 2024-01-05"):
        assert ask(question) == ask(question, few=10**9)
    assert "99" in ask("register INS1 --made-to B").out
    assert ask("recommendation void INS1 99 --why Error. --as ann --yes").status == 0
    assert "99" not in ask("register INS1 --made-to B --format csv").out


def test_if_a_clock_ran_ahead_the_events_answer(ask, monkeypatch):
    ask("register")
    path = _file(ask)
    monkeypatch.setattr(Ledger, "mended", lambda self: self)
    with Ledger.open(str(ask.folder)) as ledger:
        given = {"time_filter": TimeFilter(), "filters": Filters(), "most": None}
        assert register_of(path, ledger, None, **given) is None
        monkeypatch.undo()
        assert register_of(path, ledger, None, **given)


def test_rebuild_makes_it_and_says_where(ask):
    done = json.loads(ask("rebuild --cache --format json").out)
    assert done["cache"] == str(_file(ask))
    assert done["events"] == done["position"] == json.loads(ask("register --format json").out)["events"]
    assert f"The cache has {done['events']} events" in ask("rebuild --cache").out
    assert ask("rebuild --cache --key x").status == 2


def test_if_it_cannot_be_made_rebuild_says_so(ask):
    ask.cache.write_text("a file")
    refused = ask("rebuild --cache")
    assert refused.status == 7
    assert "The cache cannot be made" in refused.err
    assert ask("register").status == 0


def test_doctor_says_whether_it_is_whole(ask, monkeypatch):
    def said():
        rows = json.loads(ask("doctor --format json").out)["rows"]
        return next(row for row in rows if row["what"] == "cache")

    assert said()["found"] == "There is none yet: readings come from the events."
    with monkeypatch.context() as patched:
        patched.setattr(cached, "MOST", 3)
        ask("register")
    assert said()["ok"]
    assert said()["found"].endswith("has nothing yet: readings come from the events.")
    ask("register")
    assert said()["ok"]
    assert "is whole" in said()["found"]
    damaged = bytearray(_file(ask).read_bytes())
    damaged[9000] ^= 4
    _file(ask).write_bytes(damaged)
    assert said()["remedy"] == "scrutiny rebuild --cache"
    ask("rebuild --cache")
    assert said()["ok"]


def test_of_a_small_ledger_there_is_none(ask):
    assert ask("register", few=cached.FEW or 5_000).status == 0
    assert not ask.cache.exists()


def test_what_is_too_much_to_take_in_is_read_from_the_events_and_said_on_a_terminal(ask, monkeypatch):
    monkeypatch.setattr(cached, "MOST", 3)
    monkeypatch.setattr(cached, "MOST_FOR_ONE", 3)
    plain = ask("register", few=10**9)
    assert ask("register") == plain
    monkeypatch.setattr(Environment, "reports_to_terminal", True)
    assert "scrutiny rebuild --cache" in ask("register").err
    assert "scrutiny rebuild --cache" not in ask("register INS1").err
    ask("rebuild --cache")
    told = ask("register")
    assert (told.status, told.out) == (0, plain.out)
    assert "rebuild" not in told.err
