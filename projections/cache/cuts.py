"""Tells what each cycle left of an inspection, by what is known now: what each row says from a day until
another, and on which days it hangs on a date that is not known exactly.

What a cycle left is another from the day on which the next one was opened: there are two cuts of each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import apsw

from ledger.records import Record
from ledger.state.inspectorate import Inspectorate
from ledger.validation import key
from projections.base import Cut, Cycles, TimeFilter
from projections.cache.changed import Changed
from projections.cache.content import Content, stored
from projections.cache.database import FOR_EVER
from projections.cache.doubted import doubted
from projections.cache.doubts import is_vague
from projections.cache.joining import END
from projections.cache.order import order
from projections.cache.parts import ByInspection, Moment
from projections.cache.shares import named
from projections.cache.stretches import of_shares, of_whole, stretches
from projections.model.cutting import leave
from projections.model.fold import InspectionFold
from projections.model.recommendation import Recommendation

TABLES = "left_stretch", "left_doubted", "left_named"


class _Cutting(NamedTuple):
    """What a cycle (by its key) left, on the days from a full date until before another."""

    cycle: str
    first: str
    until: str
    cut: Cut


class Cuts(ByInspection):
    """The part of a cache that registers of a cycle are answered from."""

    def inspection(self, id: int, *, new: bool) -> OfInspection:
        """See Part.inspection."""
        return OfInspection(self._filling.connection, id, self._filling.settings, new=new)


class OfInspection:
    """What is told of one inspection (by its id); ``new`` if nothing is to stay that was told before."""

    def __init__(
        self, connection: apsw.Connection, inspection: int, settings: Inspectorate, *, new: bool
    ) -> None:
        self._connection, self._inspection, self._settings = connection, inspection, settings
        self._records: list[Record] = []
        self._moment: Moment | None = None
        self._contents: dict[Content, int] = {}
        self._is_all, self._touched = new, set[int]()

    def begin(self, fold: InspectionFold) -> None:
        """Do nothing: it is told of all of the stream."""

    def take(self, records: Sequence[Record]) -> None:
        """See OfInspection.take of projections.cache.parts."""
        self._records += records

    def tell(self, moment: Moment) -> None:
        """See OfInspection.tell of projections.cache.parts: only what is so at the end is kept."""
        of_cycles = any(record.event.SUBJECT == "cycle" for record in moment.records)
        self._is_all = self._is_all or moment.every or of_cycles
        self._touched.update(changed.one.made_at for changed in moment.changed)
        self._moment = moment

    def close(self) -> None:
        """Write what became another."""
        if self._moment is None or not (self._is_all or self._touched):
            return
        self._read()
        for table in TABLES:
            of_it = f"DELETE FROM {table} WHERE inspection = ?"  # noqa: S608  ours
            self._connection.executemany(f"{of_it}{self._only[0]}", self._only[1])
        cuttings = list(self._cuttings(self._moment.ref))
        self._connection.execute("DELETE FROM left_cycle WHERE inspection = ?", (self._inspection,))
        self._connection.executemany(
            "INSERT INTO left_cycle VALUES (?,?,?,?)",
            ((one.cycle, self._inspection, one.first, one.until) for one in cuttings),
        )
        for cutting in cuttings:
            self._tell(cutting, self._moment)

    @property
    def _only(self) -> tuple[str, list[tuple[int, ...]]]:
        """What a query adds for what is told anew, and what it is given each time."""
        if self._is_all:
            return "", [(self._inspection,)]
        return " AND made = ?", [(self._inspection, made) for made in self._touched]

    def _read(self) -> None:
        """Read what there is to say of these: most of what a cycle left is what the register says as well."""
        only, each = self._only
        for table, now in (("stretch", f" AND untold = {FOR_EVER}"), ("left_stretch", "")):
            of_it = f"SELECT content FROM {table} WHERE inspection = ?{only}{now}"  # noqa: S608  ours
            for given in each:
                for at, *content in self._connection.execute(
                    f"SELECT * FROM content WHERE id IN ({of_it})",  # noqa: S608  ours
                    given,
                ):
                    self._contents.setdefault(Content(*content), at)

    def _cuttings(self, ref: str) -> Iterator[_Cutting]:
        cycles = Cycles(self._settings.time_zone, TimeFilter())
        for record in self._records:
            cycles.take(record)
        opened = cycles.opened(ref)
        for at, (first, cycle) in enumerate(opened):
            before = frozenset(key(one) for _, one in opened[: at + 1])
            following = opened[at + 1][0] if at + 1 < len(opened) else END
            if first < following:
                yield _Cutting(key(cycle), first, following, Cut(before, None))
            if following != END:
                yield _Cutting(key(cycle), following, END, Cut(before, following))

    def _tell(self, cutting: _Cutting, moment: Moment) -> None:
        fold = InspectionFold.by_bodies(self._settings, moment.bodies)
        for record in self._records:
            fold.take(record)
        leave(fold, cutting.cut)
        wanted = [
            one for one in fold.recommendations.values() if self._is_all or one.made_at in self._touched
        ]
        write = self._connection.executemany
        write(
            f"INSERT INTO left_stretch VALUES ({','.join('?' * 11)})",  # noqa: S608  a constant
            (row for one in wanted for row in self._stretches(cutting, moment, one)),
        )
        write(
            "INSERT INTO left_named VALUES (?,?,?,?,?,?,?,?)",
            (
                (cutting.cycle, self._inspection, one.made_at, *name, cutting.first, cutting.until)
                for one in wanted
                for name in named(one)
            ),
        )
        write(
            "INSERT INTO left_doubted VALUES (?,?,?,?,?,?,?)",
            (
                (cutting.cycle, self._inspection, one.made_at, *on, one.number, self._sort(one))
                for one in wanted
                if fold.vague and is_vague(one)
                for on in _within(cutting, ((on.first, on.until) for on in doubted(one)))
            ),
        )

    def _stretches(
        self, cutting: _Cutting, moment: Moment, one: Recommendation
    ) -> Iterator[tuple[object, ...]]:
        changed = Changed.of(one, "", moment.bodies)
        breaks = changed.since("")
        found = [
            {**of_whole(moment.ref, changed, day), **of_shares(moment.ref, changed, moment.bodies, day)}
            for day in breaks
        ]
        for share, first, until, content in stretches(one, "", breaks, found, ()):
            for on in _within(cutting, [(first, until)]):
                yield (
                    *(cutting.cycle, self._inspection, one.made_at, *share, *on),
                    *(self._sort(one), one.made_at, stored(self._connection, self._contents, content)),
                )

    def _sort(self, one: Recommendation) -> bytes:
        return order(self._settings.vocabulary.order(one.kind), one.number)


def _within(cutting: _Cutting, found: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """What is of the days of a cut, of stretches of days."""
    for first, until in found:
        if (begun := max(first, cutting.first)) < (ended := min(until, cutting.until)):
            yield begun, ended
