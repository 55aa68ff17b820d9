"""A clock that leapt, through the program: asked about on a terminal, warned of elsewhere, and mended."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from ledger import recording, times
from tests.commands import processes
from tests.commands.processes import do, scrutiny, words
from tests.commands.test_help import on_a_terminal

LATER = """
import ledger.ledger as door
from datetime import datetime as real, timedelta
class Later(real):
    @classmethod
    def now(cls, zone=None):
        return real.now(zone) + timedelta(days=400)
door.datetime = Later
"""
OPEN = words("inspection open --title T --as ada")


@pytest.fixture
def begun(here):
    do("init --as ada --name Ada", " ".join((*OPEN, "BEFORE")))
    return here / "scrutiny-ledger"


def test_a_clock_that_leapt_is_warned_of_where_nobody_can_be_asked_and_only_once(begun):
    answer = scrutiny(*OPEN, "AHEAD", prelude=LATER)
    assert answer.status == 0
    assert "this machine's clock says" in answer.err
    assert "400 days further" in answer.err
    assert "recover --clock-ahead" in answer.err
    assert scrutiny(*OPEN, "AHEAD-2", prelude=LATER).err == ""


def test_an_error_is_one_object_whatever_the_clock_says(begun):
    scrutiny(*OPEN, "AHEAD", prelude=LATER)
    for line in ("inspection open X --title T --as nobody", "trail NOWHERE", "register --as-of never"):
        answer = scrutiny(*words(line), "--format", "json")
        assert answer.status != 0
        assert answer.error()["exit_status"] == answer.status


def test_a_clock_that_is_right_is_not_warned_of(begun):
    assert scrutiny(*OPEN, "A").err == ""


def test_the_right_clock_is_not_blamed_and_the_way_to_mend_is_said(begun):
    scrutiny(*OPEN, "AHEAD", prelude=LATER)
    answer = scrutiny(*OPEN, "AFTER")
    assert answer.status == 0
    assert "either this clock is wrong, or an earlier one ran ahead" in answer.err
    assert "recover --clock-ahead" in answer.err
    reading = scrutiny("register")
    assert (reading.status, "ahead of the clock" in reading.err) == (0, True)
    assert "--clock-ahead 7 " in scrutiny("verify").out.replace("\n", " ").replace("  ", " ")


def test_it_is_mended_by_an_administrator(begun):
    scrutiny(*OPEN, "AHEAD", prelude=LATER)
    recover = words("recover --clock-ahead 7 --why Battery. --format json --as")
    assert scrutiny(*recover, "nobody").status == 4
    answer = scrutiny(*recover, "ada")
    assert answer.status == 0, answer.err
    assert answer.err == ""
    assert [event["name"] for event in json.loads(answer.out)["events"]] == ["clock.corrected"]
    trail = json.loads(scrutiny(*words("trail --format json")).out)["rows"]
    times = [row["recorded_at"] for row in trail]
    assert times == sorted(times)
    assert len({time[:4] for time in times[:8]}) == 1
    after = scrutiny(*OPEN, "AFTER", "--format", "json")
    assert after.err == ""
    # A receipt says the time that the trail says.
    (event,) = json.loads(after.out)["events"]
    (row,) = json.loads(scrutiny(*words("trail AFTER --format json")).out)["rows"]
    assert event["recorded_at"] == row["recorded_at"] >= times[-1]
    assert row["stamp"][:4] > row["recorded_at"][:4]
    assert scrutiny("register").err == ""
    assert scrutiny(*recover, "ada").status == 4


@pytest.mark.parametrize("line", ["recover --why W", "recover --why W --clock-ahead 1 --restored-from X"])
def test_what_happened_is_said_in_one_way(begun, line):
    assert scrutiny(*words(line), "--as", "ada").status == 2


@pytest.mark.parametrize(("said", "status", "events"), [("y", 0, 1), ("n", 1, 0), ("", 1, 0)])
def test_on_a_terminal_it_is_asked_before_anything_is_recorded(begun, home, said, status, events):
    memory = home / ".local/state/scrutiny-ledger/clock"
    name, uptime, then = memory.read_text().split()
    # As if the last look at the clock had been two days earlier in the same hour of the machine.
    memory.write_text(f"{name} {uptime} {then.replace(then[:4], str(int(then[:4]) - 1), 1)}\n")
    before = len(processes.events(begun))
    ended, seen = on_a_terminal([*OPEN, "NEW"], [said])
    assert ended == status, seen
    assert "Is it right?" in seen
    assert len(processes.events(begun)) == before + events


IMPOSSIBLE = """
import ledger.ledger as door
from datetime import UTC, datetime
class Impossible(datetime):
    @classmethod
    def now(cls, zone=None):
        return datetime({}, tzinfo=UTC)
door.datetime = Impossible
"""


@pytest.mark.parametrize("moment", ["1, 1, 1", "9999, 12, 31, 23, 59, 59, 999999"])
def test_an_end_of_the_calendar_is_no_time_to_record_at(begun, moment):
    # Nothing could have been recorded after it, ever.
    answer = scrutiny(*OPEN, "NEVER", prelude=IMPOSSIBLE.format(moment))
    assert answer.status == 4
    assert "which cannot be so" in answer.err
    assert scrutiny(*OPEN, "AFTER").err == ""
    assert scrutiny("register", prelude=IMPOSSIBLE.format(moment)).status == 0


def test_a_ledger_whose_last_event_bears_the_last_time_there_is_goes_on():
    end = "9999-12-31T23:59:59.999999Z"
    assert times.after(end) == end
    when = recording.stamp(datetime(2026, 11, 22, tzinfo=UTC), end)
    assert (when.recorded_at, when.clock) == (end, "2026-11-22T00:00:00.000000Z")


def test_what_is_published_of_such_a_ledger_is_right_and_is_made_again(begun, here):
    for line in ("person grant ada inspector --as ada", "person grant ada publisher --as ada"):
        scrutiny(*words(line))
    make = words("recommendation make BEFORE --cycle 1 --made-to B --text Do. --on 2020-02-26 --as ada")
    scrutiny(*words("cycle open BEFORE 1 --title S --on 2020-02-26 --as ada"))
    scrutiny(*make, "1", prelude=LATER)
    scrutiny(*words("recover --clock-ahead 10 --why Battery. --as ada"))
    scrutiny(*make, "2")
    last = json.loads(scrutiny(*words("trail --format json")).out)["rows"][-1]
    scrutiny(*make, "3")
    published = scrutiny(*words("publish --output bundle --as ada --known-at"), last["recorded_at"])
    assert published.status == 0, published.err
    numbers = [line.split(",")[1] for line in (here / "bundle/register.csv").read_text().splitlines()[1:]]
    assert numbers == ["1", "2"]
    key = scrutiny("key", "show").out.strip()
    checked = scrutiny("verify-bundle", "bundle", "--key", key)
    assert checked.status == 0, checked.out
    size = json.loads((here / "bundle/register.json").read_text())["events"]
    again = scrutiny("publish", "--again", str(size), "--output", "again")
    assert again.status == 0, again.err
