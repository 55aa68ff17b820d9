"""Times of the future: a note and no finding, for whoever verifies does not know whose clock is right.

1. Events that were recorded later than it is now, and bear no time of their machine beside that, bear the
   time of a clock that ran ahead, or the clock here is behind.
2. Those of which that is declared (clock.corrected) are named as declared.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from events.base import Instant
from events.inspectorates import ClockCorrected
from ledger.checks.seen import Facts
from ledger.times import instant

_MOST = 20
"""Runs of events that are named; there are more only in a ledger that somebody plays with."""


class Future:
    """Takes in all events in their order, as they are looked at at ``now``."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._instant = instant(now)
        self._runs: list[tuple[int, int]] = []
        self._farthest = Instant("")
        self._declared: dict[tuple[int, int], int] = {}

    def take(self, facts: Facts) -> None:
        """The next events."""
        told = list(facts)
        for fact in told:
            if fact[2] == ClockCorrected.NAME:
                self._declared[fact[7]["first"], fact[7]["last"]] = fact[0]
        # No time steps back, so mostly the last says it of all.
        if told and max(told[0][3], told[-1][3]) > self._instant:
            for fact in told:
                # A clock that is behind by less than minutes speaks of nothing.
                if fact[3] > self._instant and not (fact[8] and fact[8][:16] < fact[3][:16]):
                    self._add(fact[0], fact[3])

    def notes(self) -> Iterator[str]:
        """A sentence for each run of them."""
        for first, last in self._runs[:_MOST]:
            which = f"Event {first} bears" if first == last else f"Events {first} to {last} bear"
            by = [at for span, at in self._declared.items() if span[0] <= first and last <= span[1]]
            if by:
                yield f"{which} the time of a clock that ran ahead, as event {by[0]} declares."
                continue
            days = (datetime.fromisoformat(self._farthest) - self._now).days
            yield (
                f"{which} times of the future, up to {self._farthest[:16]}Z, {days:,} days from now. "
                "Either the clock here is behind, or theirs ran ahead; then an administrator says so: "
                f"scrutiny recover --clock-ahead {first}{f'-{last}' if last > first else ''} --why W"
            )
        if len(self._runs) > _MOST:
            yield f"{len(self._runs) - _MOST:,} more runs of events bear times of the future."

    def _add(self, position: int, recorded_at: str) -> None:
        self._farthest = max(self._farthest, Instant(recorded_at))
        if self._runs and self._runs[-1][1] == position - 1:
            self._runs[-1] = (self._runs[-1][0], position)
        else:
            self._runs.append((position, position))
