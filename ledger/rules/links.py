"""What recommendations are to each other, within an inspection and across them."""

from __future__ import annotations

from collections import Counter

from events.recommendations import RecommendationLinked, RecommendationSuperseded, RecommendationUnlinked
from ledger.decisions.links import RepeatRecommendation, SupersedeRecommendation, UnlinkRecommendation
from ledger.policies import RELATIONS, SUCCESSIONS
from ledger.rules.base import Breach, Context, Table, misnamed, precedes, ruled, standing
from ledger.rules.recommendations import (
    it_ends_once,
    nothing_awaits_on_the_recommendation,
    recommendation_had_been_made,
    recommendation_is_there,
)
from ledger.rules.sides import (
    REVERSE,
    SUCCEEDING,
    link_is_told_on_both_sides,
    other_end,
    successors_are_told,
    unlinking_is_told_on_both_sides,
)
from ledger.times import last_day
from ledger.validation import key


def succession_is_one(_: Context, event: RecommendationSuperseded) -> Breach | str | None:
    """One recommendation is split into several, and merged or reframed into one; each is named once."""
    if event.how not in SUCCESSIONS:
        return f"{event.how!a} is no succession"
    if not event.by:
        return "it names no successor"
    if twice := [named for named, times in Counter(map(key, event.by)).items() if times > 1]:
        return f"it names {twice[0]} twice"
    if (event.how == "split" and len(event.by) < 2) or (
        event.how in ("merged", "reframed") and len(event.by) > 1
    ):
        return f"it was {event.how} into {len(event.by)}"
    return None


def successors_stand(context: Context, event: RecommendationSuperseded) -> Breach | str | None:
    """What supersedes a recommendation is another one, was made by then, and stands itself."""
    for successor in event.by:
        ref, _, number = successor.partition("/")
        other = context.find(ref)
        if other is None:
            return f"there was no inspection {ref}"
        if other is context.inspection and key(number) == key(event.number):
            return "it superseded itself"
        if wrong := standing(other, number, event.on) or misnamed("the inspection", other.ref, ref):
            return wrong
        heir = other.recommendations[key(number)]
        # Events of the first shape were decided without a look at that day.
        if context.shape > 1 and precedes(event.on, heir.made_on):
            return f"its date {event.on} is before {successor} was made"
    return None


def link_leads_to_another(context: Context, event: RecommendationLinked) -> Breach | str | None:
    """A recommendation is tied to another one that is there, in a way that the house knows."""
    if event.relation not in (*SUCCEEDING, *REVERSE):
        return f"{event.relation!a} is no relation"
    other = other_end(context, event.other)
    if other is None:
        return f"there was no {event.other}"
    if other is context.recommendation(event.number):
        return "it is tied to itself"
    ref, _, number = event.other.partition("/")
    there = context.inspections[key(ref)].ref
    return misnamed("the inspection", there, ref) or misnamed("recommendation", other.number, number)


def what_is_repeated_is_earlier(context: Context, event: RecommendationLinked) -> Breach | str | None:
    """A recommendation repeats one that was made before it, and that it is not tied to already."""
    found, other = context.recommendation(event.number), other_end(context, event.other)
    if event.relation != "repeats" or not found or not other:
        return None
    if last_day(other.made_on) >= last_day(found.made_on):
        return f"{event.other} was made on {other.made_on}, and not before it"
    if precedes(event.on, found.made_on):
        return f"its date {event.on} is before recommendation {event.number} was made"
    tied = [relation for relation, to in found.links if to == key(event.other)]
    return f"it was tied to {event.other} already: {RELATIONS[tied[0]].lower()}" if tied else None


def what_is_untied_was_tied(context: Context, event: RecommendationUnlinked) -> Breach | str | None:
    """A tie that is taken back is there."""
    found = context.recommendation(event.number)
    tie = event.relation, event.other, event.of
    tied = not found or found.links.get((event.relation, key(event.other))) == tie
    return None if tied else f"it was not tied to {event.other} so"


RULES: Table = {
    RecommendationSuperseded: ruled(
        SupersedeRecommendation,
        it_ends_once,
        recommendation_had_been_made,
        nothing_awaits_on_the_recommendation,
        succession_is_one,
        successors_stand,
        successors_are_told,
    ),
    RecommendationLinked: ruled(
        RepeatRecommendation,
        recommendation_is_there,
        link_leads_to_another,
        what_is_repeated_is_earlier,
        link_is_told_on_both_sides,
    ),
    RecommendationUnlinked: ruled(
        UnlinkRecommendation,
        recommendation_is_there,
        what_is_untied_was_tied,
        unlinking_is_told_on_both_sides,
    ),
}
