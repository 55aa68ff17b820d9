"""That the figures of a period reconcile: where they do not, there is no table.

1. What was not closed before the period, and what was made, re-opened and closed in it, come to what is not
   closed at its end: in every row.
2. What moved before the period comes to what it began with.
3. The rows come to all; the statuses to all that is there, those that are not closed to the closing; the
   reasons to what is closed; the ages to what is not.

Movements are found by walking through the past, openings and closings by asking how things stood on a day:
two ways that know nothing of each other.
"""

from __future__ import annotations

from collections.abc import Iterable

from ledger.errors import LedgerError
from projections.statistics.figures import Counted, Figures, Row
from projections.statistics.moves import MOVES


class DoesNotReconcile(LedgerError):
    """Figures that have to come to the same do not."""


def reconcile(found: Figures, counted: Iterable[Counted]) -> None:
    """Hold the figures against each other and against every movement; raises DoesNotReconcile."""
    before = there = 0
    for move in (move for one in counted for move in one.moves):
        before += MOVES[move.what].unclosed if move.day < found.period.first else 0
        there += MOVES[move.what].there if move.day <= found.period.last else 0
    reconcile_with(found, before, there)


def reconcile_with(found: Figures, before: int, there: int) -> None:
    """The same, by what the movements before the period come to, and those until its end to what is there."""
    for row in found.rows:
        _same(
            f"In the row {row.name} opening {row.opening:,} + made {row.made:,} + re-opened "
            f"{row.reopened:,} - closed {row.closed:,}",
            row.opening + row.made + row.reopened - row.closed,
            "the closing",
            row.closing,
        )
    *rows, whole = found.rows
    for column in Row._fields[1:]:
        parts = sum(getattr(row, column) for row in rows)
        _same(f"The column {column} of the rows", parts, f"the row {whole.name}", getattr(whole, column))
    _same("What moved before the period", before, f"the opening of the row {whole.name}", whole.opening)
    closing = f"the closing of the row {whole.name}"
    closed = found.by_status["closed"]
    _same("By status all", found.total, "what was made and did not leave", there)
    _same("By status what is not closed", found.total - closed, closing, whole.closing)
    _same("By reason what is closed", sum(found.by_reason.values()), "the closed by status", closed)
    _same(
        "By age what is not closed", sum(found.ages.values()) + found.not_known.ages, closing, whole.closing
    )


def _same(what: str, comes_to: int, other: str, is_told: int) -> None:
    if comes_to != is_told:
        raise DoesNotReconcile(
            f"The statistics do not reconcile, so there are none. {what} comes to {comes_to:,}, "
            f"and {other} is {is_told:,}.",
            "Look whether the record is sound: scrutiny verify",
        )
