"""What a register asks a cache, as queries."""

from __future__ import annotations

import apsw

from events.base import Instant
from projections.cache.database import FOR_EVER, asked

ROWS = """
SELECT s.inspection, s.made, s.spelt, c.status, c.row, c.due
FROM inspection i CROSS JOIN stretch s ON s.inspection = i.id JOIN content c ON c.id = s.content
WHERE s.body = :body AND s.told <= :known AND s.untold > :known
AND s.first <= :day AND s.until > :day
"""


SPELT = """
SELECT spelt FROM stretch WHERE inspection = :inspection AND body = :body AND made = :made
AND told <= :known AND untold > :known AND first <= :day AND until > :day ORDER BY place
"""
NAMED = """
SELECT i.folded, n.turn, n.place, n.name FROM named n JOIN inspection i ON i.id = n.inspection
WHERE n.body = :body AND n.told <= :known AND n.untold > :known
"""


class Inspected:
    """An inspection that a cache has, by its id."""

    def __init__(self, id: int, ref: str, folded: int | None) -> None:
        self.id, self.ref, self.folded = id, ref, folded or FOR_EVER


def known(connection: apsw.Connection, known_at: Instant | None) -> tuple[int, int]:
    """The position of the last event that was known at an instant, and how many were."""
    query = "SELECT position, events FROM known WHERE recorded_at <= ? ORDER BY recorded_at DESC LIMIT 1"
    found = asked(connection, query, ("~" if known_at is None else known_at,))
    return (found[0][0], found[0][1]) if found else (0, 0)
