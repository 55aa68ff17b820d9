"""The facts that the answer of a row can follow from, and the days of each that can make a difference."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from projections.model.facts import Dispute, Fact
from projections.model.recommendation import Recommendation


class Dated(NamedTuple):
    """The position of a fact, and the first and the last full date that it can be of."""

    position: int
    first: str
    last: str


def sayings(recommendation: Recommendation, until: str) -> Iterator[list[Dated]]:
    """What the rest of the row follows from: how it was sorted, and what each body answered."""
    made = Dated(recommendation.made_at, *recommendation.made_days)
    if recommendation.classified:
        values = recommendation.classified.values
        since = _replaced_since(((value.first, value.day) for value in values), until)
        yield [
            made,
            *(
                Dated(value.position, value.first, value.day)
                for value in values
                if value.position != recommendation.made_at and value.day >= since
            ),
        ]
    for body in dict.fromkeys(one.body for one in recommendation.responses):
        said = [one for one in recommendation.responses if one.body == body]
        since = _replaced_since(((one.first, one.sort_key[0]) for one in said), until)
        facts = [Dated(one.sort_key[1], one.first, one.sort_key[0]) for one in said]
        yield [made, *(fact for fact in facts if fact.last >= since)]


def facts_of(recommendation: Recommendation, until: str, *, state: bool) -> Iterator[Dated]:
    """The facts that the row can follow from: none that is certainly before another which had replaced it."""
    yield Dated(recommendation.made_at, *recommendation.made_days)
    for values in (recommendation.texts.values, recommendation.addressed.values, recommendation.dues.values):
        since = _replaced_since(((value.first, value.day) for value in values), until)
        for value in values:
            if value.position != recommendation.made_at and value.day >= since:
                yield Dated(value.position, value.first, value.day)
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
            yield Dated(fact.sort_key[1], fact.first, fact.sort_key[0])


def days_beside(recommendation: Recommendation, moving: Container[int], until: str) -> set[str]:
    """The days with which those of what moves its status are compared, beside each other: those of what does
    not move, of its bodies, of the making, and that which is asked about.

    It is so if nothing stands under it, and no other body took over by then.
    """
    found = {until, *recommendation.made_days}
    for fact in _placed(recommendation):
        if fact.sort_key[1] not in moving:
            found |= {fact.first, fact.sort_key[0]}
    for value in recommendation.addressed.values:
        found |= {value.first, value.day}
    return found


def _replaced_since(days: Iterable[tuple[str, str]], until: str) -> str:
    """The first date that the last of what had certainly come can be of: it replaced all before that."""
    return max((first for first, last in days if last <= until), default="")


def _placed(recommendation: Recommendation) -> Iterator[Fact]:
    yield from recommendation.status_changes
    yield from recommendation.awaiting.values()
    yield from recommendation.evidence.values()
    yield from recommendation.requests
    yield from recommendation.disputes.values()


def matters(one: Dated, facts: list[Dated], made_at: int, until: str) -> bool:
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


def days_near(one: Dated, facts: list[Dated], until: str) -> Iterator[str]:
    """The days next to which something changes."""
    for day in {until, *(day for other in facts for day in other[1:] if other is not one)}:
        if one.first <= day <= one.last:
            yield from _beside(day)


@lru_cache(4096)
def _beside(day: str) -> tuple[str, ...]:
    """A full date with the days before and after it, as far as there are any."""
    found = []
    for step in (-1, 0, 1):
        with suppress(ValueError, OverflowError):  # at an end of the calendar, or before all of it
            found.append(str(date.fromisoformat(day) + timedelta(days=step)))
    return tuple(found)
