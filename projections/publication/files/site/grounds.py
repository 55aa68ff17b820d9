"""Why a recommendation stands as it does, as its page says it: what holds first, then what was taken back.

Corrected: An approver corrected the judgement of 18 August 2021: its reasons are: … Recorded on 1 March 2022.
Before it was corrected: An inspector judged recommendation 3 closed…: [withdrawn from view]
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from projections.publication.edition import Published
from projections.publication.story import Happening

CORRECTED, BEFORE, WITHDRAWN = "Corrected", "Before it was corrected", "Withdrawn"
IN_DOUBT = "In doubt"


class Ground(NamedTuple):
    """One sentence or two, and what is said before them of how they stand; nothing where they simply hold."""

    mark: str
    what: str


def holding(row: Published) -> list[Ground]:
    """What was said by the words that the status rests on, of each share that counts."""
    told = {one.position: one for one in row.history}
    found = [Ground(IN_DOUBT, what) for what in row.doubts]
    seen: set[str | None] = set()
    for one in (told[position] for position in row.settled_by if position in told):
        if one.judgement is None:
            found.append(Ground("", one.what))
        elif one.judgement not in seen:
            seen.add(one.judgement)
            found += _judged([other for other in row.history if other.judgement == one.judgement])
    return found


def withdrawn(row: Published) -> list[Ground]:
    """Each judgement that had counted and counts no more, with what made it void."""
    return [Ground(WITHDRAWN, one.what) for one in row.history if one.void]


def _judged(history: list[Happening]) -> Iterator[Ground]:
    """A judgement and what corrected it, the newest word on it first."""
    corrections = sorted(
        (one for one in history if one.event == "judgement.corrected"), key=lambda one: -one.position
    )
    judged = [one for one in history if one.event != "judgement.corrected"]
    # Its own words hold still if a correction was of its day alone.
    before = [Ground(BEFORE if one.reworded else "", one.what) for one in judged]
    after = [Ground(CORRECTED, one.what) for one in corrections]
    yield from (*after, *before) if any(one.reworded for one in judged) else (*before, *after)
