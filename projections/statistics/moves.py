"""What can happen to what is counted, and what each movement does to the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from events.named import NamedTuple
from ledger.times import Length, length

Column = Literal["made", "reopened", "closed"]


class Effect(NamedTuple):
    """The column a movement counts under (None: no column), and what it adds to those that are not closed
    and to those that are there. ``counts`` is what it adds to the column.
    """

    column: Column | None
    unclosed: int
    there: int
    counts: int = 1


MOVES = {
    "made": Effect("made", 1, 1),
    "reopened": Effect("reopened", 1, 0),
    "closed": Effect("closed", -1, 0),
    "not-closed": Effect("closed", 1, 0, counts=-1),
    "not-reopened": Effect("reopened", -1, 0, counts=-1),
    "left": Effect("closed", -1, -1),
    "left-closed": Effect(None, 0, -1),
    "back-closed": Effect(None, 0, 1),
}
"""What can happen to what is counted. A share leaves, closed or not, when its body is addressed no more; one
that comes back closed is neither made nor closed again. What was closed or re-opened is not, after all, where
the dates leave open what came first.
"""


class Movement(NamedTuple):
    """One of MOVES, its day, and the day since which what moved is there; both are full dates.

    ``first`` and ``since_first`` are the first days that these can be, if they are not known exactly.
    """

    what: str
    day: str
    since: str
    first: str = ""
    since_first: str = ""

    @property
    def length(self) -> Length:
        """How long it had been there."""
        return length((self.since_first or self.since, self.since), (self.first or self.day, self.day))


class Point(NamedTuple):
    """Where something may have moved: a day, the first day that it can be, and whether it is closed from
    there on; None if it is not there.

    ``undoes`` says whether a move there takes one back, because the dates leave open what came first.
    """

    day: str
    first: str
    closed: bool | None
    undoes: Callable[[], bool]


def moved(points: Iterable[Point]) -> Iterator[Movement]:
    """The movements from point to point, in the order of days.

    What is made and closed on one day does both.
    """
    closed: bool | None = None
    since, since_first = "", ""
    for point in points:
        day, first = point.day, point.first
        before, closed = closed, point.closed
        if before is None and closed is not None:
            if closed and since:
                yield Movement("back-closed", day, since, first, since_first)
                continue
            since, since_first = day, first
            yield Movement("made", day, since, first, since_first)
            if closed:
                yield Movement("closed", day, since, first, since_first)
        elif before != closed:
            yield Movement(_did(before, point), day, since, first, since_first)


def _did(before: bool | None, point: Point) -> str:
    if point.closed is None:
        return "left-closed" if before else "left"
    if point.undoes():
        return "not-reopened" if point.closed else "not-closed"
    return "closed" if point.closed else "reopened"
