"""Moments are read in each form that people write and the program prints."""

from __future__ import annotations

import pytest

from ledger.errors import BadInput
from ledger.moments import Unclear, moment


@pytest.mark.parametrize(
    ("text", "zone", "instant"),
    [
        ("2026-11-22", "UTC", "2026-11-22T23:59:59.999999Z"),
        ("2026-07-01", "Europe/London", "2026-07-01T22:59:59.999999Z"),
        ("2026-11", "Europe/London", "2026-11-30T23:59:59.999999Z"),
        ("2026-10-25", "Europe/London", "2026-10-25T23:59:59.999999Z"),
        ("2026-03-29", "Europe/London", "2026-03-29T22:59:59.999999Z"),
        ("2026-11-22T10:02:11.123456Z", "Europe/London", "2026-11-22T10:02:11.123456Z"),
        ("2026-11-22T10:02:11.123Z", "Europe/London", "2026-11-22T10:02:11.123999Z"),
        ("2026-11-22T10:02:11.1234567Z", "Europe/London", "2026-11-22T10:02:11.123456Z"),
        ("2026-11-22T10:02:11Z", "Europe/London", "2026-11-22T10:02:11.999999Z"),
        ("2026-07-01 10:02:11Z", "Europe/London", "2026-07-01T10:02:11.999999Z"),
        ("2026-07-01 10:02:11 UTC", "Europe/London", "2026-07-01T10:02:11.999999Z"),
        ("2026-07-01 10:02 UTC", "Europe/London", "2026-07-01T10:02:00.000000Z"),
        ("1 July 2026, 10:02:11 UTC", "Europe/London", "2026-07-01T10:02:11.999999Z"),
        ("2026-07-01T12:00:00+02:00", "UTC", "2026-07-01T10:00:00.999999Z"),
        ("2026-07-01T12:00", "Europe/London", "2026-07-01T11:00:00.000000Z"),
        ("2026-07-01 12:00:00", "Europe/London", "2026-07-01T11:00:00.999999Z"),
        ("9999-12-31", "America/New_York", "9999-12-31T23:59:59.999999Z"),
        # Days that begin with a change of clocks.
        ("2026-11-01", "America/Havana", "2026-11-02T04:59:59.999999Z"),
        ("2026-10-31", "America/Havana", "2026-11-01T03:59:59.999999Z"),
        ("2018-11-03", "America/Sao_Paulo", "2018-11-04T02:59:59.999999Z"),
        ("2018-02-17", "America/Sao_Paulo", "2018-02-18T02:59:59.999999Z"),
    ],
)
def test_a_moment_is_the_last_instant_of_what_is_named(text, zone, instant):
    assert moment(text, zone).last == instant
    assert moment(f" {text} ", zone) == moment(text, zone)


def test_it_begins_where_what_is_named_begins():
    assert moment("2026-07", "Europe/London").first == "2026-06-30T23:00:00.000000Z"
    assert moment("2026-07-01 10:02:11Z", "Europe/London").first == "2026-07-01T10:02:11.000000Z"
    assert moment("0001-01-01", "Asia/Tokyo").first == "0001-01-01T00:00:00.000000Z"


@pytest.mark.parametrize(
    "text",
    [
        "now",
        "2026-02-30",
        "2026-02-30 10:00:00Z",
        "2026-07-01T25:00",
        "20260701T120000Z",
        "",
        "T12:00",
        "12:00",
        "2026-07-01T12:00+99:00",
        "0 July 2026, 10:02:11 UTC",
        "1 Jolly 2026, 10:02:11 UTC",
    ],
)
def test_another_time_is_refused(text):
    with pytest.raises(BadInput):
        moment(text, "Europe/London")


@pytest.mark.parametrize(
    ("text", "zone", "readings", "why"),
    [
        ("2026-10-25 01:30", "Europe/London", ("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"), "twice"),
        ("2026-03-29 01:30", "Europe/London", ("2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"), "skipped"),
        (
            "2026-11-01T01:30:05",
            "America/New_York",
            ("2026-11-01T05:30:05Z", "2026-11-01T06:30:05Z"),
            "twice",
        ),
        (
            "2026-04-05 01:45",
            "Australia/Lord_Howe",
            ("2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z"),
            "twice",
        ),
        ("2011-12-30 12:00", "Pacific/Apia", ("2011-12-29T22:00:00Z", "2011-12-30T22:00:00Z"), "skipped"),
    ],
)
def test_a_local_time_that_the_clocks_double_or_skip_is_refused_with_both_readings(text, zone, readings, why):
    with pytest.raises(Unclear) as refused:
        moment(text, zone)
    assert refused.value.readings == readings
    assert refused.value.exit_status == 2
    assert why in refused.value.message
    assert all(one in refused.value.message for one in readings)
    for one in readings:
        moment(one, zone)
