"""How a recommendation, or one body's share of it, moved: made, closed, re-opened, in the order of days.

It is found by walking through what was recorded, one fact after the other, and asks on no day how things
stood; so what the movements come to can be held against that.

If the dates of two facts leave open which came first, the one recorded later stands. If it undoes what the
other did, nobody knows that anything was closed or re-opened, and what was counted is taken back.

What has others under it moves as they do: see ``of_wholes``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from events.base import Names
from projections.model.facts import SortKey, StatusChange, certainly_before, standing
from projections.model.recommendation import Recommendation
from projections.model.shares import Shares
from projections.statistics.moves import Movement
from projections.statistics.of_wholes import movements_of_a_whole


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
    if recommendation.parts:
        yield from movements_of_a_whole(recommendation, of)
        return
    shares = Shares(recommendation)
    begun = recommendation.addressed.values[0].content
    made_to = _given(recommendation, begun)
    made, since, since_first = False, "", ""
    closed: bool | None = None
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
        day, first = step.sort_key[0], step.first
        before, closed = closed, _closed(shares, made_to, of) if made else None
        if before is None and closed is not None:
            if closed and since:
                yield Movement("back-closed", day, since, first, since_first)
                continue
            since, since_first = day, first
            yield Movement("made", day, since, first, since_first)
            if closed:
                yield Movement("closed", day, since, first, since_first)
        elif before != closed:
            what = _did(before=before, after=closed)
            if vague and closed is not None:
                known = [one for one in steps[:at] if certainly_before(one, step)]
                if _closed(shares.before(step), _addressed(recommendation, begun, known), of) == closed:
                    what = "not-reopened" if closed else "not-closed"
            yield Movement(what, day, since, first, since_first)


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


def _did(*, before: bool | None, after: bool | None) -> str:
    if after is None:
        return "left-closed" if before else "left"
    return "closed" if after else "reopened"


def _given(recommendation: Recommendation, made_to: Names) -> frozenset[str]:
    return frozenset(map(recommendation.share, made_to))
