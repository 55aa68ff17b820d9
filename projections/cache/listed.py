"""Tells the evidence, the judgements and the like of the inspections that have marks, and keeps them as they
are now: as ``projections.finding.parts`` has them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import apsw

from ledger.errors import NotFound
from projections.cache.cache import Cache, Progress
from projections.cache.listings import Listings
from projections.cache.lists import PARTS
from projections.cache.marks import let_know
from projections.cache.others import Others
from projections.cache.source import Source
from projections.cache.tie import Tie, begun
from projections.cache.until import Until
from projections.finding.parts import Part, in_order, of_inspection
from projections.model.fold import InspectionFold
from projections.model.inspection import InspectionReading
from projections.spelt import spelt

KINDS = tuple(PARTS.values())


def know_all(cache: Cache, source: Source, progress: Progress) -> Tie:
    """Let all be told; see ``projections.cache.marks.let_know``."""
    connection = cache.connection
    return let_know(
        cache,
        lambda: not Listings.are_left(connection),
        lambda: work_out(connection, source, progress),
    )


def work_out(connection: apsw.Connection, source: Source, progress: Progress) -> None:
    """Tell what is marked; the caller has a transaction open."""
    telling = _Telling(Until(source, begun(connection).position))
    for one, _, ref in Listings.marked(connection):
        connection.execute("DELETE FROM listed WHERE inspection = ?", (one,))
        connection.executemany(
            "INSERT INTO listed VALUES (?,?,?,?)",
            ((what, one, place, row) for what, place, row in telling.rows(ref)),
        )
        Listings.hangs(connection, one, telling.others.asked)
        progress(telling.events)
    Listings.take_away(connection)


class _Telling:
    """One inspection after the other, from the events that a cache has come to."""

    def __init__(self, ledger: Until) -> None:
        self._ledger = ledger
        self.others = Others(self._other)
        self.events = 0
        """How many the last one has."""

    def rows(self, ref: str) -> Iterator[tuple[str, int, bytes]]:
        """What there is in an inspection: its kind, its place, and its row as JSON that may be shown."""
        reading = self._reading(ref)
        self.others.begin()
        self.events = reading.events
        ends = self.others.ends(reading.ref, reading.fold)
        found: dict[str, list[Part]] = {what: [] for what in KINDS}
        for what, row in of_inspection(reading, ends, KINDS):
            found[what].append(row)
        for what, rows in found.items():
            for place, row in enumerate(in_order(rows)):
                yield what, place, spelt(row)

    def _reading(self, ref: str) -> InspectionReading:
        return InspectionReading(self._ledger, ref)  # type: ignore[arg-type]  # it asks for no more than that

    def _other(self, ref: str) -> InspectionFold | None:
        with suppress(NotFound):
            return self._reading(ref).fold
        return None
