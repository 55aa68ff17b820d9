"""What changed of an inspection between two publications: its steps then against its steps now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from events.base import Instant
from ledger.times import day_of
from projections.base import TimeFilter
from projections.model.changes import Change, steps
from projections.model.changes_since import changes_since
from projections.model.fold import InspectionFold
from projections.publication.named import named_otherwise

Steps = dict[str, list[Change]]
"""The steps that were told of each recommendation that was there, by its slot."""


class Before(NamedTuple):
    """A publication before: its two times, what it told, and what it knew if anything is known of bodies."""

    times: TimeFilter
    told: Steps
    fold: InspectionFold | None


def told_until(fold: InspectionFold, times: TimeFilter) -> Steps:
    """What is told through a time filter by what was read so far, of each that was there."""
    day = times.day or ""
    return {
        slot: [step for step in steps(recommendation) if step.sort_key[0] <= day]
        for slot, recommendation in fold.recommendations.items()
        if recommendation.was_there(day)
    }


def changes(
    ref: str,
    fold: InspectionFold,
    before: Before,
    now: TimeFilter,
    recorded: Mapping[int, Instant],
    zone: str,
) -> Iterator[tuple[str, Change]]:
    """What the publication before did not tell, or told otherwise, in days of a zone.

    ``recorded`` has when, by position.
    """
    told, day = told_until(fold, now), now.day or ""
    for void in fold.voids.now:
        if recorded[void.position] > (before.times.known_at or ""):
            on = day_of(recorded[void.position], zone)
            yield f"{ref}/{void.number}", Change("made", (on, void.position), on, "voided", None, None)
    for slot in before.told | told:
        recommendation = fold.recommendations.by_slot.get(slot)
        if recommendation is None:
            # It was entered in error, which is told by itself.
            continue
        name = f"{ref}/{recommendation.number}"
        if slot in told:
            found = changes_since(before.told.get(slot), told[slot], recommendation)
            # What the one before told of later days is no news, and is not gone.
            yield from ((name, step) for step in found if step.sort_key[0] <= day)
            then = before.fold.recommendations.by_slot.get(slot) if before.fold else None
            if then is not None and slot in before.told:
                found = named_otherwise(then, recommendation, before.times, day)
                yield from ((name, step) for step in found)
        else:
            # It turned out to be made later, and has no row any more.
            found = changes_since(before.told[slot], steps(recommendation), recommendation)
            yield from ((name, step) for step in found if step.field == "made")
