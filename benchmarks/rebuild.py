"""Making the register again from 100,000 events, and the memory it takes.

1. At least half the speed of the same fold in plain dicts (``benchmarks.plain``), which checks nothing.
2. Memory grows with what was judged and handed in, since one fold answers for any day, and not with what was
   said at length: about as that of the plain dicts.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import plain
from benchmarks.measure import Target, compared, interleaved, timed
from benchmarks.past import lived
from events.base import Day
from ledger.ledger import Ledger
from projections.base import TimeFilter
from projections.register import read_register

ROUNDS = 5
TARGET = Target(0.5, speed=True)
INSPECTIONS, NUMBERS, EVENTS = 20, 100, 5_000
"""Recommendations and events are those of each inspection: 2,000 and 100,000 in the ledger."""

DAYS = ("2019-06-30", "9999-12-31")
"""On these the two folds must come to the same rows: in the middle of it all, and at the end."""


def large(folder: Path) -> Path:
    """The ledger of 100,000 events, made where it is not there yet."""
    return lived(folder / "large", INSPECTIONS, NUMBERS, EVENTS)


def run(folder: Path) -> Iterator[str]:
    """The lines of this family."""
    where = large(folder)
    database = where / "ledger.db"
    with Ledger.open(str(where)) as ledger:
        ours, baseline = interleaved(
            ROUNDS,
            timed(lambda: read_register(ledger).rows()),
            timed(lambda: plain.rows(plain.folded(database))),
        )
        events, _ = ledger.store.head()
        yield compared(f"register from {events:,} events", ours, baseline, TARGET)
        pasts = plain.folded(database)
        yield from (_same(ledger, pasts, day) for day in DAYS)
    yield "  memory at its peak while folding"
    yield _memory(lived(folder / "few-events", INSPECTIONS, NUMBERS, EVENTS // 10), " 2,000", " 10,000")
    yield _memory(where, " 2,000", "100,000")
    yield _memory(lived(folder / "broad", INSPECTIONS, NUMBERS * 10, EVENTS), "20,000", "100,000")


def _same(ledger: Ledger, pasts: plain.Pasts, day: str) -> str:
    found = read_register(ledger, time_filter=TimeFilter(Day(day))).rows()
    rows = plain.rows(pasts, day)
    if len(found) == len(rows) and all(row == rows.get((row["inspection"], row["number"])) for row in found):
        return f"      both come to the same {len(rows):,} rows as of {day}, in every field"
    return f"      VOID: as of {day} the two do not come to the same rows, so the comparison says nothing"


def _memory(where: Path, recommendations: str, events: str) -> str:
    with Ledger.open(str(where)) as ledger:
        ours = _peak(lambda: read_register(ledger))
    baseline = _peak(lambda: plain.folded(where / "ledger.db"))
    of = f"{recommendations} recommendations, {events} events"
    return f"      {ours:5.1f} MB, the plain dicts {baseline:5.1f} MB   {of}"


def _peak(fold: Callable[[], object]) -> float:
    fold()  # so that what is loaded once is not counted
    tracemalloc.start()
    try:
        fold()
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()
