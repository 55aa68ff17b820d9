"""Making the register again from 100,000 events, and the memory it takes.

1. At least half the speed of the same fold in plain dicts (``benchmarks.plain``), which checks nothing.
2. Memory grows with what was judged and handed in, and not with what that says at length: whatever day is
   asked for, one fold answers.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import plain
from benchmarks.measure import Target, compared, interleaved, timed
from benchmarks.past import lived
from ledger.ledger import Ledger
from projections.base import Item
from projections.register import Register

ROUNDS = 5
TARGET = Target(0.5, speed=True)
INSPECTIONS, NUMBERS, EVENTS = 20, 100, 5_000
"""Recommendations and events are those of each inspection: 2,000 and 100,000 in the ledger."""


def large(folder: Path) -> Path:
    """The ledger of 100,000 events, made where it is not there yet."""
    return lived(folder / "large", INSPECTIONS, NUMBERS, EVENTS)


def run(folder: Path) -> Iterator[str]:
    """The lines of this family."""
    where = large(folder)
    database = where / "ledger.db"
    with Ledger.open(str(where)) as ledger:
        ours, baseline = interleaved(
            ROUNDS, timed(lambda: Register().read(ledger).rows()), timed(lambda: plain.folded(database))
        )
        events, _ = ledger.store.head()
        yield compared(f"register from {events:,} events", ours, baseline, TARGET)
        yield _same(Register().read(ledger).rows(), plain.folded(database))
    few = _peak(lived(folder / "few-events", INSPECTIONS, NUMBERS, EVENTS // 10))
    many = _peak(where)
    broad = _peak(lived(folder / "broad", INSPECTIONS, NUMBERS * 10, EVENTS))
    yield "  memory at its peak while folding"
    yield f"      {few:5.1f} MB   2,000 recommendations,  10,000 events"
    yield f"      {many:5.1f} MB   2,000 recommendations, 100,000 events: {many / few:.2f}x for 10x events"
    yield f"      {broad:5.1f} MB  20,000 recommendations, 100,000 events: {broad / many:.2f}x for 10x rows"


def _same(found: Sequence[Item], rows: plain.Rows) -> str:
    for row in found:
        other = rows.get((row["inspection"], row["number"]))
        if other is None or any(row[name] != other[name] for name in row):
            break
    else:
        if len(found) == len(rows):
            return f"      both come to the same {len(rows):,} rows, in every field"
    return "      VOID: the two do not come to the same rows, so the comparison says nothing"


def _peak(where: Path) -> float:
    with Ledger.open(str(where)) as ledger:
        Register().read(ledger)  # so that what is loaded once is not counted
        tracemalloc.start()
        try:
            Register().read(ledger)
            return tracemalloc.get_traced_memory()[1] / 1e6
        finally:
            tracemalloc.stop()
