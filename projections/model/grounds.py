"""What a row of the register follows from: the positions of the events, and the words on the status."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from projections.model import wholes
from projections.model.facts import StatusChange

if TYPE_CHECKING:
    from projections.model.recommendation import Recommendation


def rests_on(recommendation: Recommendation, day: str | None = None, *, updated: bool = True) -> list[int]:
    """The positions of the events that its row in the register follows from, in order.

    Without ``updated``, all of it but the day it was last updated on. What has parts rests on what they
    rest on, and on all that says what stood under it; a part on that there is what it stands under, and since
    when.
    """
    found = _rests_on(recommendation, day, updated=updated)
    if recommendation.parts:
        passes = _passes(recommendation, day)
        for part in wholes.family(recommendation, day):
            found |= _rests_on(part, day, updated=updated, passes=passes)
            found |= {value.position for value in wholes.classified(part, day)}
    if recommendation.wholes and (whole := wholes.whole_of(recommendation, day)):
        found |= {whole.made_at, *whole.moves, *whole.filed.values(), *_numbered(whole)}
    return sorted(found - {0})


def _rests_on(
    recommendation: Recommendation, day: str | None, *, updated: bool, passes: bool = False
) -> set[int]:
    # A later correction may name the word by the day that an earlier one gave it.
    found = {recommendation.made_at, *recommendation.moves, *recommendation.filed.values()}
    found |= _numbered(recommendation)
    for history in (recommendation.texts, recommendation.addressed, recommendation.dues):
        if value := history.at(day):
            found |= {value.position, value.corrected}
    if recommendation.dues.at(day) is None:
        found.add(recommendation.due_void)
    for sighting in recommendation.sightings:
        found |= {sighting.position, sighting.taken_back, *sighting.counted_by}
    if recommendation.classified and (sorted_by := recommendation.classified.at(day)):
        found.add(sorted_by.position)
    for response in recommendation.answers(day) if recommendation.responses else ():
        found.add(response.sort_key[1])
        if response.sort_key[1] in recommendation.called:
            found |= spellings(recommendation, day)
    if recommendation.bodies is not None:
        answered = (response.body for response in recommendation.answers(day))
        for body in (*recommendation.addressed_to(day), *answered):
            found |= recommendation.bodies.positions(body)
    # The last word is the day it was last updated on, though it may be of a body that has no share now.
    last = recommendation.latest(day, None) if updated else None
    said = [*_settling(recommendation, day), *([last] if last else [])]
    if passes or _passes(recommendation, day):
        # Whether a share was closed when another body took over, and since, says whose it is.
        said += [one for one in recommendation.status_changes if day is None or one.sort_key[0] <= day]
    for status_change in said:
        found |= {
            status_change.sort_key[1],
            status_change.signed_at,
            status_change.corrected,
            status_change.moved_at,
        }
        if status_change.sort_key[1] in recommendation.called:
            found |= spellings(recommendation, day)
    return found


def _passes(recommendation: Recommendation, day: str | None) -> bool:
    """Whether another body ever answers for one that has a share."""
    bodies = recommendation.bodies
    return bodies is not None and any(map(bodies.successors, recommendation.shares(day)))


def spellings(recommendation: Recommendation, day: str | None = None) -> set[int]:
    """The positions of all events until a day that say how the bodies are written."""
    addressed = [value for value in recommendation.addressed.values if day is None or value.day <= day]
    corrected = {value.position: value.corrected for value in addressed}
    respelt = (at for of, at in recommendation.respelt if of in corrected)
    return {*corrected, *corrected.values(), *respelt}


def settling(recommendation: Recommendation, day: str | None = None) -> Iterator[StatusChange]:
    """The words on the status that hold: of the whole, of each share, or of each part."""
    if recommendation.parts and (parts := wholes.counted(recommendation, day)):
        for part in parts:
            yield from settling(part, day)
    else:
        yield from _settling(recommendation, day)


def _settling(recommendation: Recommendation, day: str | None = None) -> Iterator[StatusChange]:
    """The same of itself alone."""
    bodies = recommendation.shares(day) if recommendation.shared else [None]
    found = {
        status_change.sort_key: status_change
        for body in bodies
        if (status_change := recommendation.latest(day, body))
    }
    yield from found.values()


def _numbered(recommendation: Recommendation) -> set[int]:
    """The positions of all that gave it another number: each event names it by the one that it had then."""
    return {position for _, position in recommendation.former}
