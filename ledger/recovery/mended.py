"""When events were known, if a clock ran ahead and an administrator said of which events that is so.

An event keeps the time that orders it. Recorded behind one with a time of the future, it has the next
microsecond, and beside it, as ``clock``, what the machine said. Once it is declared which events the clock
ran ahead for, readings use instead:

1. for an event after them: what the machine said, and never less than for the one before it;
2. for one of them: what holds for the first event after them, for by then it was known.

So times of knowing stay in the ledger's order. What nobody declared is read as it was recorded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from events.base import Instant
from ledger.records import Record, decode
from ledger.recovery.spans import Spans

if TYPE_CHECKING:
    from ledger.store.base import Store


class Mended:
    """The times of knowing of a ledger in which spans were declared; there is at least one."""

    def __init__(self, store: Store, spans: Spans) -> None:
        """Read what comes after the first of them; raises StorageError."""
        self._known: dict[int, Instant] = {}
        self.spans = tuple(spans)
        self._latest, self._caught_up, waiting = Instant(""), False, list[int]()
        first, last = self.spans[0].first, self.spans[-1].last
        for row in store.rows(after=store.before(store.before(first))):
            record = decode(row)
            if record.position < first:
                self._latest = record.recorded_at
                continue
            if spans.has(record.position):
                waiting.append(record.position)
                continue
            if record.position > last and record.clock is None and not waiting:
                self._caught_up = True  # the clock is past the order again: from here on both say the same
                break
            self._latest = max(self._latest, record.clock or record.recorded_at)
            for position in (*waiting, record.position):
                self._known[position] = self._latest
            waiting.clear()

    def mend(self, record: Record) -> Record:
        """A record with the time at which it was known."""
        known = self.known(record.position, record.recorded_at)
        if known == record.recorded_at:
            return record
        return record._replace(recorded_at=known, stamp=record.recorded_at)

    def known(self, position: int, recorded_at: Instant) -> Instant:
        """When an event was known that bears a time of recording."""
        return self._known.get(position, recorded_at)

    def next_known(self, recorded_at: Instant, clock: Instant | None) -> Instant:
        """When the event behind all of them will be known, of which nothing is declared."""
        return recorded_at if clock is None or self._caught_up else max(self._latest, clock)

    def stamp_of(self, known_at: Instant, store: Store) -> Instant:
        """The time in the ledger's order that a time of knowing amounts to: that of the last event known."""
        latest = known_at
        for row in store.rows(after=min(self._known, default=1) - 1):
            record = decode(row)
            if self.mend(record).recorded_at > known_at:
                return latest
            latest = max(latest, record.recorded_at)
        return latest
