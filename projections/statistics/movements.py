"""How a recommendation, or one body's share of it, moved: made, closed, re-opened, in the order of days.

It is found by walking through what was recorded, one fact after the other, and asks on no day how things
stood; so what the movements come to can be held against that.

If the dates of two facts leave open which came first, the one recorded later stands. If it undoes what the
other did, nobody knows that anything was closed or re-opened, and what was counted is taken back.

What has others under it moves as they do: see ``of_wholes``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from events.base import Names
from events.named import NamedTuple
from projections.model.facts import SortKey, StatusChange, certainly_before, standing
from projections.model.recommendation import Recommendation
from projections.model.shares import Shares
from projections.statistics.moves import Movement, Point, moved
from projections.statistics.of_wholes import points_of_a_whole


class _Making(NamedTuple):
    sort_key: SortKey
    first: str


class _Addressed(NamedTuple):
    sort_key: SortKey
    first: str
    made_to: Names


Step = StatusChange | _Addressed | _Making


def movements(recommendation: Recommendation, of: Sequence[str] = ()) -> Iterator[Movement]:
    """The movements of a recommendation, or of one body's share (by key), of one day as recorded.

    A share is made when its body is addressed. What is made and closed on one day does both. Several shares
    that passed to one body move as one: it is closed where all of them are that are addressed.
    """
    points = points_of_a_whole if recommendation.parts else _points
    yield from moved(points(recommendation, of))


def _points(recommendation: Recommendation, of: Sequence[str]) -> Iterator[Point]:
    """Where what has nothing under it may have moved: at each step."""
    shares = Shares(recommendation)
    begun = recommendation.addressed.values[0].content
    made_to = _given(recommendation, begun)
    made = False
    steps = _steps(recommendation)
    vague = any(step.first != step.sort_key[0] for step in steps)
    for at, step in enumerate(steps):
        if isinstance(step, StatusChange):
            shares.take(step)
        elif isinstance(step, _Making):
            made = True
        elif isinstance(step, _Addressed):
            made_to = (
                _addressed(recommendation, begun, steps[: at + 1])
                if vague
                else _given(recommendation, step.made_to)
            )
        closed = _closed(shares, made_to, of) if made else None
        undoes = partial(_undoes, recommendation, shares, steps, at, of, closed) if vague else _never
        yield Point(step.sort_key[0], step.first, closed, undoes)


def _undoes(
    recommendation: Recommendation,
    shares: Shares,
    steps: Sequence[Step],
    at: int,
    of: Sequence[str],
    closed: bool | None,
) -> bool:
    """Whether it was that already by what was certainly before one of the steps."""
    known = [one for one in steps[:at] if certainly_before(one, steps[at])]
    begun = recommendation.addressed.values[0].content
    return _closed(shares.before(steps[at]), _addressed(recommendation, begun, known), of) == closed


def _never() -> bool:
    return False


def _steps(recommendation: Recommendation) -> list[Step]:
    """The words on the status, the later words on its bodies, and the making itself."""
    steps: list[Step] = [
        *recommendation.status_changes,
        *(
            _Addressed((value.day, value.position), value.first, value.content)
            for value in recommendation.addressed.values[1:]
        ),
        _Making(recommendation.made_sort_key, recommendation.made_days[0]),
    ]
    return sorted(steps, key=lambda step: step.sort_key)


def _addressed(recommendation: Recommendation, begun: Names, steps: Sequence[Step]) -> frozenset[str]:
    """The bodies that hold by these steps alone."""
    found = standing(one for one in reversed(steps) if isinstance(one, _Addressed))
    return _given(recommendation, found.made_to if found else begun)


def _closed(shares: Shares, made_to: frozenset[str], of: Sequence[str]) -> bool | None:
    """Whether it is closed by the words so far; None where this body has no share of it.

    The whole is closed where every share is.
    """
    there = made_to.intersection(of) if of else made_to
    return all(_is_closed(shares.of(one)) for one in there) if there or not of else None


def _is_closed(share: StatusChange | None) -> bool:
    return share is not None and share.status == "closed"


def _given(recommendation: Recommendation, made_to: Names) -> frozenset[str]:
    return frozenset(map(recommendation.share, made_to))
