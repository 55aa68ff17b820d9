"""No word is broken in the middle of a line: in help, in tables and in errors."""

import re

import pytest

from tests.commands.in_process import on_a_terminal, scrutiny
from tests.commands.processes import environment
from tests.commands.test_help import every_command


@pytest.mark.parametrize("width", ["52", "80"])
def test_help_breaks_no_word_at_its_hyphen(width):
    for path, _ in every_command():
        told = scrutiny(*path, "--help", env={**environment(), "COLUMNS": width})
        assert told.status == 0
        for line in told.out.splitlines():
            assert len(line) <= int(width) or "scrutiny " in line or "|" in line, (path, line)
            assert not re.search(r"\w-$", line), (path, line)


def test_errors_are_wrapped_on_a_terminal_and_what_is_to_be_typed_is_not(two):
    words = ["show", "OCSAE", "33"]
    status, seen = on_a_terminal(words, [], COLUMNS="40")
    assert status == 3
    lines = seen.splitlines()
    assert lines[0] == "Error: OCSAE has no recommendation 33."
    assert "scrutiny recommendation list OCSAE" in lines
    status, seen = on_a_terminal(["judgement", "sign-off", "OCSAE", "J7"], [], COLUMNS="30")
    assert max(len(line) for line in seen.splitlines() if "scrutiny" not in line) <= 30


def test_errors_are_not_wrapped_elsewhere(ask, two, monkeypatch):
    monkeypatch.setenv("COLUMNS", "30")
    told = ask("inspection open X --title T")
    assert told.err.count("\n") == 2
    assert ask("inspection open X --title T --format json").error()["exit_status"] == 4


@pytest.mark.parametrize("width", ["50", "80"])
@pytest.mark.parametrize(
    "line",
    [
        "register",
        "trail",
        "inbox",
        "show OCSAE/3",
        "why OCSAE/3",
        "diff --from 2020-01-01 --to 2022-01-01",
        "recommendation list",
        "evidence list",
        "judgement list",
        "cycle list",
        "person list",
        "body list",
        "vocabulary list",
        "statistics",
    ],
)
def test_tables_break_no_word(ask, put_demo, here, monkeypatch, line, width):
    put_demo(here / "scrutiny-ledger")
    monkeypatch.setenv("COLUMNS", "1000")
    there = ask(line).out.split()
    whole, no_words = set(there), [word for word in there if len(word) > 30]
    monkeypatch.setenv("COLUMNS", width)
    told = ask(line)
    assert told.status == 0
    lines = [line for line in told.out.splitlines() if not line.startswith("scrutiny ")]
    assert max(map(len, lines)) <= int(width)
    broken = {word for line in lines for word in line.split() if set(word) != {"-"}} - whole
    assert {word for word in broken if not any(word in long for long in no_words)} == set()
