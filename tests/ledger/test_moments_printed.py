"""Whatever the program prints of an instant is read back as that instant, in every zone, on every day.

Among the zones are those whose clocks go back over midnight, by half an hour, for a month in winter, or that
left out a day.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from ledger.errors import BadInput
from ledger.moments import MONTHS, Unclear, moment
from ledger.times import day_of, instant, printed
from tests.sampling import examples

ZONES = (
    "UTC",
    "Europe/London",
    "Europe/Dublin",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "America/Havana",
    "America/Sao_Paulo",
    "America/Nuuk",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Antarctica/Troll",
)
_FIRST, _LAST = datetime(1971, 1, 1, tzinfo=UTC), datetime(2037, 12, 31, tzinfo=UTC)


def _changes(zone):
    """The instants at which the clocks of a zone change."""
    place, at, found = ZoneInfo(zone), _FIRST, []
    while at < _LAST:
        later = at + timedelta(hours=12)
        if at.astimezone(place).utcoffset() != later.astimezone(place).utcoffset():
            low, high = at, later
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) / 2
                same = middle.astimezone(place).utcoffset() == at.astimezone(place).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            found.append(high.replace(microsecond=0))
        at = later
    return found


_CHANGES = {zone: _changes(zone) for zone in ZONES}
near = st.timedeltas(timedelta(hours=-26), timedelta(hours=26))
anywhere = st.datetimes(_FIRST.replace(tzinfo=None), _LAST.replace(tzinfo=None)).map(
    lambda at: at.replace(tzinfo=UTC)
)


@st.composite
def instants(draw):
    """A zone and an instant, of which half are near to a change of its clocks."""
    zone = draw(st.sampled_from(ZONES))
    if not _CHANGES[zone] or draw(st.booleans()):
        return zone, draw(anywhere)
    return zone, draw(st.sampled_from(_CHANGES[zone])) + draw(near)


@for_all(instants())
@examples(300)
def test_each_form_that_is_printed_is_read_as_that_instant(case):
    zone, at = case
    stored = instant(at)
    for text in (stored, printed(stored), f"{printed(stored)[:-1]} UTC"):
        assert moment(text, zone) == (stored, stored), text
    page = f"{at.day} {MONTHS[at.month - 1]} {at.year}, {at:%H:%M:%S} UTC"
    for text in (f"{stored[:19]}Z", f"{printed(stored)[:19]}Z", f"{printed(stored)[:19]} UTC", page):
        first, last = moment(text, zone)
        assert first <= stored <= last, text
        assert (first[:19], last[:19]) == (stored[:19], stored[:19])


@for_all(instants())
@examples(300)
def test_a_local_time_is_read_as_that_instant_or_asked_about_with_it_among_the_readings(case):
    zone, at = case
    local = at.astimezone(ZoneInfo(zone))
    text = f"{local:%Y-%m-%d %H:%M:%S.%f}"
    try:
        assert moment(text, zone) == (instant(at), instant(at))
    except Unclear as error:
        assert instant(at) in [moment(reading, zone).last for reading in error.readings]
        assert all(reading in error.remedy for reading in error.readings)
    if not local.utcoffset() % timedelta(minutes=1):
        assert moment(f"{text}{local:%z}", zone).last == instant(at)


@for_all(instants())
@examples(300)
def test_a_day_has_all_that_was_recorded_on_it(case):
    zone, at = case
    stored = instant(at)
    day = day_of(stored, zone)
    first, last = moment(day, zone)
    assert first <= stored <= last
    for bound in (first, last):
        assert day_of(bound, zone) == day


@pytest.mark.parametrize(
    ("day", "zone", "last"),
    [
        # At one minute past midnight it was 23:01 once more.
        ("2010-11-06", "America/St_Johns", "2010-11-07T03:29:59.999999Z"),
        ("2018-02-17", "America/Sao_Paulo", "2018-02-18T02:59:59.999999Z"),
        ("2018-11-03", "America/Sao_Paulo", "2018-11-04T02:59:59.999999Z"),
        ("2026-10-31", "America/Havana", "2026-11-01T03:59:59.999999Z"),
    ],
)
def test_a_day_ends_when_it_ended_for_good(day, zone, last):
    assert moment(day, zone).last == last


@pytest.mark.parametrize("text", ["2026-10-25 01:30:05.5", "2026-10-25T01:30:05.25", "2026-10-25 01:30:05"])
def test_a_reading_has_as_many_digits_as_were_given(text):
    with pytest.raises(Unclear) as refused:
        moment(text, "Europe/London")
    digits = text.partition("05")[2]
    assert [reading[19:] for reading in refused.value.readings] == [f"{digits}Z", f"{digits}Z"]


@for_all(st.text(max_size=40) | st.text(alphabet="0123456789-:.TZ +UCJanuary,", max_size=40))
@examples(200)
def test_whatever_is_typed_is_read_or_refused_in_a_sentence(text):
    try:
        moment(text, "Europe/London")
    except BadInput as error:
        assert error.message.endswith(".")
        assert error.remedy
