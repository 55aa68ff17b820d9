"""Works out what waits in the inspections in which that is not known, and takes their marks away."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

import apsw

from events.base import InspectionEvent, Instant
from ledger.records import Record, inspection_stream
from ledger.state.bodies import Bodies
from ledger.state.inspectorate import Inspectorate
from ledger.times import day_of
from projections.cache.cache import Cache, Progress
from projections.cache.marks import let_know
from projections.cache.others import Others
from projections.cache.source import Source
from projections.cache.tasks import waits
from projections.cache.tie import Tie, begun
from projections.cache.waiting import Inboxes
from projections.inbox.fold import InspectionInbox
from projections.model.fold import InspectionFold

_INSERT = f"INSERT INTO waits VALUES ({','.join('?' * 18)})"  # noqa: S608  a constant


def know_all(cache: Cache, source: Source, progress: Progress) -> Tie:
    """Let nothing be marked that is to be worked out, and return how far the cache came so.

    Raises CacheTrouble while others record without a pause, apsw.Error if another process writes.
    """
    connection = cache.connection
    return let_know(
        cache,
        lambda: not Inboxes.are_left(connection),
        lambda: work_out(connection, source, progress),
    )


def work_out(
    connection: apsw.Connection, source: Source, progress: Progress, since: str | None = None
) -> None:
    """Work out what is marked; the caller has a transaction open.

    It is of the days from that of the last event on, or from ``since`` on.
    """
    working = _Working(source, begun(connection), since)
    for one, stream, *_ in Inboxes.marked(connection):
        connection.execute("DELETE FROM waits WHERE inspection = ?", (one,))
        connection.executemany(_INSERT, working.rows(stream, one))
        Inboxes.hangs(connection, one, working.others.asked)
        progress(working.events)
    Inboxes.take_away(connection)


class _Working:
    """One inspection after the other, from the events that a cache has come to."""

    def __init__(self, source: Source, tie: Tie, since: str | None) -> None:
        self._source, self._settings, self._until = source, source.inspectorate(), tie.position
        self._since = since or day_of(tie.recorded_at, self._settings.time_zone)
        self._bodies = _bodies(self._settings, tie)
        self.others = Others(self._other)
        self.events = 0
        """How many the last one has."""

    def rows(self, stream: str, id: int) -> Iterator[tuple[int | str | bytes | None, ...]]:
        """The rows of an inspection."""
        self.others.begin()
        self.events, opened = 0, 0
        inbox: InspectionInbox | None = None
        for record in self._records(stream):
            event = record.event
            if isinstance(event, InspectionEvent):
                if inbox is None:
                    inbox, opened = (
                        InspectionInbox(event.inspection, self._settings, self._fold()),
                        record.position,
                    )
                inbox.take(record)
                self.events += 1
        if inbox is not None:
            ends = self.others.ends(inbox.ref, inbox.fold)
            for one in waits(inbox, opened, self._bodies, self._since, ends):
                yield one.columns(inbox.ref, id)

    def _other(self, ref: str) -> InspectionFold | None:
        fold = None
        for record in self._records(inspection_stream(ref).hex):
            fold = fold or self._fold()
            fold.take(record)
        return fold

    def _fold(self) -> InspectionFold:
        return InspectionFold.by_bodies(self._settings, self._bodies)

    def _records(self, stream: str) -> Iterator[Record]:
        return takewhile(lambda record: record.position <= self._until, self._source.stream(stream))


def _bodies(settings: Inspectorate, tie: Tie) -> Bodies:
    """Those that are known where a cache came to; nobody else reads them."""
    return (
        settings.bodies.as_known(Instant(tie.recorded_at)) if settings.bodies else Bodies(settings.time_zone)
    )
