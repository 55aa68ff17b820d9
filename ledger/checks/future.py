"""Times of the future: a note and no finding, for whoever verifies does not know whose clock is right.

1. Events whose machine gave a later time than it is now bear the time of a clock that ran ahead, or the clock
   here is behind. An event that keeps its order behind such a one bears its own machine's time beside that.
2. Those of which that is declared (clock.corrected) are named as declared.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from events.inspectorates import ClockCorrected
from ledger.checks.seen import Facts
from ledger.recovery.spans import Span, Spans
from ledger.times import instant, printed
from ledger.validation import events_from, so_many

_MOST = 20
"""Runs of events that are named; there are more only in a ledger that somebody plays with."""


class _Run(NamedTuple):
    """Positions one behind another, and the latest time that one of them bears."""

    first: int
    last: int
    farthest: str


class Future:
    """Takes in all events in their order, as they are looked at at ``now``."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._instant = instant(now)
        self._runs: list[_Run] = []
        self._declared = Spans()
        self._by: list[tuple[int, Span]] = []

    def take(self, facts: Facts) -> None:
        """The next events."""
        for fact in facts:
            if fact[2] == ClockCorrected.NAME:
                declared = Span(fact[7]["first"], fact[7]["last"])
                self._declared.add(*declared)
                self._by.append((fact[0], declared))
        # No time steps back, so mostly the last says it of all.
        if facts and max(facts[0][3], facts[-1][3]) > self._instant:
            for fact in facts:
                # A clock that is behind by less than minutes speaks of nothing.
                time = fact[8] if fact[8] and fact[8][:16] < fact[3][:16] else fact[3]
                if time > self._instant:
                    self._add(fact[0], time)

    def notes(self) -> Iterator[str]:
        """A sentence for each run of them."""
        for run in self._runs[:_MOST]:
            is_one = run.first == run.last
            which = f"E{events_from(run.first, run.last)[1:]} bear{'s' if is_one else ''}"
            left = list(self._declared.outside(run.first, run.last))
            if not left:
                by = [at for at, span in self._by if span.first <= run.last and run.first <= span.last]
                events = f"event {by[0]} declares" if len(by) == 1 else f"events {_listed(by)} declare"
                yield f"{which} the time of a clock that ran ahead, as {events}."
                continue
            days = (datetime.fromisoformat(run.farthest) - self._now).days
            yield (
                f"{which} times of the future, up to {printed(run.farthest)}, "
                f"{so_many(days, 'day')} from now. "
                "Either the clock here is behind, or theirs ran ahead; then an administrator says so: "
                f"scrutiny recover --clock-ahead {Span(left[0].first, left[-1].last).typed()} --why W"
            )
        if len(self._runs) > _MOST:
            yield f"{len(self._runs) - _MOST:,} more runs of events bear times of the future."

    def _add(self, position: int, time: str) -> None:
        if self._runs and self._runs[-1].last == position - 1:
            run = self._runs[-1]
            self._runs[-1] = _Run(run.first, position, max(run.farthest, time))
        else:
            self._runs.append(_Run(position, position, time))


def _listed(positions: list[int]) -> str:
    shown = [str(at) for at in positions[:_MOST]]
    return f"{', '.join(shown[:-1])} and {shown[-1]}"
