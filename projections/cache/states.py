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
    """A state of a recommendation, since an event: whether a row hangs on a date, or None if nobody asked."""

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


def states(connection: apsw.Connection, position: int, day: str, inspection: int | None) -> Iterator[State]:
    """Of each recommendation that has a vague date its state at a position, in the order of a register."""
    query = (
        "SELECT s.inspection, s.made, s.told, s.number, CASE WHEN s.known THEN EXISTS ("
        " SELECT 1 FROM doubted o WHERE o.made = s.made AND o.told = s.told"
        " AND o.first <= :day AND o.until > :day) ELSE d.doubted END"
        " FROM standing s LEFT JOIN doubt d ON d.made = s.made AND d.told = s.told AND d.day = :day"
        " WHERE s.untold > :known AND s.told <= :known"
    )
    given: dict[str, int | str] = {"day": day, "known": position}
    if inspection is not None:
        query += " AND s.inspection = :inspection"
        given["inspection"] = inspection
    for of, made, since, number, doubted in connection.execute(f"{query} ORDER BY s.sort, s.turn", given):
        yield State(of, made, since, number, None if doubted is None else bool(doubted))
