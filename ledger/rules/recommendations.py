"""What is recommended, and every change to it up to its end."""

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
from ledger.policies import KINDS
from ledger.rules.base import AnyEvent, Breach, Context, Table, misnamed, precedes, ruled, standing
from ledger.rules.cycles import cycle_had_begun, cycle_is_open
from ledger.rules.inspections import inspection_is_open
from ledger.times import certainly_later, last_day
from ledger.validation import key


def number_is_new(context: Context, event: RecommendationMade) -> Breach | str | None:
    """A number is given once in its inspection."""
    known = key(event.number) in context.inspection.recommendations
    return f"there was a recommendation {event.number}" if known else None


def kind_is_one(_: Context, event: RecommendationMade) -> Breach | str | None:
    """A recommendation is of a kind that the house knows."""
    return None if event.kind in KINDS else f"{event.kind!a} is no kind"


def bodies_are_told_apart(_: Context, event: AnyEvent) -> Breach | str | None:
    """A recommendation is made to one body or more, each named once, without the sign that parts them."""
    if not event.made_to:
        return "it is made to nobody"
    if len(set(event.made_to)) < len(event.made_to):
        return "it is made to one body twice"
    return "a body has a semicolon in its name" if any(";" in body for body in event.made_to) else None


def due_after_it_was_made(
    context: Context, event: RecommendationMade | RecommendationRescheduled
) -> Breach | str | None:
    """A recommendation is not due before it was made."""
    found = context.recommendation(event.number)
    made_on = event.on if isinstance(event, RecommendationMade) else found and found.made_on
    early = event.due and made_on and last_day(event.due) < last_day(made_on)
    return f"its due date {event.due} is before the recommendation was made on {made_on}" if early else None


def recommendation_is_there(context: Context, event: AnyEvent) -> Breach | str | None:
    """What is said about a recommendation finds it made, whether or not it still stands."""
    found = context.recommendation(event.number)
    if found is None:
        return f"there was no recommendation {event.number}"
    return misnamed("recommendation", found.number, event.number)


def recommendation_stands(context: Context, event: AnyEvent) -> Breach | str | None:
    """What happens to a recommendation finds it there, neither withdrawn nor superseded on that day."""
    return standing(context.inspection, event.number, event.on)


def recommendation_had_been_made(context: Context, event: AnyEvent) -> Breach | str | None:
    """What is said about a recommendation is not dated before it was made."""
    found = context.recommendation(event.number)
    early = found and precedes(event.on, found.made_on)
    return f"its date {event.on} is before recommendation {event.number} was made" if early else None


def words_are_others(context: Context, event: RecommendationRestated) -> Breach | str | None:
    """Who restates a recommendation says it in other words than it had on that day."""
    found = context.recommendation(event.number)
    now = found and found.texts.at(last_day(event.on))
    return f"recommendation {event.number} said just that" if now and now.content == event.text else None


def bodies_are_others(context: Context, event: RecommendationReaddressed) -> Breach | str | None:
    """Who readdresses a recommendation names others than it was made to on that day."""
    found = context.recommendation(event.number)
    now = found and found.addressed.at(last_day(event.on))
    return (
        f"recommendation {event.number} was made to just those"
        if now and now.content == event.made_to
        else None
    )


def due_date_is_another(context: Context, event: RecommendationRescheduled) -> Breach | str | None:
    """Who reschedules a recommendation says another date than it was due on."""
    found = context.recommendation(event.number)
    now = found and found.dues.at(last_day(event.on))
    return f"recommendation {event.number} was due on that day" if now and now.content == event.due else None


def it_ends_once(context: Context, event: AnyEvent) -> Breach | str | None:
    """A recommendation that was withdrawn or superseded does not end again."""
    return standing(context.inspection, event.number)


def nothing_awaits_on_the_recommendation(context: Context, event: AnyEvent) -> Breach | str | None:
    """A recommendation does not end while a judgement of by then awaits its second person on it."""
    for waiting in context.inspection.waiting(number=event.number):
        if not certainly_later(waiting.on, event.on):
            return f"judgement {waiting.ref} on it awaited sign-off"
    return None


RULES: Table = {
    RecommendationMade: ruled(
        MakeRecommendation,
        inspection_is_open,
        cycle_is_open,
        cycle_had_begun,
        number_is_new,
        kind_is_one,
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
