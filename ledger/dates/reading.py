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
from functools import lru_cache

from events.base import is_day
from ledger.dates.parts import Reading, dated, day_of, in_calendar, no
from ledger.dates.words import of_words

_LONGEST = 100

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
_SEVERAL = re.compile(r"\d ?[-/.] ?\d+ ?[-/.] ?\d+\b.*\d ?[-/.] ?\d+ ?[-/.] ?\d{2}")


def read_date(text: str, order: str | None = None, last: str | None = None) -> Reading:
    """What a text is as a day. ``order`` is "day-first", "month-first", "iso" or not given.

    ``last`` is the last day that it can be (a full date), by which a year of two digits is told.
    """
    if len(text) > _LONGEST:
        return no("unknown", "It is more than a date.")
    return _read(text, order, last)


@lru_cache(maxsize=65536)
def _read(text: str, order: str | None, last: str | None) -> Reading:
    written = " ".join(_DASHES.sub("-", text).split()).casefold()
    if is_day(written) and not (order != "iso" and _is_span(written)):
        return day_of(written)
    if not written:
        return no("unknown", "It is empty.")
    if found := _TIME.search(written):
        if found.end() == len(written) and found.start():
            return read_date(written[: found.start()], order, last)
        return no("two" if found.start() else "unknown", "It is more than a date.")
    if found := _PARTS.fullmatch(written):
        return _of_parts(found[1], found[3], found[4], order, last)
    if (found := _YEAR.fullmatch(written)) and is_day(found[1]):
        return day_of(found[1])
    if found := _MONTH_OF.fullmatch(written):
        return _of_a_month(found, order)
    if _NO_YEAR.fullmatch(written):
        return no("no-year", "Its year is missing.")
    if (found := _COMPACT.fullmatch(written)) and (read := in_calendar(*map(int, found.groups()))).day:
        return read
    if _SEVERAL.search(written):
        return no("two", "It is more than one date.")
    if _PARTS.search(written):
        return no("unknown", "It is more than a date.")
    return of_words(written, last)


def _is_span(text: str) -> bool:
    """Whether a month may be the second of two years: ``2011-12``."""
    return len(text) == len("2011-12") and int(text[5:]) == (int(text[:4]) + 1) % 100


def _of_parts(first: str, second: str, third: str, order: str | None, last: str | None) -> Reading:
    """``18/08/2021``, ``2021.8.18``, ``27/7/20``."""
    if len(first) == 4 or (order == "iso" and len(third) <= 2):
        if len(first) + len(third) > 6:
            return no("unknown", "It has two years.")
        return dated(first, int(second), int(third), last)
    if len(third) == 1:
        return no("unknown", "Its year has one digit.")
    one, other = int(first), int(second)
    readings = {
        "day-first": dated(third, other, one, last),
        "month-first": dated(third, one, other, last),
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
        return no("calendar", "No calendar has such a day, whether the day or the month stands first.")
    if faulty := next((reading for reading in possible.values() if reading.fault), None):
        return faulty
    days = tuple(day for reading in possible.values() for day in reading.days)
    return Reading(days, "order", f"It is {' or '.join(days)}.")


def _of_a_month(found: re.Match[str], order: str | None) -> Reading:
    """``08/2021`` or ``2021/8``; ``2012/13`` and ``2012-2013`` are spans."""
    year, month = (found[2], found[1]) if found[2] else (found[3], found[4])
    month = month.zfill(2)
    if len(month) == 4 or (int(month) > 12 and int(month) == (int(year) + 1) % 100):
        return no("two", "It is a span of two years.")
    if not found[2] and order != "iso" and _is_span(f"{year}-{month}"):
        return no("two", f"It is the month {year}-{month}, or the year from {year} to {int(year) + 1}.")
    return (
        day_of(f"{year}-{month}") if is_day(f"{year}-{month}") else no("calendar", "There is no such month.")
    )
