"""``scrutiny inbox --within``: how far ahead, as people type it."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest


@pytest.fixture
def ahead(folder, done):
    """ahead(12) is the date 12 days from today; OCSAE/1 is due in 50 days, and 2 was due 10 days ago."""

    def ahead(days):
        return str(datetime.now(UTC).date() + timedelta(days=days))

    done(f"recommendation reschedule OCSAE 1 --why W --as ann --due {ahead(50)}")
    done(f"recommendation reschedule OCSAE 2 --why W --as ann --due {ahead(-10)}")
    return ahead


def rows(ask, *within):
    answer = ask("inbox --format json", *(("--within", *within) if within else ()))
    assert answer.status == 0, answer.err
    return [(row["task"], row["number"], row["days"]) for row in json.loads(answer.out)["rows"]]


OVERDUE, DUE = ("overdue", "2", -10), ("due", "1", 50)


@pytest.mark.parametrize("within", ["60d", "8w", "2m", "1y", "60", "60 days"])
def test_what_falls_due_in_that_time_comes_after_what_is_overdue(ahead, ask, within):
    assert rows(ask, within) == [OVERDUE, DUE]


@pytest.mark.parametrize("within", ["49d", "7w", "0d", "today", "tomorrow"])
def test_what_falls_due_later_is_left_out_and_what_is_overdue_is_not(ahead, ask, within):
    assert rows(ask, within) == [OVERDUE]


def test_thirty_days_are_looked_ahead_if_nobody_says_how_far(ahead, ask, done):
    assert rows(ask) == [OVERDUE]
    done(f"recommendation reschedule OCSAE 1 --why W --as ann --due {ahead(30)}")
    assert rows(ask) == [OVERDUE, ("due", "1", 30)]


def test_a_last_day_is_read_as_any_date(ahead, ask):
    assert rows(ask, ahead(50)) == [OVERDUE, DUE]
    assert rows(ask, ahead(49)) == [OVERDUE]
    day = date.fromisoformat(ahead(50))
    assert rows(ask, f"{day.day} {day:%B} {day.year}") == [OVERDUE, DUE]


@pytest.mark.parametrize(
    "within", ["soon", "-5d", "60x", "2020-01-01", "yesterday", "9999y", "", "2026-02-30"]
)
def test_what_cannot_be_read_or_has_passed_is_wrong_usage(ahead, ask, within):
    answer = ask("inbox --format json --within", within)
    assert (answer.status, answer.out) == (2, "")
    assert "60d" in answer.error()["remedy"] or "2021-08" in answer.error()["remedy"]


def test_it_is_in_both_forms_of_a_row(ahead, ask):
    (first,) = csv.DictReader(io.StringIO(ask("inbox --format csv").out))
    assert (first["Due"], first["Days"]) == (ahead(-10), "-10")
    table = ask("inbox").out
    assert "10 days overdue" in table
    assert "1 waits: 1 overdue. Begin with:" in table
