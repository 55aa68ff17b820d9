"""A ledger as it was after an event: what a pack says is told from that, then and whenever it comes back.

Nothing recorded later is in it, and no clock that was declared wrong later. Words that were withdrawn from
view by then are not shown, because a pack leaves the inspectorate.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from uuid import UUID

from events.base import EventShapeError
from events.words import WordsWithdrawn
from ledger.errors import Damaged
from ledger.leaves import leaf_of
from ledger.proof.compact import CompactRange
from ledger.proof.merkle import leaf_hash
from ledger.proof.text import to_base64
from ledger.records import LEDGER_STREAM, Record, decode, inspection_stream
from ledger.state.inspectorate import Inspectorate
from ledger.state.withheld import told_without
from ledger.store.base import Rows
from projections.publication.in_view import WITHDRAWN_FROM_VIEW


class StateAt:
    """The records until the event at a position, as projections read them."""

    def __init__(self, store: Rows, last: int) -> None:
        self._store, self._last = store, last
        self._settings: Inspectorate | None = None
        self._withdrawn: dict[tuple[UUID, int], WordsWithdrawn] = {}
        for record in self._read(None, [WordsWithdrawn.NAME]):
            if isinstance(event := record.event, WordsWithdrawn):
                self._withdrawn[record.stream, event.event] = event

    def records(self, *, inspection: str | None = None, topics: Sequence[str] = ()) -> Iterator[Record]:
        """See Ledger.records."""
        stream = None if inspection is None else inspection_stream(inspection)
        found = self._read(stream, topics)
        return map(self._in_view, found) if self._withdrawn else found

    def inspectorate(self) -> Inspectorate:
        """The settings, the bodies and the words, as they were."""
        if self._settings is None:
            self._settings = Inspectorate()
            for record in self._read(LEDGER_STREAM):
                self._settings.apply(record.event, record.recorded_at, record.position)
        return self._settings

    def _read(self, stream: UUID | None, topics: Sequence[str] = ()) -> Iterator[Record]:
        rows = self._store.rows(stream=stream, topics=topics)
        return map(decode, takewhile(lambda row: row[0] <= self._last, rows))

    def _in_view(self, record: Record) -> Record:
        by = self._withdrawn.get((record.stream, record.version))
        if by is None:
            return record
        try:
            return record._replace(event=told_without(by, WITHDRAWN_FROM_VIEW))
        except EventShapeError as error:
            raise Damaged(
                f"The words of event {record.position} were withdrawn by what does not repeat it: {error}.",
                "Find out what is wrong: scrutiny verify",
            ) from error


def root_of(store: Rows, size: int) -> str:
    """The root of the tree of the first events, in base64; of fewer if there are not so many."""
    tree = CompactRange()
    tree.extend(leaf_hash(leaf_of(row)) for row in islice(store.rows(), size))
    return to_base64(tree.root())


def position_of(store: Rows, size: int) -> int:
    """The position of the last of the first ``size`` events; 0 if there are not so many."""
    return next(islice(store.positions(size), size - 1, None), 0)
