"""The two times, as text that sorts: days (when it was true) and instants (when we knew it).

A day may be known in part: ``2024-04`` and ``2012`` are kept as they are and stand for the last day of that
month or year; ``..2024-04-04``, of which only the end is known, stands for that.
An instant is UTC with microseconds, ``2026-11-22T10:02:11.123456Z``; all of one width, so text order
is time order.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from events.base import OPEN_START, Day, Instant, is_day
from events.named import NamedTuple
from ledger.errors import BadInput

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_DAY = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?|\.\.[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z"
)
HOW_A_DATE_IS_WRITTEN = (
    "Write it as 2021-08-18; as 2021-08 or 2021 if only the month or the year is known; "
    "as ..2021-08-18 if it is only known not to be after that day."
)
HOW_A_DAY_IS_ASKED_ABOUT = "Write it as 2021-08-18, or as 2021-08 or 2021 for the whole month or year."
BEFORE_ALL = "0000-00-00"
"""Sorts before every date: the first date that a day can be if only the last is known."""

_FULL = len("2024-04-03")
_MONTH = len("2024-04")
_YEAR = len("2024")


is_date = _DAY.fullmatch
"""Whether a text has the form of a date (None where not)."""


def day(text: str, what: str = "date", how: str = HOW_A_DATE_IS_WRITTEN) -> Day:
    """Read a date: ``YYYY-MM-DD``, ``YYYY-MM``, ``YYYY`` or ``..YYYY-MM-DD``; ``how`` it is written, else.

    Raises BadInput for any other form (01/02/2021 could be two days) and for a day no calendar has.
    """
    if is_day(text):
        return Day(text)
    if _DAY.fullmatch(text):
        raise BadInput(f"The {what} {text} is in no calendar.", how)
    raise BadInput(f"The {what} {text!r} cannot be read.", how)


def asked_day(text: str, what: str = "date") -> Day:
    """Read a day that is asked about; raises BadInput, also for one of which only the end is known.

    A month or a year that is asked about is meant whole.
    """
    asked = day(text, what, HOW_A_DAY_IS_ASKED_ABOUT)
    if asked.startswith(OPEN_START):
        raise BadInput(
            f"{asked} is no day to ask about: it is any day until {last_day(asked)}.",
            f"Give that day: {last_day(asked)}",
        )
    return asked


@lru_cache(maxsize=4096)
def last_day(of: str) -> str:
    """The full date that a day sorts as: itself, the last one of its month or year, or the last it can be."""
    if of.startswith(OPEN_START):
        return of.removeprefix(OPEN_START)
    if len(of) == _YEAR:
        return f"{of}-12-31"
    if len(of) != _MONTH:
        return of
    year, month = int(of[:4]), int(of[5:])
    if month == 12:
        return f"{of}-31"
    return str(date(year, month + 1, 1) - timedelta(days=1))


@lru_cache(maxsize=4096)
def _date_at(minute: str, in_zone: str) -> Day:
    return today(datetime.fromisoformat(f"{minute}Z"), in_zone)


def day_of(recorded_at: str, in_zone: str) -> Day:
    """The date it was in a zone at an instant as the ledger writes it; in UTC if nobody knows the zone."""
    if in_zone != "UTC":
        with suppress(ValueError, OverflowError, BadInput):
            return _date_at(recorded_at[: len("2026-11-22T10:02")], in_zone)
    return Day(recorded_at[: len("2026-11-22")])


def span(on: str, recorded_at: str = "", in_zone: str = "UTC") -> tuple[str, str]:
    """The first and the last full date that a fact of a day can be of.

    Of what is not known to the day: a fact had come, at the latest, on the day it was recorded (in the zone),
    where that is known.
    """
    if len(on) == _FULL:
        return on, on
    days = _bounds(on)
    # No zone is a whole day away from UTC, so what ended on an earlier date there had come in all of them.
    if days[1] < recorded_at[:_FULL]:
        return days
    return _span(on, recorded_at[: len("2026-11-22T10:02")], in_zone)


@lru_cache(maxsize=4096)
def _bounds(on: str) -> tuple[str, str]:
    return first_day(on), last_day(on)


@lru_cache(maxsize=4096)
def _span(on: str, minute: str, in_zone: str) -> tuple[str, str]:
    first, last = _bounds(on)
    if not minute:
        return first, last
    with suppress(ValueError, OverflowError, BadInput):  # a clock or a zone that nobody knows
        last = min(last, _date_at(minute, in_zone))
    # Whatever the clock said, it had not come before it could.
    return first, max(first, last)


def is_overdue(due: str | None, day: str) -> bool:
    """Whether a due date had passed at the end of a day, given as a full date."""
    return due is not None and last_day(due) < day


def days_between(earlier: str, later: str) -> int:
    """How many days lie between two days; a month stands for its last one."""
    return (date.fromisoformat(last_day(later)) - date.fromisoformat(last_day(earlier))).days


class Length(NamedTuple):
    """How many days lie between two facts: the least that the dates leave, and the most, or None.

    >>> length(("2021-05-01", "2021-05-31"), ("2021-06-01", "2021-06-01"))
    Length(least=1, most=31)
    """

    least: int
    most: int | None

    @property
    def exact(self) -> int | None:
        """The number of days if the dates leave just one, or None."""
        return self.least if self.least == self.most else None


def length(earlier: tuple[str, str], later: tuple[str, str]) -> Length:
    """How long it was from a fact to one that came no earlier, each with the first and the last full date
    that it can be of.
    """
    least = max(days_between(earlier[1], later[0]), 0) if later[0] != BEFORE_ALL else 0
    return Length(least, None if earlier[0] == BEFORE_ALL else max(days_between(earlier[0], later[1]), 0))


def first_day(of: str) -> str:
    """The earliest date that a day can be: itself, the first one of its month or year, or BEFORE_ALL."""
    if len(of) == _FULL:
        return of
    if of.startswith(OPEN_START):
        return BEFORE_ALL
    return f"{of}-01-01" if len(of) == _YEAR else f"{of}-01"


def earliest(of: str) -> str | None:
    """The earliest date that a day can be, or None if nothing is known of that."""
    first = first_day(of)
    return None if first == BEFORE_ALL else first


def shown(of: str) -> str:
    """A day as people read it in a table: ``2021-08-18``, ``2012``, ``not known, by 2024-04-04``."""
    return f"not known, by {last_day(of)}" if of.startswith(OPEN_START) else of


def by(of: str) -> str:
    """A day behind "by" or "due": ``2021-08-18``, ``2012``; of one that is not known the last it can be."""
    return last_day(of) if of.startswith(OPEN_START) else of


def begun(of: str) -> str:
    """A day behind "from" or "since": ``2021-08-18``, ``2012`` or ``2024-04-04 or before``."""
    return f"{last_day(of)} or before" if of.startswith(OPEN_START) else of


def named(of: str) -> str:
    """A day behind "of": ``2021-08-18``, ``2012`` or ``a day not known, by 2024-04-04``."""
    return f"a day {shown(of)}" if of.startswith(OPEN_START) else of


def when(of: str) -> str:
    """A day in a sentence: ``on 2021-08-18``, ``in 2012`` or ``by 2024-04-04``."""
    if of.startswith(OPEN_START):
        return f"by {last_day(of)}"
    return f"on {of}" if len(of) == _FULL else f"in {of}"


def certainly_later(one: str, other: str) -> bool:
    """Whether a day certainly comes after another, each of which may be known in part."""
    return first_day(one) > last_day(other)


def certainly_since(one: str, other: str) -> bool:
    """Whether a day is certainly not before another, each of which may be known in part."""
    return first_day(one) >= last_day(other)


def instant(moment: datetime) -> Instant:
    """An aware datetime as the ledger writes it."""
    return Instant(moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"))


is_instant = _INSTANT.fullmatch
"""Whether a text has the one form the ledger writes instants in (None where not)."""


def printed(moment: str) -> str:
    """An instant as people read it, each digit of it, in a form that is read back as that instant.

    >>> printed("2026-11-22T10:02:11.123456Z")
    '2026-11-22 10:02:11.123456Z'
    """
    return moment.replace("T", " ")


def after(earlier: Instant) -> Instant:
    """The next microsecond; at the end of the calendar the same, and places alone order what comes then."""
    moment = datetime.fromisoformat(earlier)
    with suppress(OverflowError):
        moment += timedelta(microseconds=1)
    return instant(moment)


@lru_cache(maxsize=64)
def zone(name: str) -> ZoneInfo:
    """The time zone of an IANA name such as ``Europe/London``.

    Raises BadInput for a name that the time zone database does not have.
    """
    from zoneinfo import ZoneInfo  # noqa: PLC0415  it costs start-up, and --help needs none

    remedy = "Use a name of the IANA database, such as Europe/London or UTC."
    if not re.fullmatch(r"[A-Za-z0-9_+\-/]{1,64}", name):
        raise BadInput(f"{name!r} is no time zone.", remedy)
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise BadInput(f"There is no time zone {name}.", remedy) from None


def known_zone(name: str) -> str:
    """A name of the IANA database, canonical or an alias, which means the same on every machine.

    Raises BadInput for any other, whatever the machine's own files know: ``localtime`` and ``posixrules``
    depend on the machine, ``right/…`` counts leap seconds, ``Factory`` is no place.
    """
    from importlib.resources import files  # noqa: PLC0415  only who begins a ledger needs it

    zone(name)
    known = files("tzdata").joinpath("zones").read_text("utf-8").split()
    if name not in known or name == "Factory":
        near = next((one for one in known if one.casefold() == name.casefold()), "Europe/London or UTC")
        raise BadInput(
            f"{name} is no time zone of the IANA database.", f"Use one of its names, such as {near}."
        )
    return name


def today(now: datetime, in_zone: str) -> Day:
    """The date it is at an aware ``now`` in a time zone."""
    with suppress(OverflowError):  # at an end of the calendar there is no other day
        now = now.astimezone(zone(in_zone))
    return Day(str(now.date()))
