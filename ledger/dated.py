"""Words on one thing, each with the day it holds from: texts, addressees, due dates.

    >>> texts: Dated[str] = Dated()
    >>> texts.put(Day("2020-02-26"), 14, "Set up governance.")
    >>> texts.put(Day("2020-05"), 20, "Set up strategic governance.")
    >>> texts.at("2020-05-30").value
    'Set up governance.'

What holds on a day is the word of the latest day until then; of several of one day, the one recorded last.
So words can be recorded in any order of their days.
"""

from __future__ import annotations

from bisect import insort
from typing import Generic, NamedTuple, TypeVar

from events.base import Day
from ledger.times import last_day

T = TypeVar("T")


class Word(NamedTuple, Generic[T]):
    """One of them: its day as it sorts, the number of the event that put it there, its day as it was said.

    ``corrected`` is the number of the event that set it right, or 0.
    """

    day: str
    position: int
    on: Day
    value: T
    corrected: int = 0


class Dated(Generic[T]):
    """The words in the order of their days, and before them what the event ``made_at`` began with.

    What was made in 2021-03 and changed on 2021-03-10 was changed after it was made, though a month sorts as
    its last day.
    """

    __slots__ = ("made_at", "words")

    def __init__(self, made_at: int = 0) -> None:
        self.made_at = made_at
        self.words: list[Word[T]] = []

    def put(self, on: Day, position: int, value: T) -> None:
        """Take in a word; ``position`` is larger than that of any before."""
        self._insert(Word(last_day(on), position, on, value))

    def at(self, day: str | None = None) -> Word[T] | None:
        """The word that holds at the end of a day, the last one where none is said; None before the first.

        ``day`` is a full date.
        """
        if day is None:
            return self.words[-1] if self.words else None
        for word in reversed(self.words):
            if word.day <= day:
                return word
        return None

    def of(self, on: Day) -> Word[T] | None:
        """The word that took effect on just this day, or None."""
        return next((word for word in reversed(self.words) if word.on == on), None)

    def correct(self, on: Day, position: int, value: T | None) -> None:
        """Put the right value where a wrong one was; None takes the word away.

        What is put where there was none counts as what it began with.
        """
        found = self.of(on)
        if found:
            self.words.remove(found)
        if value is not None:
            number = found.position if found else self.made_at
            self._insert(Word(last_day(on), number, on, value, position))

    def move(self, to: Day) -> None:
        """Let what it began with hold from another day."""
        for at, word in enumerate(self.words):
            if word.position == self.made_at:
                self.words[at] = word._replace(day=last_day(to), on=to)

    def _insert(self, word: Word[T]) -> None:
        insort(self.words, word, key=self._place)

    def _place(self, word: Word[T]) -> tuple[bool, str, int]:
        return word.position != self.made_at, word.day, word.position
