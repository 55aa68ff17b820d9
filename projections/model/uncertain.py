"""Whether what a row says on a day hangs on a date that is not known exactly.

A fact of a month or a year is of one of its days. If on another of those days the row would say something
else than it does, its answer hangs on that date. Each day that could make a difference is tried, alone and
together with those of other facts: first and last ones, and those next to another fact or to the day asked
about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from copy import copy
from datetime import date, timedelta
from itertools import product
from math import prod
from typing import NamedTuple, Protocol

from ledger.state.classification import NOT_CLASSIFIED
from projections.model.addressees import taken_over
from projections.model.as_if import as_if, moved
from projections.model.facts import Dispute, Fact
from projections.model.recommendation import Recommendation, Standing
from projections.model.wholes import family

LAST = "9999-12-31"
MOST = 1024
"""How many combinations of days are tried; a row with more facts of open dates than that is uncertain."""


class Answer(Protocol):
    """What is asked of a recommendation for a day."""

    def __call__(self, recommendation: Recommendation, until: str, *, state: bool) -> Standing | None: ...


class _Fact(NamedTuple):
    """The position of a fact, and the first and the last full date that it can be of."""

    position: int
    first: str
    last: str


def hangs_on_a_date(recommendation: Recommendation, day: str | None, *, state: bool = True) -> bool:
    """Whether a row on a day (a full date; None: the last there is) would be another on another date.

    Without ``state``, the working word is left out of account. What has parts hangs on the dates that the
    statuses of those hang on.
    """
    if _hangs_itself(recommendation, day, _answer, state=state):
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
    apart = [list(_facts(recommendation, until, state=state)), *_sayings(recommendation, until)]
    return any(_hangs_on(recommendation, until, facts, answer, state=state) for facts in apart)


def _hangs_on(
    recommendation: Recommendation, until: str, facts: list[_Fact], answer: Answer, *, state: bool
) -> bool:
    # Whether it was closed before another body took over makes a difference, too.
    near = [*facts, *(_Fact(-at, day, day) for at, day in enumerate(taken_over(recommendation, until), 1))]
    vague = [
        one for one in facts if one.first != one.last and _matters(one, near, recommendation.made_at, until)
    ]
    if not vague:
        return False
    others = [
        (
            one.first,
            *sorted({day for day in _days(one, near, until) if one.first < day < one.last}),
            one.last,
        )
        for one in vague
    ]
    if prod(map(len, others)) > MOST:
        return True
    now = answer(recommendation, until, state=state)
    made_at, (made_first, made_last) = recommendation.made_at, recommendation.made_days
    moving = {one.position for one in vague}
    # What does not matter, and may be of several days, is taken to be of the last of them.
    still = {one.position: one.last for one in facts if one.position not in moving}
    resting = {one.position: one.last for one in facts if one.first != one.last}
    earliest_still = min(still.values(), default=LAST)
    for days in product(*others):
        found = resting | dict(zip((one.position for one in vague), days, strict=True))
        earliest, made = min(earliest_still, *days), found.get(made_at, made_last)
        # Nothing is of a day before the making, which was no later than what came after it.
        if earliest < made:
            if made != made_last or earliest < made_first:
                continue
            found[made_at] = earliest
        if answer(as_if(recommendation, found), until, state=state) != now:
            return True
    return False


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


def _hangs_on_under(whole: Recommendation, part: Recommendation, day: str | None, *, state: bool) -> bool:
    """Whether a whole would be another on another day from which a part stands under it, or no longer."""
    if (sorted_by := part.classified) is None:
        return False
    until = day or LAST
    facts = [_Fact(value.position, value.first, value.day) for value in sorted_by.values]
    now = _answer(whole, until, state=state)
    try:
        for one in facts:
            if one.position == part.made_at or not _matters(one, facts, part.made_at, until):
                continue
            for other in (one.first, *_days(one, facts, until)):
                if other >= part.made_days[0]:
                    part.classified = moved(sorted_by, {one.position: other})
                    if _answer(whole, until, state=state) != now:
                        return True
    finally:
        part.classified = sorted_by
    return False


def _sayings(recommendation: Recommendation, until: str) -> Iterator[list[_Fact]]:
    """What the rest of the row follows from: how it was sorted, and what each body answered."""
    made = _Fact(recommendation.made_at, *recommendation.made_days)
    if recommendation.classified:
        values = recommendation.classified.values
        since = _replaced_since(((value.first, value.day) for value in values), until)
        yield [
            made,
            *(
                _Fact(value.position, value.first, value.day)
                for value in values
                if value.position != recommendation.made_at and value.day >= since
            ),
        ]
    for body in dict.fromkeys(one.body for one in recommendation.responses):
        said = [one for one in recommendation.responses if one.body == body]
        since = _replaced_since(((one.first, one.sort_key[0]) for one in said), until)
        facts = [_Fact(one.sort_key[1], one.first, one.sort_key[0]) for one in said]
        yield [made, *(fact for fact in facts if fact.last >= since)]


def _facts(recommendation: Recommendation, until: str, *, state: bool) -> Iterator[_Fact]:
    """The facts that the row can follow from: none that is certainly before another which had replaced it."""
    yield _Fact(recommendation.made_at, *recommendation.made_days)
    for values in (recommendation.texts.values, recommendation.addressed.values, recommendation.dues.values):
        since = _replaced_since(((value.first, value.day) for value in values), until)
        for value in values:
            if value.position != recommendation.made_at and value.day >= since:
                yield _Fact(value.position, value.first, value.day)
    changes = recommendation.status_changes
    # Of shares each has a word of its own, which another body's takes no place of.
    since = (
        ""
        if recommendation.shared
        else _replaced_since(((one.first, one.sort_key[0]) for one in changes), until)
    )
    # What is handed in, asked for or disputed moves nothing but the working word.
    for fact in _placed(recommendation) if state else changes:
        if fact.sort_key[0] >= since or isinstance(fact, Dispute):
            yield _Fact(fact.sort_key[1], fact.first, fact.sort_key[0])


def _replaced_since(days: Iterable[tuple[str, str]], until: str) -> str:
    """The first date that the last of what had certainly come can be of: it replaced all before that."""
    return max((first for first, last in days if last <= until), default="")


def _placed(recommendation: Recommendation) -> Iterator[Fact]:
    yield from recommendation.status_changes
    yield from recommendation.awaiting.values()
    yield from recommendation.evidence.values()
    yield from recommendation.requests
    yield from recommendation.disputes.values()


def _matters(one: _Fact, facts: list[_Fact], made_at: int, until: str) -> bool:
    """Whether it may not have come yet, or its order with another fact than the making is open."""
    return one.first <= until < one.last or (
        one.position != made_at
        and any(
            other.position not in (one.position, made_at)
            and one.first <= other.last
            and other.first <= one.last
            for other in facts
        )
    )


def _days(one: _Fact, facts: list[_Fact], until: str) -> Iterator[str]:
    """The days next to which something changes."""
    for day in {until, *(day for other in facts for day in other[1:] if other is not one)}:
        if one.first <= day <= one.last:
            yield from _beside(day)


def _beside(day: str) -> Iterator[str]:
    """A full date with the days before and after it, as far as there are any."""
    for step in (-1, 0, 1):
        with suppress(ValueError, OverflowError):  # at an end of the calendar, or before all of it
            yield str(date.fromisoformat(day) + timedelta(days=step))


def _answer(recommendation: Recommendation, until: str, *, state: bool) -> Standing | None:
    if not recommendation.was_there(until):
        return None
    stood = recommendation.at(until)
    # The same answers are the same, on whichever days they are taken to have been given.
    same = (one._replace(sort_key=("", one.sort_key[1]), first="") for one in stood.responses)
    return stood._replace(
        updated=recommendation.made.on, state=stood.state if state else "", responses=tuple(sorted(same))
    )


def _status(recommendation: Recommendation, until: str, *, state: bool) -> Standing | None:
    """What of its answer matters to what it is a part of."""
    stood = _answer(recommendation, until, state=state)
    if stood is None:
        return None
    return stood._replace(text="", made_to=(), due=None, classified=NOT_CLASSIFIED, responses=())
