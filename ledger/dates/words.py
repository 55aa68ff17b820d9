"""Dates with the month in words, in English: ``18th November 2013``, ``27-Aug-21``, ``August 2021``."""

from __future__ import annotations

import re
from datetime import date

from events.base import is_day
from ledger.dates.parts import Reading, dated, day_of, in_calendar, no

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_MONTH = {name[:length]: place for place, name in enumerate(MONTHS, 1) for length in (3, len(name))}
_MONTH |= {"sept": 9}
_WEEKDAY = {name[:length]: place for place, name in enumerate(WEEKDAYS) for length in (3, len(name))}
_WEEKDAY |= {"tues": 1, "wednes": 2, "thur": 3, "thurs": 3}

_TOKEN = re.compile(r"\d+|[a-z]+|[^\sa-z\d]")
_BETWEEN = frozenset((",", ".", "-", "/", "of", "the", "'", "’"))
_ORDINALS = frozenset(("st", "nd", "rd", "th"))


def of_words(written: str, last: str | None) -> Reading:
    """``18th November 2013``, ``Nov. 18, 2013``, ``27-Aug-21``, ``August 2021``."""
    tokens = _TOKEN.findall(written)
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
            return no(*_beside(tokens))
    months = [part for part in parts if part in _MONTH]
    if len(months) != 1 or len(parts) > 3:
        return no(*_beside(tokens))
    reading = _of_month_and(parts.index(months[0]), _MONTH[months[0]], parts, last)
    if weekday is not None and reading.day and len(reading.day) == len("2021-08-18"):
        was = date.fromisoformat(reading.day).weekday()
        if was != weekday:
            return no("weekday", f"{reading.day} was a {WEEKDAYS[was].capitalize()}.")
    return reading


def _of_month_and(place: int, month: int, parts: list[str], last: str | None) -> Reading:
    """The month stands at a place among numbers."""
    numbers = [part for index, part in enumerate(parts) if index != place]
    match [len(number) for number in numbers]:
        case [4]:
            return (
                day_of(f"{numbers[0]}-{month:02}") if is_day(numbers[0]) else no("calendar", "No such year.")
            )
        case [1 | 2]:
            if place == 0 and len(numbers[0]) == 2:
                return no("no-year", "It is a month with a day or with a year of two digits.")
            return no("no-year", "Its year is missing.")
        case [1 | 2, 2 | 4] if place < 2:
            return dated(numbers[1], month, int(numbers[0]), last)
        case [4, 1 | 2] if place == 1:
            return in_calendar(int(numbers[0]), month, int(numbers[1]))
        case [1 | 2, 1 | 2, *_] | [1 | 2, 1 | 2]:
            return no("two", "It is more than one date.")
        case _:
            return no("unknown", "It is no date.")


def _beside(tokens: list[str]) -> tuple[str, str]:
    """What is wrong with words that are no date by themselves."""
    months = sum(token in _MONTH for token in tokens)
    if months > 1 or (months == 1 and sum(token.isdecimal() for token in tokens) > 2):
        return "two", "It is more than one date."
    if months and any(token.isdecimal() for token in tokens):
        return "unknown", "It is more than a date."
    return "unknown", "It is no date."
