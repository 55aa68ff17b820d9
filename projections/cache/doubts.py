"""Whether a row hangs on a date that is not known exactly: worked out once for each state of a recommendation
and each day that somebody asked about, and kept.

Of every state of a recommendation that has such a date there is a line, until an event may have changed it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import apsw

from projections.cache.breaks import kin
from projections.cache.database import FOR_EVER
from projections.cache.states import LAST_THERE_IS, keep
from projections.model.facts import Fact
from projections.model.recommendation import Recommendation
from projections.model.uncertain import hangs_on_a_date


class _Standing(NamedTuple):
    """A state that goes on."""

    recommendation: Recommendation
    since: int
    number: str
    sort: bytes
    turn: int


class Doubts:
    """The states of the recommendations of one inspection, as they come to be told."""

    def __init__(self, connection: apsw.Connection, inspection: int) -> None:
        self._connection, self._inspection = connection, inspection
        self._open: dict[int, _Standing] = {}

    def tell(self, made: int, one: Recommendation | None, sort: bytes, turn: int, position: int) -> None:
        """A recommendation is in another state since an event, or is not told of any more (None)."""
        if made in self._open:
            self._write(made, position)
        else:
            self._connection.execute(
                "UPDATE standing SET untold = ? WHERE made = ? AND untold = ?", (position, made, FOR_EVER)
            )
        if one is not None and is_vague(one):
            # Its number may be put right later, and was another until then.
            self._open[made] = _Standing(one, position, one.number, sort, turn)

    def _write(self, made: int, untold: int) -> None:
        one = self._open.pop(made)
        self._connection.execute(
            "INSERT INTO standing VALUES (?,?,?,?,?,?,?)",
            (made, one.since, untold, self._inspection, one.number, one.sort, one.turn),
        )

    def close(self) -> None:
        """Write what goes on, and work out what is asked most: the last day there is."""
        for made, one in list(self._open.items()):
            self._write(made, FOR_EVER)
            doubted = hangs_on_a_date(one.recommendation, None)
            keep(self._connection, [(made, one.since, doubted)], LAST_THERE_IS)


def is_vague(one: Recommendation) -> bool:
    """Whether a date of it, or of what stands under or above it, or of any body's name, is not known to the
    day.
    """
    return (one.bodies is not None and one.bodies.vague) or any(map(_has_vague_date, kin(one)))


def _has_vague_date(one: Recommendation) -> bool:
    if one.made_days[0] != one.made_days[1]:
        return True
    if any(
        any(value.first != value.day for value in values.values)
        for values in (one.texts, one.addressed, one.dues, one.classified)
        if values is not None
    ):
        return True
    facts: tuple[Iterable[Fact], ...] = (
        one.status_changes,
        one.awaiting.values(),
        one.evidence.values(),
        one.requests,
        one.disputes.values(),
        one.responses,
    )
    return any(fact.first != fact.sort_key[0] for some in facts for fact in some)
