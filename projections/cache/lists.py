"""Lists that a cache tells instead of the events: as ``projections.finding.base.listed``.

What they have of each recommendation is what its row in the register has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import orjson

from ledger.records import decode
from projections.base import Item, View, number_order
from projections.cache.cache import Cache
from projections.cache.database import asked
from projections.cache.reading import CachedRegister
from projections.finding.base import Noun, Question, listed_of
from projections.finding.inspections import (
    INSPECTION_NOUN,
    RECOMMENDATION,
    Opened,
    inspection_rows,
    recommendation_row,
)

_HOLDS = """
FROM inspection i CROSS JOIN stretch s ON s.inspection = i.id JOIN content c ON c.id = s.content
WHERE s.body = '' AND s.told <= :known AND s.untold > :known AND s.first <= :day AND s.until > :day
"""


def list_of(cache: Cache, noun: Noun, question: Question) -> View:
    """All of a noun, as an open cache tells it; raises CacheTrouble if it cannot, NotFound as a list does."""
    answers = _Listed(cache.connection, question.ledger, question.inspection, question.time_filter)
    rows = ROWS[noun.name](answers, question)
    return listed_of(noun, question, rows, answers.ref, answers.events)


class _Listed(CachedRegister):
    """Asks for all recommendations, of one inspection or of all."""

    def of_inspections(self) -> Iterator[list[Item]]:
        """The rows of each inspection, in the order in which the recommendations were made."""
        found: dict[int, list[Item]] = {}
        for inspection, row in self._of_all("SELECT s.inspection, c.row", "ORDER BY s.inspection, s.turn"):
            found.setdefault(inspection, []).append(orjson.loads(row))
        yield from (found.get(one.id, []) for one in self._in_order())

    def counted(self) -> dict[str, dict[str, int]]:
        """By the ref of each inspection, how many there are of each status."""
        found: dict[str, dict[str, int]] = {one.ref: {} for one in self._inspections.values()}
        columns = "s.inspection, c.status"
        for inspection, status, count in self._of_all(f"SELECT {columns}, count(*)", f"GROUP BY {columns}"):
            found[self._inspections[inspection].ref][status] = count
        return found

    def openings(self) -> Iterator[tuple[int, str, int, str, bytes]]:
        """The events that opened inspections and cycles, as they are stored."""
        query = "SELECT * FROM opening WHERE position <= ? ORDER BY position"
        yield from asked(self._connection, query, (self.position,))

    def _of_all(self, select: str, behind: str) -> list[tuple[Any, ...]]:  # Any: what a column has
        only = "" if self.inspection is None else "AND s.inspection = :inspection\n"
        return asked(
            self._connection,
            f"{select}{_HOLDS}{only}{behind}",
            {**self._when(), "inspection": self.inspection},
        )


def _recommendations(answers: _Listed, _: Question) -> Sequence[Item]:
    return [
        recommendation_row(row, answers.words)
        for of_one in answers.of_inspections()
        for row in sorted(of_one, key=lambda row: number_order(row["number"]))
    ]


def _inspections(answers: _Listed, question: Question) -> Sequence[Item]:
    opened, counts = Opened(question), answers.counted()
    for row in answers.openings():
        opened.take(decode(row))
    return inspection_rows(opened, lambda ref: counts[ref])


ROWS: dict[str, Callable[[_Listed, Question], Sequence[Item]]] = {
    RECOMMENDATION.name: _recommendations,
    INSPECTION_NOUN.name: _inspections,
}
"""The nouns that it lists."""
