"""What a cell says of a day: a date that a spreadsheet holds as one, or a text as people write dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from events.base import Day
from ledger import times
from ledger.dates.reading import read_date
from ledger.importing.cells import Fault
from ledger.tables.base import Cell

_AHEAD = 50
"""Years after the day a file was seen in which a day of two digits may be that need not have come."""
_LAST_SERIAL = 100_000
_OTHER = "Write it as 2021-08-18, as 2021-08 or 2021 if no more is known, or leave it empty, in a copy."
_REMEDIES = {
    "order": 'Say in [file] which stands first: dates = "day-first" or dates = "month-first".',
    "contradicts": "See which it is, and write it as 2021-08-18 in a copy.",
    "century": "Write the year with four digits in a copy.",
    "no-year": "Write it with its year in a copy.",
    "two": "Say in a copy which one it is; a month is 2021-08, a year 2021.",
}
_A_MONTH = 'If it is a month, say dates = "iso" in [file]; else write the year alone in a copy.'


def day_reader(order: str | None, seen_on: Day, *, past: bool) -> Callable[[Cell], Day | Fault]:
    """What reads cells with days, ``past`` those that had come when the file was seen."""
    last = seen_on if past else f"{min(9999, int(seen_on[:4]) + _AHEAD)}-12-31"

    def read(cell: Cell) -> Day | Fault:
        value = cell.value
        if isinstance(value, date):
            day = Day((value.date() if isinstance(value, datetime) else value).isoformat())
        elif isinstance(value, time):
            return Fault("It is a time and no day; before 1900 a spreadsheet shows days so.", _OTHER)
        else:
            reading = read_date(cell.text.strip(), order, last)
            if reading.day is None:
                if isinstance(value, int | float):
                    return _serial(value)
                remedy = _REMEDIES.get(reading.fault, _OTHER)
                if reading.fault == "two" and read_date(cell.text.strip(), "iso", last).day:
                    remedy = _A_MONTH
                return Fault(reading.problem, remedy)
            day = reading.day
        if past and times.first_day(day) > seen_on:
            return Fault(
                f"{day} is after {seen_on}, when the file was seen.",
                "See which is right, and write it so in a copy, or give another --seen-on.",
            )
        return day

    return read


def _serial(value: float) -> Fault:
    """A number that is no year: if a spreadsheet counts days so, which day it would be."""
    if isinstance(value, bool) or not 1 <= value < _LAST_SERIAL:
        return Fault("It is a number and no date.", _OTHER)
    day = date(1899, 12, 30) + timedelta(days=int(value))
    return Fault(
        "It is a number and no date.",
        f"If a spreadsheet counts days so, it is {day}: give the cell the format of a date, and save it.",
    )
