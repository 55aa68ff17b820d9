"""Dates as people write them: what has one reading is read, and nothing is guessed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.base import is_day
from ledger.dates.parts import FAULTS
from ledger.dates.reading import read_date
from ledger.dates.words import MONTHS, WEEKDAYS
from tests.sampling import examples

SEEN = "2024-04-04"
DAYS = st.dates(date(1945, 1, 1), date(2024, 4, 4))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-08-18", "2021-08-18"),
        ("..2024-04-04", "..2024-04-04"),
        ("18/08/2021", "2021-08-18"),
        ("18.8.2021", "2021-08-18"),
        ("08/18/2021", "2021-08-18"),
        ("2021/8/18", "2021-08-18"),
        ("20210818", "2021-08-18"),
        ("27/7/20", "2020-07-27"),
        ("27/7/95", "1995-07-27"),
        ("29/2/20", "2020-02-29"),
        ("5/5/2021", "2021-05-05"),
        ("27-Aug-21", "2021-08-27"),
        ("18 Aug '21", "2021-08-18"),
        ("18AUG2021", "2021-08-18"),
        ("15 August2016", "2016-08-15"),
        ("18th November 2013", "2013-11-18"),
        ("Nov. 18, 2013", "2013-11-18"),
        ("Wednesday, the 18th of August, 2021", "2021-08-18"),
        ("18–08–2021", "2021-08-18"),
        ("18\u00a0August 2021", "2021-08-18"),
        ("18/08/2021 14:30", "2021-08-18"),
        ("2021-08-18T10:00:00.5Z", "2021-08-18"),
        ("August 2021", "2021-08"),
        ("Aug-2021", "2021-08"),
        ("2012-04", "2012-04"),
        ("08/2021", "2021-08"),
        ("2012", "2012"),
        ("2012.0", "2012"),
    ],
)
def test_one_reading_is_read(text: str, day: str) -> None:
    assert read_date(text, last=SEEN).day == day


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("03/04/2021", "order"),
        ("01/07/22", "order"),
        ("03/11 /2022", "order"),
        ("9-Aug", "no-year"),
        ("9 August", "no-year"),
        ("Aug-21", "no-year"),
        ("1/2", "no-year"),
        ("7 April 2021 and 9 April 2021", "two"),
        ("7-9 April 2021", "two"),
        ("7/8/2021 - 9/8/2021", "two"),
        ("2012-13", "two"),
        ("2012/2013", "two"),
        ("2011-12", "two"),
        ("2011/12", "two"),
        ("17/20/2022", "calendar"),
        ("2021-02-30", "calendar"),
        ("29/2/21", "calendar"),
        ("13/2021", "calendar"),
        ("31/12/25", "century"),
        ("03/05/24", "century"),
        ("Monday 18 August 2021", "weekday"),
        ("30/03/2023Ref", "unknown"),
        ("18 August 2021 (draft)", "unknown"),
        ("/2022", "unknown"),
        ("/0206/2023", "unknown"),
        ("00:00:00", "unknown"),
        ("44426.5", "unknown"),
        ("18082021", "unknown"),
        ("circa 2012", "unknown"),
        ("TBC", "unknown"),
        ("", "unknown"),
    ],
)
def test_what_has_no_reading_or_several_says_why(text: str, fault: str) -> None:
    reading = read_date(text, last=SEEN)
    assert (reading.day, reading.fault) == (None, fault)
    assert reading.problem.endswith(".")


def test_both_readings_are_told() -> None:
    assert read_date("03/04/2021").days == ("2021-04-03", "2021-03-04")
    assert read_date("03/04/2021", "day-first").day == "2021-04-03"
    assert read_date("03/04/2021", "month-first").day == "2021-03-04"
    assert read_date("03/04/2021", "iso").fault == "order"


def test_a_given_order_is_not_contradicted() -> None:
    contradicting = read_date("08/18/2021", "day-first")
    assert (contradicting.day, contradicting.fault) == (None, "contradicts")
    assert "2021-08-18" in contradicting.problem


def test_years_of_two_digits_stand_first_only_in_iso() -> None:
    assert read_date("20-07-27", "iso", SEEN).day == "2020-07-27"
    assert read_date("18/08/21", None, SEEN).day == "2021-08-18"
    assert read_date("27/7/20").fault == "century"
    assert read_date("31/12/25", last="2074-04-04").day == "2025-12-31"


def test_a_month_is_told_from_the_year_between_two() -> None:
    assert read_date("2011-12", "iso").day == "2011-12"
    assert read_date("2012-11").day == "2012-11"


@given(DAYS, st.sampled_from(["day-first", "month-first"]), st.sampled_from("/.-"), st.booleans())
@examples(200)
def test_written_in_an_order_it_is_read_in_that_order(day: date, order: str, sign: str, short: bool) -> None:
    year = f"{day.year % 100:02}" if short else str(day.year)
    parts = [str(day.day), str(day.month)]
    text = sign.join([*(parts if order == "day-first" else reversed(parts)), year])
    assert read_date(text, order, SEEN).day == str(day)
    # Without an order the right one is always among the readings, and alone only if no other could be.
    reading = read_date(text, None, SEEN)
    assert reading.fault in ("", "order", "century")
    if not reading.fault:
        assert reading.day == str(day)


@given(DAYS)
@examples(100)
def test_names_of_months_and_weekdays_are_read(day: date) -> None:
    month, weekday = MONTHS[day.month - 1], WEEKDAYS[day.weekday()]
    for name in (month, month[:3].upper(), month.capitalize()):
        assert read_date(f"{day.day} {name} {day.year}").day == str(day)
        assert read_date(f"{weekday.capitalize()} {name} {day.day}, {day.year}").day == str(day)
    wrong = WEEKDAYS[(day + timedelta(days=1)).weekday()]
    assert read_date(f"{wrong} {day.day} {month} {day.year}").fault == "weekday"


@given(st.text("0123456789/-. :,thTZaugAugMayof'", max_size=24) | st.text(max_size=30))
@examples(500)
def test_whatever_is_written_is_read_as_days_or_told_with_a_fault(text: str) -> None:
    for order in (None, "day-first", "month-first", "iso"):
        reading = read_date(text, order, SEEN)
        assert all(is_day(day) for day in reading.days)
        assert (reading.fault in FAULTS) == bool(reading.problem)
        assert (len(reading.days) == 1) == (not reading.fault) or reading.fault == "order"
