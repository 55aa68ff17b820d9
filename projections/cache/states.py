"""The states of recommendations that have a date which is not known exactly.

On which days their rows hang on one is kept beside them: of what was the last state once a cache was filled,
for all days but those that nobody worked out yet, and of others as far as somebody asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import apsw

from projections.cache.doubted import Doubted

LAST_THERE_IS = "9999-12-31"
"""The day if none is asked about."""


class State(NamedTuple):
    """A state of a recommendation, since an event: whether a row hangs on a date (None: nobody asked).

    It is ``lasting`` if that is kept for all days at once. Both are 0 or 1, as SQLite has them: of a large
    ledger there are thousands.
    """

    inspection: int
    made: int
    since: int
    number: str
    lasting: int
    doubted: int | None


class WorkedOut(NamedTuple):
    """Whether a row of a day is in doubt, and of a lasting state all days on which it is."""

    doubted: bool
    days: list[Doubted] | None


def keep(connection: apsw.Connection, found: Mapping[tuple[int, int], WorkedOut], day: str) -> None:
    """Keep what was worked out for a day, by the recommendation and since when it is so."""
    for (made, since), one in found.items():
        if one.days is None:
            connection.execute(
                "INSERT OR REPLACE INTO doubt VALUES (?,?,?,?)", (made, since, day, one.doubted)
            )
        else:
            connection.execute("DELETE FROM doubted WHERE made = ? AND told = ?", (made, since))
            keep_days(connection, made, since, one.days)


def keep_days(connection: apsw.Connection, made: int, since: int, days: list[Doubted]) -> None:
    """Keep on which days a recommendation is in doubt as it was told since an event."""
    connection.executemany("INSERT INTO doubted VALUES (?,?,?,?,?)", ((made, since, *one) for one in days))


_STATES = """
SELECT inspection, made, told, number, known, doubted FROM (
    SELECT s.*, CASE WHEN s.known THEN (
        SELECT CASE count(*) WHEN 0 THEN 0 ELSE max(nullif(o.known, 0)) END
        FROM doubted o WHERE o.made = s.made AND o.told = s.told AND o.first <= :day AND o.until > :day
    ) ELSE (
        SELECT d.doubted FROM doubt d WHERE d.made = s.made AND d.told = s.told AND d.day = :day
    ) END AS doubted
    FROM standing s WHERE s.untold > :known AND s.told <= :known{0}
) WHERE doubted IS NOT 0 ORDER BY sort, turn
"""


def states(connection: apsw.Connection, position: int, day: str, inspection: int | None) -> Iterator[State]:
    """Of recommendations with a vague date the states at a position that are in doubt, or of which nobody
    asked; in the order of a register.
    """
    given = {"day": day, "known": position, "inspection": inspection}
    only = "" if inspection is None else " AND s.inspection = :inspection"
    return map(State._make, connection.execute(_STATES.format(only), given))
