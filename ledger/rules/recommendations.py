"""What a body is asked to do, and every change to it up to its end.

1. A number is given once in its inspection, however it is written; one that was put right may be given again.
2. It is made in a cycle that is open, and not before that cycle was.
3. A change changes something, and is not dated before the recommendation was made nor after it was withdrawn
   or superseded. What took effect before its end can still be recorded after it.
4. A recommendation ends once, and not while a judgement of by then awaits its second person. Its end may be
   recorded late: what was recorded meanwhile about later days does not stand in the way; the inbox says so.
"""

from __future__ import annotations

from events.recommendations import (
    RecommendationMade,
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
    RecommendationWithdrawn,
)
from ledger.decisions.recommendations import (
    MakeRecommendation,
    ReaddressRecommendation,
    RescheduleRecommendation,
    RestateRecommendation,
    WithdrawRecommendation,
)
from ledger.policies import DUE
from ledger.rules.addressees import indistinct, named_twice
from ledger.rules.base import AnyEvent, Breach, Context, Table, as_published, ruled
from ledger.rules.changes import bodies_are_others, due_date_is_another, words_are_others
from ledger.rules.days import precedes
from ledger.rules.inspections import inspection_is_open
from ledger.rules.things import standing, unusable
from ledger.rules.within import (
    cycle_had_begun,
    cycle_is_open,
    recommendation_had_been_made,
    recommendation_stands,
)
from ledger.state.entities import Recommendation
from ledger.times import certainly_later, when
from ledger.validation import key, number_key


def number_is_new(context: Context, event: RecommendationMade) -> Breach | None:
    """A number is given once in its inspection."""
    taken, there = number_is_taken(context, event.number, None), context.recommendation(event.number)
    if taken and there and (said := there.texts.at()) and said.content == event.text:
        bodies_of = context.inspectorate.bodies
        asked = {bodies_of.identity(body): body for body in there.addressees(event.on).values()}
        new = [body for body in event.made_to if bodies_of.identity(body) not in asked]
        if not new:
            return taken._replace(
                remedy="It is recorded in just these words; choose another number for another."
            )
        bodies = " ".join(f'--made-to "{body}"' for body in (*asked.values(), *new))
        return taken._replace(
            remedy="Made to several bodies in the same words it is one, with a share for each: "
            f"scrutiny recommendation readdress {context.inspection.ref} {there.number} {bodies}"
        )
    return taken


def number_is_taken(context: Context, number: str, mine: Recommendation | None) -> Breach | None:
    """What keeps a number from being given to a recommendation: another has it.

    One that was put right is free, unless something still names what had it by that number.
    """
    there = context.recommendation(number)
    if there is None or there is mine:
        return None
    inspection = context.inspection
    if number_key(there.number) != number_key(number) and key(there.number) != key(number):
        if not (names := inspection.named_by(there)):
            return None
        return Breach(
            f"recommendation {there.number}, which had the number {number}, was linked to others by it",
            f"{inspection.ref}/{there.number} had the number {number}, by which {names[0]} is linked to it.",
            "Choose another number, or take that link back first.",
        )
    return Breach(
        f"there was a recommendation {number}",
        f"{inspection.ref} has a recommendation {there.number} already, made {when(there.made_on)}.",
        "Choose another number, or change that one: scrutiny recommendation restate …",
    )


def kind_is_one(context: Context, event: RecommendationMade) -> Breach | None:
    """A recommendation is of a kind that the inspectorate knows."""
    return unusable(context, "kind", event.kind, "kind")


def bodies_are_told_apart(context: Context, event: AnyEvent) -> Breach | None:
    """A recommendation is made to one body or more, each named once, without the sign that parts them."""
    return indistinct(event.made_to) or named_twice(context, event.made_to)


def due_after_it_was_made(
    context: Context, event: RecommendationMade | RecommendationRescheduled
) -> Breach | None:
    """A recommendation is not due before it was made."""
    recommendation = context.recommendation(event.number)
    if as_published(context, DUE):
        return None
    if isinstance(event, RecommendationMade):
        return due_too_early(event.due, event.on)
    return due_too_early(event.due, recommendation.made_on) if recommendation else None


def due_too_early(due: str | None, made_on: str) -> Breach | None:
    """A due date is not certainly before the day a recommendation was made."""
    if due is None or not precedes(due, made_on):
        return None
    return Breach(
        f"its due date {due} is before the recommendation was made on {made_on}",
        f"The due date {due} is before the recommendation was made {when(made_on)}.",
        "Give a later day: --due DATE",
    )


def it_ends_once(context: Context, event: AnyEvent) -> Breach | None:
    """A recommendation that was withdrawn or superseded does not end again."""
    breach = standing(context.inspection, event.number)
    recommendation = context.recommendation(event.number)
    if breach is None or recommendation is None or recommendation.gone is None:
        return breach
    return breach._replace(
        remedy="If that was an error, say so first: scrutiny recommendation correct "
        f"{context.inspection.ref} {recommendation.number} --void end --why …"
    )


def nothing_awaits_on_the_recommendation(context: Context, event: AnyEvent) -> Breach | None:
    """A recommendation does not end while a judgement of by then awaits its second person on it."""
    for waiting in context.inspection.waiting(number=event.number):
        if not certainly_later(waiting.on, event.on):
            return Breach(
                f"judgement {waiting.ref} on it awaited sign-off",
                f"Judgement {waiting.ref} on recommendation {event.number} awaits sign-off.",
                f"Settle it first: scrutiny judgement return {event.inspection} {waiting.ref} --why …",
            )
    return None


RULES: Table = {
    RecommendationMade: ruled(
        MakeRecommendation,
        inspection_is_open,
        kind_is_one,
        number_is_new,
        cycle_is_open,
        cycle_had_begun,
        bodies_are_told_apart,
        due_after_it_was_made,
    ),
    RecommendationRestated: ruled(
        RestateRecommendation, recommendation_stands, recommendation_had_been_made, words_are_others
    ),
    RecommendationReaddressed: ruled(
        ReaddressRecommendation,
        recommendation_stands,
        recommendation_had_been_made,
        bodies_are_told_apart,
        bodies_are_others,
    ),
    RecommendationRescheduled: ruled(
        RescheduleRecommendation,
        recommendation_stands,
        recommendation_had_been_made,
        due_after_it_was_made,
        due_date_is_another,
    ),
    RecommendationWithdrawn: ruled(
        WithdrawRecommendation,
        it_ends_once,
        recommendation_had_been_made,
        nothing_awaits_on_the_recommendation,
    ),
}
