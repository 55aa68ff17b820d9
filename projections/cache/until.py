"""A ledger up to a position, for readings that take a ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from ledger.records import LEDGER_STREAM, DecodedRecords, HeldRecords, Record, inspection_stream
from ledger.state.inspectorate import Inspectorate
from projections.cache.source import Source


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
        return DecodedRecords(list(self.records(inspection=inspection)))

    def inspectorate(self) -> Inspectorate:
        """See Ledger.inspectorate."""
        return self._source.inspectorate()
