"""What a cache is filled by: parts, each of which keeps in tables of its own what some readings ask for.

A part is a class, and a line in ``projections.cache.index``; its tables are in ``projections.cache.schema``.
All parts take in the same events, in one transaction with the position that the cache comes to so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import apsw

from ledger.records import Record
from ledger.state.bodies import Bodies
from ledger.state.inspectorate import Inspectorate
from projections.cache.changed import Changed
from projections.cache.content import Content
from projections.cache.source import Head, Source
from projections.model.fold import InspectionFold


class Filling(NamedTuple):
    """What is filled, from what, and from behind which position on; the caller has a transaction open.

    ``told`` is when the last that it has was recorded. ``rows`` has those of the inspection that is filled in
    by what they are of and what they say: what several parts say alike is stored once.
    """

    connection: apsw.Connection
    source: Source
    settings: Inspectorate
    since: int
    told: str
    rows: dict[int, dict[Content, int]]


class Tail(NamedTuple):
    """What is behind a position: by stream how many events, and the moments at which bodies came to be known
    otherwise, each with the position of the last event that says so; ``events`` are all up to the ``last``.
    """

    streams: dict[str, int]
    bodies: dict[str, int]
    last: Head | None
    events: int

    def with_one(self, head: Head) -> Tail:
        """The same, with one more event: what is in it of streams and bodies is shared."""
        if head.stream:
            self.streams[head.stream] = self.streams.get(head.stream, 0) + 1
        elif head.about_bodies:
            self.bodies[head.recorded_at] = head.position
        return Tail(self.streams, self.bodies, head, self.events + 1)


class Moment(NamedTuple):
    """The events of one inspection that were recorded at one instant, and its fold once it has them.

    There are none if only something was told of bodies then. ``changed`` is what can be another now: every
    one that is there, and others are told of no more, if ``every`` is said.
    """

    ref: str
    records: Sequence[Record]
    fold: InspectionFold
    changed: Sequence[Changed]
    every: bool
    bodies: Bodies | None
    position: int


class OfInspection(Protocol):
    """What a part keeps of one inspection."""

    def begin(self, fold: InspectionFold) -> None:
        """What comes is told of a fold of what was recorded before: what was told last is of this."""
        ...

    def take(self, records: Sequence[Record]) -> None:
        """Take in what was recorded at an instant: if it is not told so, of all of the stream, also what was
        taken in before.
        """
        ...

    def tell(self, moment: Moment) -> None:
        """Keep what a moment behind the position changed, from its position on."""
        ...

    def close(self) -> None:
        """Write what goes on."""
        ...


class Part(Protocol):
    """What is kept for some readings."""

    def inspection(self, id: int, *, new: bool) -> OfInspection:
        """What is kept of an inspection, by its id in the cache; ``new`` if it has nothing of it."""
        ...

    def close(self, tail: Tail) -> None:
        """Keep what is of no inspection, or of all of them, once each has been filled in."""
        ...


class ByInspection:
    """A part all of which is of inspections; see Part."""

    def __init__(self, filling: Filling) -> None:
        self._filling = filling

    def close(self, tail: Tail) -> None:
        """Do nothing: see above."""
