"""What was entered in error, and was never made.

1. What is made void is there, and nothing stands in its place or under it by what it was.
2. What comes back had been made void, and its number is free.
"""

from __future__ import annotations

from events.recommendations import RecommendationUnvoided, RecommendationVoided
from ledger.decisions.recommendation_corrections import UnvoidRecommendation, VoidRecommendation
from ledger.errors import NOTHING_TO_DO
from ledger.rules.base import Breach, Context, Table, ruled
from ledger.rules.recommendations import number_is_taken
from ledger.rules.sides import SUCCEEDING, other_end
from ledger.rules.things import misnamed
from ledger.rules.within import recommendation_is_there


def nothing_gave_its_place_to_it(context: Context, event: RecommendationVoided) -> Breach | None:
    """What gave its place to a recommendation that never was stands again: that is recorded first."""
    recommendation = context.recommendation(event.number)
    for tie in recommendation.links.values() if recommendation else ():
        if tie.relation in SUCCEEDING and other_end(context, tie.other):
            return Breach(f"it stood in the place of {tie.other}")
    return None


def it_had_been_made_void(context: Context, event: RecommendationUnvoided) -> Breach | None:
    """What comes back had been made void, and is called so."""
    found = context.inspection.entered_in_error(event.number)
    if found:
        return misnamed("recommendation", found.number, event.number)
    return recommendation_is_there(context, event) or Breach(
        f"recommendation {event.number} had not been entered in error",
        f"Recommendation {event.number} of {event.inspection} was not entered in error.",
        NOTHING_TO_DO,
    )


def its_number_is_free(context: Context, event: RecommendationUnvoided) -> Breach | None:
    """The number of what comes back was not given to another in between."""
    there = context.recommendation(event.number)
    if there is None or context.inspection.entered_in_error(event.number) is None:
        return None
    if (taken := number_is_taken(context, event.number, None)) is None or there.number != event.number:
        return taken
    return Breach(
        f"there was another recommendation {event.number}",
        f"{event.inspection} has another recommendation {there.number} by now.",
        "Give that one another number first: "
        f"scrutiny recommendation correct {event.inspection} {there.number} --number N --why W",
    )


RULES: Table = {
    RecommendationVoided: ruled(VoidRecommendation, recommendation_is_there, nothing_gave_its_place_to_it),
    RecommendationUnvoided: ruled(UnvoidRecommendation, it_had_been_made_void, its_number_is_free),
}
