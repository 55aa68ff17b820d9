"""Ages in bands, and the middle of several lengths of time."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

AGES = {
    "under 6 months": 0,
    "6 to 12 months": 6,
    "1 to 2 years": 12,
    "2 to 5 years": 24,
    "5 years and over": 60,
}
"""The bands of age, each with the full months it begins at."""


def day_before(day: str) -> str:
    """The full date before another, as text that sorts."""
    first = date.fromisoformat(day)
    return "0000-12-31" if first == date.min else str(first - timedelta(days=1))


def day_after(day: str) -> str:
    """The full date after another; the last one after itself."""
    last = date.fromisoformat(day)
    return str(last if last == date.max else last + timedelta(days=1))


def band(since: str, until: str) -> str:
    """The band of AGES for what was made on a full date, on a later one."""
    made, day = date.fromisoformat(since), date.fromisoformat(until)
    months = (day.year - made.year) * 12 + day.month - made.month
    # From the 31st a month is full on the last day of a shorter one.
    last_of_month = day == date.max or (day + timedelta(days=1)).month != day.month
    if day.day < made.day and not last_of_month:
        months -= 1
    return next(name for name, begins in reversed(AGES.items()) if months >= begins)


def made_by(until: str) -> dict[str, str]:
    """By each band of AGES, the last full date on which what is so old, or older, on another was made."""
    day = date.fromisoformat(until)
    last_of_month = day == date.max or (day + timedelta(days=1)).month != day.month
    found = {}
    for name, begins in AGES.items():
        year, month = divmod(day.year * 12 + day.month - 1 - begins, 12)
        if year < 1:
            found[name] = ""
            continue
        last = monthrange(year, month + 1)[1]
        found[name] = str(date(year, month + 1, last if last_of_month else min(day.day, last)))
    return found


def median(numbers: Sequence[int]) -> int | float | None:
    """The middle of numbers that stand in order, halfway between two where there are two; None of none."""
    if not numbers:
        return None
    middle, odd = divmod(len(numbers), 2)
    if odd:
        return numbers[middle]
    both = numbers[middle - 1] + numbers[middle]
    return both / 2 if both % 2 else both // 2
