"""How a recommendation, or one body's share of it, moved: made, closed, re-opened, in the order of days.

It is found by walking through what was recorded, one fact after the other, and asks on no day how things
stood; so what the movements come to can be held against that.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from events.base import Names
from ledger.times import last_day
from ledger.words import key
from projections.entry import Entry
from projections.facts import Place, Verdict

Column = Literal["made", "reopened", "closed"]


class Effect(NamedTuple):
    """The column a movement counts under (None: no column), and what it adds to those that are not closed
    and to those that are there.
    """

    column: Column | None
    unclosed: int
    there: int


MOVES = {
    "made": Effect("made", 1, 1),
    "reopened": Effect("reopened", 1, 0),
    "closed": Effect("closed", -1, 0),
    "left": Effect("closed", -1, -1),
    "left-closed": Effect(None, 0, -1),
    "back-closed": Effect(None, 0, 1),
}
"""What can happen to what is counted. A share leaves, closed or not, when its body is addressed no more; one
that comes back closed is neither made nor closed again.
"""


class Movement(NamedTuple):
    """One of MOVES, its day, and the day since which what moved is there; both are full dates."""

    what: str
    day: str
    since: str


def movements(entry: Entry, body: str | None = None) -> Iterator[Movement]:
    """The movements of a recommendation, or of one body's share (by key), of one day as recorded.

    A share is made when its body is addressed. What is made and closed on one day does both.
    """
    shares: dict[str, bool] = {}
    made_to = _keys(entry.addressed.words[0].value)
    made, since = False, ""
    closed: bool | None = None
    for (day, _), step in _steps(entry):
        if isinstance(step, Verdict):
            if not step.body:
                shares.clear()
            shares[step.body] = step.status == "closed"
        elif step is None:
            made = True
        else:
            made_to = _keys(step)
        before, closed = closed, _closed(shares, made_to, body) if made else None
        if before is None and closed is not None:
            if closed and since:
                yield Movement("back-closed", day, since)
                continue
            since = day
            yield Movement("made", day, since)
            if closed:
                yield Movement("closed", day, since)
        elif before != closed:
            yield Movement(_did(before=before, after=closed), day, since)


def _steps(entry: Entry) -> list[tuple[Place, Verdict | Names | None]]:
    """The words on the status, the later words on its bodies, and the making itself (None)."""
    steps: list[tuple[Place, Verdict | Names | None]] = [
        *((verdict.place, verdict) for verdict in entry.verdicts),
        *(((word.day, word.position), word.value) for word in entry.addressed.words[1:]),
        ((last_day(entry.made_on), entry.made_at), None),
    ]
    return sorted(steps, key=lambda step: step[0])


def _closed(shares: dict[str, bool], made_to: frozenset[str], body: str | None) -> bool | None:
    """Whether it is closed by the words so far; None where this body has no share of it.

    The whole is closed where every share is.
    """
    whole = shares.get("", False)
    if body is None:
        return all(shares.get(one, whole) for one in made_to)
    return shares.get(body, whole) if body in made_to else None


def _did(*, before: bool | None, after: bool | None) -> str:
    if after is None:
        return "left-closed" if before else "left"
    return "closed" if after else "reopened"


def _keys(made_to: Names) -> frozenset[str]:
    return frozenset(map(key, made_to))
