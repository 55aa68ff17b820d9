"""The two times as text."""

from datetime import UTC, datetime

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from ledger import times
from ledger.errors import BadInput


@pytest.mark.parametrize("text", ["2021-08-18", "2024-02-29", "2024-04", "0001-01-01", "9999-12"])
def test_a_date_or_a_month_is_read(text):
    assert times.day(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "2021-02-30",
        "2023-02-29",
        "01/02/2021",
        "2021-13",
        "2021-00",
        "0000-01",
        "2021",
        "20210818",
        "2021-8-18",
        "",
        " 2021-08-18",
        "2021-08-18\n",
        "２０２１-08-18",
        "2021-08-18T00:00",
        "yesterday",
        "-2021-08-18",
    ],
)
def test_anything_else_is_refused_with_the_form_it_should_have(text):
    with pytest.raises(BadInput) as refusal:
        times.day(text, "due date")
    assert "due date" in refusal.value.message
    assert "2021-08-18" in refusal.value.remedy


@pytest.mark.parametrize(
    ("day", "last"),
    [
        ("2024-04", "2024-04-30"),
        ("2024-02", "2024-02-29"),
        ("2023-02", "2023-02-28"),
        ("9999-12", "9999-12-31"),
        ("2021-08-18", "2021-08-18"),
    ],
)
def test_a_month_sorts_as_its_last_day(day, last):
    assert times.last_day(day) == last


def test_an_instant_is_utc_with_microseconds():
    moment = datetime(2026, 11, 22, 10, 2, 11, tzinfo=UTC)
    assert times.instant(moment) == "2026-11-22T10:02:11.000000Z"
    assert times.after(times.instant(moment)) == "2026-11-22T10:02:11.000001Z"


@for_all(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_instants_sort_as_the_moments_they_are(one, other):
    first, second = times.instant(one), times.instant(other)
    assert (first < second) == (one < other)
    assert times.is_instant(first)


@pytest.mark.parametrize(
    ("text", "zone", "instant"),
    [
        ("2026-11-22", "UTC", "2026-11-22T23:59:59.999999Z"),
        ("2026-07-01", "Europe/London", "2026-07-01T22:59:59.999999Z"),
        ("2026-11", "Europe/London", "2026-11-30T23:59:59.999999Z"),
        ("2026-10-25", "Europe/London", "2026-10-25T23:59:59.999999Z"),
        ("2026-03-29", "Europe/London", "2026-03-29T22:59:59.999999Z"),
        ("2026-11-22T10:02:11.123456Z", "Europe/London", "2026-11-22T10:02:11.123456Z"),
        ("2026-07-01T12:00:00+02:00", "UTC", "2026-07-01T10:00:00.000000Z"),
        ("2026-07-01T12:00", "Europe/London", "2026-07-01T11:00:00.000000Z"),
        ("2026-07-01 12:00:00", "Europe/London", "2026-07-01T11:00:00.000000Z"),
        ("9999-12-31", "America/New_York", "9999-12-31T23:59:59.999999Z"),
    ],
)
def test_known_at_is_a_moment_or_the_end_of_a_day_in_the_ledgers_zone(text, zone, instant):
    assert times.known_at(text, zone) == instant


@pytest.mark.parametrize(
    "text", ["now", "2026-02-30", "2026-07-01T25:00", "20260701T120000Z", "", "T12:00", "12:00"]
)
def test_another_time_is_refused(text):
    with pytest.raises(BadInput):
        times.known_at(text, "Europe/London")


@pytest.mark.parametrize(
    "name", ["Europe/Nowhere", "", "../etc/passwd", "/etc/localtime", "Europe/", "\0", "é", "a" * 65]
)
def test_an_unknown_zone_is_refused(name):
    with pytest.raises(BadInput):
        times.zone(name)


def test_today_is_the_ledgers_day_and_not_the_machines():
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert times.today(late, "Europe/London") == "2026-07-02"
    assert times.today(late, "America/New_York") == "2026-07-01"
