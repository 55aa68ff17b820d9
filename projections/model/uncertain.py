"""Whether what a row says on a day hangs on a date that is not known exactly.

A fact of a month or a year is of one of its days. If on another of those days the row would say something
else than it does, its answer hangs on that date. Each day that could make a difference is tried, alone and
together with those of other facts: first and last ones, and those next to another fact or to the day asked
about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from copy import copy
from datetime import date, timedelta
from itertools import product
from math import prod
from typing import NamedTuple, Protocol, TypeVar

from ledger.state.classification import NOT_CLASSIFIED
from ledger.state.history import History
from projections.model.facts import Dispute, Fact, Request, StatusChange, Submission
from projections.model.recommendation import Recommendation, Standing
from projections.model.wholes import family

T = TypeVar("T")
F = TypeVar("F", StatusChange, Submission, Request, Dispute)
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
    return any(_hangs_itself(part, day, _status, state=state) for part in parts)


def _hangs_itself(recommendation: Recommendation, day: str | None, answer: Answer, *, state: bool) -> bool:
    until = day or LAST
    if recommendation.bodies is not None and _hangs_on_names(recommendation, until, state=state):
        return True
    facts = list(_facts(recommendation, until, state=state))
    vague = [
        one for one in facts if one.first != one.last and _matters(one, facts, recommendation.made_at, until)
    ]
    if not vague:
        return False
    others = [
        (
            one.first,
            *sorted({day for day in _days(one, facts, until) if one.first < day < one.last}),
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
        if answer(_as_if(recommendation, found), until, state=state) != now:
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
    return stood._replace(updated=recommendation.made.on, state=stood.state if state else "")


def _status(recommendation: Recommendation, until: str, *, state: bool) -> Standing | None:
    """What of its answer matters to what it is a part of."""
    stood = _answer(recommendation, until, state=state)
    if stood is None:
        return None
    return stood._replace(text="", made_to=(), due=None, classified=NOT_CLASSIFIED, responses=())


def _as_if(recommendation: Recommendation, days: Mapping[int, str]) -> Recommendation:
    """The same, with some facts, by their positions, each on one day. What has none of them is shared."""
    found = copy(recommendation)
    if recommendation.made_at in days:
        found.made_days = days[recommendation.made_at], days[recommendation.made_at]
    found.texts = _words(recommendation.texts, days)
    found.addressed = _words(recommendation.addressed, days)
    found.dues = _words(recommendation.dues, days)
    found.status_changes = _in_order(recommendation.status_changes, days)
    found.requests = _in_order(recommendation.requests, days)
    found.awaiting = _by_ref(recommendation.awaiting, days)
    found.evidence = _by_ref(recommendation.evidence, days)
    found.disputes = _by_ref(recommendation.disputes, days)
    return found


def _in_order(facts: list[F], days: Mapping[int, str]) -> list[F]:
    if any(one.sort_key[1] in days for one in facts):
        return sorted(_on(one, days) for one in facts)
    return facts


def _by_ref(facts: dict[str, F], days: Mapping[int, str]) -> dict[str, F]:
    if any(one.sort_key[1] in days for one in facts.values()):
        return {ref: _on(one, days) for ref, one in facts.items()}
    return facts


def _on(one: F, days: Mapping[int, str]) -> F:
    day = days.get(one.sort_key[1])
    return one if day is None else one._replace(sort_key=(day, one.sort_key[1]), first=day)


def _words(values: History[T], days: Mapping[int, str]) -> History[T]:
    if not any(value.position in days for value in values.values):
        return values
    found: History[T] = History(values.made_at)
    for value in values.values:
        day = days.get(value.position)
        found.add(value if day is None else value._replace(day=day, first=day))
    return found
