"""The bodies, asked of a cache: as ``projections.bodies.bodies`` of all inspections, by what is known now.

What each inspection says of them is worked out beside what its cycles left.
"""

from __future__ import annotations

import apsw
import orjson

from ledger.ledger import Ledger
from projections.base import TimeFilter, View, today_of
from projections.bodies import Use, as_view, rows_of
from projections.cache.cache import Cache, Progress
from projections.cache.database import CacheTrouble, asked
from projections.cache.latest import latest
from projections.cache.left import know_all
from projections.cache.queries import known
from projections.cache.source import Stored

_USED = """
SELECT b.counts, b.names FROM left_bodies b JOIN inspection i ON i.id = b.inspection ORDER BY i.folded
"""


def bodies_of(cache: Cache, ledger: Ledger, progress: Progress) -> View:
    """Every body, as an open cache tells it; raises CacheTrouble if it cannot."""
    know_all(cache, Stored(ledger), progress)
    return bodies_at(cache.connection, ledger)


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
