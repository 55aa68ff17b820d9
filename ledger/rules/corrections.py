"""Published mistakes in recommendations that were set right: what was wrong had been said, and the right word
is another.

1. A correction says why, and corrects something that was said and is not right already.
2. The words and the bodies that a recommendation was made with are replaced, never taken away.
3. Its kind, its cycle and its number are corrected for every day; the cycle was running when it was made,
   and the number is that of no other.
4. When it can have been made is said in ledger.rules.makings.
"""

from __future__ import annotations

from events.base import Day, Names
from events.recommendations import RecommendationCorrected
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.errors import NOTHING_TO_DO
from ledger.policies import CORRECTED
from ledger.rules.addressees import indistinct, named_twice
from ledger.rules.base import Breach, Context, Table, ruled
from ledger.rules.makings import SEE, it_could_be_made_in_that_cycle, it_could_be_made_on_that_day
from ledger.rules.recommendations import due_too_early, number_is_taken
from ledger.rules.sides import successors_are_untied
from ledger.rules.things import unusable
from ledger.rules.within import recommendation_is_there
from ledger.state.entities import Recommendation
from ledger.state.history import History
from ledger.state.renaming import replaced
from ledger.times import first_day, when
from ledger.validation import key

FIELDS = {
    "text": "text",
    "made-to": "made_to",
    "due": "due",
    "made-on": "made_on",
    "kind": "kind",
    "cycle": "in_cycle",
    "number": "new_number",
    "end": None,
}
"""The field that says what is right."""


def correction_speaks_of_one_thing(context: Context, event: RecommendationCorrected) -> Breach | None:
    """A correction sets one thing right that the inspectorate knows, and says nothing of others."""
    if event.what not in CORRECTED:
        return Breach(f"{event.what!a} is nothing that is set right")
    # Of what was made in another cycle on another day, neither could be set right alone.
    own = {FIELDS[event.what], *(["made_on"] if event.what == "cycle" else [])}
    others = [name for name in FIELDS.values() if name and name not in own]
    if given := [name for name in others if event.fields[name]]:
        return Breach(f"it sets {event.what} right, and says {given[0]}")
    if not event.made_to:
        return None
    return indistinct(event.made_to) or named_twice(context, event.made_to)


def the_wrong_word_was_said(context: Context, event: RecommendationCorrected) -> Breach | None:
    """The word that is set right took effect on that day, and was another."""
    recommendation = context.recommendation(event.number)
    if recommendation is None:
        return None
    match event.what:
        case "text":
            return _replaced(recommendation, recommendation.texts, event, event.text)
        case "made-to":
            return _replaced(recommendation, recommendation.addressed, event, event.made_to or None)
        case "due":
            return _due(recommendation, event)
        case "made-on":
            return _moved(recommendation, event)
        case "kind" | "cycle":
            return _filed(context, recommendation, event)
        case "number":
            return _renumbered(recommendation, event)
        case _:
            wrong = event.of != recommendation.gone_on
            return Breach(f"recommendation {event.number} did not end on {event.of}") if wrong else None


def _unchanged(event: RecommendationCorrected) -> Breach:
    return Breach(
        "it repeats what was recorded",
        f"Nothing would change in the {CORRECTED[event.what]} of recommendation {event.number}.",
        SEE,
    )


def _replaced(
    recommendation: Recommendation,
    history: History[str] | History[Names],
    event: RecommendationCorrected,
    right: str | Names | None,
) -> Breach | None:
    wrong = history.of(event.of)
    if wrong is None:
        return Breach(f"no such value was recorded for {event.of}")
    if right is None and wrong.position == recommendation.made_at:
        return Breach(
            "it takes away what the recommendation was made with",
            f"Recommendation {event.number} was made with these {CORRECTED[event.what]}.",
            f"Give the right ones: --{event.what} …",
        )
    return _unchanged(event) if wrong.content == right else None


def _due(recommendation: Recommendation, event: RecommendationCorrected) -> Breach | None:
    wrong = recommendation.dues.of(event.of)
    if early := due_too_early(event.due, recommendation.made_on):
        return early
    if wrong:
        return _unchanged(event) if wrong.content == event.due else None
    # A date that was left out when it was made is set right as of that day.
    made_on = recommendation.made_on
    left_out = event.of == made_on and not recommendation.dues.at(first_day(made_on))
    return None if event.due and left_out else Breach(f"no such value was recorded for {event.of}")


def _moved(recommendation: Recommendation, event: RecommendationCorrected) -> Breach | None:
    if event.of != recommendation.made_on:
        return _not_made_on(recommendation, event.of)
    if event.made_on is None:
        return Breach("it takes away the day on which the recommendation was made")
    return _made_then(recommendation, event)


def _filed(context: Context, recommendation: Recommendation, event: RecommendationCorrected) -> Breach | None:
    if event.of != recommendation.made_on:
        return _not_made_on(recommendation, event.of)
    if event.what == "kind":
        right, was, same = event.kind, recommendation.kind, f"has the kind {event.kind}"
    else:
        right, was, same = event.in_cycle, recommendation.cycle, f"stands in the cycle {event.in_cycle}"
    if right is None:
        return Breach(f"it takes away the {event.what} of the recommendation")
    if event.what == "kind" and (strange := unusable(context, "kind", right, "kind of recommendation")):
        return strange
    if key(right) == key(was):
        return Breach("it repeats what was recorded", f"Recommendation {event.number} {same} already.", SEE)
    return _made_then(recommendation, event)


def _renumbered(recommendation: Recommendation, event: RecommendationCorrected) -> Breach | None:
    if event.of != recommendation.made_on:
        return _not_made_on(recommendation, event.of)
    if event.new_number is None:
        return Breach("it takes away the number of the recommendation")
    if event.new_number != recommendation.number:
        return None
    return Breach(
        "it repeats what was recorded",
        f"Recommendation {recommendation.number} has that number already.",
        NOTHING_TO_DO,
    )


def right_number_is_free(context: Context, event: RecommendationCorrected) -> Breach | None:
    """The right number is that of no other recommendation; one that another had in error is free."""
    number = event.new_number
    if number is None:
        return None
    return number_is_taken(context, number, context.recommendation(event.number))


def _not_made_on(recommendation: Recommendation, of: Day) -> Breach:
    return Breach(f"recommendation {recommendation.number} was made on {recommendation.made_on}, not on {of}")


def _made_then(recommendation: Recommendation, event: RecommendationCorrected) -> Breach | None:
    if event.made_on != recommendation.made_on:
        return None
    return Breach(
        "it repeats what was recorded",
        f"Recommendation {event.number} was made {when(event.made_on)} already.",
        NOTHING_TO_DO,
    )


def it_is_clear_which_name_is_which(context: Context, event: RecommendationCorrected) -> Breach | None:
    """If several names are wrong of which something was recorded, it is clear which is which."""
    recommendation, right = context.recommendation(event.number), event.made_to
    wrong = recommendation and event.what == "made-to" and right and recommendation.addressed.of(event.of)
    # In the first shape what had been recorded of a wrong name was of nobody.
    if not recommendation or not wrong or context.shape < 2 or replaced(wrong.content, right) is not None:
        return None
    keys = set(map(key, right))
    gone = [body for body in wrong.content if key(body) not in keys]
    unclear = [body for body in gone if context.inspection.is_told_of(recommendation, key(body))]
    if not unclear:
        return None
    return Breach(
        f"it is not clear which body takes the place of {unclear[0]}",
        f"It is not clear which body takes the place of {'; '.join(unclear)}, of which something was "
        f"recorded on recommendation {recommendation.number}.",
        "Put one name right at a time, each with the others as they are: "
        f"scrutiny recommendation correct {event.inspection} {recommendation.number} --made-to …",
    )


RULES: Table = {
    RecommendationCorrected: ruled(
        CorrectRecommendation,
        recommendation_is_there,
        correction_speaks_of_one_thing,
        the_wrong_word_was_said,
        it_is_clear_which_name_is_which,
        it_could_be_made_on_that_day,
        it_could_be_made_in_that_cycle,
        right_number_is_free,
        successors_are_untied,
    ),
}
