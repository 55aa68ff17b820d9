"""What a text may be as a day: a reading, or what is wrong with it. See ledger.dates.reading."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from events.base import Day

OLDEST = 80
"""How many years before the last possible day a year of two digits may be."""

FAULTS = {
    "order": "day and month could change places",
    "contradicts": "it stands in the other order than the given one",
    "century": "the year has two digits, and the century cannot be said",
    "no-year": "the year is missing",
    "two": "it is more than one date, or a span",
    "calendar": "no calendar has such a day",
    "weekday": "it was another day of the week",
    "unknown": "it is no date",
}
"""What may keep a text from being read as a day."""


class Reading(NamedTuple):
    """All days that a text may be; if it is not one, ``fault`` is a word of FAULTS, told in ``problem``."""

    days: tuple[Day, ...]
    fault: str = ""
    problem: str = ""

    @property
    def day(self) -> Day | None:
        """The day, if it is certain which."""
        return None if self.fault else self.days[0]


def day_of(text: str) -> Reading:
    """It is a day as the ledger writes it."""
    return Reading((Day(text),))


def no(fault: str, problem: str) -> Reading:
    """It is no day, for a reason."""
    return Reading((), fault, problem)


def in_calendar(year: int, month: int, day: int) -> Reading:
    """A full date, if there is such a day."""
    try:
        return day_of(str(date(year, month, day)))
    except ValueError:
        return no("calendar", "No calendar has such a day.")


def dated(year: str, month: int, day: int, last: str | None) -> Reading:
    """A day whose year may have two digits."""
    if len(year) == 4:
        return in_calendar(int(year), month, day)
    # A leap day is in some calendar; whether in that of its year, is known later.
    if (found := in_calendar(2000, month, day)).fault:
        return found
    if last is None:
        return no("century", f"Its year is {year}, and nothing says in which century.")
    latest = int(last[:4]) - int(last[:4]) % 100 + int(year)
    if f"{latest:04}-{month:02}-{day:02}" > last:
        latest -= 100
    if int(last[:4]) - latest > OLDEST:
        return no(
            "century", f"Its year would be {latest}, or {latest + 100}, which makes it later than {last}."
        )
    return in_calendar(latest, month, day)
