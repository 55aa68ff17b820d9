"""When, and in which cycle, a recommendation can have been made, if that is set right.

It was not made before its cycle was opened or after it was closed, nor after what was recorded about it, nor
before what it repeats.
"""

from __future__ import annotations

from events.base import Day
from events.recommendations import RecommendationCorrected
from ledger.policies import RELATIONS
from ledger.rules.base import Breach, Context
from ledger.rules.days import outside, precedes
from ledger.rules.recommendations import due_too_early
from ledger.rules.sides import REVERSE, other_end
from ledger.rules.things import absent
from ledger.state.entities import Recommendation
from ledger.times import certainly_since, last_day, when
from ledger.validation import key

SEE = "See what was recorded and when: scrutiny trail"


MADE_ON = "Give the day it was made, too: --made-on DATE"


def it_could_be_made_in_that_cycle(context: Context, event: RecommendationCorrected) -> Breach | None:
    """A recommendation is moved to a cycle that is there, and was running on the day it was made."""
    recommendation, inspection = context.recommendation(event.number), context.inspection
    if recommendation is None or event.in_cycle is None:
        return None
    if wrong := absent(inspection, inspection.cycles, "cycle", event.in_cycle):
        return wrong
    cycle = inspection.cycles[key(event.in_cycle)]
    return outside(event.made_on or recommendation.made_on, inspection, cycle, MADE_ON)


def it_could_be_made_on_that_day(context: Context, event: RecommendationCorrected) -> Breach | None:
    """A recommendation is moved within its cycle, not behind what was recorded of it, nor past what it
    repeats or what repeats it.
    """
    recommendation, day = context.recommendation(event.number), event.made_on
    if recommendation is None or day is None:
        return None
    cycle = context.inspection.cycles.get(key(event.in_cycle or recommendation.cycle))
    if cycle and (wrong := outside(day, context.inspection, cycle, MADE_ON)):
        return wrong
    earliest = min((*recommendation.days, recommendation.gone_on or day), key=last_day)
    if precedes(earliest, day):
        return Breach(
            f"something of it was recorded of {earliest}, before {day}",
            f"Recommendation {recommendation.number} was not made {when(day)}: "
            f"something about it is recorded of {earliest}.",
            SEE,
        )
    for due in recommendation.dues.values:
        if wrong := due_too_early(due.content, day):
            return wrong._replace(audit=f"it was due on {due.content}, before {day}")
    return _passes_a_repetition(context, recommendation, event, day)


def _passes_a_repetition(
    context: Context, recommendation: Recommendation, event: RecommendationCorrected, day: Day
) -> Breach | None:
    mine = f"{event.inspection}/{recommendation.number}"
    for relation, theirs, _ in recommendation.links.values():
        other = other_end(context, theirs) if relation in REVERSE else None
        if other is None:
            continue
        first, second = (other.made_on, day) if relation == "repeats" else (day, other.made_on)
        if certainly_since(first, second):
            return Breach(
                f"it was not made on {day}: {theirs}, to which it is tied, was made on {other.made_on}",
                f"{mine} {RELATIONS[relation].lower()} {theirs}, which was made {when(other.made_on)}: "
                f"it was not made {when(day)}.",
                f"If it does not, say so first: scrutiny recommendation unlink {event.inspection} "
                f"{recommendation.number} --from {theirs} --why …",
            )
    return None
