"""The two times as text."""

import zoneinfo
from datetime import UTC, datetime

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from ledger import times
from ledger.errors import BadInput


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("2021-08-18", "2021-08-18", "2021-08-18"),
        ("0001-01-01", "0001-01-01", "0001-01-01"),
        ("2024-04", "2024-04-01", "2024-04-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("9999-12", "9999-12-01", "9999-12-31"),
        ("2012", "2012-01-01", "2012-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("..2024-04-04", None, "2024-04-04"),
    ],
)
def test_a_day_is_read_as_exactly_as_it_is_known_and_sorts_as_the_last_it_can_be(day, first, last):
    assert times.day(day) == day
    assert (times.earliest(day), times.last_day(day)) == (first, last)


def test_a_fact_had_come_when_it_was_recorded():
    recorded = "2026-11-22T23:30:00.000000Z"
    assert times.span("2026", recorded, "Europe/London") == ("2026-01-01", "2026-11-22")
    assert times.span("2026-11", recorded, "Asia/Tokyo") == ("2026-11-01", "2026-11-23")
    assert times.span("..2030-01-01", recorded, "UTC") == (times.BEFORE_ALL, "2026-11-22")
    assert times.span("2012", recorded, "UTC") == ("2012-01-01", "2012-12-31")


@pytest.mark.parametrize(
    ("later", "earlier"),
    [("2013", "2012"), ("2013-01-01", "2012"), ("2013", "2012-12-31"), ("2024-04-05", "..2024-04-04")],
)
def test_an_order_is_certain_if_no_days_of_the_two_could_be_the_other_way(later, earlier):
    assert times.certainly_later(later, earlier)
    assert not times.certainly_later(earlier, later)


@pytest.mark.parametrize(
    ("one", "other"),
    [("2012", "2012-06"), ("2012", "2012"), ("..2024-04-04", "1850"), ("..2024-04-04", "..2012-01-01")],
)
def test_an_order_that_the_dates_leave_open_is_not_certain(one, other):
    assert not times.certainly_later(one, other)
    assert not times.certainly_later(other, one)


def test_only_the_last_day_of_what_is_not_known_can_be_asked_about():
    assert times.asked_day("2012") == "2012"
    with pytest.raises(BadInput) as refusal:
        times.asked_day("..2024-04-04")
    assert "2024-04-04" in refusal.value.remedy


@pytest.mark.parametrize(
    "text",
    [
        "2021-02-30",
        "2023-02-29",
        "01/02/2021",
        "2021-13",
        "2021-00",
        "0000-01",
        "21",
        "0000",
        "..2021",
        "..2021-08",
        "..2021-02-30",
        "....2021-08-18",
        "2021-08-18..",
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
    "name", ["Europe/Nowhere", "", "../etc/passwd", "/etc/localtime", "Europe/", "\0", "é", "a" * 65]
)
def test_an_unknown_zone_is_refused(name):
    with pytest.raises(BadInput):
        times.zone(name)


def test_today_is_the_ledgers_day_and_not_the_machines():
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
    assert times.today(late, "Europe/London") == "2026-07-02"
    assert times.today(late, "America/New_York") == "2026-07-01"


EXCLUDED = {"localtime", "Factory", "posixrules"}


@pytest.fixture
def no_files_of_the_machine():
    """What tzdata has is what there is."""
    paths = zoneinfo.TZPATH
    zoneinfo.reset_tzpath(())
    zoneinfo.ZoneInfo.clear_cache()
    yield
    zoneinfo.reset_tzpath(paths)
    zoneinfo.ZoneInfo.clear_cache()


def test_every_zone_of_the_database_is_known(no_files_of_the_machine):
    names = zoneinfo.available_timezones()
    assert len(names) > 400
    for name in names - EXCLUDED:
        assert times.known_zone(name) == name


@pytest.mark.parametrize(
    "name",
    [
        *sorted(EXCLUDED),
        "right/Europe/London",
        "posix/Europe/London",
        "europe/london",
        "leapseconds",
        "tzdata.zi",
        "Europe",
        "Europe/Nowhere",
        "",
    ],
)
def test_what_is_no_name_of_the_database_is_refused(name):
    with pytest.raises(BadInput):
        times.known_zone(name)


def test_a_zone_that_was_taken_once_is_still_read():
    assert times.zone("Factory").key == "Factory"


def test_a_fact_of_a_month_had_come_by_the_day_it_was_recorded_on():
    assert times.span("2026-07-15", "2026-07-01T00:00:00.000000Z") == ("2026-07-15", "2026-07-15")
    assert times.span("2026-07") == ("2026-07-01", "2026-07-31")
    for recorded, last in (
        ("2026-07-09T23:30:00.000000Z", "2026-07-10"),
        ("2026-08-01T09:00:00.000000Z", "2026-07-31"),
        ("2026-06-30T23:30:00.000000Z", "2026-07-01"),
        ("2026-05-01T00:00:00.000000Z", "2026-07-01"),
        ("no instant", "2026-07-31"),
    ):
        assert times.span("2026-07", recorded, "Europe/London") == ("2026-07-01", last)
    assert times.span("2026-07", "2026-07-09T23:30:00.000000Z", "D1") == ("2026-07-01", "2026-07-31")
