"""The full dates on which a row of the register can come to say something else: no other is one.

Whatever a recommendation answers of a day compares that day with these alone, so between two of them its row
is the same. There may be too many of them, never too few.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ledger.state.bodies import Bodies
from ledger.validation import key
from projections.model.facts import NEVER
from projections.model.recommendation import Recommendation


def kin(recommendation: Recommendation) -> list[Recommendation]:
    """It, and all that ever stood under it or above it, by any way."""
    found, seen = [recommendation], {id(recommendation)}
    for one in found:
        for other in (*(one.parts or ()), *(one.wholes or {}).values()):
            if id(other) not in seen:
                seen.add(id(other))
                found.append(other)
    return found


def days(family: Iterable[Recommendation]) -> set[str]:
    """Those of what was recorded of some recommendations, whatever bodies are called."""
    return {day for one in family for day in _days(one)} - {NEVER}


def _days(one: Recommendation) -> Iterator[str]:
    yield one.made_days[1]
    for values in (one.texts.values, one.addressed.values, one.dues.values):
        for value in values:
            yield value.day
    for sorted_by in one.classified.values if one.classified else ():
        yield sorted_by.day
    for status_change in (*one.status_changes, *one.awaiting.values()):
        yield status_change.sort_key[0]
        if status_change.until is not None and (opened := one.opened.get(key(status_change.until))):
            yield opened
    for request in one.requests:
        yield request.sort_key[0]
    for response in one.responses:
        yield response.sort_key[0]
    for sent in one.evidence.values():
        yield sent.sort_key[0]
        yield sent.withdrawn
    for dispute in one.disputes.values():
        yield dispute.sort_key[0]
        yield dispute.settled
    for sighting in one.sightings:
        if sighting.taken_back:
            yield sighting.void_from


def days_of_bodies(family: Iterable[Recommendation], bodies: Bodies | None) -> set[str]:
    """Those on which a body that is named in them came to be called otherwise, or another took over."""
    found: set[str] = set()
    if bodies is None:
        return found
    waiting = {bodies.identity(name) for one in family for name in named(one)}
    seen: set[str] = set()
    while waiting:
        seen.add(identity := waiting.pop())
        names = bodies.names(identity)
        found.update(value.day for value in (names.values if names else ()))
        if succession := bodies.succession(identity):
            found.add(succession.since)
            waiting |= {succession.by} - seen
    return found


def named(one: Recommendation) -> Iterator[str]:
    """The names of the bodies that it was ever made to, and that answered it."""
    for value in one.addressed.values:
        yield from value.content
    for response in one.responses:
        yield response.name
