"""Whether what a row says on a day hangs on a date that is not known exactly.

A fact of a month or a year is of one of its days. If on another of those days the row would say something
else than it does, its answer hangs on that date. Each day that could make a difference is tried, alone and
together with those of other facts: first and last ones, and those next to another fact or to the day asked
about.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from copy import copy
from itertools import product
from math import prod
from typing import Protocol

from ledger.state.classification import NOT_CLASSIFIED
from projections.model.addressees import taken_over
from projections.model.as_if import AsIf, as_if, moved
from projections.model.open_dates import Dated, days_beside, days_near, facts_of, matters, sayings
from projections.model.recommendation import Recommendation, Standing
from projections.model.wholes import family

LAST = "9999-12-31"
MOST = 1024
"""How many combinations of days are tried; a row with more facts of open dates than that is uncertain."""


_FEW = 8
"""How many are tried as quickly as it is found out which of them are alike."""

_OPEN = "open", None, None, None
_MOVING = {"status_changes", "awaiting", "evidence", "requests", "disputes"}
"""What a recommendation has that moves its status or its state, and nothing else of its row."""


class Answer(Protocol):
    """What is asked of a recommendation for a day."""

    def __call__(
        self, recommendation: Recommendation, until: str, *, state: bool
    ) -> tuple[object, ...] | None: ...


def hangs_on_a_date(recommendation: Recommendation, day: str | None, *, state: bool = True) -> bool:
    """Whether a row on a day (a full date; None: the last there is) would be another on another date.

    Without ``state``, the working word is left out of account. What has parts hangs on the dates that the
    statuses of those hang on.
    """
    if _hangs_itself(recommendation, day, _answer, state=state):
        return True
    if recommendation.wholes and _hangs_on_wholes(recommendation, day or LAST, state=state):
        return True
    parts = family(recommendation, None) if recommendation.parts else ()
    return any(
        _hangs_itself(part, day, _status, state=state)
        or _hangs_on_under(recommendation, part, day, state=state)
        for part in parts
    )


def _hangs_itself(recommendation: Recommendation, day: str | None, answer: Answer, *, state: bool) -> bool:
    until = day or LAST
    if recommendation.bodies is not None and _hangs_on_names(recommendation, until, state=state):
        return True
    # What is said in these has nothing to do with what is said in the others, but for the making.
    apart = [list(facts_of(recommendation, until, state=state)), *sayings(recommendation, until)]
    return any(_hangs_on(recommendation, until, facts, answer, state=state) for facts in apart)


def _hangs_on(
    recommendation: Recommendation, until: str, facts: list[Dated], answer: Answer, *, state: bool
) -> bool:
    # Whether it was closed before another body took over makes a difference, too.
    passed_on = taken_over(recommendation, until)
    near = [*facts, *(Dated(-at, day, day) for at, day in enumerate(passed_on, 1))]
    vague = sorted(
        one for one in facts if one.first != one.last and matters(one, near, recommendation.made_at, until)
    )
    if not vague:
        return False
    others = [
        (
            one.first,
            *sorted({day for day in days_near(one, near, until) if one.first < day < one.last}),
            one.last,
        )
        for one in vague
    ]
    combinations = prod(map(len, others))
    if combinations > MOST:
        return True
    moving = [one.position for one in vague]
    still = [one for one in facts if one.position not in moving]
    # What does not matter, and may be of several days, is taken to be of the last of them.
    resting = {one.position: one.last for one in still if one.first != one.last}
    made_first, made_last = recommendation.made_days
    may_move = moving if made_first == made_last else [*moving, recommendation.made_at]
    supposed = AsIf(as_if(recommendation, resting) if resting else recommendation, may_move)
    # If only what moves the status is of another day, the rest is the same each time, and asked for once.
    is_rest_said = made_first == made_last and supposed.moving <= _MOVING and not passed_on
    ask = _moved if is_rest_said and not resting else answer
    now = ask(recommendation, until, state=state)
    combined: Iterable[tuple[str, ...]] = product(*others)
    if is_rest_said and not recommendation.parts and combinations > _FEW:
        combined = _of_each_order(others, days_beside(recommendation, moving, until))
    earliest_still = min((one.last for one in still), default=LAST)
    for days in _with_making(recommendation, combined, moving, earliest_still):
        if ask(supposed.on(days), until, state=state) != now:
            return True
        if is_rest_said and ask is answer:
            ask, now = _moved, _moved(recommendation, until, state=state)
    return False


def _with_making(
    recommendation: Recommendation, combined: Iterable[tuple[str, ...]], moving: list[int], earliest: str
) -> Iterator[dict[int, str]]:
    """Combinations of the days of some facts, with that of the making if it is another so.

    ``earliest`` is the first of the days of those that do not move.
    """
    made_at, (made_first, made_last) = recommendation.made_at, recommendation.made_days
    for days in combined:
        found = dict(zip(moving, days, strict=True))
        first, made = min(earliest, *days), found.get(made_at, made_last)
        # Nothing is of a day before the making, which was no later than what came after it.
        if first < made:
            if made != made_last or first < made_first:
                continue
            found[made_at] = first
        yield found


def _of_each_order(others: list[tuple[str, ...]], beside: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Of the days that some facts can be of, by their positions, one combination of each order.

    What moves the status is compared with days and nothing else, those of one day by their positions: so it
    answers alike if all are in the same order, with the days beside them, too.
    """
    points = sorted(beside)
    place = {day: bisect_left(points, day) + bisect_right(points, day) for days in others for day in days}
    seen: set[object] = set()
    for days in product(*others):
        order = *map(place.__getitem__, days), *sorted(range(len(days)), key=days.__getitem__)
        if order not in seen:
            seen.add(order)
            yield days


def _hangs_on_names(recommendation: Recommendation, until: str, *, state: bool) -> bool:
    """Whether it would be another on another day of a name or of a succession."""
    if recommendation.bodies is None or not recommendation.bodies.vague:
        return False
    now, other = _answer(recommendation, until, state=state), copy(recommendation)
    for bodies in recommendation.bodies.otherwise():
        other.bodies = bodies
        if _answer(other, until, state=state) != now:
            return True
    return False


def _hangs_on_wholes(part: Recommendation, until: str, *, state: bool) -> bool:
    """Whether it would be another if what it is put under, and may not have been made by then, had been."""
    early = {
        position: as_if(whole, {whole.made_at: whole.made_days[0]})
        for position, whole in (part.wholes or {}).items()
        if whole.made_days[0] <= until < whole.made_days[1]
    }
    if not early:
        return False
    other = copy(part)
    other.wholes = {**(part.wholes or {}), **early}
    differs = _answer(other, until, state=state) != _answer(part, until, state=state)
    return differs or _hangs_itself(other, until, _answer, state=state)


def _hangs_on_under(whole: Recommendation, part: Recommendation, day: str | None, *, state: bool) -> bool:
    """Whether a whole would be another on another day from which a part stands under it, or no longer."""
    if (sorted_by := part.classified) is None:
        return False
    until = day or LAST
    facts = [Dated(value.position, value.first, value.day) for value in sorted_by.values]
    now = _answer(whole, until, state=state)
    try:
        for one in facts:
            if one.position == part.made_at or not matters(one, facts, part.made_at, until):
                continue
            for other in (one.first, *days_near(one, facts, until)):
                if other >= part.made_days[0]:
                    part.classified = moved(sorted_by, {one.position: other})
                    if _answer(whole, until, state=state) != now:
                        return True
    finally:
        part.classified = sorted_by
    return False


def _answer(recommendation: Recommendation, until: str, *, state: bool) -> Standing | None:
    if not recommendation.was_there(until):
        return None
    # On which day it was last updated is no answer.
    stood = recommendation.at(until, updated=False)
    if not state:
        stood = stood._replace(state="")
    if not stood.responses:
        return stood
    # The same answers are the same, on whichever days they are taken to have been given.
    same = (one._replace(sort_key=("", one.sort_key[1]), first="") for one in stood.responses)
    return stood._replace(responses=tuple(sorted(same)))


def _moved(recommendation: Recommendation, until: str, *, state: bool) -> tuple[object, ...] | None:
    """What of its answer follows from what moves the status."""
    if not recommendation.was_there(until):
        return None
    settled = recommendation.status_change(until)
    said = (settled.status, settled.reason, settled.cycle, settled.word) if settled else _OPEN
    return said, recommendation.state_by(settled, until) if state else ""


def _status(recommendation: Recommendation, until: str, *, state: bool) -> Standing | None:
    """What of its answer matters to what it is a part of."""
    stood = _answer(recommendation, until, state=state)
    if stood is None:
        return None
    return stood._replace(text="", made_to=(), due=None, classified=NOT_CLASSIFIED, responses=())
