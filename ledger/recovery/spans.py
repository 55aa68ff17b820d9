"""Positions of events, such as those that bear the time of a clock that ran ahead, however they are declared.

What is declared twice, or lies within what was declared, is one stretch with it, so that memory and time grow
with the stretches that there are and not with how they were declared.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from events.named import NamedTuple


class Span(NamedTuple):
    """Positions, from the first to the last."""

    first: int
    last: int

    def typed(self) -> str:
        """As they are typed: ``12`` or ``12-15``."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


class Spans:
    """Stretches of positions that neither meet nor touch, in their order."""

    __slots__ = ("_firsts", "_lasts")

    def __init__(self, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._firsts: list[int] = []
        self._lasts: list[int] = []
        for first, last in spans:
            self.add(first, last)

    def __iter__(self) -> Iterator[Span]:
        return map(Span, self._firsts, self._lasts)

    def __len__(self) -> int:
        return len(self._firsts)

    def add(self, first: int, last: int) -> None:
        """Take some more in; nothing if ``last`` comes before ``first``."""
        if last < first:
            return
        at = bisect_left(self._lasts, first - 1)
        end = bisect_right(self._firsts, last + 1)
        if at < end:
            first, last = min(first, self._firsts[at]), max(last, self._lasts[end - 1])
        self._firsts[at:end] = [first]
        self._lasts[at:end] = [last]

    def has(self, position: int) -> bool:
        """Whether an event is one of them."""
        return self.end(position) > 0

    def end(self, position: int) -> int:
        """The last position of the stretch that an event lies in; 0 if it lies in none."""
        at = bisect_left(self._lasts, position)
        return self._lasts[at] if at < len(self._lasts) and self._firsts[at] <= position else 0

    def outside(self, first: int, last: int) -> Iterator[Span]:
        """The stretches from a position to another that are none of them."""
        at = bisect_left(self._lasts, first)
        while first <= last:
            begins = self._firsts[at] if at < len(self._firsts) else last + 1
            if first < begins:
                yield Span(first, min(begins - 1, last))
            if begins > last:
                return
            first, at = self._lasts[at] + 1, at + 1
