"""Published mistakes that were set right: what was wrong had been said, and the right word is another."""

from __future__ import annotations

from events.base import Day, Names
from events.judgements import JudgementCorrected
from events.recommendations import RecommendationCorrected
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.policies import APPROVER, CORRECTED, KINDS
from ledger.rules.base import Breach, Context, Table, addressed_as, misnamed, precedes, ruled, standing
from ledger.rules.judgements import expect_words, judgement_is_there
from ledger.rules.recommendations import bodies_are_told_apart, recommendation_is_there
from ledger.rules.sides import REVERSE, other_end, successors_are_untied
from ledger.state.entities import Cycle, Recommendation
from ledger.state.history import History
from ledger.state.renaming import replaced
from ledger.times import first_day, last_day
from ledger.validation import key

FIELDS = {
    "text": "text",
    "made-to": "made_to",
    "due": "due",
    "made-on": "made_on",
    "kind": "kind",
    "cycle": "in_cycle",
    "end": None,
}
"""The field that says what is right."""


def correction_speaks_of_one_thing(context: Context, event: RecommendationCorrected) -> Breach | str | None:
    """A correction sets one thing right that the house knows, and says nothing of others."""
    if event.what not in CORRECTED:
        return f"{event.what!a} is nothing that is set right"
    # Of what was made in another cycle on another day, neither could be set right alone.
    own = {FIELDS[event.what], *(["made_on"] if event.what == "cycle" else [])}
    others = [name for name in FIELDS.values() if name and name not in own]
    if said := [name for name in others if event.fields[name]]:
        return f"it sets {event.what} right, and says {said[0]}"
    return bodies_are_told_apart(context, event) if event.made_to else None


def the_wrong_word_was_said(context: Context, event: RecommendationCorrected) -> Breach | str | None:
    """The word that is set right took effect on that day, and was another."""
    found = context.recommendation(event.number)
    if found is None:
        return None
    match event.what:
        case "text":
            return _replaced(found, found.texts, event.of, event.text)
        case "made-to":
            return _replaced(found, found.addressed, event.of, event.made_to or None)
        case "due":
            return _due(found, event)
        case "made-on":
            return _moved(found, event)
        case "kind" | "cycle":
            return _filed(found, event)
        case _:
            return (
                None
                if event.of == found.gone_on
                else f"recommendation {found.number} did not end on {event.of}"
            )


def it_is_clear_which_name_is_which(context: Context, event: RecommendationCorrected) -> Breach | str | None:
    """If several names are wrong of which something was recorded, it is clear which is which."""
    found = context.recommendation(event.number)
    word = found.addressed.of(event.of) if found and event.what == "made-to" and event.made_to else None
    # In the first shape what had been recorded of a wrong name was of nobody.
    if (
        found is None
        or word is None
        or context.shape < 2
        or replaced(word.content, event.made_to) is not None
    ):
        return None
    right = set(map(key, event.made_to))
    for body in word.content:
        if key(body) not in right and context.inspection.is_told_of(found, key(body)):
            return f"it is not clear which body takes the place of {body}"
    return None


def _replaced(
    found: Recommendation, said: History[str] | History[Names], of: Day, right: str | Names | None
) -> Breach | str | None:
    word = said.of(of)
    if word is None:
        return f"nothing of the kind was said of {of}"
    if right is None and word.position == found.made_at:
        return "it takes away what the recommendation was made with"
    return "it says what was said" if word.content == right else None


def _due(found: Recommendation, event: RecommendationCorrected) -> Breach | str | None:
    word = found.dues.of(event.of)
    if event.due and last_day(event.due) < last_day(found.made_on):
        return f"its due date {event.due} is before the recommendation was made on {found.made_on}"
    if word:
        return "it says what was said" if word.content == event.due else None
    # A date that was left out when it was made is set right as of that day.
    left_out = event.of == found.made_on and not found.dues.at(first_day(found.made_on))
    return None if event.due and left_out else f"nothing of the kind was said of {event.of}"


def _moved(found: Recommendation, event: RecommendationCorrected) -> Breach | str | None:
    if event.of != found.made_on:
        return f"recommendation {found.number} was made on {found.made_on}, not on {event.of}"
    if event.made_on is None:
        return "it takes away the day on which the recommendation was made"
    return "it says what was said" if event.made_on == found.made_on else None


def _filed(found: Recommendation, event: RecommendationCorrected) -> Breach | str | None:
    if event.of != found.made_on:
        return f"recommendation {found.number} was made on {found.made_on}, not on {event.of}"
    right, was = (event.kind, found.kind) if event.what == "kind" else (event.in_cycle, found.cycle)
    if right is None:
        return f"it takes away the {event.what} of the recommendation"
    if event.what == "kind" and right not in KINDS:
        return f"{right!a} is no kind of recommendation"
    if event.made_on == found.made_on:
        return f"recommendation {found.number} was made on {event.made_on}"
    return "it says what was said" if key(right) == key(was) else None


def it_could_be_made_in_that_cycle(context: Context, event: RecommendationCorrected) -> Breach | str | None:
    """A recommendation is moved to a cycle that is there, and was running on the day it was made."""
    found = context.recommendation(event.number)
    if found is None or event.in_cycle is None:
        return None
    cycle = context.inspection.cycles.get(key(event.in_cycle))
    if cycle is None:
        return f"there was no cycle {event.in_cycle}"
    return misnamed("the cycle", cycle.ref, event.in_cycle) or _outside(event.made_on or found.made_on, cycle)


def it_could_be_made_on_that_day(context: Context, event: RecommendationCorrected) -> Breach | str | None:
    """A recommendation is moved within its cycle, not behind what was recorded of it, nor past what it
    repeats or what repeats it.
    """
    found, day = context.recommendation(event.number), event.made_on
    if found is None or day is None:
        return None
    cycle = context.inspection.cycles.get(key(event.in_cycle or found.cycle))
    if cycle and (wrong := _outside(day, cycle)):
        return wrong
    for on in (*found.days, *filter(None, [found.gone_on])):
        if precedes(on, day):
            return f"something of it was recorded of {on}, before {day}"
    if early := [word.content for word in found.dues.values if last_day(word.content) < last_day(day)]:
        return f"it was due on {early[0]}, before {day}"
    for relation, theirs, _ in found.links.values():
        other = other_end(context, theirs) if relation in REVERSE else None
        if other:
            first, second = (other.made_on, day) if relation == "repeats" else (day, other.made_on)
            if last_day(first) >= last_day(second):
                return f"it was not made on {day}: {theirs}, to which it is tied, was made on {other.made_on}"
    return None


def who_may_corrects(context: Context, event: JudgementCorrected) -> Breach | str | None:
    """What was signed off is corrected by an approver who did not record it."""
    found = context.inspection.judgements.get(key(event.judgement))
    if found is None or context.inspectorate.sign_off == "none":
        return None
    if APPROVER not in context.inspectorate.roles.get(context.by, ()):
        return f"it takes the role approver, which {context.by} had not then"
    own = found.by == context.by
    return f"{context.by} recorded judgement {event.judgement} and corrected it" if own else None


def corrected_judgement_counted(context: Context, event: JudgementCorrected) -> Breach | str | None:
    """A judgement that counts is made void, or says something else."""
    found = context.inspection.judgements.get(key(event.judgement))
    if found and found.fate != "signed-off":
        return f"judgement {found.ref} was {found.fate}"
    if event.void == (event.judged_on is not None or event.reworded):
        return "it is not either void or something else"
    # In version 1 the right words stand in the event; since then, the event that has them is asked.
    others = (
        event.reworded if context.shape > 1 else found and event.own_rationale not in (None, found.rationale)
    )
    same = found and not event.void and event.judged_on in (None, found.on) and not others
    return f"judgement {event.judgement} said just that" if same else None


def right_words_follow(context: Context, event: JudgementCorrected) -> Breach | str | None:
    """A correction of the words says the right ones: the next thing that the same request says."""
    if event.reworded and context.shape > 1:
        expect_words(context, event)
    return None


def it_could_be_judged_on_that_day(context: Context, event: JudgementCorrected) -> Breach | str | None:
    """A judgement is moved to no day on which it could not have been made."""
    found, day = context.inspection.judgements.get(key(event.judgement)), event.judged_on
    judged = context.recommendation(found.number) if found else None
    if found is None or judged is None or day is None:
        return None
    cycle = context.inspection.cycles.get(key(found.cycle))
    if cycle and (wrong := _outside(day, cycle)):
        return wrong
    if precedes(day, judged.made_on):
        return f"its date {day} is before recommendation {judged.number} was made"
    if found.made_to is not None and addressed_as(judged, found.made_to, day) is None:
        return f"recommendation {judged.number} was not made to {found.made_to} on {day}"
    return standing(context.inspection, judged.number, day)


def _outside(day: str, cycle: Cycle) -> Breach | str | None:
    if precedes(day, cycle.on):
        return f"its date {day} is before the cycle {cycle.ref} was opened"
    late = cycle.closed_on and precedes(cycle.closed_on, day)
    return f"its date {day} is after the cycle {cycle.ref} was closed" if late else None


RULES: Table = {
    RecommendationCorrected: ruled(
        CorrectRecommendation,
        recommendation_is_there,
        correction_speaks_of_one_thing,
        the_wrong_word_was_said,
        it_is_clear_which_name_is_which,
        it_could_be_made_on_that_day,
        it_could_be_made_in_that_cycle,
        successors_are_untied,
    ),
    JudgementCorrected: ruled(
        CorrectJudgement,
        judgement_is_there,
        who_may_corrects,
        corrected_judgement_counted,
        it_could_be_judged_on_that_day,
        right_words_follow,
    ),
}
