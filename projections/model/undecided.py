"""Judgements of which the dates leave open which was first, and which say different things of the same.

The one recorded later stands. Whoever reads of either is shown that nobody knows the order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from events.base import Names
from projections.model.facts import Fact, SortKey, StatusChange, certainly_before
from projections.model.recommendation import Recommendation

P = TypeVar("P", bound=Fact)

_MOST = 5
"""Judgements that are named; of more it is said how many there are."""

Undecided = Mapping[str, Names]
"""By the ref of a judgement those that can have been before or after it."""


def undecided(recommendation: Recommendation, day: str | None = None) -> dict[str, Names]:
    """Of the judgements of a recommendation that count and had come by a day (None: the last there is)."""
    come = [
        one
        for one in recommendation.status_changes
        if one.ref is not None and (day is None or one.sort_key[0] <= day)
    ]
    if all(one.first == one.sort_key[0] for one in come):
        return {}
    found = {
        str(one.ref): tuple(str(other.ref) for other in come if other is not one and _is_open(one, other))
        for one in come
    }
    return {ref: others for ref, others in found.items() if others}


def _is_open(one: StatusChange, other: StatusChange) -> bool:
    """Whether nobody knows which of two was first, and it makes a difference."""
    return (
        (one.status, one.reason) != (other.status, other.reason)
        and (one.body == other.body or not (one.body and other.body))
        and not certainly_before(one, other)
        and not certainly_before(other, one)
    )


def in_words(others: Sequence[str]) -> str:
    """The sentence that stands beside a judgement: The dates leave open whether it was before or after J2."""
    if not others:
        return ""
    named = list(others[:_MOST])
    if len(others) > _MOST:
        named.append(f"{len(others) - _MOST} more")
    *most, last = named
    which = f"{', '.join(most)} and {last}" if most else last
    return f"The dates leave open whether it was before or after {which}."


def overtaken(facts: Iterable[P], share_of: Callable[[P], tuple[str, str]]) -> frozenset[SortKey]:
    """The sort keys of those that held on no day: on the very day of each there is one that was recorded
    later, about the same or about all, and their dates leave open which was first.

    Of two that are both known to be of that day the order is known.
    """
    days: dict[str, list[P]] = {}
    for fact in facts:
        days.setdefault(fact.sort_key[0], []).append(fact)
    never: set[SortKey] = set()
    for day, came in days.items():
        exact = sum(fact.first == day for fact in came)
        last: dict[tuple[str, str], int] = {}
        for fact in reversed(came):
            share = share_of(fact)
            later = max(last.get(share, 0), last.get((share[0], ""), 0)) > fact.sort_key[1]
            if later and not (exact > 1 and fact.first == day):
                never.add(fact.sort_key)
            last[share] = max(last.get(share, 0), fact.sort_key[1])
    return frozenset(never)
