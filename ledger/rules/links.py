"""What recommendations are to each other, within an inspection and across them."""

from __future__ import annotations

from collections import Counter

from events.recommendations import RecommendationLinked, RecommendationSuperseded, RecommendationUnlinked
from ledger.policies import RELATIONS, SUCCESSIONS
from ledger.rules.base import Scene, misnamed, precedes, standing
from ledger.state.entities import Recommendation
from ledger.times import last_day
from ledger.validation import key

SUCCEEDING = tuple(relation for relation, _ in SUCCESSIONS.values())
"""What a successor is to the one whose place it took."""

REVERSE = {"repeats": "repeated-by", "repeated-by": "repeats"}
"""What either is to the other where both stand on."""


def other_end(scene: Scene, named: str) -> Recommendation | None:
    """The recommendation that ``REF/NUMBER`` names, wherever it is."""
    ref, _, number = named.partition("/")
    there = scene.inspections.get(key(ref))
    return there.recommendations.get(key(number)) if there else None


def succession_is_one(_: Scene, fact: RecommendationSuperseded) -> str | None:
    """One recommendation is split into several, and merged or reframed into one; each is named once."""
    if fact.how not in SUCCESSIONS:
        return f"{fact.how!a} is no succession"
    if not fact.by:
        return "it names no successor"
    if twice := [named for named, times in Counter(map(key, fact.by)).items() if times > 1]:
        return f"it names {twice[0]} twice"
    if (fact.how == "split" and len(fact.by) < 2) or (
        fact.how in ("merged", "reframed") and len(fact.by) > 1
    ):
        return f"it was {fact.how} into {len(fact.by)}"
    return None


def successors_stand(scene: Scene, fact: RecommendationSuperseded) -> str | None:
    """What supersedes a recommendation is another one, was made by then, and stands itself."""
    for successor in fact.by:
        ref, _, number = successor.partition("/")
        other = scene.inspections.get(key(ref))
        if other is None:
            return f"there was no inspection {ref}"
        if other is scene.inspection and key(number) == key(fact.number):
            return "it superseded itself"
        if wrong := standing(other, number, fact.on) or misnamed("the inspection", other.ref, ref):
            return wrong
        heir = other.recommendations[key(number)]
        # Events of the first shape were decided without a look at that day.
        if scene.shape > 1 and precedes(fact.on, heir.made_on):
            return f"its date {fact.on} is before {successor} was made"
    return None


def link_leads_to_another(scene: Scene, fact: RecommendationLinked) -> str | None:
    """A recommendation is tied to another one that is there, in a way that the house knows."""
    if fact.relation not in (*SUCCEEDING, *REVERSE):
        return f"{fact.relation!a} is no relation"
    other = other_end(scene, fact.other)
    if other is None:
        return f"there was no {fact.other}"
    if other is scene.recommendation(fact.number):
        return "it is tied to itself"
    ref, _, number = fact.other.partition("/")
    there = scene.inspections[key(ref)].ref
    return misnamed("the inspection", there, ref) or misnamed("recommendation", other.number, number)


def what_is_repeated_is_earlier(scene: Scene, fact: RecommendationLinked) -> str | None:
    """A recommendation repeats one that was made before it, and that it is not tied to already."""
    found, other = scene.recommendation(fact.number), other_end(scene, fact.other)
    if fact.relation != "repeats" or not found or not other:
        return None
    if last_day(other.made_on) >= last_day(found.made_on):
        return f"{fact.other} was made on {other.made_on}, and not before it"
    if precedes(fact.on, found.made_on):
        return f"its date {fact.on} is before recommendation {fact.number} was made"
    tied = [relation for relation, to in found.links if to == key(fact.other)]
    return f"it was tied to {fact.other} already: {RELATIONS[tied[0]].lower()}" if tied else None


def what_is_untied_was_tied(scene: Scene, fact: RecommendationUnlinked) -> str | None:
    """A tie that is taken back is there."""
    found = scene.recommendation(fact.number)
    tie = fact.relation, fact.other, fact.of
    tied = not found or found.links.get((fact.relation, key(fact.other))) == tie
    return None if tied else f"it was not tied to {fact.other} so"
