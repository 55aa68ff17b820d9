"""Every option with a TIME, in every command: what it says of times that answer little or that nothing can
tell, and that it reads what people type.
"""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import click
import pytest

from tests.commands.test_help import every_command, on_a_terminal

BODY = "Police Scotland"
IDS = {
    "inspection": "OCSAE",
    "cycle": "2020",
    "recommendation": "1",
    "evidence": "E1",
    "judgement": "J1",
    "dispute": "D1",
    "response": "R1",
    "progress": "P1",
    "person": "ann",
    "body": BODY,
}
BESIDE = {"diff": {"known_at": ["--from", "2020-01-01"], "known_to": ["--known-from", "1999-01-01"]}}
"""What an option needs beside it, by the command and the option."""


def _line(path, command, option):
    """The words of a command that asks about something there is, up to the value of an option."""
    words = list(path)
    for param in command.params:
        if isinstance(param, click.Argument):
            known = {"ref": "OCSAE", "number": "1", "words": "minutes", "name": BODY, "id": IDS.get(path[0])}
            # Which inspection is meant may be left out if only one has such a thing: here several have.
            if param.required or (param.name == "ref" and path[-1] in ("show", "why")):
                words.append(known[param.name])
    return [*words, *BESIDE.get(path[0], {}).get(option.name, []), option.opts[0]]


LINES = [
    _line(path, command, option)
    for path, command in every_command()
    for option in command.params
    if isinstance(option, click.Option) and option.metavar == "TIME" and option.name != "within"
    # Nothing was published here, and the key is none of a refusal: they have tests of their own.
    if path[0] not in ("publish", "publication", "key") or path[-1] == "list"
]


@pytest.fixture
def worked(two, once, done):
    """OCSAE, with one of each noun on its recommendations."""

    def make():
        Path("minutes.txt").write_text("minutes")
        by = "--by", BODY
        submit = "evidence submit OCSAE 1 --summary Minutes --file minutes.txt --on 2020-03-01 --as ann"
        done(submit, *by)
        judge = "judgement record OCSAE 1 --cycle 2020 --status partially-met --on 2020-03-02 --as ann"
        done(judge, "--rationale", "R")
        done("dispute raise OCSAE 1 --why Wrong --on 2020-03-03 --as ann", *by)
        done("response record OCSAE 2 --answer accepted --text Yes --on 2020-03-04 --as ann", *by)
        done("progress record OCSAE 2 --text Half --on 2020-03-05 --as ann", *by)

    once(make)
    return two


def test_there_are_many():
    assert len(LINES) > 40


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_a_time_before_the_ledger_or_to_come_answers_with_a_note(worked, ask, line):
    since = line[-1] == "--recorded-from"
    for time, note in (("2000-01-01", "the ledger began at"), ("2090-01-01", "is in the future")):
        if line[0] == "paper":
            answer = ask("", *line, time, "--output", str(worked.parent / f"{time}.html"))
        else:
            answer = ask("", *line, time, "--format", "json")
            json.loads(answer.out)
        assert answer.status == 0, answer
        # What was recorded since a time before there was a ledger is all there is.
        if not (since and time < "2022"):
            assert note in answer.err, (line, answer.err)


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_a_time_that_the_clocks_doubled_or_skipped_is_refused_with_both_instants(worked, ask, line):
    for time, readings in (
        ("2021-10-31 01:30", ("2021-10-31T00:30:00Z", "2021-10-31T01:30:00Z")),
        ("2021-03-28T01:30:05", ("2021-03-28T00:30:05Z", "2021-03-28T01:30:05Z")),
    ):
        answer = ask("", *line, time)
        assert (answer.status, answer.out) == (2, "")
        assert all(reading in answer.err for reading in readings)
        for reading in readings:
            assert ask("", *line, reading).status == 0, line


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_what_cannot_be_read_is_a_sentence(worked, ask, line):
    for time in ("whenever", "2021-02-30", "25:00", "31/04/2021", "03/04/2021", "2021-01-01 25:00", ""):
        answer = ask("", *line, time)
        assert (answer.status, answer.out) == (2, ""), (time, answer)
        assert answer.err.count("\n") > 1, (time, answer.err)  # the sentence, and the remedy


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("18 August 2031, 9:30", "2031-08-18 09:30"),
        ("18 August 2031 at 09:30:05.25", "2031-08-18 09:30:05.25"),
        ("31/08/2031 23:59", "2031-08-31 23:59"),
        ("31/08/2031", "2031-08-31"),
        ("August 2031", "2031-08"),
        ("22 November 2031, 10:02:11 UTC", "2031-11-22T10:02:11Z"),
    ],
)
def test_times_are_read_as_people_type_them(worked, ask, typed, meant):
    told = ask("register --format json --known-at", typed)
    assert told.status == 0, told
    assert (
        json.loads(told.out)["known_at"]
        == json.loads(ask("register --format json --known-at", meant).out)["known_at"]
    )


def test_today_and_yesterday_are_those_of_the_ledger(worked, ask):
    today = json.loads(ask("register --format json --known-at today").out)["known_at"]
    yesterday = json.loads(ask("register --format json --known-at yesterday").out)["known_at"]
    assert yesterday < today


@pytest.mark.parametrize("option", ["--recorded-from", "--recorded-to", "--known-at"])
def test_on_a_terminal_it_is_asked_which_is_meant(worked, option):
    words = shlex.split(f"trail {option} '2021-10-31 01:30' --format csv")
    for typed in ("2021-10-31T01:30:00Z", "2"):
        status, seen = on_a_terminal(words, [typed], COLUMNS="80")
        assert status == 0, seen
        assert "had it\ntwice. It can mean" in seen.replace("\r", "")
