"""What can happen to what is counted, and what each movement does to the figures."""

from __future__ import annotations

from typing import Literal, NamedTuple

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
