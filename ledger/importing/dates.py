"""Dates as people write them, to days as the ledger writes them. Nothing is guessed.

    >>> read_date("18th November 2013").day, read_date("27/7/20", last="2024-04-04").day
    ('2013-11-18', '2020-07-27')
    >>> read_date("03/04/2021")
    Reading(days=('2021-04-03', '2021-03-04'), fault='order', problem='It is 2021-04-03 or 2021-03-04.')

1. What has one reading is read; what has two is told with both, what has none with the reason.
2. Day and month change places only if the order is not given; with a given order, none that it contradicts.
3. A year of two digits is the latest one for which the day is not after ``last``, and not more than 80 years
   before it; without ``last`` there is none. It stands at the end, unless the order is "iso".
4. A time of day behind a date is left out, for a day is what is asked for.
5. ``2011-12`` is a month if the order is "iso" only: else it could be the year from 2011 to 2012.
6. Two dates, a date without its year, a weekday that it was not, and anything beside a date are faults.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from events.base import Day, is_day

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

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

_MONTH = {name[:length]: place for place, name in enumerate(MONTHS, 1) for length in (3, len(name))}
_MONTH |= {"sept": 9}
_WEEKDAY = {name[:length]: place for place, name in enumerate(WEEKDAYS) for length in (3, len(name))}
_WEEKDAY |= {"tues": 1, "wednes": 2, "thur": 3, "thurs": 3}

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_TIME = re.compile(
    r"(?:t| at |,? )\s*(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?"
    r"\s*(?:[ap]\.?m\.?)?\s*(?:z|utc|gmt|[+-]\d\d:?\d\d)?"
)
_PARTS = re.compile(r"(\d{1,2}|\d{4}) ?([-/.]) ?(\d{1,2}) ?\2 ?(\d{4}|\d{1,2})\.?")
_MONTH_OF = re.compile(r"(\d{1,2}) ?[-/.] ?(\d{4})|(\d{4}) ?[-/.] ?(\d{1,2}|\d{4})")
_NO_YEAR = re.compile(r"\d{1,2} ?[-/.] ?\d{1,2}")
_COMPACT = re.compile(r"((?:18|19|20)\d\d)(\d\d)(\d\d)")
_YEAR = re.compile(r"(\d{4})(?:\.0+)?")
_TOKEN = re.compile(r"\d+|[a-z]+|[^\sa-z\d]")
_SEVERAL = re.compile(r"\d ?[-/.] ?\d+ ?[-/.] ?\d+\b.*\d ?[-/.] ?\d+ ?[-/.] ?\d{2}")
_BETWEEN = frozenset((",", ".", "-", "/", "of", "the", "'", "’"))
_ORDINALS = frozenset(("st", "nd", "rd", "th"))


class Reading(NamedTuple):
    """All days that a text may be; if it is not one, ``fault`` is a word of FAULTS, told in ``problem``."""

    days: tuple[Day, ...]
    fault: str = ""
    problem: str = ""

    @property
    def day(self) -> Day | None:
        """The day, if it is certain which."""
        return None if self.fault else self.days[0]


@lru_cache(maxsize=65536)
def read_date(text: str, order: str | None = None, last: str | None = None) -> Reading:
    """What a text is as a day. ``order`` is "day-first", "month-first", "iso" or not given.

    ``last`` is the last day that it can be (a full date), by which a year of two digits is told.
    """
    written = " ".join(_DASHES.sub("-", text).split()).casefold()
    if is_day(written) and not (order != "iso" and _is_span(written)):
        return _day(written)
    if not written:
        return _no("unknown", "It is empty.")
    if found := _TIME.search(written):
        if found.end() == len(written) and found.start():
            return read_date(written[: found.start()], order, last)
        return _no("two" if found.start() else "unknown", "It is more than a date.")
    if found := _PARTS.fullmatch(written):
        return _of_parts(found[1], found[3], found[4], order, last)
    if (found := _YEAR.fullmatch(written)) and is_day(found[1]):
        return _day(found[1])
    if found := _MONTH_OF.fullmatch(written):
        return _of_a_month(found, order)
    if _NO_YEAR.fullmatch(written):
        return _no("no-year", "Its year is missing.")
    if (found := _COMPACT.fullmatch(written)) and (read := _in_calendar(*map(int, found.groups()))).day:
        return read
    if _SEVERAL.search(written):
        return _no("two", "It is more than one date.")
    if _PARTS.search(written):
        return _no("unknown", "It is more than a date.")
    return _of_words(_TOKEN.findall(written), last)


def _day(text: str) -> Reading:
    return Reading((Day(text),))


def _no(fault: str, problem: str) -> Reading:
    return Reading((), fault, problem)


def _is_span(text: str) -> bool:
    """Whether a month may be the second of two years: ``2011-12``."""
    return len(text) == len("2011-12") and int(text[5:]) == (int(text[:4]) + 1) % 100


def _in_calendar(year: int, month: int, day: int) -> Reading:
    try:
        return _day(str(date(year, month, day)))
    except ValueError:
        return _no("calendar", "No calendar has such a day.")


def _of_parts(first: str, second: str, third: str, order: str | None, last: str | None) -> Reading:
    """``18/08/2021``, ``2021.8.18``, ``27/7/20``."""
    if len(first) == 4 or (order == "iso" and len(third) <= 2):
        if len(first) + len(third) > 6:
            return _no("unknown", "It has two years.")
        return _dated(first, int(second), int(third), last)
    if len(third) == 1:
        return _no("unknown", "Its year has one digit.")
    one, other = int(first), int(second)
    readings = {
        "day-first": _dated(third, other, one, last),
        "month-first": _dated(third, one, other, last),
    }
    if order in readings:
        taken = readings.pop(order)
        (left,) = readings.values()
        if taken.fault == "calendar" and left.day:
            return Reading((), "contradicts", f"It would be {left.day}, and the dates are {order}.")
        return taken
    possible = {reading.days: reading for reading in readings.values() if reading.fault != "calendar"}
    if len(possible) == 1:
        return next(iter(possible.values()))
    if not possible:
        return _no("calendar", "No calendar has such a day, whether the day or the month stands first.")
    if faulty := next((reading for reading in possible.values() if reading.fault), None):
        return faulty
    days = tuple(day for reading in possible.values() for day in reading.days)
    return Reading(days, "order", f"It is {' or '.join(days)}.")


def _dated(year: str, month: int, day: int, last: str | None) -> Reading:
    """A day whose year may have two digits."""
    if len(year) == 4:
        return _in_calendar(int(year), month, day)
    # A leap day is in some calendar; whether in that of its year, is known later.
    if (found := _in_calendar(2000, month, day)).fault:
        return found
    if last is None:
        return _no("century", f"Its year is {year}, and nothing says in which century.")
    latest = int(last[:4]) - int(last[:4]) % 100 + int(year)
    if f"{latest:04}-{month:02}-{day:02}" > last:
        latest -= 100
    if int(last[:4]) - latest > OLDEST:
        return _no(
            "century", f"Its year would be {latest}, or {latest + 100}, which makes it later than {last}."
        )
    return _in_calendar(latest, month, day)


def _of_a_month(found: re.Match[str], order: str | None) -> Reading:
    """``08/2021`` or ``2021/8``; ``2012/13`` and ``2012-2013`` are spans."""
    year, month = (found[2], found[1]) if found[2] else (found[3], found[4])
    month = month.zfill(2)
    if len(month) == 4 or (int(month) > 12 and int(month) == (int(year) + 1) % 100):
        return _no("two", "It is a span of two years.")
    if not found[2] and order != "iso" and _is_span(f"{year}-{month}"):
        return _no("two", f"It is the month {year}-{month}, or the year from {year} to {int(year) + 1}.")
    return (
        _day(f"{year}-{month}") if is_day(f"{year}-{month}") else _no("calendar", "There is no such month.")
    )


def _of_words(tokens: list[str], last: str | None) -> Reading:
    """``18th November 2013``, ``Nov. 18, 2013``, ``27-Aug-21``, ``August 2021``."""
    parts: list[str] = []
    weekday: int | None = None
    for place, token in enumerate(tokens):
        if token.isdecimal() or token in _MONTH:
            parts.append(token)
        elif token in _ORDINALS and place and tokens[place - 1].isdecimal():
            continue
        elif token in _WEEKDAY and weekday is None:
            weekday = _WEEKDAY[token]
        elif token not in _BETWEEN or place in (0, len(tokens) - 1):
            if token in ("the", ".") and parts[:1] != [token] and len(tokens) > 1:
                continue
            return _no(*_beside(tokens))
    months = [part for part in parts if part in _MONTH]
    if len(months) != 1 or len(parts) > 3:
        return _no(*_beside(tokens))
    reading = _of_month_and(parts.index(months[0]), _MONTH[months[0]], parts, last)
    if weekday is not None and reading.day and len(reading.day) == len("2021-08-18"):
        was = date.fromisoformat(reading.day).weekday()
        if was != weekday:
            return _no("weekday", f"{reading.day} was a {WEEKDAYS[was].capitalize()}.")
    return reading


def _of_month_and(place: int, month: int, parts: list[str], last: str | None) -> Reading:
    """The month stands at a place among numbers."""
    numbers = [part for index, part in enumerate(parts) if index != place]
    match [len(number) for number in numbers]:
        case [4]:
            return (
                _day(f"{numbers[0]}-{month:02}") if is_day(numbers[0]) else _no("calendar", "No such year.")
            )
        case [1 | 2]:
            if place == 0 and len(numbers[0]) == 2:
                return _no("no-year", "It is a month with a day or with a year of two digits.")
            return _no("no-year", "Its year is missing.")
        case [1 | 2, 2 | 4] if place < 2:
            return _dated(numbers[1], month, int(numbers[0]), last)
        case [4, 1 | 2] if place == 1:
            return _in_calendar(int(numbers[0]), month, int(numbers[1]))
        case [1 | 2, 1 | 2, *_] | [1 | 2, 1 | 2]:
            return _no("two", "It is more than one date.")
        case _:
            return _no("unknown", "It is no date.")


def _beside(tokens: list[str]) -> tuple[str, str]:
    """What is wrong with words that are no date by themselves."""
    months = sum(token in _MONTH for token in tokens)
    if months > 1 or (months == 1 and sum(token.isdecimal() for token in tokens) > 2):
        return "two", "It is more than one date."
    if months and any(token.isdecimal() for token in tokens):
        return "unknown", "It is more than a date."
    return "unknown", "It is no date."
