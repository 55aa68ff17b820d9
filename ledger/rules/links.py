"""What recommendations are to each other, within an inspection and across them.

1. A link leads to what is there: another recommendation, of this inspection or another.
2. What takes a recommendation's place is active itself; so nothing goes in a circle.
3. Several are split into, one is merged or reframed into.
4. What repeats another was not certainly made before it, nor does that repeat it; it is linked to it once.
5. Each side of a link stands in the stream of its own inspection (see ledger.rules.sides).
"""

from __future__ import annotations

from collections import Counter

from events.recommendations import RecommendationLinked, RecommendationSuperseded, RecommendationUnlinked
from ledger.decisions.links import RepeatRecommendation, SupersedeRecommendation, UnlinkRecommendation
from ledger.errors import NOTHING_TO_DO, BadInput
from ledger.policies import RELATIONS, SUCCESSIONS
from ledger.rules.base import Breach, Context, Table, ruled
from ledger.rules.days import too_early
from ledger.rules.recommendations import it_ends_once, nothing_awaits_on_the_recommendation
from ledger.rules.sides import (
    REVERSE,
    SUCCEEDING,
    link_is_told_on_both_sides,
    other_end,
    successors_are_told,
    unlinking_is_told_on_both_sides,
)
from ledger.rules.things import misnamed, standing, unknown
from ledger.rules.within import recommendation_had_been_made, recommendation_is_there
from ledger.state.entities import Recommendation
from ledger.times import certainly_since, when
from ledger.validation import key


def succession_is_one(_: Context, event: RecommendationSuperseded) -> Breach | None:
    """One recommendation is split into several, and merged or reframed into one; each is named once."""
    if wrong := unknown(event.how, SUCCESSIONS, "succession"):
        return wrong
    if not event.by:
        return Breach("it names no successor", "No successor was given.", "Name it as REF/NUMBER.", BadInput)
    if twice := [named for named, times in Counter(map(key, event.by)).items() if times > 1]:
        return Breach(f"it names {twice[0]} twice")
    count, number = len(event.by), event.number
    if event.how == "split" and count < 2:
        return Breach(
            f"it was split into {count}",
            f"Recommendation {number} is split into several, and one was given.",
            "Name each of them as REF/NUMBER.",
        )
    if event.how in ("merged", "reframed") and count > 1:
        return Breach(
            f"it was {event.how} into {count}",
            f"Recommendation {number} is {event.how} into one, and {count} were given.",
            "Split it: scrutiny recommendation split …",
        )
    return None


def nobody_takes_the_place_of_who_took_theirs(
    context: Context, event: RecommendationSuperseded
) -> Breach | None:
    """What a recommendation took the place of does not take its place, through however many others."""
    recommendation = context.recommendation(event.number)
    for successor in event.by:
        first = other_end(context, successor)
        if recommendation and first and recommendation in _successors(context, first):
            mine = f"{event.inspection}/{recommendation.number}"
            return Breach(
                f"{mine} stands in the place of {successor} already",
                f"{mine} stands in the place of {successor} already: they cannot take each other's.",
                f"See who took whose place: scrutiny show {successor.replace('/', ' ', 1)}",
            )
    return None


def _successors(context: Context, first: Recommendation) -> list[Recommendation]:
    """What took a recommendation's place, and what took theirs, to the last."""
    chain = [first]
    for recommendation in chain:
        heirs = (other_end(context, named) for named in recommendation.heirs)
        chain += (heir for heir in heirs if heir and heir not in chain)
    return chain[1:]


def successors_stand(context: Context, event: RecommendationSuperseded) -> Breach | None:
    """What supersedes a recommendation is another one, was made by then, and is active itself."""
    for successor in event.by:
        ref, _, number = successor.partition("/")
        other = context.find(ref)
        if other is None:
            return Breach(f"there was no inspection {ref}")
        if other_end(context, successor) is context.recommendation(event.number):
            return Breach(
                "it superseded itself",
                f"Recommendation {event.number} cannot take its own place.",
                "Name another: REF/NUMBER.",
            )
        if wrong := standing(other, number, event.on) or misnamed("the inspection", other.ref, ref):
            return wrong
        # Events of the first shape were decided without a look at that day.
        made_on = other.recommendations[key(number)].made_on
        wrong = too_early(event.on, made_on, f"recommendation {number} of {ref} was made")
        if context.shape > 1 and wrong:
            return wrong._replace(audit=f"its date {event.on} is before {successor} was made")
    return None


def link_leads_to_another(context: Context, event: RecommendationLinked) -> Breach | None:
    """A recommendation is tied to another one that is there, in a way that the inspectorate knows."""
    if wrong := unknown(event.relation, (*SUCCEEDING, *REVERSE), "relation"):
        return wrong
    other = other_end(context, event.other)
    if other is None:
        return Breach(f"there was no {event.other}")
    if other is context.recommendation(event.number):
        return Breach(
            "it is tied to itself",
            f"Recommendation {event.number} cannot repeat itself.",
            "Name another: --of REF/NUMBER",
        )
    ref, _, number = event.other.partition("/")
    there = context.inspections[key(ref)].ref
    return misnamed("the inspection", there, ref) or misnamed("recommendation", other.number, number)


def what_is_repeated_is_earlier(context: Context, event: RecommendationLinked) -> Breach | None:
    """A recommendation repeats one that was made before it, and that it is not tied to already."""
    later, other = context.recommendation(event.number), other_end(context, event.other)
    if event.relation != "repeats" or not later or not other:
        return None
    if wrong := too_early(event.on, later.made_on, f"recommendation {later.number} was made"):
        return wrong
    mine = f"{event.inspection}/{later.number}"
    ends = ((relation, other_end(context, to)) for relation, to in later.links)
    if tied := [RELATIONS[relation].lower() for relation, end in ends if end is other]:
        return Breach(
            f"it was tied to {event.other} already: {tied[0]}",
            f"{mine} is linked to {event.other} already: {tied[0]}.",
            NOTHING_TO_DO,
        )
    if not certainly_since(other.made_on, later.made_on):
        # Where the dates leave the order open, it follows from what repeats what already.
        return _round(mine, event.other) if later in _repeated(context, other) else None
    return Breach(
        f"{event.other} was made on {other.made_on}, and not before it",
        f"{mine} was made {when(later.made_on)} and cannot repeat {event.other}, made {when(other.made_on)}.",
        "Swap the two: the later one repeats the earlier.",
    )


def _repeated(context: Context, first: Recommendation) -> list[Recommendation]:
    """What a recommendation repeats, and what those repeat, to the first."""
    chain = [first]
    for recommendation in chain:
        before = (
            other_end(context, link.other)
            for link in recommendation.links.values()
            if link.relation == "repeats"
        )
        chain += (one for one in before if one and one not in chain)
    return chain[1:]


def _round(mine: str, other: str) -> Breach:
    return Breach(
        f"{other} repeated it",
        f"{mine} cannot repeat {other}, which repeats it through others.",
        f"See what repeats what: scrutiny show {other.replace('/', ' ', 1)}",
    )


def what_is_untied_was_tied(context: Context, event: RecommendationUnlinked) -> Breach | None:
    """A tie that is taken back is there."""
    recommendation = context.recommendation(event.number)
    tie = event.relation, event.other, event.of
    if recommendation is None or recommendation.links.get((event.relation, key(event.other))) == tie:
        return None
    return Breach(f"it was not tied to {event.other} so")


RULES: Table = {
    RecommendationSuperseded: ruled(
        SupersedeRecommendation,
        it_ends_once,
        recommendation_had_been_made,
        nothing_awaits_on_the_recommendation,
        nobody_takes_the_place_of_who_took_theirs,
        successors_stand,
        succession_is_one,
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
