"""The register as a cycle left it, asked of a cache: as ``projections.register.register`` of a cycle, of one
inspection or of all, on any day, by what is known now.
"""

from __future__ import annotations

from typing import ClassVar

import apsw

from ledger.ledger import Ledger
from ledger.validation import key
from projections.base import TimeFilter, View
from projections.cache.cache import Cache, Progress
from projections.cache.cuts import Cuts
from projections.cache.database import CacheTrouble, Given, asked
from projections.cache.found import Rows
from projections.cache.later import let_tell
from projections.cache.leavings import Leavings
from projections.cache.reading import CachedRegister, id_of
from projections.cache.source import Stored
from projections.cache.states import LAST_THERE_IS
from projections.register import as_view
from projections.rows import Filters

_ROWS = """
SELECT s.inspection, s.made, s.spelt, c.status, c.row, c.due
FROM inspection i CROSS JOIN left_stretch s ON s.cycle = :cycle AND s.inspection = i.id
JOIN content c ON c.id = s.content
WHERE s.body = :body AND s.first <= :day AND s.until > :day
"""
_NAMED = """
SELECT i.folded, n.made, n.place, n.name FROM left_named n JOIN inspection i ON i.id = n.inspection
WHERE n.cycle = :cycle AND n.body = :body AND n.first <= :day AND n.until > :day
"""
_DOUBTED = """
SELECT inspection, made, number FROM left_doubted
WHERE cycle = :cycle AND first <= :day AND until > :day{0} ORDER BY sort, made
"""


def left_of(
    cache: Cache,
    ledger: Ledger,
    inspection: str | None,
    cycle: str,
    time_filter: TimeFilter,
    filters: Filters,
    progress: Progress,
) -> View:
    """The register as a cycle left it; raises CacheTrouble if an open cache cannot tell it."""
    only = None if inspection is None else id_of(cache.connection, inspection)
    let_tell(cache, Stored(ledger), Leavings, Cuts, progress, only)
    return left_at(cache.connection, ledger, inspection, cycle, time_filter, filters)


def left_at(
    connection: apsw.Connection,
    ledger: Ledger,
    inspection: str | None,
    cycle: str,
    time_filter: TimeFilter,
    filters: Filters,
) -> View:
    """The same, once all is told."""
    if time_filter.known_at is not None:
        raise CacheTrouble("it is kept as it is known now")
    answers = _Left(connection, ledger, inspection, cycle, time_filter)
    return as_view(answers, inspection, cycle=cycle, time_filter=time_filter, filters=filters)


class _Left(CachedRegister):
    """See projections.answers."""

    ROWS: ClassVar[str] = _ROWS
    NAMED: ClassVar[str] = _NAMED

    def __init__(
        self,
        connection: apsw.Connection,
        ledger: Ledger,
        inspection: str | None,
        cycle: str,
        time_filter: TimeFilter,
    ) -> None:
        super().__init__(connection, ledger, inspection, time_filter)
        self._cycle = key(cycle)
        query, day = "SELECT first, until FROM left_cycle WHERE cycle = :cycle", self._day()
        self._of_one = "" if self.inspection is None else " AND inspection = :inspection"
        found = asked(connection, query + self._of_one, {"cycle": self._cycle, "inspection": self.inspection})
        if not any(first <= day < until for first, until in found):
            raise CacheTrouble("no such cycle was there then")
        if time_filter.day is None and any(day < first for first, _ in found):
            raise CacheTrouble("a cycle was opened on a day to come")

    def _when(self) -> dict[str, Given]:
        return {**super()._when(), "cycle": self._cycle}

    def _check_shares(self) -> None:
        """Do nothing: what bodies have is told with the rest."""

    def has_any(self) -> bool:
        """See projections.register.Register.has_any; raises CacheTrouble."""
        raise CacheTrouble("what was made later is not asked for")

    def uncertain(self, rows: Rows, *, every: bool) -> list[str]:
        """See projections.register.Register.uncertain."""
        day = self.time_filter.day or LAST_THERE_IS
        given: dict[str, Given] = {"cycle": self._cycle, "day": day, "inspection": self.inspection}
        doubted: dict[int, list[str]] = {}
        for inspection, made, number in asked(self._connection, _DOUBTED.format(self._of_one), given):
            if every or made in rows.made:
                doubted.setdefault(inspection, []).append(number)
        return [f"{one.ref}/{number}" for one in self._in_order() for number in doubted.get(one.id, ())]
