"""A cell's value as python-calamine gives it, and what the XML says, as one cell.

""                      and t="e" #REF!          -> Cell(None, "#REF!", ("error",))
7.0                     and the format 000       -> Cell(7.0, "007")
time(0, 0)              and a day of serial -5   -> Cell(None, "-5", ("before-1900",))
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

from ledger.tables.base import Cell, Value, text_of
from ledger.tables.ooxml.seen import Seen
from ledger.tables.ooxml.styles import Style, shown
from ledger.tables.wire import Sent, lasting, with_flag

_UNSURE = 61
"""Serial numbers below are of days on which programs differ: for some 1900 was a leap year."""
_DIGITS = 15
_PLAIN = Style()


def told(
    value: object, seen: Seen, styles: Sequence[Style], struck: frozenset[int], since_1904: bool
) -> Sent:
    style = styles[seen.style] if seen.style < len(styles) else _PLAIN
    cell = _told(plain(value), seen, style, since_1904)
    shared = seen.type == "s" and seen.raw is not None and seen.raw.isdecimal() and int(seen.raw) in struck
    if seen.struck or style.struck or shared:
        return with_flag(cell, "struck-out")
    return cell


def _told(value: Sent, seen: Seen, style: Style, since_1904: bool) -> Sent:
    if seen.type == "e":
        return Cell(None, seen.raw or "", ("error",))
    if seen.formula and not seen.raw and seen.type != "str":
        return Cell(None, "", ("formula-without-value",))
    if seen.type != "n" or not seen.raw:
        return value
    try:
        number = float(seen.raw)
    except ValueError:
        return value
    if style.is_time:
        return _day(value, number, seen.raw, style, since_1904)
    if abs(number) >= 10**_DIGITS:
        exact = int(seen.raw) if seen.raw.lstrip("-").isdecimal() else number
        return Cell(exact, seen.raw, ("digits-lost",))
    if style.is_plain or isinstance(value, Cell):
        return value
    text = shown(number, style.code)
    return Cell(number, text_of(number), ("unknown-format",)) if text is None else Cell(number, text)


def _day(value: Sent, number: float, raw: str, style: Style, since_1904: bool) -> Sent:
    first = 0 if since_1904 else 1
    if number < 0 or (style.is_day and number < first):
        return Cell(None, raw, ("before-1900",))
    if style.is_day and number < _UNSURE and not since_1904 and isinstance(value, date):
        return Cell(value, text_of(value), ("before-1900",))
    if isinstance(value, float):
        return Cell(value, text_of(value), ("before-1900",)) if style.is_day else value
    return value


def plain(value: object) -> Sent:
    """What python-calamine gives, as this room knows it: nothing for empty, words for a length of time."""
    if value == "":
        return None
    if isinstance(value, timedelta):
        return lasting(value)
    if isinstance(value, str | int | float | date | time):
        known: Value = value
        return known
    return Cell(str(value), str(value), ("unknown-format",))
