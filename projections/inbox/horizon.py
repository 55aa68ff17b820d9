"""How far the inbox looks ahead: a time from today on, or a last day."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from events.base import Day
from ledger.errors import BadInput
from ledger.times import asked_day, last_day

SOON = "30d"
"""How far, if nobody says otherwise."""

HOW = "Write how far to look ahead, as 60d, 8w, 3m or 1y, or the last day, as 2027-03-31."

YEAR = "1y"
"""How far, if a calendar is written."""

_LENGTH = re.compile(r"([0-9]{1,4}) ?(d|w|m|y|days?|weeks?|months?|years?)|([0-9]{1,3})", re.IGNORECASE)
_MONTHS = {"m": 1, "y": 12}
_DAYS = {"d": 1, "w": 7}

is_length = _LENGTH.fullmatch
"""Whether a text is a time from today on (None if not): ``60d``, ``8 weeks``, or ``60`` for so many days."""


def horizon(text: str, today: Day) -> Day:
    """The last day that the inbox looks at, as a full date; raises BadInput for one that has passed.

    >>> horizon("1m", Day("2027-01-31"))
    '2027-02-28'
    """
    found = is_length(text.strip())
    try:
        last = last_day(asked_day(text)) if found is None else _after(today, found)
    except OverflowError:
        raise BadInput(f"{text} from today on is after the last day of the calendar.", HOW) from None
    if last < today:
        raise BadInput(
            f"{text} has passed, and the inbox looks ahead: what is overdue is in it in any case.", HOW
        )
    return Day(last)


def _after(today: Day, found: re.Match[str]) -> str:
    count, unit = int(found[1] or found[3]), (found[2] or "d")[0].casefold()
    begin = date.fromisoformat(today)
    if unit in _DAYS:
        return str(begin + timedelta(days=count * _DAYS[unit]))
    year, month = divmod(begin.year * 12 + begin.month - 1 + count * _MONTHS[unit], 12)
    if year > date.max.year:
        raise OverflowError
    # The month that it leads to may be shorter.
    return str(date(year, month + 1, min(begin.day, monthrange(year, month + 1)[1])))
