"""The whole ledger's trail in memory that does not grow with its events.

What an event is about hangs on others of its stream, earlier and later ones. So each stream is read by itself
first, and of each of its events is kept what it is about, some twenty bytes. Then all of the ledger is read
once more in its order, and each event is told with that. ``trail_events.AskedEvents``, which holds what it
reads, gives the same; a test compares the two.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from uuid import UUID

from events.base import Day, Names
from ledger.errors import Damaged
from ledger.ledger import Ledger
from ledger.policies import IMPORTED
from ledger.records import DecodedRecords, Record, Row, decode
from projections.base import Item, TimeFilter
from projections.model.abouts import About
from projections.rows import Filters
from projections.trail_events import AskedEvents, Named, no_cycle, said_of, some_of

_REOPENS, _IMPORTED = 1, 2


class _Texts(dict[str | None, int]):
    """Texts that recur, and the number of each, which it gets when it is asked for first."""

    def __init__(self) -> None:
        self.by_number: list[str | None] = []

    def __missing__(self, text: str | None) -> int:
        self[text] = number = len(self.by_number)
        self.by_number.append(text)
        return number


class _Kept:
    """What the events of one stream that are told are about, in their order.

    ``next`` is which of them is told next, and ``awaited`` its position; 0 after the last.
    """

    def __init__(self) -> None:
        self.positions = array("q")
        self.numbers, self.cycles, self.days = array("I"), array("I"), array("I")
        self.flags = bytearray()
        self.next, self.awaited = 0, 0


class StreamedEvents:
    """See AskedEvents; of all inspections."""

    def __init__(
        self,
        ledger: Ledger,
        *,
        cycle: str | None = None,
        time_filter: TimeFilter = TimeFilter(),
        filters: Filters = Filters(),
    ) -> None:
        self._ledger, self.settings = ledger, ledger.inspectorate()
        self.words = self.settings.vocabulary.known(time_filter.known_at)
        some = some_of(ledger, None, time_filter, filters, self.settings)
        self.ref, self.number = None, None
        self.said = said_of(cycle, filters, self.words, self.settings, time_filter)
        mended = None if ledger.as_stamped else ledger.mended()
        self._mend = mended.mend if mended else None
        # What is recorded meanwhile is in neither reading.
        self._last, _ = ledger.store.head()
        self._rows, self._known = 0, 0
        self._texts = _Texts()
        self._order_open: dict[int, Names] = {}
        self._kept: dict[str, _Kept] = {}
        self._row: Row | None = None
        self._has_cycle = cycle is None
        for stream in [row[1] for row in self._there(ledger.store.beginnings())]:
            self._kept[stream] = self._read(stream, cycle, time_filter, some)
        if not self._has_cycle:
            raise no_cycle(None, cycle or "")

    def _there(self, rows: Iterator[Row]) -> Iterator[Row]:
        last = self._last
        for row in rows:
            if row[0] > last:
                return
            yield row

    def _read(
        self, stream: str, cycle: str | None, time_filter: TimeFilter, some: set[Named] | None
    ) -> _Kept:
        rows = self._there(self._ledger.store.rows(stream=UUID(stream)))
        decoded = map(decode, rows)
        records = DecodedRecords(list(map(self._mend, decoded) if self._mend else decoded))
        events = AskedEvents(self._ledger, time_filter=time_filter, records=records)
        events.cycle, events.some = cycle, some
        self._has_cycle = self._has_cycle or events.cycles.has(cycle or "")
        self._rows += len(records)
        self._known += sum(map(time_filter.includes, records)) if time_filter.known_at else len(records)
        kept, texts = _Kept(), self._texts
        for record, about in events.told():
            kept.positions.append(record.position)
            kept.numbers.append(texts[about.number])
            kept.cycles.append(texts[about.cycle])
            kept.days.append(texts[about.on])
            kept.flags.append(about.reopens * _REOPENS | events.is_imported(record) * _IMPORTED)
            if about.order_open:
                self._order_open[record.position] = about.order_open
        kept.awaited = kept.positions[0] if kept.positions else 0
        return kept

    def told(self) -> Iterator[tuple[Record, About]]:
        """See AskedEvents.told; raises Damaged if the two readings differ."""
        texts, order_open, mend, there = self._texts.by_number, self._order_open, self._mend, 0
        self._flags = 0
        for row in self._there(self._ledger.store.rows()):
            there += 1
            kept = self._kept.get(row[1])
            if kept is None or kept.awaited != row[0]:
                continue
            at, kept.next = kept.next, kept.next + 1
            kept.awaited = kept.positions[kept.next] if kept.next < len(kept.positions) else 0
            self._row, self._flags = row, kept.flags[at]
            on = texts[kept.days[at]]
            yield (
                decode(row) if mend is None else mend(decode(row)),
                About(
                    texts[kept.numbers[at]],
                    texts[kept.cycles[at]],
                    None if on is None else Day(on),
                    bool(self._flags & _REOPENS),
                    order_open.get(row[0], ()),
                ),
            )
        if there != self._rows or any(kept.awaited for kept in self._kept.values()):
            raise Damaged(
                "The events of the streams are not those of the ledger: an index is damaged.",
                "See what else is wrong: scrutiny verify",
            )

    def by(self, record: Record) -> Item:
        """See AskedEvents.by; of the event that was told last."""
        if self._flags & _IMPORTED:
            return {"by": IMPORTED, "recorded_by": record.by}
        return {"by": record.by}

    def count(self) -> int:
        """See AskedEvents.count."""
        return self._known

    def row(self, position: int) -> Row:
        """The stored row of an event that is told: the one that was told last, without another look."""
        if self._row is not None and self._row[0] == position:
            return self._row
        return self._ledger.store.row(position)
