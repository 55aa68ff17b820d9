"""The whole ledger's trail, read once, in memory that does not grow with its events.

What an event is about hangs on others of its inspection, earlier and later ones. So all of the ledger is read
in its order and put in piles, one for each stream. Each stream is then told by itself, and its lines are put
in piles by their place in the ledger, in which they are given out. What does not fit into memory lies on disk
(see Piles). ``trail_events.AskedEvents``, which holds what it reads, gives the same; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import orjson

from events.base import Names
from ledger.errors import Damaged
from ledger.ledger import Ledger
from ledger.records import DecodedRecords, Record, Row, decode
from projections.base import Item, TimeFilter
from projections.piles import Piles
from projections.rows import Filters
from projections.trail_events import AskedEvents, Named, no_cycle, said_of, some_of
from projections.trail_items import items_of

_ROOM = 4_000_000
"""About how many bytes are held of what was read, and of what is told."""

_OVERHEAD = 300
"""What a row, or a line and its place, takes in memory beside its bytes."""

_TOGETHER = 2_048
"""The lines of so many places are a pile."""


class StreamedEvents:
    """See AskedEvents; of all inspections. ``wants`` says which items are wanted."""

    ref, number = None, None

    def __init__(
        self,
        ledger: Ledger,
        *,
        cycle: str | None = None,
        time_filter: TimeFilter = TimeFilter(),
        filters: Filters = Filters(),
        wants: Callable[[Item], bool] | None = None,
    ) -> None:
        self._ledger, self.settings = ledger, ledger.inspectorate()
        words = self.settings.vocabulary.known(time_filter.known_at)
        some = some_of(ledger, None, time_filter, filters, self.settings)
        self.said: Names = (*said_of(cycle, filters, words, self.settings, time_filter),)
        mended = None if ledger.as_stamped else ledger.mended()
        self._mend = mended.mend if mended else None
        self._cycle, self._time_filter, self._wants = cycle, time_filter, wants
        self._known = 0
        self._again: Iterator[Row] | None = None
        self._lines = Piles[int, tuple[int, bytes]](_ROOM)
        has_cycle = cycle is None
        streams = _by_stream(ledger)
        for stream in streams:
            has_cycle |= self._tell(self._records(streams.taken(stream)), some)
        if not has_cycle:
            raise no_cycle(None, cycle or "")

    def _records(self, rows: list[Row]) -> DecodedRecords:
        """The records of a stream; raises Damaged."""
        for version, row in enumerate(rows, 1):
            if row[2] != version:
                raise Damaged(
                    f"Event {row[0]} is not the next one of its stream.",
                    "See what else is wrong: scrutiny verify",
                )
        decoded: Iterator[Record] = map(decode, rows)
        return DecodedRecords(list(map(self._mend, decoded) if self._mend else decoded))

    def _tell(self, records: DecodedRecords, some: set[Named] | None) -> bool:
        """Put the lines of a stream in their piles; whether it has the cycle that is asked for."""
        time_filter, wants = self._time_filter, self._wants
        events = AskedEvents(self._ledger, time_filter=time_filter, records=records)
        events.cycle, events.some = self._cycle, some
        self._known += events.count()
        put = self._lines.put
        for item in items_of(events):
            if wants is None or wants(item):
                position, line = item["position"], orjson.dumps(item)
                put(position // _TOGETHER, (position, line), len(line) + _OVERHEAD)
        return self._cycle is not None and events.cycles.has(self._cycle)

    def lines(self, *, reverse: bool = False) -> Iterator[bytes]:
        """Each item as a line of JSON, in the order of the ledger, or against it."""
        for at in sorted(self._lines, reverse=reverse):
            for _, line in sorted(self._lines.of(at), reverse=reverse):
                yield line

    def count(self) -> int:
        """See AskedEvents.count."""
        return self._known

    def row(self, position: int) -> Row:
        """The stored row of an event that is told: read in the order in which they are asked for, if it is
        that of the ledger.
        """
        for row in self._again or ():
            if row[0] == position:
                return row
            if row[0] > position:
                break
        store = self._ledger.store
        self._again = store.rows(after=position)
        return store.row(position)


def _by_stream(ledger: Ledger) -> Piles[str, Row]:
    """The rows of each stream, in their order."""
    # What is recorded meanwhile is not told.
    last, _ = ledger.store.head()
    piles = Piles[str, Row](_ROOM)
    for row in ledger.store.rows():
        if row[0] > last:
            break
        piles.put(row[1], row, len(row[4]) + _OVERHEAD)
    return piles
