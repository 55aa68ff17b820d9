"""How far the inbox looks ahead."""

import pytest

from events.base import Day
from ledger.errors import BadInput
from projections.inbox.horizon import horizon

TODAY = Day("2027-01-31")


@pytest.mark.parametrize(
    ("within", "until"),
    [
        ("0d", "2027-01-31"),
        ("60d", "2027-04-01"),
        ("60", "2027-04-01"),
        ("60 days", "2027-04-01"),
        ("1 day", "2027-02-01"),
        ("8w", "2027-03-28"),
        ("2 Weeks", "2027-02-14"),
        ("1m", "2027-02-28"),
        ("13M", "2028-02-29"),
        ("1y", "2028-01-31"),
        ("2 years", "2029-01-31"),
        ("2027-01-31", "2027-01-31"),
        ("2027-03", "2027-03-31"),
        ("2027", "2027-12-31"),
    ],
)
def test_it_is_a_time_from_today_on_or_the_last_day(within, until):
    assert horizon(within, TODAY) == until


def test_a_month_from_a_leap_day_is_its_day_and_a_year_the_last_of_february():
    assert (horizon("1m", Day("2028-02-29")), horizon("1y", Day("2028-02-29"))) == (
        "2028-03-29",
        "2029-02-28",
    )


@pytest.mark.parametrize(
    ("within", "said"),
    [
        ("2027-01-30", "2027-01-30 has passed"),
        ("2026", "2026 has passed"),
        ("9999y", "9999y from today on is after the last day of the calendar."),
        ("9999m", None),
        ("..2027-03-01", "no day to ask about"),
        ("soon", "cannot be read"),
        ("-5d", "cannot be read"),
        ("", "cannot be read"),
        ("2027-02-30", "in no calendar"),
        ("5 fortnights", "cannot be read"),
    ],
)
def test_what_has_passed_and_what_cannot_be_read_is_refused(within, said):
    if said is None:
        assert horizon(within, TODAY) == "2860-04-30"
        return
    with pytest.raises(BadInput, match=said):
        horizon(within, TODAY)


def test_at_the_end_of_the_calendar_nothing_is_after_it():
    assert horizon("0d", Day("9999-12-31")) == "9999-12-31"
    with pytest.raises(BadInput, match="last day of the calendar"):
        horizon("1d", Day("9999-12-31"))
