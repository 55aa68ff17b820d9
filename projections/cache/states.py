"""The states of recommendations that have a date which is not known exactly.

On which days their rows hang on one is kept beside them: of what was the last state once a cache was filled,
for all days, and of others as far as somebody asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import apsw

LAST_THERE_IS = "9999-12-31"
"""The day if none is asked about."""


class State(NamedTuple):
    """A state of a recommendation, since an event: a row hangs on a date (None: nobody asked)."""

    inspection: int
    made: int
    since: int
    number: str
    doubted: bool | None


def keep(connection: apsw.Connection, found: Iterable[tuple[int, int, bool]], day: str) -> None:
    """Keep of states, each by its recommendation and since when it is, whether a row of a day is in doubt."""
    connection.executemany(
        "INSERT OR REPLACE INTO doubt VALUES (?,?,?,?)", ((made, since, day, on) for made, since, on in found)
    )


_STATES = """
SELECT inspection, made, told, number, doubted FROM (
    SELECT s.*, CASE WHEN s.known THEN EXISTS (
        SELECT 1 FROM doubted o WHERE o.made = s.made AND o.told = s.told
        AND o.first <= :day AND o.until > :day
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
    for of, made, since, number, doubted in connection.execute(_STATES.format(only), given):
        yield State(of, made, since, number, None if doubted is None else True)
