"""Inspections, and their cycles."""

from __future__ import annotations

from events.cycles import CycleClosed, CycleCorrected, CycleOpened, CycleReopened
from events.inspections import InspectionCorrected, InspectionOpened
from ledger.rules.base import Fact, Scene, misnamed, precedes
from ledger.times import certainly_later
from ledger.validation import key


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
    """What is made, judged or closed in a cycle finds it there, and open on its day."""
    cycle = scene.inspection.cycles.get(key(fact.cycle))
    if cycle is None:
        return f"there was no cycle {fact.cycle}"
    if cycle.is_over(fact.on):
        return f"the cycle {cycle.ref} was closed"
    return misnamed("the cycle", cycle.ref, fact.cycle)


def cycle_had_begun(scene: Scene, fact: Fact) -> str | None:
    """What is made or judged in a cycle is not dated before that cycle."""
    cycle = scene.inspection.cycles.get(key(fact.cycle))
    early = cycle and precedes(fact.on, cycle.on)
    return f"its date {fact.on} is before the cycle {fact.cycle} was opened" if early else None


def cycle_is_closed_once(scene: Scene, fact: CycleClosed) -> str | None:
    """A cycle that was closed is not closed again, on whichever day."""
    cycle = scene.inspection.cycles.get(key(fact.cycle))
    return f"the cycle {cycle.ref} was closed" if cycle and cycle.closed_on else None


def nothing_awaits_in_the_cycle(scene: Scene, fact: CycleClosed) -> str | None:
    """A cycle is not closed while a judgement of by then awaits its second person in it."""
    for waiting in scene.inspection.waiting(cycle=fact.cycle):
        if not certainly_later(waiting.on, fact.on):
            return f"judgement {waiting.ref} in it awaited sign-off"
    return None


def title_was_another(scene: Scene, fact: InspectionCorrected) -> str | None:
    """A correction of a title says another."""
    return "the inspection had just that title" if fact.title == scene.inspection.title else None


def cycle_is_there(scene: Scene, fact: CycleCorrected | CycleReopened) -> str | None:
    """What sets a cycle right finds it there."""
    cycle = scene.inspection.cycles.get(key(fact.cycle))
    if cycle is None:
        return f"there was no cycle {fact.cycle}"
    return misnamed("the cycle", cycle.ref, fact.cycle)


def cycle_was_opened_otherwise(scene: Scene, fact: CycleCorrected) -> str | None:
    """A correction of a cycle sets something right, and each thing to what it was not."""
    cycle = scene.inspection.cycles.get(key(fact.cycle))
    right = {"title": fact.title, "kind": fact.kind, "day": fact.opened_on}
    if all(value is None for value in right.values()):
        return "it sets nothing right"
    was = cycle and {"title": cycle.title, "kind": cycle.kind, "day": cycle.on}
    same = [name for name, value in right.items() if value is not None and was and was[name] == value]
    return f"the cycle had just that {same[0]}" if same else None


def nothing_in_the_cycle_is_earlier(scene: Scene, fact: CycleCorrected) -> str | None:
    """A cycle is not moved behind what was made or judged in it, nor behind its closing."""
    cycle = scene.inspection.cycles.get(key(fact.cycle))
    if cycle is None or fact.opened_on is None:
        return None
    earliest, what = scene.inspection.earliest_in(cycle)
    early = earliest and precedes(earliest, fact.opened_on)
    return f"{what} is of {earliest}, before {fact.opened_on}" if early else None


def cycle_was_closed(scene: Scene, fact: CycleReopened) -> str | None:
    """Only a closed cycle is opened again."""
    cycle = scene.inspection.cycles.get(key(fact.cycle))
    return f"the cycle {cycle.ref} was open" if cycle and cycle.closed_on is None else None
