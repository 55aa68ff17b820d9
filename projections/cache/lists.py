"""Lists that a cache tells instead of the events: as ``projections.finding.base.listed``.

What they have of each recommendation is what its row in the register has.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import apsw
import orjson

from ledger.records import decode, inspection_stream
from ledger.validation import key
from projections.base import Item, View, natural, number_order
from projections.cache.cache import Cache, Progress
from projections.cache.database import Given, asked, check_end
from projections.cache.reading import CachedRegister, id_of
from projections.cache.source import Stored
from projections.finding.base import Noun, Question, listed_of
from projections.finding.inspections import (
    CYCLE_NOUN,
    INSPECTION_NOUN,
    RECOMMENDATION,
    Opened,
    inspection_rows,
    recommendation_row,
)
from projections.finding.part_nouns import DISPUTE, EVIDENCE, JUDGEMENT, PROGRESS, RESPONSE
from projections.finding.parts import Said
from projections.model.facts import NEVER
from projections.spelt import Spelt, spelt

_HOLDS = """
FROM inspection i CROSS JOIN stretch s ON s.inspection = i.id JOIN content c ON c.id = s.content
{0} WHERE s.body = '' AND s.told <= :known AND s.untold > :known AND s.first <= :day AND s.until > :day
"""
_LISTED = """
SELECT l.inspection, l.ref, l.row, l.said
FROM inspection i CROSS JOIN listed l ON l.what = :kind AND l.inspection = i.id
WHERE l.untold > :known AND l.told <= :known AND l.first <= :day AND l.until > :day
{0}ORDER BY l.made
"""
_FILED = """CROSS JOIN filed f ON f.inspection = s.inspection AND f.made = s.made
AND f.untold > :known AND f.told <= :known
"""


def list_of(cache: Cache, noun: Noun, question: Question, progress: Progress) -> View:
    """All of a noun, as an open cache tells it; raises CacheTrouble if it cannot, NotFound as a list does."""
    if noun.name in PARTS:
        from projections.cache.later import let_tell  # noqa: PLC0415  the other lists do without
        from projections.cache.listed import Parts  # noqa: PLC0415  as above
        from projections.cache.listings import Listings  # noqa: PLC0415  as above

        only = None if question.inspection is None else id_of(cache.connection, question.inspection)
        let_tell(cache, Stored(question.ledger), Listings, Parts, progress, only)
    return list_at(cache.connection, noun, question)


def list_at(connection: apsw.Connection, noun: Noun, question: Question) -> View:
    """The same, once all is told."""
    answers = _Listed(connection, question.ledger, question.inspection, question.time_filter)
    kind = PARTS.get(noun.name)
    rows = ROWS[noun.name](answers, question) if kind is None else answers.parts(kind)
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

    def by_cycle(self) -> Iterator[tuple[str, str, dict[str, str], int]]:
        """How many have been made in which cycle of which inspection, and since when they were judged in
        which; all of them by their keys.
        """
        columns = "s.inspection, f.cycle, f.judged"
        for inspection, cycle, judged, count in self._of_all(
            f"SELECT {columns}, count(*)", f"GROUP BY {columns}", _FILED
        ):
            ref = self._inspections[inspection].ref
            yield ref, cycle, orjson.loads(judged) if judged else {}, count

    def openings(self) -> Iterator[tuple[int, str, int, str, bytes]]:
        """The events that opened inspections and cycles, as they are stored."""
        query = "SELECT * FROM opening WHERE position <= :known"
        given: dict[str, Given] = {"known": self.position}
        if self.ref is not None:
            query += " AND stream = :stream"
            given["stream"] = inspection_stream(self.ref).hex
        yield from asked(self._connection, f"{query} ORDER BY position", given)

    def parts(self, kind: str) -> Spelt:
        """All of a kind that belongs to recommendations, by inspection and ref."""
        # None of these hangs on the day that it is.
        given: dict[str, Given] = {"known": self.position, "day": self.time_filter.day or NEVER}
        places = {one.id: place for place, one in enumerate(self._in_order())}
        only = "" if self.inspection is None else "AND i.id = :inspection\n"
        given |= {"kind": kind, "inspection": self.inspection}
        found = asked(self._connection, _LISTED.format(only), given)
        check_end(*(row for *_, row, _ in found))
        found.sort(key=lambda row: (places[row[0]], natural(row[1])))
        labels = {
            said: b',"shown_as":' + spelt(Said(*orjson.loads(said)).label(self.words)) + b"}"
            for said in {row[-1] for row in found} - {None}
        }
        return Spelt([row if said is None else row[:-1] + labels[said] for *_, row, said in found])

    def _of_all(
        self, select: str, behind: str, where: str = ""
    ) -> list[tuple[Any, ...]]:  # Any: what a column has
        only = "" if self.inspection is None else "AND s.inspection = :inspection\n"
        return asked(
            self._connection,
            f"{select}{_HOLDS.format(where)}{only}{behind}",
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


def _cycles(answers: _Listed, question: Question) -> Sequence[Item]:
    opened, day = Opened(question), answers.time_filter.day
    for stored in answers.openings():
        opened.take(decode(stored))
    made, judged = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for ref, cycle, judged_in, count in answers.by_cycle():
        made[ref, cycle] += count
        for other, since in judged_in.items():
            if day is None or since <= day:
                judged[ref, other] += count
    rows = opened.cycles()
    for row in rows:
        here = row["inspection"], key(row["cycle"])
        row |= {"made": made[here], "judged": judged[here]}
    return list(rows)


ROWS: dict[str, Callable[[_Listed, Question], Sequence[Item]]] = {
    RECOMMENDATION.name: _recommendations,
    INSPECTION_NOUN.name: _inspections,
    CYCLE_NOUN.name: _cycles,
}
"""The nouns that it lists from what is told of registers."""

PARTS = {
    EVIDENCE.name: "evidence",
    JUDGEMENT.name: "judgement",
    DISPUTE.name: "dispute",
    RESPONSE.name: "response",
    PROGRESS.name: "progress",
}
"""Those that belong to recommendations, with what their rows are called."""
