"""The lines that statistics count, asked of a cache: how what counts as one stood, moved, and is called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

import apsw

from events.base import Day
from projections.cache.database import asked
from projections.cache.kept import Line
from projections.cache.units import Units
from projections.statistics.spans import made_by


class Group(NamedTuple):
    """What says to which group a line belongs."""

    inspection: int
    kind: str
    cycle: str
    holder: str


class End(NamedTuple):
    """How something stood at the end: with the bands of the oldest and the youngest that it can be."""

    group: Group
    closing: int
    status: str
    reason: str | None
    word: str | None
    overdue: int | None
    oldest: int | None
    youngest: int | None
    derived: int
    seen: Day | None
    answers: str | None
    waiting: str | None
    owed: str | None


class Lines:
    """Those of what is asked for; by a body, if ``by`` says so, or by a cycle."""

    def __init__(self, connection: apsw.Connection, units: Units, by: str) -> None:
        self._connection, self.units = connection, units
        cycle = "x.cycle" if by == "cycle" else "''"
        holder = "u.holder" if by == "body" else "''"
        self._group = f"x.inspection, x.kind, {cycle}, {holder}"

    def rows(self, query: str) -> list[Line]:
        """What a query finds."""
        return asked(self._connection, query, self.units.given)

    @cached_property
    def moves(self) -> Counter[tuple[Group, str, bool]]:
        """How often what moved until the end, and whether before the period, in which group."""
        where = "x.closing AND x.day <= :last"
        columns = f"{self._group}, x.what"
        query = self.units.query(f"{columns}, sum(x.day < :from), count(*)", "moved", where)
        found: Counter[tuple[Group, str, bool]] = Counter()
        for *group, what, early, count in self.rows(f"{query} GROUP BY {columns}"):
            for is_early, some in ((True, early), (False, count - early)):
                if some:
                    found[Group(*group), what, is_early] = some
        return found

    def _counter(self, query: str) -> Iterable[tuple[Line, int]]:
        """The lines of a query, each with how often it is there."""
        return Counter(self._connection.execute(query, self.units.given)).items()

    @cached_property
    def end(self) -> list[tuple[End, int]]:
        """How what is there at the end stood, and how much of it."""
        bands = list(made_by(str(self.units.given["last"])).values())
        self.units.given |= {f"band{at}": day for at, day in enumerate(bands)}

        def band(column: str) -> str:
            cases = (f"WHEN x.{column} <= :band{at} THEN {at}" for at in reversed(range(1, len(bands))))
            return f"CASE WHEN x.status = 'closed' THEN NULL {' '.join(cases)} WHEN x.since THEN 0 END"

        columns = ", ".join(
            (
                *(self._group, "x.closing", "x.status", "x.reason", "x.word", "x.due < :last"),
                *(band("since_first"), band("since"), "x.derived", "x.seen", "x.answers", "x.waiting"),
                "x.owed",
            )
        )
        query = self.units.query(columns, "counted", self.units.there("last"))
        return [(End(Group(*line[:4]), *line[4:]), count) for line, count in self._counter(query)]

    def opening(self) -> Iterator[tuple[Group, int]]:
        """How much of what group was there before the period, and not closed."""
        where = f"x.closing AND x.status != 'closed' AND {self.units.there('before')}"
        for line, count in self._counter(self.units.query(self._group, "counted", where)):
            yield Group(*line), count

    @cached_property
    def called(self) -> dict[str, str]:
        """How each body that has shares is written: as the first of its shares has it."""
        found: dict[str, list[str]] = {}
        query = self.units.query("DISTINCT u.holder, u.called", "moved", "x.closing AND x.place = 0")
        for holder, called in self.rows(query):
            found.setdefault(holder, []).append(called)
        return {
            holder: called[0] if len(called) == 1 else self.first("u.called", "u.holder = :holder", holder)
            for holder, called in found.items()
        }

    def first(self, what: str, where: str, holder: str) -> str:
        """Something of the first of the shares, in the order of the register."""
        self.units.given["holder"] = holder
        query = self.units.query(what, "moved", f"x.closing AND x.place = 0 AND {where}")
        return str(self.rows(f"{query} ORDER BY i.folded, u.turn, u.place LIMIT 1")[0][0])

    def closures(self) -> list[int | None]:
        """How long each closure in the period took, without those that were taken back in it."""
        where = "x.closing AND x.day >= :from AND x.day <= :last AND x.what "
        if not any(what == "not-closed" and not early for _, what, early in self.moves):
            return [
                days for (days,) in self.rows(self.units.query("x.length", "moved", f"{where} = 'closed'"))
            ]
        columns = "x.inspection, x.made, x.shares, x.what = 'closed', x.length"
        query = self.units.query(columns, "moved", f"{where} IN ('closed', 'not-closed')")
        found: list[int | None] = []
        last, begun = None, 0
        for *of, is_closure, days in self.rows(f"{query} ORDER BY x.inspection, x.made, x.shares, x.place"):
            if of != last:
                last, begun = of, len(found)
            if is_closure:
                found.append(days)
            elif len(found) > begun:
                found.pop()
        return found
