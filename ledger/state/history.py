"""The values that one thing had, each with the day it holds from: texts, addressees, due dates.

    >>> texts: History[str] = History()
    >>> texts.put(Day("2020-02-26"), 14, "Set up governance.")
    >>> texts.put(Day("2020-05"), 20, "Set up strategic governance.")
    >>> texts.at("2020-05-30").content
    'Set up governance.'

On a day that value holds which, of all that had begun by its end, was recorded last and is not certainly
before another. So values can be recorded in any order of their days; if nobody knows the order of two (a
month, and a day in it), the later record holds.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from events.base import Day
from events.named import NamedTuple
from ledger.times import span

T = TypeVar("T")


class Value(NamedTuple, Generic[T]):
    """One value: the last day that it can be of, the number of the event that gave it, its day as it was
    recorded, the first day that it can be of, and its content.

    ``corrected`` is the number of the event that set it right, or 0.
    """

    day: str
    position: int
    on: Day
    first: str
    content: T
    corrected: int = 0


class History(Generic[T]):
    """The values in the order of their days; before them what the event ``made_at`` began with.

    What was made in 2021-03 and changed on 2021-03-10 was changed after it was made, though a month sorts as
    its last day.
    """

    __slots__ = ("made_at", "values")

    def __init__(self, made_at: int = 0) -> None:
        self.made_at = made_at
        self.values: list[Value[T]] = []

    def put(self, on: Day, position: int, content: T, days: tuple[str, str] | None = None) -> None:
        """Add a value; ``position`` is larger than that of any before.

        ``days`` are the first and the last that it can be of (``ledger.times.span``).
        """
        first, last = days or span(on)
        self.add(Value(last, position, on, first, content))

    def add(self, value: Value[T]) -> None:
        """Add a value as it is."""
        if self.values:
            insort(self.values, value, key=self._sort_key)
        else:
            # Most have one, and a list that grows has room for more.
            self.values = [value]

    def with_another(self, value: Value[T]) -> History[T]:
        """The same with one value more; this one stays as it is."""
        other: History[T] = History(self.made_at)
        other.values = list(self.values)
        other.add(value)
        return other

    def at(self, day: str | None = None) -> Value[T] | None:
        """The value that holds at the end of a full date (None: the last one); None before the first."""
        for at in range(len(self.values) - 1, -1, -1):
            value = self.values[at]
            if day is None or value.day <= day:
                # Nearly always it is known to the day, and then all before it is before it.
                return value if value.first == value.day else holds(reversed(self.values[: at + 1]))
        return None

    def replaced_on(self, on: Day) -> Value[T] | None:
        """The value that a new one of a day takes the place of: of those not certainly after it."""
        _, last = span(on)
        return holds(value for value in reversed(self.values) if value.first <= last)

    def between(self, first: str, last: str) -> list[Value[T]]:
        """The values that may have held at the end of a day from one full date to another.

        Before the first value, that is the one which it begins with.
        """
        if len(self.values) < 2:
            return list(self.values)
        if first == last:
            held = self.at(last) or self.values[0]
            return [value for value in self.values if value is held or value.first <= last < value.day]
        ends = (self.at(first) or self.values[0]), (self.at(last) or self.values[0])
        return [
            value for value in self.values if value in ends or (value.first <= last and value.day >= first)
        ]

    def as_they_come(self) -> Iterator[tuple[Value[T], Value[T]]]:
        """Each value in the order of days, and the one that holds once it has begun.

        That is another if the dates leave the order open and a later record holds.
        """
        for at, value in enumerate(self.values):
            if value.first == value.day:
                yield value, value
            else:
                yield value, holds(reversed(self.values[: at + 1])) or value

    def of(self, on: Day) -> Value[T] | None:
        """The value that took effect on just this day, the later of two, or None."""
        return next((value for value in reversed(self.values) if value.on == on), None)

    def correct(self, on: Day, position: int, right: T | None, days: tuple[str, str] | None = None) -> None:
        """Put the right content in place of a wrong one; None removes the value.

        If there was none of that day, it counts as what the history began with, and has its ``days``.
        """
        wrong = self.of(on)
        if wrong:
            self.values.remove(wrong)
        if right is not None and wrong:
            self.add(wrong._replace(content=right, corrected=position))
        elif right is not None:
            first, last = days or span(on)
            self.add(Value(last, self.made_at, on, first, right, position))

    def move(self, to: Day, days: tuple[str, str] | None = None) -> None:
        """Let what it began with hold from another day."""
        first, last = days or span(to)
        for at, value in enumerate(self.values):
            if value.position == self.made_at:
                self.values[at] = value._replace(day=last, on=to, first=first)

    def _sort_key(self, value: Value[T]) -> tuple[bool, str, int]:
        return value.position != self.made_at, value.day, value.position


def holds(values: Iterable[Value[T]]) -> Value[T] | None:
    """Of values that have all begun, from the last day to the first, the one that holds; None of none."""
    holding, since = None, ""
    for value in values:
        if value.day < since:
            # One of those before it is certainly after it, and after all that follow.
            break
        if holding is None or value.position > holding.position:
            holding = value
        since = max(since, value.first)
    return holding
