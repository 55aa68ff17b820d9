"""Every reading says from how many events it answers, as the register does."""

from __future__ import annotations

import json

import pytest

from projections.finding.index import NOUNS
from tests.commands.test_why_and_inbox import demo

__all__ = ["demo"]

WHOLE = [
    *("trail", "diff --from 2020-01-01", "diff --known-from 2020-01-01", "statistics"),
    *("search governance", "inbox", "vocabulary list", "person why ann", "person show ann"),
    *(f"{noun} list" for noun in (*NOUNS, "body")),
]
OF_ONE = [
    *("trail OCSAE", "show OCSAE 3", "why OCSAE 3", "evidence list OCSAE", "diff OCSAE --from 2020-01-01"),
    *("inbox OCSAE", "search governance --inspection OCSAE", "search governance --inspection ocsae"),
]


@pytest.fixture
def events(demo, ask):
    """How many a reading answers from."""
    return lambda line: json.loads(ask(f"{line} --format json", "--ledger", demo).out)["events"]


def test_of_the_whole_ledger(events):
    there = events("register")
    assert {line: events(line) for line in WHOLE} == dict.fromkeys(WHOLE, there)


def test_of_one_inspection(events):
    there = events("register OCSAE")
    assert {line: events(line) for line in OF_ONE} == dict.fromkeys(OF_ONE, there)
    assert there < events("register")


def test_by_what_was_known_at_a_time(demo, ask, events):
    told = json.loads(ask("trail OCSAE --format json", "--ledger", demo).out)["rows"]
    known_at = f"--known-at {told[40]['recorded_at']}"
    there = events(f"register {known_at}")
    assert told[40]["position"] <= there < events("register")
    for line in ("trail", "search governance", "person list", "inspection list", "body list"):
        assert events(f"{line} {known_at}") == there, line
    assert events(f"show OCSAE 3 {known_at}") == events(f"register OCSAE {known_at}") < there
    assert events("show OCSAE 3 --known-at 2020-01-01") == 0


@pytest.mark.parametrize("format", ["markdown", "html"])
def test_a_page_that_is_kept_says_it_at_its_foot(demo, ask, events, format):
    for line in ("register", "inbox", "person list", "show OCSAE 3"):
        page = ask(f"{line} --format {format}", "--ledger", demo).out
        assert f"Answered from {events(line)} events." in page, line
    assert "Answered" not in ask(f"config list --format {format}", "--ledger", demo).out
