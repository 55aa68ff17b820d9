"""Of whatever happened, calendars and letters have each day and each task once, and nothing else."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import default
from types import SimpleNamespace

import icalendar
import pytest
from hypothesis import given as for_all

from projections.inbox.addresses import Addresses
from projections.inbox.calendar import as_calendar
from projections.inbox.inbox import waiting
from projections.inbox.letters import BODY, PERSON, letters
from projections.inbox.mail import message
from tests.bodied import bodied
from tests.histories import histories, lived
from tests.sampling import examples, sample

NOBODYS = re.compile(r"\b[JD][0-9]+\b|\bann\b|\bbob\b|scrutiny ")


def calendar_of(told, within):
    *_, last = told.records()
    store = SimpleNamespace(rank=lambda position: position - 1)
    found = waiting(told, within=within)
    raw, days = as_calendar(SimpleNamespace(last=lambda: last, store=store), found)
    return found, icalendar.Calendar.from_ical(raw).walk("VEVENT"), days


def a_calendar_has_each_day_once(told):
    found, entries, days = calendar_of(told, "9999-12-31")
    confirmed = [one for one in entries if one["STATUS"] == "CONFIRMED"]
    due = [task for _, task in found.tasks if task.due]
    assert len(confirmed) == days == len(due)
    assert len({str(one["UID"]) for one in entries}) == len(entries)
    assert sorted(str(one["DTSTART"].dt) for one in confirmed) == sorted(
        row["due_latest"] for row in found.rows if row["due"]
    )


def what_a_shorter_calendar_has_a_longer_one_has_too(told):
    _, short, _ = calendar_of(told, "30d")
    _, long, _ = calendar_of(told, "9999-12-31")
    everything = {(str(one["UID"]), str(one["DTSTART"].dt), str(one["STATUS"])) for one in long}
    assert {(str(one["UID"]), str(one["DTSTART"].dt), str(one["STATUS"])) for one in short} <= everything


def letters_have_each_task_and_bodies_read_nothing_of_the_inspectorate(told):
    found = waiting(told, within="9999-12-31")
    written = letters(found)
    bodies = [one for one in written if one.kind == BODY]
    owed = {
        (found.settings.bodies.identity(body), f"{row['inspection']}/{row['number']}")
        for row in found.rows
        for body in row["bodies"]
    }
    assert {one.to for one in bodies} == {body for body, _ in owed}
    for one in bodies:
        assert not NOBODYS.search(one.text), one.text
        assert all(name in one.text for body, name in owed if body == one.to)
    told_of = "".join(one.text for one in written if one.kind == PERSON)
    for row in found.rows:
        assert row["command"] in told_of
    for one in written:
        read = message_from_bytes(message(one, Addresses(), "H", found.today, "UTC"), policy=default)
        assert read.get_content().replace("\r\n", "\n") == one.text


RULES = [
    a_calendar_has_each_day_once,
    what_a_shorter_calendar_has_a_longer_one_has_too,
    letters_have_each_task_and_bodies_read_nothing_of_the_inspectorate,
]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("past", [lived, bodied])
@pytest.mark.parametrize("seed", sample(range(12), 3))
def test_in_a_long_history(rule, past, seed):
    rule(past(seed, 120).told)


def test_some_history_has_days_and_letters():
    pasts = [lived(seed, 120).told for seed in range(4)]
    assert sum(len(calendar_of(told, "9999-12-31")[1]) for told in pasts) > 4
    assert {one.kind for told in pasts for one in letters(waiting(told))} == {BODY, PERSON}


@examples(12)
@for_all(histories)
def test_in_any_history(history):
    for rule in RULES:
        rule(history.told)
