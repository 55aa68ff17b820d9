"""A time that the program prints is read back as that time, and a time that answers little says so."""

from __future__ import annotations

import json
import re
from datetime import datetime

import pytest

from tests.commands.test_help import on_a_terminal

SUMMER = "2026-07-01T22:30:05.250000+00:00"


@pytest.fixture
def summer(ask, here, monkeypatch):
    """A ledger of London that was begun on a night in summer, and the receipt of its last event."""
    monkeypatch.setenv("HOME", str(here / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(here / "home/c"))
    monkeypatch.setenv("XDG_STATE_HOME", str(here / "home/s"))
    at(monkeypatch, SUMMER)
    begun = ask("init --as ada --name Ada --time-zone Europe/London")
    assert begun.status == 0, begun.err
    at(monkeypatch, "2026-07-01T23:30:05.250000+00:00")
    receipt = ask("person register ann --name Ann --role inspector --as ada").out
    at(monkeypatch, "2026-07-02T12:00:00+00:00")
    return receipt


def at(monkeypatch, instant):
    """Set the clock of whatever opens a ledger from here on."""
    then = datetime.fromisoformat(instant)

    class Then(datetime):
        @classmethod
        def now(cls, tz=None):
            return then.astimezone(tz)

    monkeypatch.setattr("ledger.ledger.datetime", Then)


def positions(ask, time, *words):
    """What the trail has as known at a time, and what was noted."""
    answer = ask("trail --format json", "--known-at", time, *words)
    assert answer.status == 0, answer.err
    return [row["position"] for row in json.loads(answer.out)["rows"]], answer.err


def test_a_time_that_a_table_or_a_receipt_prints_has_the_event_that_was_printed_with_it(
    ask, summer, monkeypatch
):
    whole, _ = positions(ask, "2026-07-03")
    printed = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.\d]*(?:Z| UTC)")
    (receipt,) = printed.findall(summer)
    # In a narrow table the day and the time of day stand in two lines.
    *_, day = re.findall(r"2026-\d\d-\d\d", ask("trail").out)
    *_, time = re.findall(r"\d\d:\d\d:\d\d[.\d]*Z", ask("trail").out)
    monkeypatch.setenv("COLUMNS", "120")
    table = printed.findall(ask("trail").out)[-1]
    assert f"{day} {time}" == table
    # No digit is lost, and the zone is said.
    assert table == "2026-07-01 23:30:05.250000Z"
    assert receipt == "2026-07-01 23:30:05.250000 UTC"
    (csv,) = {line.split(",")[2] for line in ask("trail --format csv").out.splitlines()[-3:]}
    assert csv == table
    stored = json.loads(ask("trail --format json").out)["rows"][-1]["recorded_at"]
    second = "2026-07-01 23:30:05Z", "2026-07-01 23:30:05 UTC"
    for time in (receipt, table, stored, *second, "1 July 2026, 23:30:05 UTC", "2026-07-02"):
        found, noted = positions(ask, time)
        assert found == whole
        assert noted == ""
    before, _ = positions(ask, "2026-07-01 23:30:04Z")
    assert before == [position for position in whole if position < min(whole[-3:])]


def test_a_day_that_is_printed_is_one_of_the_ledgers_zone(ask, summer):
    for command in (
        "inspection open X --title T --as ann",
        "cycle open X C --title T --on 2026-07-01 --as ann",
        "recommendation make X 1 --cycle C --text T --made-to B --on 2026-07-01 --as ann",
    ):
        assert ask(command).status == 0
    last = ask("why X 1").out.split()[-1]
    found, _ = positions(ask, last)
    assert found == positions(ask, "2026-07-03")[0]


def test_a_time_to_come_is_not_called_now_if_the_ledger_has_later_times(ask, summer, monkeypatch):
    at(monkeypatch, "2026-07-01T22:45:00+00:00")
    answer = ask("register --known-at", "2026-07-01T23:00:00Z")
    assert answer.err == (
        "Note: the time 2026-07-01T23:00:00Z is in the future: so are the times of some events, and what is "
        "later than that time is not counted.\n"
    )


@pytest.mark.parametrize("words", ["register", "trail", "statistics", "diff --from 2020-01-01"])
def test_a_time_to_come_or_before_the_ledger_answers_and_says_so(ask, summer, words):
    later = ask(f"{words} --known-at 2026-07-09")
    assert (later.status, later.err) == (
        0,
        "Note: the time 2026-07-09 is in the future: this is what is known now.\n",
    )
    earlier = ask(f"{words} --known-at 2026-06-30")
    assert earlier.status == 0
    assert earlier.err == (
        "Note: the ledger began at 2026-07-01T22:30:05.250000Z: at 2026-06-30 it knew nothing.\n"
    )
    assert ask(f"{words} --known-at 2026-07-02").err == ""


@pytest.mark.parametrize(
    "words",
    ["register --as-of {}", "trail --as-of {}", "statistics --to {}", "diff --from 2020-01-01 --to {}"],
)
@pytest.mark.parametrize(
    ("day", "note"),
    [
        ("2026-07-09", "Note: the day 2026-07-09 is still to come: this is by what is known now.\n"),
        ("2026-08", "Note: the day 2026-08 is still to come: this is by what is known now.\n"),
        ("2026-07", ""),
        ("2026-07-02", ""),
    ],
)
def test_a_day_to_come_answers_and_says_so(ask, summer, words, day, note):
    told = ask(words.format(day))
    assert (told.status, told.err) == (0, note)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("register --as-of 1999-01-01", "1999-01-01"),
        ("statistics --from 1999-01-01 --to 1999-01-31", "1999-01-31"),
        ("publish --output {}/bundle --as-of 1999-01-01 --as ada", "1999-01-01"),
    ],
)
def test_a_day_before_anything_was_made_answers_and_says_so(ask, summer, tmp_path, words, day):
    assert "nothing was made" not in ask(words.format(tmp_path)).err
    for command in (
        "person grant ada publisher --as ada",
        "inspection open X --title T --as ann",
        "cycle open X C --title T --on 2020-01-01 --as ann",
        "recommendation make X 1 --cycle C --text T --made-to B --on 2020-01-01 --as ann",
    ):
        assert ask(command).status == 0
    told = ask(words.format(tmp_path))
    assert (told.status, told.err) == (0, f"Note: nothing was made by {day}.\n")


def test_an_error_in_json_is_the_one_thing_on_standard_error_whatever_day_was_asked_about(ask, summer):
    told = ask("show X 1 --known-at 2026-07-09 --as-of 2026-07-09 --format json")
    assert told.status == 3
    assert json.loads(told.err)["exit_status"] == 3


def test_the_bounds_of_what_was_learned_say_so_too(ask, summer):
    told = ask("diff --known-from 2026-06-30 --known-to 2026-07-09")
    assert told.status == 0
    assert "at 2026-06-30 it knew nothing" in told.err
    assert "2026-07-09 is in the future" in told.err


def test_a_cycle_that_was_not_known_then_left_nothing_then(ask, summer):
    for command in ("inspection open X --title T --as ann", "cycle open X C --title T --as ann"):
        assert ask(command).status == 0
    for words in ("register X --cycle C", "trail X --cycle C"):
        answer = ask(f"{words} --known-at 2026-06-30 --format json")
        assert (answer.status, json.loads(answer.out)["rows"]) == (0, [])


def test_a_local_time_that_the_clocks_had_twice_is_refused_with_both_readings(ask, summer):
    answer = ask("register --format json", "--known-at", "2026-10-25 01:30")
    assert answer.status == 2
    error = json.loads(answer.err)["error"]
    assert "2026-10-25T00:30:00Z" in error
    assert "2026-10-25T01:30:00Z" in error
    assert "twice" in error


def test_it_is_asked_about_on_a_terminal(summer, here):
    status, seen = on_a_terminal(
        ["register", "--known-at", "2025-10-26 01:30", "--format", "json"], ["2025-10-26T00:30:00Z"]
    )
    assert status == 0, seen
    assert '"known_at":"2025-10-26T00:30:00.999999Z"' in seen.replace(" ", "")


@pytest.mark.parametrize("zone", ["localtime", "Factory", "posixrules", "right/Europe/London"])
def test_a_ledger_has_a_zone_that_means_the_same_on_every_machine(ask, here, zone):
    refused = ask(f"init --as ada --name Ada --time-zone {zone}")
    assert refused.status == 2
    assert zone in refused.err
    assert not (here / "scrutiny-ledger").exists()
