"""Tells the evidence, the judgements and the like of the inspections that have marks, and keeps them as they
are now: as ``projections.finding.parts`` has them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import apsw
import orjson

from ledger.errors import NotFound
from ledger.validation import key
from projections.cache.cache import Cache, Progress
from projections.cache.database import CacheTrouble, asked
from projections.cache.listings import Listings
from projections.cache.marks import let_know
from projections.cache.source import Source
from projections.cache.tie import Tie, tie_of
from projections.cache.until import Until
from projections.finding.parts import Part, in_order, of_inspection
from projections.formats.visible import visible
from projections.model.doubts import Ends
from projections.model.fold import InspectionFold
from projections.model.inspection import InspectionReading

KINDS = ("evidence", "judgement", "dispute", "response", "progress")

_OTHERS = 8
"""Folds of other inspections that are held, of those that recommendations are linked to."""


def know_all(cache: Cache, source: Source, progress: Progress) -> Tie:
    """Let all be told; see ``projections.cache.marks.let_know``."""
    connection = cache.connection
    return let_know(
        cache,
        lambda: not asked(connection, "SELECT 1 FROM listed_anew LIMIT 1"),
        lambda: work_out(connection, source, progress),
    )


def work_out(connection: apsw.Connection, source: Source, progress: Progress) -> None:
    """Tell what is marked; the caller has a transaction open."""
    if (tie := tie_of(connection)) is None:
        raise CacheTrouble("it has not begun")
    telling = _Telling(Until(source, tie.position))
    for one, _, ref in Listings.marked(connection):
        connection.execute("DELETE FROM listed WHERE inspection = ?", (one,))
        connection.executemany(
            "INSERT INTO listed VALUES (?,?,?,?)",
            ((what, one, place, row) for what, place, row in telling.rows(ref)),
        )
        Listings.hangs(connection, one, telling.asked)
        progress(telling.events)
    connection.execute("DELETE FROM listed_anew")


class _Telling:
    """One inspection after the other, from the events that a cache has come to."""

    def __init__(self, ledger: Until) -> None:
        self._ledger = ledger
        self._others: dict[str, InspectionFold | None] = {}
        self.asked: set[str] = set()
        """The keys of the other inspections that the last one hangs on."""
        self.events = 0
        """How many the last one has."""

    def rows(self, ref: str) -> Iterator[tuple[str, int, bytes]]:
        """What there is in an inspection: its kind, its place, and its row as JSON that may be shown."""
        reading = self._reading(ref)
        self.asked, self.events = set(), reading.events
        own = key(reading.ref)
        ends = Ends(lambda of: reading.fold if key(of) == own else self._other(key(of)))
        found: dict[str, list[Part]] = {what: [] for what in KINDS}
        for what, row in of_inspection(reading, ends, KINDS):
            found[what].append(row)
        for what, rows in found.items():
            for place, row in enumerate(in_order(rows)):
                yield what, place, visible(orjson.dumps(row).decode()).encode()

    def _reading(self, ref: str) -> InspectionReading:
        return InspectionReading(self._ledger, ref)  # type: ignore[arg-type]  # it asks for no more than that

    def _other(self, ref: str) -> InspectionFold | None:
        self.asked.add(ref)
        if ref not in self._others:
            while len(self._others) >= _OTHERS:
                del self._others[next(iter(self._others))]
            self._others[ref] = None
            with suppress(NotFound):
                self._others[ref] = self._reading(ref).fold
        return self._others[ref]
