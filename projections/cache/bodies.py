"""The bodies, asked of a cache: as ``projections.bodies.bodies`` of all inspections, by what is known now.

Which of them an inspection names is worked out from its events if anything was recorded in it since somebody
asked last; of all inspections once a body is called otherwise by the passing of days.
"""

from __future__ import annotations

import apsw
import orjson

from ledger.ledger import Ledger
from ledger.state.bodies import Bodies
from ledger.times import BEFORE_ALL
from projections.base import TimeFilter, View, today_of
from projections.bodies import Use, as_view, in_use, rows_of
from projections.cache.cache import Cache, Progress
from projections.cache.database import CacheTrouble, asked
from projections.cache.joining import END
from projections.cache.latest import latest
from projections.cache.marks import let_know
from projections.cache.queries import known
from projections.cache.source import Source, Stored
from projections.cache.states import LAST_THERE_IS
from projections.cache.tasks import days_to_come
from projections.cache.tie import Tie, begun
from projections.cache.until import Until
from projections.cache.uses import Uses
from projections.model.reading import Folds

_USED = """
SELECT b.counts, b.names FROM used b JOIN inspection i ON i.id = b.inspection ORDER BY i.folded
"""


def bodies_of(cache: Cache, ledger: Ledger, progress: Progress) -> View:
    """Every body, as an open cache tells it; raises CacheTrouble if it cannot."""
    know_all(cache, Stored(ledger), progress)
    return bodies_at(cache.connection, ledger)


def know_all(cache: Cache, source: Source, progress: Progress) -> Tie:
    """Let all be known; see ``projections.cache.marks.let_know``.

    Raises CacheTrouble if the clock is behind what was recorded.
    """
    connection = cache.connection
    check_clock(connection, source.inspectorate().bodies)
    return let_know(
        cache,
        lambda: not Uses.are_left(connection) and _are_called_so(connection, source.inspectorate().bodies),
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
        Uses.mark_all(connection)
    for one, _, ref, *_ in Uses.marked(connection):
        folds = Folds(ledger.inspectorate())
        folds.take_all(ledger.records(inspection=ref))
        use = map(orjson.dumps, in_use(folds, bodies.as_known(None), min(_today(bodies), LAST_THERE_IS)))
        connection.execute("INSERT OR REPLACE INTO used VALUES (?,?,?)", (one, *use))
        progress(folds.events)
    Uses.take_away(connection)
    connection.execute("DELETE FROM used_day")
    connection.execute("INSERT INTO used_day VALUES (?)", (_today(bodies),))


def _are_called_so(connection: apsw.Connection, bodies: Bodies) -> bool:
    """Whether all bodies are called as on the day on which it was worked out last, if it ever was."""
    found = asked(connection, "SELECT day FROM used_day")
    if not found:
        return True
    first, last = sorted((found[0][0], _today(bodies)))
    return not any(first < day <= last for day in days_to_come(bodies, BEFORE_ALL))


def _today(bodies: Bodies) -> str:
    """Today; if it matters not, or there is no clock, the end of all days."""
    return (bodies.today if bodies else None) or END


def bodies_at(connection: apsw.Connection, ledger: Ledger) -> View:
    """The same, once all is worked out."""
    today = today_of(ledger, TimeFilter())
    if today < latest(connection, None):
        raise CacheTrouble("the clock is behind a day that was recorded")
    use = Use({}, {})
    for counts, names in asked(connection, _USED):
        for identity, (made, unclosed) in orjson.loads(counts).items():
            before = use.counts.get(identity, (0, 0))
            use.counts[identity] = before[0] + made, before[1] + unclosed
        for key, name in orjson.loads(names).items():
            use.names.setdefault(key, name)
    bodies = ledger.inspectorate().bodies.as_known(None)
    _, events = known(connection, None)
    return as_view(rows_of(bodies, use, today, every=True), None, None, TimeFilter(), events)
