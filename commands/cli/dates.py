"""Dates as people type them, in every option that takes a DATE.

    --on 31/08/2021         Note: --on 31/08/2021 is 2021-08-31.
    --due 03/04/2021        asked about on a terminal; elsewhere refused, with both days
    --as-of yesterday       today, tomorrow; the days of the ledger's time zone

1. What the contract says a date is (2021-08-18, 2021-08, 2021, ..2024-04-04) is handed on as it is.
2. Any other form is read if it has one reading, and what was understood is echoed.
3. A year of two digits is the latest one that is no more than ``AHEAD`` years ahead.
   With dashes it may stand first as well as last: 21-08-18 could be two days.
4. A time of day is refused: which day it is somewhere else, depends on the zone.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

import click

from commands.cli.click_types import location, may_ask
from commands.cli.context import environment_of
from events.base import OPEN_START
from ledger import times
from ledger.errors import BadInput, LedgerError

AHEAD = 20
"""How many years a due date may lie ahead whose year is typed with two digits."""

RELATIVE = {"today": 0, "yesterday": -1, "tomorrow": 1}
"""Days from today on."""

HOW = (
    "Write it as 2021-08-18, 18 August 2021, today or yesterday; as 2021-08 or 2021 if only the month or the "
    "year is known; as ..2021-08-18 if it is only known not to be after that day."
)


class Unreadable(BadInput):
    """It is no date, or none that can be told."""


def understood(text: str, what: str, ctx: click.Context) -> str:
    """A date in the contract's form, however it was typed; raises BadInput. ``what`` is the option's name.

    What is in that form is returned as it is, also if no calendar has it: a decision says so.
    """
    typed = text.strip()
    if not typed or times.is_date(typed):
        return typed or text
    day = _read(typed, what, ctx)
    environment_of(ctx).warn(f"{what} {text} is {day}.")
    return day


def _read(typed: str, what: str, ctx: click.Context) -> str:
    if (steps := RELATIVE.get(typed.casefold())) is not None:
        return str(date.fromisoformat(_today(ctx)) + timedelta(days=steps))
    if ":" in typed:
        raise Unreadable(
            f"The date {typed!r} ({what}) has a time of day.", "Give the day alone, as 2021-08-18."
        )
    end = typed.removeprefix(OPEN_START)
    day = _one_day(end.strip(), typed, what, ctx)
    if end == typed:
        return day
    if len(day) != len("2021-08-18"):
        raise Unreadable(f"The date {typed!r} ({what}) cannot be read: only a day can be the last one.", HOW)
    return f"{OPEN_START}{day}"


def _one_day(words: str, typed: str, what: str, ctx: click.Context) -> str:
    from ledger.dates.reading import read_date  # noqa: PLC0415  most dates are written as the ledger has them

    if times.is_date(words):
        return words
    now = environment_of(ctx).clock()
    last = f"{min(now.year + AHEAD, date.max.year):04}-12-31"
    reading = read_date(words, last=last)
    days = reading.days
    if days and re.fullmatch(r"\d\d ?- ?\d{1,2} ?- ?\d\d", words):
        days = tuple(dict.fromkeys((*days, *read_date(words, "iso", last).days)))
    if len(days) > 1:
        return _which(typed, what, days, ctx)
    if days:
        return days[0]
    why = (
        ""
        if reading.problem == "It is no date."
        else f": {reading.problem[0].lower()}{reading.problem[1:-1]}"
    )
    raise Unreadable(f"The date {typed!r} ({what}) cannot be read{why}.", HOW)


def _which(typed: str, what: str, days: tuple[str, ...], ctx: click.Context) -> str:
    """The one of two days that is meant: asked on a terminal, refused elsewhere."""
    told = f"{what} {typed} could be {' or '.join(map(in_words, days))}."
    if not may_ask(ctx):
        raise BadInput(told, f"Give {' or '.join(days)}.")
    from commands.cli.choosing import choose  # noqa: PLC0415  at a terminal only

    return choose(environment_of(ctx), told, [(day, in_words(day)) for day in days])


def in_words(day: str) -> str:
    """``18 August 2021``."""
    from ledger.dates.words import MONTHS  # noqa: PLC0415  as above

    year, month, of_month = day.split("-")
    return f"{int(of_month)} {MONTHS[int(month) - 1].capitalize()} {year}"


def _today(ctx: click.Context) -> str:
    """Today in the ledger's time zone; if there is no ledger, in UTC."""
    environment, zone = environment_of(ctx), "UTC"
    try:
        with environment.open_ledger(location(ctx)) as ledger:
            zone = ledger.inspectorate().time_zone
    except LedgerError:
        pass  # the command itself says what is wrong with the ledger, if it needs one
    return times.today(environment.clock(), zone)
