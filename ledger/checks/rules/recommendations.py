"""Inspections, their cycles, and what is recommended in them."""

from __future__ import annotations

from events.cycles import CycleClosed, CycleOpened
from events.inspections import InspectionOpened
from events.recommendations import RecommendationMade, RecommendationSuperseded
from ledger.checks.rules.base import Fact, Scene, standing
from ledger.times import first_day, last_day
from ledger.words import key


def inspection_is_new(scene: Scene, fact: InspectionOpened) -> str | None:
    """A ref is given once: it opens its stream, and nothing else does."""
    return f"the inspection {fact.inspection} was open" if scene.inspection.version else None


def inspection_is_open(scene: Scene, fact: Fact) -> str | None:
    """Nothing happens in an inspection before it is opened."""
    return None if scene.inspection.version else f"the inspection {fact.inspection} was not open then"


def cycle_is_new(scene: Scene, fact: CycleOpened) -> str | None:
    """A cycle's ref is given once in its inspection."""
    return f"there was a cycle {fact.cycle}" if key(fact.cycle) in scene.inspection.cycles else None


def cycle_is_open(scene: Scene, fact: Fact) -> str | None:
    """What is made, judged or closed in a cycle finds it there and open."""
    cycle = scene.inspection.cycles.get(key(fact.cycle))
    if cycle is None:
        return f"there was no cycle {fact.cycle}"
    return f"the cycle {cycle.ref} was closed" if cycle.closed_on else None


def cycle_had_begun(scene: Scene, fact: Fact) -> str | None:
    """What is made or judged in a cycle is not dated before that cycle."""
    cycle = scene.inspection.cycles.get(key(fact.cycle))
    early = cycle and last_day(fact.on) < first_day(cycle.on)
    return f"its date {fact.on} is before the cycle {fact.cycle} was opened" if early else None


def recommendation_had_been_made(scene: Scene, fact: Fact) -> str | None:
    """What is handed in for or judged of a recommendation is not dated before it was made."""
    found = scene.inspection.recommendations.get(key(fact.number))
    early = found and last_day(fact.on) < first_day(found.made_on)
    return f"its date {fact.on} is before recommendation {fact.number} was made" if early else None


def nothing_awaits_in_the_cycle(scene: Scene, fact: CycleClosed) -> str | None:
    """A cycle is not closed while a judgement in it awaits its second person."""
    waiting = [ref for (_, cycle), ref in scene.inspection.awaiting.items() if cycle == key(fact.cycle)]
    return f"judgement {waiting[0]} in it awaited sign-off" if waiting else None


def number_is_new(scene: Scene, fact: RecommendationMade) -> str | None:
    """A number is given once in its inspection."""
    known = key(fact.number) in scene.inspection.recommendations
    return f"there was a recommendation {fact.number}" if known else None


def recommendation_stands(scene: Scene, fact: Fact) -> str | None:
    """What is said about a recommendation finds it there, neither withdrawn nor superseded."""
    return standing(scene.inspection, fact.number)


def nothing_awaits_on_the_recommendation(scene: Scene, fact: Fact) -> str | None:
    """A recommendation does not go while a judgement on it awaits its second person."""
    waiting = [ref for (number, _), ref in scene.inspection.awaiting.items() if number == key(fact.number)]
    return f"judgement {waiting[0]} on it awaited sign-off" if waiting else None


def successors_stand(scene: Scene, fact: RecommendationSuperseded) -> str | None:
    """What supersedes a recommendation is another one, and stands itself."""
    for successor in fact.by:
        ref, _, number = successor.partition("/")
        other = scene.inspections.get(key(ref))
        if other is None:
            return f"there was no inspection {ref}"
        if other is scene.inspection and key(number) == key(fact.number):
            return "it superseded itself"
        if wrong := standing(other, number):
            return wrong
    return None if fact.by else "it names no successor"
