"""Dates as people type them: what has one reading is read and echoed, what has two is asked about."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module

import click
import pytest

from commands.cli.click_types import DATE
from commands.index import COMMANDS
from tests.commands import processes
from tests.commands.in_process import on_a_terminal, scrutiny

READ = {
    "31/08/2021": "2021-08-31",
    "31/8/21": "2021-08-31",
    "31.8.2021": "2021-08-31",
    "08/31/2021": "2021-08-31",
    "05/05/2021": "2021-05-05",
    "18 August 2021": "2021-08-18",
    "18th of August, 2021": "2021-08-18",
    "Wednesday 18 Aug 2021": "2021-08-18",
    "August 18, 2021": "2021-08-18",
    "18-AUG-21": "2021-08-18",
    "2021-8-18": "2021-08-18",
    "2021/08/18": "2021-08-18",
    "20210818": "2021-08-18",
    "２０２１-08-18": "2021-08-18",
    "Aug 2021": "2021-08",
    "2021-8": "2021-08",
    "08/2021": "2021-08",
    "..18 August 2021": "..2021-08-18",
    "..31/08/2021": "..2021-08-31",
}
MAKE = "recommendation make OCSAE 78 --cycle 2020 --text Do --made-to Council --as ann"


def stored(two, name):
    return [row[4]["data"] for row in processes.events(two) if row[3] == name]


@pytest.mark.parametrize(("typed", "meant"), READ.items())
def test_what_has_one_reading_is_read_and_echoed(two, ask, typed, meant):
    told = ask(MAKE, f"--on={typed}")
    assert told.status == 0, told.err
    assert stored(two, "recommendation.made")[-1]["on"] == meant
    assert f"Note: --on {typed} is {meant}." in told.err


@pytest.mark.parametrize("typed", ["2021-08-18", "2021-08", "2021", "..2021-08-18", " 2021-08-18 "])
def test_what_is_written_as_the_ledger_has_it_is_not_echoed(two, ask, typed):
    told = ask(MAKE, f"--on={typed}")
    assert (told.status, "Note" in told.err) == (0, False), told.err
    assert stored(two, "recommendation.made")[-1]["on"] == typed.strip()


def test_today_and_its_neighbours_are_days_of_the_ledgers_zone(folder, monkeypatch):
    from datetime import UTC, datetime

    def before_midnight():
        return datetime(2030, 6, 30, 23, 30, tzinfo=UTC)  # the first of July in London

    for word, day in (("today", "2030-07-01"), ("Yesterday", "2030-06-30"), ("tomorrow", "2030-07-02")):
        told = scrutiny("register", "--as-of", word, "--format", "json", clock=before_midnight)
        assert told.status == 0, told.err
        assert f'"as_of":"{day}"' in told.out.replace(" ", ""), word


def test_in_every_reading_and_of_every_period(two, ask, done):
    assert done("register", "--as-of", "26 February 2020")["as_of"] == "2020-02-26"
    assert done("register", "--known-at", "31/12/2099") == done("register --known-at 2099-12-31")
    told = done("statistics", "--from", "1 Jan 2020", "--to", "31/12/2020")
    assert (told["from"], told["to"]) == ("2020-01-01", "2020-12-31")
    assert done("diff", "--from", "1 Jan 2020", "--to", "31/12/2020")["from"] == "2020-01-01"
    assert ask("trail OCSAE", "--recorded-from", "1 Jan 2020", "--to", "31.12.2020").status == 0
    assert ask("show OCSAE 1", "--as-of", "31/12/2020", "--against", "today").status == 0


@pytest.mark.parametrize(
    ("typed", "because"),
    [
        ("03/04/2021", "--on 03/04/2021 could be 3 April 2021 or 4 March 2021."),
        ("21-08-18", "could be 21 August 2018 or 18 August 2021"),
        ("32-08-21", "no calendar has such a day"),
        ("1-2-3", "its year has one digit"),
        ("..03/04/2021", "could be 3 April 2021 or 4 March 2021"),
        ("2021-08-18T10:00", "has a time of day"),
        ("31/02/2021", "(--on) cannot be read: no calendar has such a day"),
        ("18 August", "its year is missing"),
        ("2012/13", "it is a span of two years"),
        ("Monday 18 August 2021", "2021-08-18 was a Wednesday"),
        ("..Aug 2021", "only a day can be the last one"),
        ("soon", "cannot be read."),
    ],
)
def test_what_has_two_readings_or_none_is_wrong_usage_and_nothing_is_recorded(refused, typed, because):
    error = refused(2, because, MAKE, f"--on={typed}")
    assert error["remedy"].startswith(("Give ", "Write it as 2021-08-18"))


def test_a_date_that_could_be_two_days_is_asked_about_on_a_terminal(two):
    make = [*MAKE.split(), "--on", "03/04/2021"]
    status, seen = on_a_terminal(make, ["3", "4 March 2021"])
    assert status == 0, seen
    assert "1  3 April 2021" in seen
    assert "'3' is none of these" in seen
    assert stored(two, "recommendation.made")[-1]["on"] == "2021-03-04"
    assert "Note: --on 03/04/2021 is 2021-03-04." in seen


def test_without_input_nobody_is_asked(two):
    status, seen = on_a_terminal([*MAKE.split(), "--on", "03/04/2021", "--no-input"], [])
    assert (status, "Give 2021-04-03 or 2021-03-04." in seen) == (2, True), seen


def test_a_due_date_of_two_digits_may_lie_ahead(two, ask):
    ahead = date.today() + timedelta(days=366 * 15)
    told = ask(MAKE, "--due", f"31/12/{ahead:%y}")
    assert told.status == 0, told.err
    assert stored(two, "recommendation.made")[-1]["due"] == f"{ahead.year}-12-31"


def commands_of(command, path):
    yield path, command
    for name, other in getattr(command, "commands", {}).items():
        yield from commands_of(other, (*path, name))


def test_every_option_that_takes_a_date_reads_one():
    """An option that says DATE, or is called as the days are, in whatever command."""
    names = ("on", "due", "as_of", "against", "seen_on", "made_on", "judged_on", "opened_on")
    for name, entry in COMMANDS.items():
        for path, command in commands_of(import_module(entry.module).command, (name,)):
            for param in command.params:
                if isinstance(param, click.Option) and (param.metavar == "DATE" or param.name in names):
                    assert param.type is DATE, (path, param.name)
