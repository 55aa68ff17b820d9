"""Fills a cache from the events behind the position that it came to, in one transaction with that position.

First the tail is gone through for the streams that are in it; then each of these streams is folded from its
beginning, and for every moment of the tail what the events of that moment changed is compared with what was
told before. So what is held in memory is one inspection at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import apsw

from events.base import InspectionEvent, Instant
from ledger.records import Record
from ledger.state.bodies import Bodies
from ledger.state.inspectorate import Inspectorate
from projections.cache.changed import changed
from projections.cache.database import CacheTrouble, asked
from projections.cache.index import PARTS
from projections.cache.knowledge import Knowledge
from projections.cache.latest import Latest
from projections.cache.parts import Filling, Moment, Part, Tail
from projections.cache.source import Source
from projections.cache.tie import Tie, fingerprint, identity, tied
from projections.cache.touched import Touched
from projections.model.fold import InspectionFold

_BATCH = 1_000
"""Lines that are held before they are written."""


def fill(
    connection: apsw.Connection,
    source: Source,
    tie: Tie | None,
    *,
    progress: Callable[[int], object] = lambda _: None,
) -> Tie:
    """Take in all that is behind the place that a cache came to; how far it comes so.

    The caller has a transaction open. Raises CacheTrouble, and what reading the ledger does.
    """
    tail, settings = _tail(connection, source, tie)
    if tail.last is None:
        if tie is None:
            raise CacheTrouble("there is nothing to take in")
        return tie
    since = 0 if tie is None else tie.position
    filling = Filling(connection, source, settings, since, "" if tie is None else tie.recorded_at)
    knowledge, parts = Knowledge(settings.bodies), [part(filling) for part in PARTS]
    latest = Latest(connection)
    waiting = dict.fromkeys(tail.streams)
    if tail.bodies:
        waiting |= dict.fromkeys(name for (name,) in connection.execute("SELECT stream FROM inspection"))
    for stream in waiting:
        latest.begin()
        _Stream(filling, parts, knowledge, latest, stream).fill(tail)
        progress(tail.streams.get(stream, 0))
    latest.close()
    for part in parts:
        part.close(tail)
    size, note = source.checkpoint()
    found = Tie(
        tie.identity if tie else identity(source),
        tail.last.position,
        tail.events,
        fingerprint(tail.last),
        tail.last.recorded_at,
        size if size <= tail.events else 0,
        note if size <= tail.events else "",
    )
    tied(connection, found)
    return found


def _tail(connection: apsw.Connection, source: Source, tie: Tie | None) -> tuple[Tail, Inspectorate]:
    """What is behind a position, and the settings by just that: somebody may record meanwhile."""
    tail = _more(connection, source, Tail({}, {}, None, 0 if tie is None else tie.events), tie)
    while True:
        settings = source.inspectorate()
        more = _more(connection, source, tail, tie)
        if more.events == tail.events:
            return tail, settings
        tail = more


def _more(connection: apsw.Connection, source: Source, tail: Tail, tie: Tie | None) -> Tail:
    """Go through what is behind a tail, which begins behind a position, and keep when what was known."""
    streams, bodies, last, events = tail
    begun = last or tie
    after, told = (0, "") if begun is None else (begun.position, begun.recorded_at)
    known: list[tuple[str, int, int]] = []
    keep = "INSERT OR REPLACE INTO known VALUES (?,?,?)"
    for head in source.heads(after):
        if head.recorded_at < told:
            raise CacheTrouble(f"event {head.position} is not in the order of its time")
        events += 1
        if told == head.recorded_at and known:
            known.pop()
        known.append((head.recorded_at, head.position, events))
        if len(known) == _BATCH:
            connection.executemany(keep, known)
            known.clear()
        last, told = head, head.recorded_at
        if head.stream:
            streams[head.stream] = streams.get(head.stream, 0) + 1
        elif head.about_bodies:
            bodies[head.recorded_at] = head.position
    connection.executemany(keep, known)
    return Tail(streams, bodies, last, events)


class _Instant:
    """The events of one stream that were recorded at one instant."""

    def __init__(self, recorded_at: Instant) -> None:
        self.recorded_at = recorded_at
        self.records: list[Record] = []


class _Stream:
    """Folds one stream, and keeps what it tells from a position on."""

    def __init__(
        self,
        filling: Filling,
        parts: Sequence[Part],
        knowledge: Knowledge,
        latest: Latest,
        name: str,
    ) -> None:
        self._connection, self._source, self._settings, self._since, self._told_until = filling
        self._parts, self._knowledge, self._latest, self._name = parts, knowledge, latest, name
        self._id, self._ref, self._folded = 0, "", 0
        self._taken: list[tuple[int, int]] = []
        self._fold: InspectionFold | None = None
        self._bodies: Bodies | None = None

    def fill(self, tail: Tail) -> None:
        """Take in what is in the tail."""
        until = tail.last.position if tail.last else 0
        query = "SELECT id, ref, folded FROM inspection WHERE stream = ?"
        found = asked(self._connection, query, (self._name,))
        if found:
            self._id, self._ref, folded = found[0]
            self._folded = folded or 0
        else:
            self._id = int(self._connection.execute("SELECT ifnull(max(id), 0) + 1 FROM inspection").get)
        kept = [part.inspection(self._id, new=not found) for part in self._parts]
        count = 0
        for moment in self._moments(until, tail.bodies):
            count += len(moment.records)
            position = max((record.position for record in moment.records), default=0)
            about_bodies = tail.bodies.get(moment.recorded_at, 0)
            touched = self._take(moment)
            for one in kept:
                one.take(moment.records)
            position = max(position, about_bodies)
            if position <= self._since:
                continue
            if moment.records:
                self._taken.append((position, count))
            if self._fold is not None and self._folded:
                told = self._told(moment, self._fold, touched, position)
                for one in kept:
                    one.tell(told)
        for one in kept:
            one.close()
        self._keep(new=not found)

    def _moments(self, until: int, of_bodies: dict[str, int]) -> Iterator[_Instant]:
        """The events of the stream by the instants at which they were recorded, up to a position, with those
        instants of the tail at which something was told of bodies since it began.
        """
        rest = sorted(of_bodies)
        moment: _Instant | None = None
        for record in self._source.stream(self._name):
            if record.position > until:
                break
            if moment is None or moment.recorded_at != record.recorded_at:
                if moment is not None:
                    yield moment
                    while rest and rest[0] <= moment.recorded_at:
                        rest.pop(0)
                    while rest and rest[0] < record.recorded_at:
                        yield _Instant(Instant(rest.pop(0)))
                moment = _Instant(record.recorded_at)
            moment.records.append(record)
        if moment is not None:
            yield moment
            yield from (_Instant(Instant(told)) for told in rest if told > moment.recorded_at)

    def _take(self, moment: _Instant) -> Touched:
        """Fold the events of a moment, by the bodies that were known at it."""
        touched = Touched()
        # What was filled in before changes nothing now, so it is folded at once as it was known at the end.
        is_old = bool(moment.records) and moment.records[-1].position <= self._since
        bodies = self._knowledge.at(Instant(self._told_until) if is_old else moment.recorded_at)
        if self._fold is None or bodies is not self._bodies:
            touched.every = True
            self._bodies = bodies
            self._fold = self._folded_before(moment, bodies)
        for record in moment.records:
            event = record.event
            if not isinstance(event, InspectionEvent):
                raise CacheTrouble(f"event {record.position} is in the stream of an inspection")
            self._ref = self._ref or event.inspection
            if event.inspection != self._ref:
                raise CacheTrouble(f"event {record.position} calls its inspection otherwise")
            if event.FOLDED:
                self._folded = self._folded or record.position
                if is_old:
                    self._fold.apply(event, record.position, record.recorded_at)
                else:
                    touched.take(self._fold, event, record.position, record.recorded_at)
        return touched

    def _told(self, moment: _Instant, fold: InspectionFold, touched: Touched, position: int) -> Moment:
        """What a moment changed, by the fold that has it."""
        found = list(changed(fold, touched, self._bodies))
        self._latest.tell(position, max((one.told for one in found), default=""))
        return Moment(self._ref, moment.records, fold, found, touched.every, self._bodies, position)

    def _folded_before(self, moment: _Instant, bodies: Bodies | None) -> InspectionFold:
        """A fold of what was recorded before a moment."""
        fold = InspectionFold.by_bodies(self._settings, bodies)
        for record in self._source.stream(self._name):
            if record.recorded_at >= moment.recorded_at:
                break
            fold.take(record)
        return fold

    def _keep(self, *, new: bool) -> None:
        connection = self._connection
        connection.executemany(
            "INSERT OR REPLACE INTO taken VALUES (?,?,?)", ((self._id, *one) for one in self._taken)
        )
        row = self._ref, self._folded or None
        if new:
            connection.execute("INSERT INTO inspection VALUES (?,?,?,?)", (self._id, self._name, *row))
        else:
            connection.execute("UPDATE inspection SET ref = ?, folded = ? WHERE id = ?", (*row, self._id))
