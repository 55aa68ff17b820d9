"""What stands under what, of the recommendations of an inspection."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ledger.state.classification import NOT_CLASSIFIED
from ledger.state.history import Value

if TYPE_CHECKING:
    from events.base import Day
    from ledger.state.entities import Recommendation


_NEWEST = sys.maxsize
"""The position of what is not recorded yet: behind all that is."""


def leads_in_a_circle(part: Recommendation, whole: Recommendation, on: Day, days: tuple[str, str]) -> bool:
    """Whether on some day, if a part stood under a whole from a day on, it would stand under itself.

    ``days`` are the first and the last full date that the day can be of (``ledger.times.span``).
    """
    if part is whole:
        return True
    above = list(_ever_above(whole))
    if part not in above:
        return False
    first, last = days
    new = Value(last, _NEWEST, on, first, NOT_CLASSIFIED)
    # Where dates leave an order open the later record holds, so it may hold when what has a later day began.
    own = part.classified.with_another(new)
    later = (value.day for one in (part, *above) for value in one.classified.values if value.day > last)
    return any(own.at(day) is new and _is_above(part, whole, day) for day in (last, *later))


def levels(part: Recommendation, whole: Recommendation) -> int:
    """How many would stand under each other at most, if a part stood under a whole."""
    return _height(whole, up=True) + _height(part, up=False)


def _is_above(part: Recommendation, whole: Recommendation, day: str) -> bool:
    """Whether a part is met on the way up from a whole, on a day."""
    at: Recommendation | None = whole
    seen: list[Recommendation] = []
    while at is not None and at not in seen:
        if at is part:
            return True
        seen.append(at)
        value = at.classified.at(day)
        at = at.wholes.get(value.position) if value else None
    return False


def _ever_above(part: Recommendation) -> Iterator[Recommendation]:
    """It, and all that it ever stands under, by any way."""
    found = [part]
    for one in found:
        found += [whole for whole in one.wholes.values() if whole not in found]
    yield from found


def _height(one: Recommendation, *, up: bool) -> int:
    """How many levels there ever are from one on, itself among them."""
    level, height, seen = [one], 0, {id(one)}
    while level:
        height += 1
        around = [
            other
            for at in level
            for other in (at.wholes.values() if up else at.parts.values())
            if id(other) not in seen
        ]
        seen |= set(map(id, around))
        level = list({id(other): other for other in around}.values())
    return height
