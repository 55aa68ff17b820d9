"""Ages in bands, and the middle of several lengths of time."""

from __future__ import annotations

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


def band(since: str, until: str) -> str:
    """The band of AGES for what was made on a full date, on a later one."""
    made, day = date.fromisoformat(since), date.fromisoformat(until)
    months = (day.year - made.year) * 12 + day.month - made.month
    # From the 31st a month is full on the last day of a shorter one.
    last_of_month = day == date.max or (day + timedelta(days=1)).month != day.month
    if day.day < made.day and not last_of_month:
        months -= 1
    return next(name for name, begins in reversed(AGES.items()) if months >= begins)


def median(numbers: Sequence[int]) -> int | float | None:
    """The middle of numbers that stand in order, halfway between two where there are two; None of none."""
    if not numbers:
        return None
    middle, odd = divmod(len(numbers), 2)
    if odd:
        return numbers[middle]
    both = numbers[middle - 1] + numbers[middle]
    return both / 2 if both % 2 else both // 2
