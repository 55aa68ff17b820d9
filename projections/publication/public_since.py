"""When something became public: with the first publication that told of it.

    sign-off on Monday, published on Friday      the entry of the feed is of Friday

A publication is of the moment up to which it knew what was recorded, or of the beginning of the day that it
is as of, in the ledger's zone, if that is later: both stand in its event and in its bundle. The moment at
which somebody typed the command stands in neither, so the same ledger and dates would come to other bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from events.base import Instant
from ledger.errors import BadInput
from ledger.times import instant, zone
from ledger.validation import key
from projections.base import TimeFilter


class PublishedAt(NamedTuple):
    """One publication: the keys of its inspections (none: of all), its two times, and when it was."""

    inspections: frozenset[str]
    times: TimeFilter
    moment: Instant

    def tells_of(self, inspection: str) -> bool:
        """Whether it is of an inspection; none is any of them."""
        return not inspection or not self.inspections or key(inspection) in self.inspections


def moment(times: TimeFilter, in_zone: str) -> Instant:
    """When a publication was, as far as it says it itself."""
    known, day = times.known_at or Instant(""), times.day or ""
    try:
        begun = instant(datetime.fromisoformat(day).replace(tzinfo=zone(in_zone)))
    except (ValueError, OverflowError, BadInput):
        return known
    return max(known, begun)


class PublicSince:
    """What was published before, in the order in which it was, and what is published now."""

    def __init__(self, before: Iterable[tuple[set[str], TimeFilter]], now: TimeFilter, in_zone: str) -> None:
        self._before = [PublishedAt(frozenset(refs), at, moment(at, in_zone)) for refs, at in before]
        self._now = moment(now, in_zone)

    def times(self, inspection: str) -> Sequence[TimeFilter]:
        """Those of the publications before that told of an inspection."""
        return [one.times for one in self._before if one.tells_of(inspection)]

    def of(self, inspection: str, known: str, day: str) -> Instant:
        """When that became public which was known at a moment and took effect by the end of a full date.

        No inspection is any of them.
        """
        for one in self._before:
            if not one.tells_of(inspection):
                continue
            if known <= (one.times.known_at or "") and day <= (one.times.day or ""):
                return one.moment
        return self._now
