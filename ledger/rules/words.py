"""Words that were withdrawn from view: they were said, and all else is repeated as it was."""

from __future__ import annotations

from events.base import EventShapeError
from events.words import WordsWithdrawn
from ledger.rules.base import Scene
from ledger.state.sayings import alone
from ledger.state.withheld import beside, told_without


def the_event_was_recorded(scene: Scene, fact: WordsWithdrawn) -> str | None:
    """What says it stands before it in the stream, is called so and about that recommendation."""
    said = scene.inspection.sayings.events.get(fact.event)
    if said is None:
        return f"event {fact.event} of the inspection has no words that can be withdrawn"
    if fact.name != said.NAME:
        return f"event {fact.event} is called {said.NAME}"
    return None if said.fields.get("number") == fact.number else f"it is not about {fact.number}"


def all_else_is_repeated(scene: Scene, fact: WordsWithdrawn) -> str | None:
    """What the event said beside those words is repeated to the letter: a bundle shows it in its place.

    Each is compared in today's shape, for an older event may have been read in an older program's.
    """
    said = scene.inspection.sayings.events.get(fact.event)
    if said is None:
        return None
    try:
        again = told_without(fact, "")
    except EventShapeError as error:
        return f"it does not repeat event {fact.event}: {error}"
    called = scene.inspection.sayings.called(said)
    same = type(again) is type(said) and beside(said, fact.words, called) == beside(again, fact.words, {})
    return None if same else f"it repeats event {fact.event} otherwise than that was recorded"


def it_is_known_why_they_are_gone(scene: Scene, fact: WordsWithdrawn) -> str | None:
    """Words go with what took their place, or because somebody said why; and once."""
    sayings = scene.inspection.sayings
    said, before = sayings.events.get(fact.event), sayings.withdrawn.get(fact.event)
    if said is None:
        return None
    gone = set(fact.words)
    same = before and (fact.words, fact.beside, fact.why) == (before.words, before.beside, before.why)
    if same or (before and not set(before.words) <= gone):
        return f"the words of event {fact.event} were withdrawn already"
    may = sayings.taken(fact.event) | set(alone(said) if fact.why else ())
    if more := gone - may - set(before.words if before else ()):
        return f"nothing took the place of the {min(more)} of event {fact.event}"
    return None if gone else "it withdraws nothing"
