"""Inspections, and their cycles."""

from __future__ import annotations

from events.cycles import CycleClosed, CycleCorrected, CycleOpened, CycleReopened
from ledger.decisions.cycles import CloseCycle, CorrectCycle, OpenCycle, ReopenCycle
from ledger.rules.base import AnyEvent, Breach, Context, Table, misnamed, precedes, ruled
from ledger.rules.inspections import inspection_is_open
from ledger.times import certainly_later
from ledger.validation import key


def cycle_is_new(context: Context, event: CycleOpened) -> Breach | str | None:
    """A cycle's ref is given once in its inspection."""
    return f"there was a cycle {event.cycle}" if key(event.cycle) in context.inspection.cycles else None


def cycle_is_open(context: Context, event: AnyEvent) -> Breach | str | None:
    """What is made, judged or closed in a cycle finds it there, and open on its day."""
    cycle = context.inspection.cycles.get(key(event.cycle))
    if cycle is None:
        return f"there was no cycle {event.cycle}"
    if cycle.is_over(event.on):
        return f"the cycle {cycle.ref} was closed"
    return misnamed("the cycle", cycle.ref, event.cycle)


def cycle_had_begun(context: Context, event: AnyEvent) -> Breach | str | None:
    """What is made or judged in a cycle is not dated before that cycle."""
    cycle = context.inspection.cycles.get(key(event.cycle))
    early = cycle and precedes(event.on, cycle.on)
    return f"its date {event.on} is before the cycle {event.cycle} was opened" if early else None


def cycle_is_closed_once(context: Context, event: CycleClosed) -> Breach | str | None:
    """A cycle that was closed is not closed again, on whichever day."""
    cycle = context.inspection.cycles.get(key(event.cycle))
    return f"the cycle {cycle.ref} was closed" if cycle and cycle.closed_on else None


def nothing_awaits_in_the_cycle(context: Context, event: CycleClosed) -> Breach | str | None:
    """A cycle is not closed while a judgement of by then awaits its second person in it."""
    for waiting in context.inspection.waiting(cycle=event.cycle):
        if not certainly_later(waiting.on, event.on):
            return f"judgement {waiting.ref} in it awaited sign-off"
    return None


def cycle_is_there(context: Context, event: CycleCorrected | CycleReopened) -> Breach | str | None:
    """What sets a cycle right finds it there."""
    cycle = context.inspection.cycles.get(key(event.cycle))
    if cycle is None:
        return f"there was no cycle {event.cycle}"
    return misnamed("the cycle", cycle.ref, event.cycle)


def cycle_was_opened_otherwise(context: Context, event: CycleCorrected) -> Breach | str | None:
    """A correction of a cycle sets something right, and each thing to what it was not."""
    cycle = context.inspection.cycles.get(key(event.cycle))
    right = {"title": event.title, "kind": event.kind, "day": event.opened_on}
    if all(value is None for value in right.values()):
        return "it sets nothing right"
    was = cycle and {"title": cycle.title, "kind": cycle.kind, "day": cycle.on}
    same = [name for name, value in right.items() if value is not None and was and was[name] == value]
    return f"the cycle had just that {same[0]}" if same else None


def nothing_in_the_cycle_is_earlier(context: Context, event: CycleCorrected) -> Breach | str | None:
    """A cycle is not moved behind what was made or judged in it, nor behind its closing."""
    cycle = context.inspection.cycles.get(key(event.cycle))
    if cycle is None or event.opened_on is None:
        return None
    earliest, what = context.inspection.earliest_in(cycle)
    early = earliest and precedes(earliest, event.opened_on)
    return f"{what} is of {earliest}, before {event.opened_on}" if early else None


def cycle_was_closed(context: Context, event: CycleReopened) -> Breach | str | None:
    """Only a closed cycle is opened again."""
    cycle = context.inspection.cycles.get(key(event.cycle))
    return f"the cycle {cycle.ref} was open" if cycle and cycle.closed_on is None else None


RULES: Table = {
    CycleOpened: ruled(OpenCycle, inspection_is_open, cycle_is_new),
    CycleCorrected: ruled(
        CorrectCycle, cycle_is_there, cycle_was_opened_otherwise, nothing_in_the_cycle_is_earlier
    ),
    CycleReopened: ruled(ReopenCycle, cycle_is_there, cycle_was_closed),
    CycleClosed: ruled(
        CloseCycle, cycle_is_closed_once, cycle_is_open, cycle_had_begun, nothing_awaits_in_the_cycle
    ),
}
