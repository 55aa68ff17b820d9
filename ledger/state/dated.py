"""Words on one thing, each with the day it holds from: texts, addressees, due dates.

    >>> texts: Dated[str] = Dated()
    >>> texts.put(Day("2020-02-26"), 14, "Set up governance.")
    >>> texts.put(Day("2020-05"), 20, "Set up strategic governance.")
    >>> texts.at("2020-05-30").value
    'Set up governance.'

What holds on a day is, of the words that had come by its end, the one recorded last that none is certainly
after. So words can be recorded in any order of their days; and of a month and a day in it, whose order nobody
knows, the later record holds.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from events.base import Day
from ledger.times import span

T = TypeVar("T")


class Word(NamedTuple, Generic[T]):
    """One of them: the last day that it can be of, the number of the event that put it there, its day as it
    was said, the first day that it can be of.

    ``corrected`` is the number of the event that set it right, or 0.
    """

    day: str
    position: int
    on: Day
    first: str
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

    def put(self, on: Day, position: int, value: T, days: tuple[str, str] | None = None) -> None:
        """Take in a word; ``position`` is larger than that of any before.

        ``days`` are the first and the last that it can be of (``ledger.times.span``).
        """
        first, last = days or span(on)
        self._insert(Word(last, position, on, first, value))

    def take(self, word: Word[T]) -> None:
        """Take in a word as it is."""
        self._insert(word)

    def at(self, day: str | None = None) -> Word[T] | None:
        """The word that holds at the end of a day, the last one where none is said; None before the first.

        ``day`` is a full date.
        """
        for at in range(len(self.words) - 1, -1, -1):
            word = self.words[at]
            if day is None or word.day <= day:
                # Nearly always it is known to the day, and then all before it is before it.
                return word if word.first == word.day else holds(reversed(self.words[: at + 1]))
        return None

    def as_they_come(self) -> Iterator[tuple[Word[T], Word[T]]]:
        """Each word in the order of days, and the one that holds once it has come.

        That is another where the dates leave the order open and a later record holds.
        """
        for at, word in enumerate(self.words):
            yield word, word if word.first == word.day else holds(reversed(self.words[: at + 1])) or word

    def of(self, on: Day) -> Word[T] | None:
        """The word that took effect on just this day, the later of two, or None."""
        return next((word for word in reversed(self.words) if word.on == on), None)

    def correct(self, on: Day, position: int, value: T | None, days: tuple[str, str] | None = None) -> None:
        """Put the right value where a wrong one was; None takes the word away.

        What is put where there was none counts as what it began with, and has its ``days``.
        """
        found = self.of(on)
        if found:
            self.words.remove(found)
        if value is not None and found:
            self._insert(found._replace(value=value, corrected=position))
        elif value is not None:
            first, last = days or span(on)
            self._insert(Word(last, self.made_at, on, first, value, position))

    def move(self, to: Day, days: tuple[str, str] | None = None) -> None:
        """Let what it began with hold from another day."""
        first, last = days or span(to)
        for at, word in enumerate(self.words):
            if word.position == self.made_at:
                self.words[at] = word._replace(day=last, on=to, first=first)

    def _insert(self, word: Word[T]) -> None:
        insort(self.words, word, key=self._place)

    def _place(self, word: Word[T]) -> tuple[bool, str, int]:
        return word.position != self.made_at, word.day, word.position


def holds(words: Iterable[Word[T]]) -> Word[T] | None:
    """Of words that have all come, from the last day to the first, the one that holds; None of none."""
    found, since = None, ""
    for word in words:
        if word.day < since:
            # One of those before it is certainly after it, and after all that follow.
            break
        if found is None or word.position > found.position:
            found = word
        since = max(since, word.first)
    return found
