"""A recommendation as it would be if some of its facts were of other days that their dates can mean."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import TypeVar

from ledger.state.history import History
from projections.model.facts import Dispute, Request, Response, StatusChange, Submission
from projections.model.recommendation import Recommendation

T = TypeVar("T")
F = TypeVar("F", StatusChange, Submission, Request, Dispute, Response)


def as_if(recommendation: Recommendation, days: Mapping[int, str]) -> Recommendation:
    """The same, with some facts, by their positions, each on one day. What has none of them is shared."""
    found = copy(recommendation)
    if recommendation.made_at in days:
        found.made_days = days[recommendation.made_at], days[recommendation.made_at]
    found.texts = moved(recommendation.texts, days)
    found.addressed = moved(recommendation.addressed, days)
    found.dues = moved(recommendation.dues, days)
    if recommendation.classified:
        found.classified = moved(recommendation.classified, days)
    found.responses = tuple(_in_order([*recommendation.responses], days))
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


def moved(values: History[T], days: Mapping[int, str]) -> History[T]:
    """The same values, with some, by their positions, each on one day."""
    if not any(value.position in days for value in values.values):
        return values
    found: History[T] = History(values.made_at)
    for value in values.values:
        day = days.get(value.position)
        found.add(value if day is None else value._replace(day=day, first=day))
    return found
