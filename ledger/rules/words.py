"""Words that were withdrawn from view: they were said, and all else is repeated as it was."""

from __future__ import annotations

from events.base import EventShapeError
from events.words import WordsWithdrawn
from ledger.decisions.words import WithdrawWords
from ledger.rules.base import Breach, Context, Table, ruled
from ledger.state.sayings import alone
from ledger.state.withheld import beside, told_without


def the_event_was_recorded(context: Context, event: WordsWithdrawn) -> Breach | None:
    """What says it stands before it in the stream, is called so and about that recommendation."""
    said = context.inspection.sayings.events.get(event.event)
    if said is None:
        return Breach(f"event {event.event} of the inspection has no words that can be withdrawn")
    if event.name != said.NAME:
        return Breach(f"event {event.event} is called {said.NAME}")
    return None if said.fields.get("number") == event.number else Breach(f"it is not about {event.number}")


def all_else_is_repeated(context: Context, event: WordsWithdrawn) -> Breach | None:
    """What the event said beside those words is repeated to the letter: a bundle shows it in its place.

    Each is compared in today's shape, for an older event may have been read in an older program's.
    """
    said = context.inspection.sayings.events.get(event.event)
    if said is None:
        return None
    try:
        again = told_without(event, "")
    except EventShapeError as error:
        return Breach(f"it does not repeat event {event.event}: {error}")
    called = context.inspection.sayings.called(event.event, said)
    same = type(again) is type(said) and beside(said, event.words, called) == beside(again, event.words, {})
    return None if same else Breach(f"it repeats event {event.event} otherwise than that was recorded")


def it_is_known_why_they_are_gone(context: Context, event: WordsWithdrawn) -> Breach | None:
    """Words go with what took their place, or because somebody said why; and once."""
    sayings = context.inspection.sayings
    said, before = sayings.events.get(event.event), sayings.withdrawn.get(event.event)
    if said is None:
        return None
    gone = set(event.words)
    same = before and (event.words, event.beside, event.why) == (before.words, before.beside, before.why)
    if same or (before and not set(before.words) <= gone):
        return Breach(f"the words of event {event.event} were withdrawn already")
    may = sayings.taken(event.event) | set(alone(said) if event.why else ())
    if more := gone - may - set(before.words if before else ()):
        return Breach(f"nothing took the place of the {min(more)} of event {event.event}")
    return None if gone else Breach("it withdraws nothing")


RULES: Table = {
    WordsWithdrawn: ruled(
        WithdrawWords, the_event_was_recorded, all_else_is_repeated, it_is_known_why_they_are_gone
    ),
}
