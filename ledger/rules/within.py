"""Rules of several nouns: what happens in a cycle, or to a recommendation, finds it there.

They are apart from the other rules of cycles and of recommendations, so that who records a judgement loads
none of those, nor what else one may ask.
"""

from __future__ import annotations

from ledger.rules.base import AnyEvent, Breach, Context
from ledger.rules.days import precedes, too_early
from ledger.rules.things import absent, closed, standing
from ledger.validation import key


def cycle_is_open(context: Context, event: AnyEvent) -> Breach | None:
    """What is made, judged or closed in a cycle finds it there, and open on its day."""
    return closed(context.inspection, event.cycle, event.on)


def cycle_had_begun(context: Context, event: AnyEvent) -> Breach | None:
    """What is made or judged in a cycle is not dated before that cycle."""
    cycle = context.inspection.cycles.get(key(event.cycle))
    if cycle is None or not precedes(event.on, cycle.on):
        return None
    return too_early(event.on, cycle.on, f"the cycle {cycle.ref} was opened")


def recommendation_is_there(context: Context, event: AnyEvent) -> Breach | None:
    """What is said about a recommendation finds it made, whether or not it is still active."""
    return absent(context.inspection, context.inspection.recommendations, "recommendation", event.number)


def recommendation_stands(context: Context, event: AnyEvent) -> Breach | None:
    """What happens to a recommendation finds it there, neither withdrawn nor superseded on that day."""
    return standing(context.inspection, event.number, event.on)


def recommendation_had_been_made(context: Context, event: AnyEvent) -> Breach | None:
    """What is said about a recommendation is not dated before it was made."""
    recommendation = context.recommendation(event.number)
    if recommendation is None or not precedes(event.on, recommendation.made_on):
        return None
    return too_early(event.on, recommendation.made_on, f"recommendation {recommendation.number} was made")
