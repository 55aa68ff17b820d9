"""Passes over a subject.

1. A cycle's ref is given once in its inspection.
2. A cycle is closed once, and not while a judgement of by then awaits its second person in it. It may be
   recorded late: what was made and judged in it later does not stand in the way.
3. A mistake in a cycle's title, kind or first day is corrected: the right word is another, and the day is not
   after anything that was made or judged in it, nor after it was closed.
4. A cycle that was closed in error is open again.
"""

from __future__ import annotations

from events.cycles import CycleClosed, CycleCorrected, CycleOpened, CycleReopened
from ledger.decisions.cycles import CloseCycle, CorrectCycle, OpenCycle, ReopenCycle
from ledger.errors import NOTHING_TO_DO, Incomplete
from ledger.rules.base import Breach, Context, Table, ruled
from ledger.rules.days import precedes
from ledger.rules.inspections import inspection_is_open
from ledger.rules.things import absent, how_to_reopen
from ledger.rules.within import cycle_had_begun, cycle_is_open
from ledger.times import certainly_later, when
from ledger.validation import key


def cycle_is_new(context: Context, event: CycleOpened) -> Breach | None:
    """A cycle's ref is given once in its inspection."""
    there = context.inspection.cycles.get(key(event.cycle))
    if there is None:
        return None
    return Breach(
        f"there was a cycle {event.cycle}",
        f"{context.inspection.ref} has a cycle {there.ref} already.",
        "Choose another ref.",
    )


def cycle_is_closed_once(context: Context, event: CycleClosed) -> Breach | None:
    """A cycle that was closed is not closed again, on whichever day."""
    cycle, inspection = context.inspection.cycles.get(key(event.cycle)), context.inspection
    if cycle is None or cycle.closed_on is None:
        return None
    return Breach(
        f"the cycle {cycle.ref} was closed",
        f"The cycle {cycle.ref} of {inspection.ref} was closed {when(cycle.closed_on)}.",
        how_to_reopen(inspection, cycle),
    )


def nothing_awaits_in_the_cycle(context: Context, event: CycleClosed) -> Breach | None:
    """A cycle is not closed while a judgement of by then awaits its second person in it."""
    waiting = [
        judgement
        for judgement in context.inspection.waiting(cycle=event.cycle)
        if not certainly_later(judgement.on, event.on)
    ]
    if not waiting:
        return None
    named = ", ".join(f"{judgement.ref} (on {judgement.number})" for judgement in waiting)
    first = waiting[0].ref
    return Breach(
        f"judgement {first} in it awaited sign-off",
        f"The cycle {event.cycle} has judgements that await sign-off: {named}.",
        f"Sign them off or return them: scrutiny judgement sign-off {event.inspection} {first}",
    )


def cycle_is_there(context: Context, event: CycleCorrected | CycleReopened) -> Breach | None:
    """What sets a cycle right finds it there."""
    return absent(context.inspection, context.inspection.cycles, "cycle", event.cycle)


def cycle_was_opened_otherwise(context: Context, event: CycleCorrected) -> Breach | None:
    """A correction of a cycle sets something right, and each thing to what it was not."""
    cycle = context.inspection.cycles.get(key(event.cycle))
    right = {"title": event.title, "kind": event.kind, "day": event.opened_on}
    if all(value is None for value in right.values()):
        return Breach(
            "it sets nothing right",
            "Nothing was given to correct.",
            "Give the right --title, --kind or --on.",
            Incomplete,
        )
    was = cycle and {"title": cycle.title, "kind": cycle.kind, "day": cycle.on}
    same = [name for name, value in right.items() if value is not None and was and was[name] == value]
    if not same:
        return None
    return Breach(
        f"the cycle had just that {same[0]}",
        f"The cycle {event.cycle} of {event.inspection} has just that {same[0].replace('day', 'first day')}.",
        f"See it: scrutiny trail {event.inspection} --cycle {event.cycle}",
    )


def nothing_in_the_cycle_is_earlier(context: Context, event: CycleCorrected) -> Breach | None:
    """A cycle is not moved behind what was made or judged in it, nor behind its closing."""
    cycle, day = context.inspection.cycles.get(key(event.cycle)), event.opened_on
    if cycle is None or day is None:
        return None
    earliest, what = context.inspection.earliest_in(cycle)
    if earliest is None or not precedes(earliest, day):
        return None
    return Breach(
        f"{what} is of {earliest}, before {day}",
        f"The cycle {cycle.ref} was not opened {when(day)}: {what} is of {earliest}.",
        f"See what is recorded in it: scrutiny trail {event.inspection} --cycle {cycle.ref}",
    )


def cycle_was_closed(context: Context, event: CycleReopened) -> Breach | None:
    """Only a closed cycle is opened again."""
    cycle = context.inspection.cycles.get(key(event.cycle))
    if cycle is None or cycle.closed_on is not None:
        return None
    return Breach(
        f"the cycle {cycle.ref} was open",
        f"The cycle {cycle.ref} of {event.inspection} is open.",
        NOTHING_TO_DO,
    )


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
