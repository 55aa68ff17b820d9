"""Moments as people write them, and in each form in which the program prints one.

2026-11-22                        the end of that day in the ledger's time zone; so of a month or a year
2026-11-22T10:02:11.123456Z       just that, as JSON has it
2026-11-22 10:02:11.123456Z       the same, in tables
2026-11-22 10:02:11.123456 UTC    the same, in receipts
2026-11-22 10:02:11Z              that second, with all that was recorded in it
2026-11-22 10:02:11 UTC           the same
22 November 2026, 10:02:11 UTC    the same, on a page
2026-11-22 10:02:11               local to the ledger's time zone; so is 2026-11-22T10:02
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from events.base import Instant
from events.named import NamedTuple
from ledger.errors import BadInput
from ledger.times import asked_day, first_day, instant, is_date, last_day, zone

# Compiled when they are used, for that costs every start.
_TIME = (
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[T ](?P<hour>[0-9]{2})(?::(?P<minute>[0-9]{2}))?"
    r"(?::(?P<second>[0-9]{2})(?:[.,](?P<part>[0-9]{1,9}))?)?"
    r" ?(?P<zone>Z|UTC|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_ON_A_PAGE = r"(?P<day>[0-9]{1,2}) (?P<month>[A-Z][a-z]+) (?P<year>[0-9]{4}), (?P<rest>.+)"
_MICROSECOND = timedelta(microseconds=1)
HOW = "Write it as 2026-11-22T10:02:11Z, or as 2026-11-22 for the end of that day."


class Moment(NamedTuple):
    """What a text means: from its first instant to its last, which is the one that is asked about."""

    first: Instant
    last: Instant


class Unclear(BadInput):
    """A local time that a change of clocks doubles or skips; ``readings`` has what it can mean, as text."""

    def __init__(self, text: str, in_zone: str, readings: tuple[str, str], *, skipped: bool) -> None:
        self.readings = readings
        why = "skipped it" if skipped else "had it twice"
        super().__init__(
            f"The time {text} cannot be told: the clocks of {in_zone} {why}. "
            f"It can mean {readings[0]} or {readings[1]}.",
            f"Give {readings[0]} or {readings[1]} instead.",
        )


def moment(text: str, in_zone: str) -> Moment:
    """Read a moment; a time without an offset is local to the zone. Raises BadInput, or Unclear."""
    said = text.strip()
    if is_date(said):
        on = asked_day(said, "time")
        return Moment(_begins(first_day(on), in_zone), _ends(last_day(on), in_zone))
    found = re.fullmatch(_TIME, _as_figures(said), re.IGNORECASE)
    try:
        if found:
            return _moment(found, text, in_zone)
    except (ValueError, OverflowError):
        pass
    raise BadInput(f"The time {text!r} cannot be read.", HOW)


def _as_figures(text: str) -> str:
    """``22 November 2026, 10:02:11 UTC`` in the form of the others."""
    found = re.fullmatch(_ON_A_PAGE, text)
    if not found or found["month"] not in MONTHS:
        return text
    return f"{found['year']}-{MONTHS.index(found['month']) + 1:02}-{int(found['day']):02} {found['rest']}"


def _moment(found: re.Match[str], text: str, in_zone: str) -> Moment:
    part = (found["part"] or "")[:6]
    clock = f"{found['hour']}:{found['minute'] or '00'}:{found['second'] or '00'}.{part:0<6}"
    plain = datetime.fromisoformat(f"{found['day']}T{clock}")
    offset = (found["zone"] or "").upper()
    if offset:
        began = datetime.fromisoformat(f"{found['day']}T{clock}{'Z' if offset in ('Z', 'UTC') else offset}")
    else:
        began = _local(plain, part, text, in_zone)
    # Who reads a second off a receipt means what was recorded in it, whatever part of it that was.
    length = timedelta(microseconds=10 ** (6 - len(part))) if found["second"] else _MICROSECOND
    return Moment(instant(began), instant(began.astimezone(UTC) + (length - _MICROSECOND)))


def _local(plain: datetime, part: str, text: str, in_zone: str) -> datetime:
    place = zone(in_zone)
    first, second = (plain.replace(tzinfo=place, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    # With as many digits as were given: 10:02:11.5 is a tenth of a second.
    digits = f".{part}" if part else ""
    readings = [f"{one.astimezone(UTC):%Y-%m-%dT%H:%M:%S}{digits}Z" for one in (first, second)]
    skipped = first.astimezone(UTC).astimezone(place).replace(tzinfo=None) != plain
    raise Unclear(text, in_zone, (min(readings), max(readings)), skipped=skipped)


def _begins(on: str, in_zone: str) -> Instant:
    try:
        return instant(datetime.combine(date.fromisoformat(on), time(), zone(in_zone)))
    except OverflowError:
        return Instant("0001-01-01T00:00:00.000000Z")


def _ends(on: str, in_zone: str) -> Instant:
    end = date.fromisoformat(on)
    if end == date.max:
        return Instant("9999-12-31T23:59:59.999999Z")
    # Where clocks go back over midnight, that comes twice, and so does the end of the day.
    midnights = (
        datetime.combine(end + timedelta(days=1), time(fold=fold), zone(in_zone)).astimezone(UTC)
        for fold in (0, 1)
    )
    ends = [midnight - _MICROSECOND for midnight in midnights]
    return instant(max([one for one in ends if one.astimezone(zone(in_zone)).date() <= end] or ends[:1]))
