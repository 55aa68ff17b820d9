"""What is recommended, and every change to it up to its end."""

from __future__ import annotations

from events.recommendations import (
    RecommendationMade,
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
)
from ledger.policies import KINDS
from ledger.rules.base import Fact, Scene, misnamed, precedes, standing
from ledger.times import certainly_later, last_day
from ledger.validation import key


def number_is_new(scene: Scene, fact: RecommendationMade) -> str | None:
    """A number is given once in its inspection."""
    known = key(fact.number) in scene.inspection.recommendations
    return f"there was a recommendation {fact.number}" if known else None


def kind_is_one(_: Scene, fact: RecommendationMade) -> str | None:
    """A recommendation is of a kind that the house knows."""
    return None if fact.kind in KINDS else f"{fact.kind!a} is no kind"


def bodies_are_told_apart(_: Scene, fact: Fact) -> str | None:
    """A recommendation is made to one body or more, each named once, without the sign that parts them."""
    if not fact.made_to:
        return "it is made to nobody"
    if len(set(fact.made_to)) < len(fact.made_to):
        return "it is made to one body twice"
    return "a body has a semicolon in its name" if any(";" in body for body in fact.made_to) else None


def due_after_it_was_made(scene: Scene, fact: RecommendationMade | RecommendationRescheduled) -> str | None:
    """A recommendation is not due before it was made."""
    found = scene.recommendation(fact.number)
    made_on = fact.on if isinstance(fact, RecommendationMade) else found and found.made_on
    early = fact.due and made_on and last_day(fact.due) < last_day(made_on)
    return f"its due date {fact.due} is before the recommendation was made on {made_on}" if early else None


def recommendation_is_there(scene: Scene, fact: Fact) -> str | None:
    """What is said about a recommendation finds it made, whether or not it still stands."""
    found = scene.recommendation(fact.number)
    if found is None:
        return f"there was no recommendation {fact.number}"
    return misnamed("recommendation", found.number, fact.number)


def recommendation_stands(scene: Scene, fact: Fact) -> str | None:
    """What happens to a recommendation finds it there, neither withdrawn nor superseded on that day."""
    return standing(scene.inspection, fact.number, fact.on)


def recommendation_had_been_made(scene: Scene, fact: Fact) -> str | None:
    """What is said about a recommendation is not dated before it was made."""
    found = scene.recommendation(fact.number)
    early = found and precedes(fact.on, found.made_on)
    return f"its date {fact.on} is before recommendation {fact.number} was made" if early else None


def words_are_others(scene: Scene, fact: RecommendationRestated) -> str | None:
    """Who restates a recommendation says it in other words than it had on that day."""
    found = scene.recommendation(fact.number)
    now = found and found.texts.at(last_day(fact.on))
    return f"recommendation {fact.number} said just that" if now and now.content == fact.text else None


def bodies_are_others(scene: Scene, fact: RecommendationReaddressed) -> str | None:
    """Who readdresses a recommendation names others than it was made to on that day."""
    found = scene.recommendation(fact.number)
    now = found and found.addressed.at(last_day(fact.on))
    same = now and now.content == fact.made_to
    return f"recommendation {fact.number} was made to just those" if same else None


def due_date_is_another(scene: Scene, fact: RecommendationRescheduled) -> str | None:
    """Who reschedules a recommendation says another date than it was due on."""
    found = scene.recommendation(fact.number)
    now = found and found.dues.at(last_day(fact.on))
    return f"recommendation {fact.number} was due on that day" if now and now.content == fact.due else None


def it_ends_once(scene: Scene, fact: Fact) -> str | None:
    """A recommendation that was withdrawn or superseded does not end again."""
    return standing(scene.inspection, fact.number)


def nothing_awaits_on_the_recommendation(scene: Scene, fact: Fact) -> str | None:
    """A recommendation does not end while a judgement of by then awaits its second person on it."""
    for waiting in scene.inspection.waiting(number=fact.number):
        if not certainly_later(waiting.on, fact.on):
            return f"judgement {waiting.ref} on it awaited sign-off"
    return None
