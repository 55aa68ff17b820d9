"""Whether what a row says on a day hangs on a date that is not known exactly.

A fact of a month or a year is of one of its days. If on another of those days the row would say something
else than it does, its answer hangs on that date. Each day that could make a difference is tried, alone and
together with those of other facts: first and last ones, and those next to another fact or to the day asked
about.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from copy import copy
from datetime import date, timedelta
from itertools import product
from math import prod
from typing import NamedTuple, TypeVar

from ledger.state.history import History
from projections.model.facts import Dispute, Fact, Request, StatusChange, Submission
from projections.model.recommendation import Recommendation, Standing

T = TypeVar("T")
F = TypeVar("F", StatusChange, Submission, Request, Dispute)
LAST = "9999-12-31"
MOST = 1024
"""How many combinations of days are tried; a row with more facts of open dates than that is uncertain."""


class _Fact(NamedTuple):
    """The position of a fact, and the first and the last full date that it can be of."""

    position: int
    first: str
    last: str


def hangs_on_a_date(recommendation: Recommendation, day: str | None, *, state: bool = True) -> bool:
    """Whether a row on a day (a full date; None: the last there is) would be another on another date.

    Without ``state``, the working word is left out of account.
    """
    until = day or LAST
    facts = list(_facts(recommendation, state=state))
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
    now = _answer(recommendation, until, state=state)
    settled = {one.position: one.last for one in facts}
    for days in product(*others):
        found = settled | {one.position: day for one, day in zip(vague, days, strict=True)}
        # Nothing is of a day before the making, which was no later than what came after it.
        if min(found.values()) < found[recommendation.made_at]:
            if (
                found[recommendation.made_at] != settled[recommendation.made_at]
                or min(found.values()) < recommendation.made_days[0]
            ):
                continue
            found[recommendation.made_at] = min(found.values())
        if _answer(_as_if(recommendation, found), until, state=state) != now:
            return True
    return False


def _facts(recommendation: Recommendation, *, state: bool) -> Iterator[_Fact]:
    yield _Fact(recommendation.made_at, *recommendation.made_days)
    for values in (recommendation.texts.values, recommendation.addressed.values, recommendation.dues.values):
        for value in values:
            if value.position != recommendation.made_at:
                yield _Fact(value.position, value.first, value.day)
    # What is handed in, asked for or disputed moves nothing but the working word.
    for fact in _placed(recommendation) if state else recommendation.status_changes:
        yield _Fact(fact.sort_key[1], fact.first, fact.sort_key[0])


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


def _as_if(recommendation: Recommendation, days: Mapping[int, str]) -> Recommendation:
    """The same, with each fact on one day."""
    found = copy(recommendation)
    found.made_days = days[recommendation.made_at], days[recommendation.made_at]
    found.texts = _words(recommendation.texts, days)
    found.addressed = _words(recommendation.addressed, days)
    found.dues = _words(recommendation.dues, days)
    found.status_changes = sorted(_on(one, days) for one in recommendation.status_changes)
    found.awaiting = {ref: _on(one, days) for ref, one in recommendation.awaiting.items()}
    found.evidence = {ref: _on(one, days) for ref, one in recommendation.evidence.items()}
    found.requests = sorted(_on(one, days) for one in recommendation.requests)
    found.disputes = {ref: _on(one, days) for ref, one in recommendation.disputes.items()}
    return found


def _on(one: F, days: Mapping[int, str]) -> F:
    day = days.get(one.sort_key[1])
    return one if day is None else one._replace(sort_key=(day, one.sort_key[1]), first=day)


def _words(values: History[T], days: Mapping[int, str]) -> History[T]:
    found: History[T] = History(values.made_at)
    for value in values.values:
        day = days[value.position]
        found.add(value._replace(day=day, first=day))
    return found
