"""What keeps a change of words, bodies or due date from changing something on the day it takes effect."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from events.base import Day
from events.recommendations import (
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
)
from ledger.errors import NOTHING_TO_DO
from ledger.rules.base import Breach, Context
from ledger.state.history import History
from ledger.times import certainly_since, first_day, last_day, when

T = TypeVar("T")


def words_are_others(context: Context, event: RecommendationRestated) -> Breach | None:
    """Who restates a recommendation says it in other words than it had on that day."""
    recommendation = context.recommendation(event.number)
    if recommendation is None or not _holds(recommendation.texts, event.text, event.on):
        return None
    return Breach(
        f"recommendation {event.number} said just that",
        f"Recommendation {event.number} says just that already.",
        NOTHING_TO_DO,
    )


def bodies_are_others(context: Context, event: RecommendationReaddressed) -> Breach | None:
    """Who readdresses a recommendation names others than it was made to on that day."""
    recommendation = context.recommendation(event.number)
    bodies = context.inspectorate.bodies
    if recommendation is None or not _holds(
        recommendation.addressed,
        event.made_to,
        event.on,
        (lambda names: list(map(bodies.identity, names))) if bodies else None,
    ):
        return None
    return Breach(
        f"recommendation {event.number} was made to just those",
        f"Recommendation {event.number} is made to {'; '.join(event.made_to)} already.",
        NOTHING_TO_DO,
    )


def due_date_is_another(context: Context, event: RecommendationRescheduled) -> Breach | None:
    """Who reschedules a recommendation says another date than it was due on."""
    recommendation = context.recommendation(event.number)
    if recommendation is None or not _holds(recommendation.dues, event.due, event.on):
        return None
    first = recommendation.dues.values[0]
    if first.position != recommendation.made_at and not certainly_since(event.on, first.on):
        # Before that it may have been due on none.
        return None
    return Breach(
        f"recommendation {event.number} was due on that day",
        f"Recommendation {event.number} is due {when(event.due)} already.",
        NOTHING_TO_DO,
    )


def _holds(values: History[T], content: T, on: Day, what: Callable[[T], object] | None = None) -> bool:
    """Whether something certainly had just that value on a day, which may be known in part.

    ``what`` says what values are compared by, if not by themselves.
    """
    now = values.at(last_day(on))
    if now is None:
        return False
    others = [now, *values.between(first_day(on), last_day(on))]
    if what is None:
        return all(value.content == content for value in others)
    return all(what(value.content) == what(content) for value in others)
