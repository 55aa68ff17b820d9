"""The register as a cycle left it, asked of a cache: as ``projections.register.register`` of a cycle, in all
inspections and by what is known now.

The rows are worked out from the events of the inspections in which anything was recorded since somebody asked
last, and of all if bodies came to be called otherwise by the passing of days.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import apsw
import orjson

from events.cycles import CycleOpened
from ledger.ledger import Ledger
from ledger.records import Record
from ledger.state.bodies import Bodies
from ledger.state.inspectorate import Inspectorate
from ledger.times import BEFORE_ALL
from ledger.validation import key
from projections.base import TimeFilter, View
from projections.bodies import Use, in_use
from projections.cache.cache import Cache, Progress
from projections.cache.database import CacheTrouble, asked
from projections.cache.found import ROW, Found, Rows
from projections.cache.joining import END
from projections.cache.latest import latest
from projections.cache.leavings import Leavings
from projections.cache.marks import let_know
from projections.cache.reading import CachedRegister
from projections.cache.source import Source, Stored
from projections.cache.states import LAST_THERE_IS
from projections.cache.tasks import days_to_come
from projections.cache.tie import Tie, begun
from projections.cache.until import Until
from projections.model.reading import Folds
from projections.register import as_view, read_register
from projections.rows import Filters
from projections.spelt import spelt

_ROWS = "SELECT inspection, place, '', status, row, doubted FROM left_by_cycle WHERE cycle = ?"
_DOUBTED = 5
"""Where it stands in a row whether it is in doubt."""


def left_of(cache: Cache, ledger: Ledger, cycle: str, filters: Filters, progress: Progress) -> View:
    """The register as a cycle left it; raises CacheTrouble if an open cache cannot tell it."""
    know_all(cache, Stored(ledger), progress)
    return left_at(cache.connection, ledger, cycle, filters)


def left_at(connection: apsw.Connection, ledger: Ledger, cycle: str, filters: Filters) -> View:
    """The same, once it is worked out."""
    if filters.made_to is not None or filters.overdue is not None:
        raise CacheTrouble("shares are not kept, nor what is overdue")
    answers = _Left(connection, ledger, cycle)
    return as_view(answers, None, cycle=cycle, filters=filters)


class _Left(CachedRegister):
    """See projections.answers."""

    def __init__(self, connection: apsw.Connection, ledger: Ledger, cycle: str) -> None:
        super().__init__(connection, ledger, None, TimeFilter())
        self._found: list[Found] = asked(connection, _ROWS, (key(cycle),))
        self._doubted: list[str] = []
        if not self._found:
            raise CacheTrouble("no such cycle left anything")

    def rows(self, filters: Filters = Filters()) -> Rows:
        """See CachedRegister.rows."""
        wanted = self._found
        if filters != Filters():
            wanted = [row for row in wanted if filters.want(orjson.loads(row[ROW]))]
        rows = self._all_in_order(wanted)
        doubted = self._all_in_order(row for row in wanted if row[_DOUBTED])
        self._doubted = [f"{row['inspection']}/{row['number']}" for row in doubted]
        return rows

    def uncertain(self, rows: Rows, *, every: bool) -> list[str]:
        """See CachedRegister.uncertain: of the rows that were asked for last."""
        return self._doubted


def know_all(cache: Cache, source: Source, progress: Progress) -> Tie:
    """Let all be known; see ``projections.cache.marks.let_know``.

    Raises CacheTrouble if the clock is behind what was recorded.
    """
    connection = cache.connection
    check_clock(connection, source.inspectorate().bodies)
    return let_know(
        cache,
        lambda: (
            not Leavings.are_left(connection) and _are_called_so(connection, source.inspectorate().bodies)
        ),
        lambda: work_out(connection, source, progress),
    )


def check_clock(connection: apsw.Connection, bodies: Bodies) -> None:
    """Raise CacheTrouble if who has a share today cannot be told from what had come by then."""
    if _today(bodies) < latest(connection, None):
        raise CacheTrouble("the clock is behind a day that was recorded")


def work_out(connection: apsw.Connection, source: Source, progress: Progress) -> None:
    """Work out what is marked; the caller has a transaction open."""
    ledger, bodies = Until(source, begun(connection).position), source.inspectorate().bodies
    if not _are_called_so(connection, bodies):
        Leavings.mark_all(connection)
    for one, _, ref, *_ in Leavings.marked(connection):
        held = _Held(ledger, ref)
        connection.execute("DELETE FROM left_by_cycle WHERE inspection = ?", (one,))
        for cycle in held.cycles():
            connection.executemany(
                "INSERT INTO left_by_cycle VALUES (?,?,?,?,?,?)",
                ((key(cycle), one, place, *row) for place, row in enumerate(held.rows(cycle))),
            )
        use = map(orjson.dumps, held.in_use(_today(bodies)))
        connection.execute("INSERT OR REPLACE INTO left_bodies VALUES (?,?,?)", (one, *use))
        progress(len(held.all))
    Leavings.take_away(connection)
    connection.execute("DELETE FROM left_day")
    connection.execute("INSERT INTO left_day VALUES (?)", (_today(bodies),))


def _are_called_so(connection: apsw.Connection, bodies: Bodies) -> bool:
    """Whether all bodies are called as on the day on which rows were worked out last, if any were."""
    found = asked(connection, "SELECT day FROM left_day")
    if not found:
        return True
    first, last = sorted((found[0][0], _today(bodies)))
    return not any(first < day <= last for day in days_to_come(bodies, BEFORE_ALL))


def _today(bodies: Bodies) -> str:
    """Today; if it matters not, or there is no clock, the end of all days."""
    return (bodies.today if bodies else None) or END


class _Held:
    """The records of one inspection, which are read once for all its cycles."""

    def __init__(self, ledger: Until, ref: str) -> None:
        self._settings, self._ref = ledger.inspectorate(), ref
        self.all = ledger.held(inspection=ref)

    def records(self, *, inspection: str | None = None, topics: Sequence[str] = ()) -> Iterator[Record]:
        """See Ledger.records."""
        return self.all.of(topics) if topics else iter(self.all)

    def inspectorate(self) -> Inspectorate:
        """See Ledger.inspectorate."""
        return self._settings

    def cycles(self) -> list[str]:
        """Those that were opened."""
        found = (record.event for record in self.all if isinstance(record.event, CycleOpened))
        return list({key(event.cycle): event.cycle for event in found}.values())

    def in_use(self, today: str) -> Use:
        """Which bodies its recommendations name."""
        folds = Folds(self._settings)
        folds.take_all(self.all)
        return in_use(folds, self._settings.bodies.as_known(None), min(today, LAST_THERE_IS))

    def rows(self, cycle: str) -> Iterator[tuple[str, bool, bytes]]:
        """The rows that a cycle left: the status, whether it is in doubt, and all of it as JSON."""
        register = read_register(self, self._ref, cycle=cycle)
        rows = register.rows()
        doubted = set(register.uncertain(rows, every=True))
        for row in rows:
            is_doubted = f"{row['inspection']}/{row['number']}" in doubted
            yield row["status"], is_doubted, spelt(row)
