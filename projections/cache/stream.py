"""Folds one stream for a cache, and keeps what it tells from a position on.

For every moment of the tail what the events of that moment changed is compared with what was told before.
What is new is folded with the events alone that hang together with it (``projections.cache.hanging``). If it
may have changed every recommendation, such as what is told of bodies, it is folded with all of the stream.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from events.base import InspectionEvent, Instant
from ledger.records import Record
from ledger.state.bodies import Bodies
from projections.cache.changed import changed
from projections.cache.database import CacheTrouble, asked
from projections.cache.hanging import Hanging
from projections.cache.knowledge import Knowledge
from projections.cache.latest import Latest
from projections.cache.parts import Filling, Moment, OfInspection, Part, Tail
from projections.cache.touched import ONE, Touched
from projections.model.fold import InspectionFold

_KNOWN = """
SELECT id, ref, folded, ifnull(
    (SELECT events FROM taken WHERE inspection = id AND position <= ? ORDER BY position DESC LIMIT 1), 0
) FROM inspection WHERE stream = ?
"""


class _Instant:
    """The events of one stream that were recorded at one instant."""

    def __init__(self, recorded_at: Instant) -> None:
        self.recorded_at = recorded_at
        self.records: list[Record] = []


class Stream:
    """One stream, by its name.

    What it amounts to for all parts is kept, too, unless it was ``kept`` when other parts took this in.
    """

    def __init__(
        self,
        filling: Filling,
        parts: Sequence[Part],
        knowledge: Knowledge,
        latest: Latest,
        name: str,
        *,
        kept: bool = False,
    ) -> None:
        self._connection, self._source, self._settings, self._since, self._told_until, _ = filling
        self._parts, self._knowledge, self._latest, self._name = parts, knowledge, latest, name
        self._ref = ""
        self._taken: list[tuple[int, int]] = []
        self._fold: InspectionFold | None = None
        self._bodies: Bodies | None = None
        self._is_kept, self._known, self._folded = kept, 0, 0
        found = asked(self._connection, _KNOWN, (self._since, name))
        if found:
            self._id, self._ref, folded, self._known = found[0]
            self._folded = folded if folded and folded <= self._since else 0
        else:
            self._id = int(self._connection.execute("SELECT ifnull(max(id), 0) + 1 FROM inspection").get)
        self._is_new = not self._known
        self._hanging = Hanging(self._connection, self._id, new=self._is_new)

    def fill(self, tail: Tail) -> None:
        """Take in what is in the tail."""
        kept = [part.inspection(self._id, new=self._is_new) for part in self._parts]
        behind = [] if self._is_new else list(self._records(tail, after=self._known))
        if behind:
            self._hang_together(behind)
        if behind and self._is_some(behind, tail):
            self._fold = self._begin_with_some(behind[0])
            for one in kept:
                one.begin(self._fold)
            self._tell(kept, behind, tail, self._known)
        else:
            self._tell(kept, self._records(tail), tail, 0)
        for one in kept:
            one.close()
        if not self._is_kept:
            self._keep()

    def tell_later(self, tail: Tail) -> None:
        """Tell the parts what was taken in behind the position before they were asked for."""
        kept = [part.inspection(self._id, new=not self._since) for part in self._parts]
        self._tell(kept, self._records(tail), tail, 0)
        for one in kept:
            one.close()

    def _records(self, tail: Tail, after: int = 0) -> Iterator[Record]:
        """The events of the stream behind a version of it, up to the end of the tail."""
        until = tail.last.position if tail.last else 0
        return takewhile(lambda one: one.position <= until, self._source.stream(self._name, after))

    def _hang_together(self, behind: Iterable[Record]) -> None:
        for version, record in enumerate(behind, self._known + 1):
            if record.event.FOLDED and isinstance(record.event, InspectionEvent):
                self._hanging.take(record.event, version)

    def _is_some(self, behind: Sequence[Record], tail: Tail) -> bool:
        """Whether what is behind what is known can be folded with what hangs together with it alone."""
        return bool(
            self._folded
            and not tail.bodies
            and self._hanging.is_regular
            # What was told at one instant is taken in at once.
            and behind[0].recorded_at > self._told_until
            and all(isinstance(record.event, ONE) for record in behind if record.event.FOLDED)
        )

    def _begin_with_some(self, first: Record) -> InspectionFold:
        """A fold of what was known before that, and hangs together with what is behind it."""
        self._bodies = self._knowledge.at(first.recorded_at)
        fold = InspectionFold.by_bodies(self._settings, self._bodies)
        versions = [version for version in self._hanging.versions() if version <= self._known]
        for record in self._source.some(self._name, versions):
            fold.take(record)
        return fold

    def _tell(self, kept: Sequence[OfInspection], records: Iterable[Record], tail: Tail, known: int) -> None:
        """Tell of the moments behind the position, of some records: all behind so many that are known."""
        count = known
        for moment in _moments(records, tail.bodies):
            touched = self._take(moment, count)
            count += len(moment.records)
            position = max((record.position for record in moment.records), default=0)
            for one in kept:
                one.take(moment.records)
            position = max(position, tail.bodies.get(moment.recorded_at, 0))
            if position <= self._since:
                continue
            if moment.records:
                self._taken.append((position, count))
            if self._fold is not None and self._folded:
                if known and touched.every:
                    raise CacheTrouble(f"event {position} may have changed what was not looked at")
                told = self._told(moment, self._fold, touched, position)
                for one in kept:
                    one.tell(told)

    def _take(self, moment: _Instant, count: int) -> Touched:
        """Fold the events of a moment, behind so many of the stream, by the bodies that were known at it."""
        touched = Touched()
        # What was filled in before changes nothing now, so it is folded at once as it was known at the end.
        is_old = bool(moment.records) and moment.records[-1].position <= self._since
        bodies = self._knowledge.at(Instant(self._told_until) if is_old else moment.recorded_at)
        if self._fold is None or bodies is not self._bodies:
            touched.every = True
            self._bodies = bodies
            self._fold = self._folded_before(moment, bodies)
        for version, record in enumerate(moment.records, count + 1):
            event = record.event
            if not isinstance(event, InspectionEvent):
                raise CacheTrouble(f"event {record.position} is in the stream of an inspection")
            self._ref = self._ref or event.inspection
            if event.inspection != self._ref:
                raise CacheTrouble(f"event {record.position} calls its inspection otherwise")
            if event.FOLDED:
                self._folded = self._folded or record.position
                if self._is_new and not self._is_kept:
                    self._hanging.take(event, version)
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

    def _keep(self) -> None:
        connection = self._connection
        self._hanging.close()
        connection.executemany(
            "INSERT OR REPLACE INTO taken VALUES (?,?,?)", ((self._id, *one) for one in self._taken)
        )
        row = self._ref, self._folded or None
        if self._is_new:
            connection.execute("INSERT INTO inspection VALUES (?,?,?,?)", (self._id, self._name, *row))
        else:
            connection.execute("UPDATE inspection SET ref = ?, folded = ? WHERE id = ?", (*row, self._id))


def _moments(records: Iterable[Record], of_bodies: dict[str, int]) -> Iterator[_Instant]:
    """Records of a stream by the instants at which they were recorded, with those instants of the tail at
    which something was told of bodies since it began.
    """
    rest = sorted(of_bodies)
    moment: _Instant | None = None
    for record in records:
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
