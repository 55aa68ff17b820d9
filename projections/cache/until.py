"""A ledger up to a position, for readings that take a ledger."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import takewhile

from ledger.records import LEDGER_STREAM, HeldRecords, Record, inspection_stream
from ledger.state.inspectorate import Inspectorate
from projections.cache.source import Source


class _Held(HeldRecords):
    """Records that were read already."""

    def __init__(self, records: list[Record]) -> None:
        super().__init__([])
        self._records = records

    def __iter__(self) -> Iterator[Record]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    def of(self, topics: Container[str]) -> Iterator[Record]:
        """See HeldRecords.of."""
        return (record for record in self._records if record.event.NAME in topics)

    def at(self, positions: Container[int]) -> Iterator[Record]:
        """See HeldRecords.at."""
        return (record for record in self._records if record.position in positions)


class Until:
    """What a source had up to a position, of one stream at a time: of no inspection what concerns none."""

    def __init__(self, source: Source, position: int) -> None:
        self._source, self._position = source, position

    def records(self, *, inspection: str | None = None, topics: Sequence[str] = ()) -> Iterator[Record]:
        """See Ledger.records."""
        stream = LEDGER_STREAM if inspection is None else inspection_stream(inspection)
        records = takewhile(lambda one: one.position <= self._position, self._source.stream(stream.hex))
        return (record for record in records if not topics or record.event.NAME in topics)

    def held(self, *, inspection: str | None = None) -> HeldRecords:
        """See Ledger.held."""
        return _Held(list(self.records(inspection=inspection)))

    def inspectorate(self) -> Inspectorate:
        """See Ledger.inspectorate."""
        return self._source.inspectorate()
