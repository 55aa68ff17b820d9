"""What an edition is gathered from: the records of a source, as everybody may read them.

An edition sees nothing else. Of each event the fields are absent that not everybody may read (see
``readership``). Of words that were withdrawn from view it has ``[withdrawn from view]`` in their place,
whatever day or moment it is of, as soon as the tree has the event that withdrew them. That event is shown in
the place of the one whose words they are, and repeats what that said beside them.

The stored bytes of an event are shown only if no field of it is absent.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol
from uuid import UUID

from events.base import Event, EventShapeError
from events.imports import RecommendationImported
from events.judgements import JudgementSignedOff
from events.words import WordsWithdrawn
from ledger.errors import Damaged
from ledger.records import LEDGER_STREAM, Record, decode, inspection_stream
from ledger.state.inspectorate import Inspectorate
from ledger.state.withheld import told_without
from ledger.store.base import Rows
from projections.base import Recorded, TimeFilter
from projections.publication.readership import Readership

_COUNTING = (JudgementSignedOff.NAME, RecommendationImported.NAME)
"""What says of a judgement that it counts: a second person, or that it is older than the ledger."""


class Source(Recorded, Protocol):
    """What an edition is gathered from: a ledger, or the part of one that a bundle shows."""

    @property
    def store(self) -> Rows:
        """The stored rows."""
        ...

    def ref(self, ref: str) -> str:
        """See Ledger.ref."""
        ...


WITHDRAWN_FROM_VIEW = "[withdrawn from view]"
"""What stands in the place of words that are."""


class InView:
    """The records of a source as everybody may read them, and the leaves that may be shown.

    ``positions`` are those of the tree, in their order; ``time_filter`` says what was known.
    """

    def __init__(self, source: Source, positions: Sequence[int], time_filter: TimeFilter) -> None:
        self._source, self._positions, self._time_filter = source, positions, time_filter
        self._last = positions[-1] if positions else 0
        self._readership = Readership(sign_off_required=source.inspectorate().sign_off != "none")
        self._withdrawn_by: dict[tuple[UUID, int], Record] = {}
        self._shown_by: dict[int, Record] = {}
        self._withheld: set[int] = set()
        for record in source.records(topics=[WordsWithdrawn.NAME]):
            if isinstance(event := record.event, WordsWithdrawn) and self.has(record.position):
                self._withdrawn_by[record.stream, event.event] = record
        self._settings = Inspectorate()
        for row in source.store.rows(stream=LEDGER_STREAM):
            record = self._in_view(decode(row))
            # Which names mean one body is read from the events that prove it alone.
            if record.event.is_whole and (record.event.SUBJECT != "body" or self.has(record.position)):
                self._settings.apply(record.event, record.recorded_at, record.position)

    def has(self, position: int) -> bool:
        """Whether the tree has the event at a position."""
        return position <= self._last

    def inspectorate(self) -> Inspectorate:
        """The settings, and no people: what the events come to of which everybody may read every field."""
        return self._settings

    def public(self, event: Event) -> Event:
        """An event of the ledger itself without the fields that not everybody may read."""
        return self._readership.public(LEDGER_STREAM, event)

    def records(self, *, inspection: str | None = None, topics: Sequence[str] = ()) -> Iterator[Record]:
        """See Ledger.records."""
        if inspection is not None:
            self._ask_what_is_signed_off(inspection)
        return map(self._in_view, self._source.records(inspection=inspection, topics=topics))

    def of_the_tree(self, topic: str) -> Iterator[Record]:
        """The records of a topic that are in the tree and were known."""
        for record in self.records(topics=[topic]):
            if self.has(record.position) and self._time_filter.includes(record):
                yield record

    def stream(self, inspection: str) -> Iterator[Record]:
        """The records of an inspection that are in the tree, also those that were not known."""
        self._ask_what_is_signed_off(inspection)
        for row in self._source.store.rows(stream=inspection_stream(inspection)):
            if not self.has(row[0]):
                break
            yield self._in_view(decode(row))

    def leaf(self, position: int) -> int:
        """In which leaf the event at a position is."""
        return bisect_left(self._positions, position)

    def withheld_leaf(self, position: int) -> int | None:
        """The leaf of a record that was read if it has words that were withdrawn from view, or None."""
        return self.leaf(position) if position in self._shown_by else None

    def withdrawal(self, position: int) -> Record | None:
        """What withdrew words of a record that was read from view, or None."""
        return self._shown_by.get(position)

    def shows(self, positions: Iterable[int]) -> Iterator[int]:
        """The leaf of what is shown of each record that was read: it, or what withdrew its words, or none."""
        for position in positions:
            if position not in self._withheld:
                by = self._shown_by.get(position)
                yield self.leaf(by.position if by else position)

    def _ask_what_is_signed_off(self, inspection: str) -> None:
        stream = inspection_stream(inspection)
        if not self._readership.knows(stream):
            signed = self._source.records(inspection=inspection, topics=_COUNTING)
            judgements = {
                str(record.event.fields["judgement"])
                for record in signed
                if self.has(record.position) and self._time_filter.includes(record)
            }
            self._readership.signed_off(stream, judgements)

    def _in_view(self, record: Record) -> Record:
        """A record without the words that were withdrawn, and the fields that not everybody may read."""
        event = record.event
        by = self._withdrawn_by.get((record.stream, record.version)) if self._withdrawn_by else None
        if by is not None and isinstance(by.event, WordsWithdrawn):
            self._shown_by[record.position] = by
            try:
                event = told_without(by.event, WITHDRAWN_FROM_VIEW)
            except EventShapeError as error:
                what = f"does not repeat event {record.position}: {error}"
                raise Damaged(
                    f"Event {by.position} (words.withdrawn) {what}.",
                    "Find out what is wrong: scrutiny verify",
                ) from error
        public = self._readership.public(record.stream, event)
        if public is not event:
            self._withheld.add(record.position)
        return record if public is record.event else record._replace(event=public)
