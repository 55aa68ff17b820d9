"""What an edition is gathered from, without the words that were withdrawn from view.

An edition never sees them: in their place it has ``[withdrawn from view, leaf 17]``, whatever day or moment
it is of, as soon as the tree has the event that withdrew them. That one is shown in the place of the event
whose words they are, and repeats what it said beside them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from uuid import UUID

from events.base import EventShapeError
from events.words import WordsWithdrawn
from ledger.errors import Damaged
from ledger.records import Record
from ledger.state.inspectorate import Inspectorate
from ledger.state.withheld import told_without
from projections.base import Recorded


def instead(leaf: int) -> str:
    """What stands in the place of words that are withdrawn from view, and which leaf has them."""
    return f"[withdrawn from view, leaf {leaf}]"


class InView:
    """The records of a source as they may be told. ``positions`` are those of the tree, in their order."""

    def __init__(self, source: Recorded, positions: Sequence[int]) -> None:
        self._source, self._positions = source, positions
        self._gone: dict[tuple[UUID, int], Record] = {}
        self._shown: dict[int, int] = {}
        last = positions[-1] if positions else 0
        for record in source.records(topics=[WordsWithdrawn.NAME]):
            if isinstance(event := record.event, WordsWithdrawn) and record.position <= last:
                self._gone[record.stream, event.event] = record

    def inspectorate(self) -> Inspectorate:
        """See Ledger.inspectorate."""
        return self._source.inspectorate()

    def records(self, *, inspection: str | None = None, topics: Sequence[str] = ()) -> Iterator[Record]:
        """See Ledger.records."""
        return map(self.told, self._source.records(inspection=inspection, topics=topics))

    def told(self, record: Record) -> Record:
        """A record without the words of it that were withdrawn."""
        by = self._gone.get((record.stream, record.version)) if self._gone else None
        if by is None or not isinstance(by.event, WordsWithdrawn):
            return record
        self._shown[record.position] = by.position
        try:
            event = told_without(by.event, instead(self.leaf(record.position)))
        except EventShapeError as error:
            raise Damaged(
                f"Event {by.position} (words.withdrawn) does not repeat event {record.position}: {error}.",
                "Find out what is wrong: scrutiny verify",
            ) from error
        return record._replace(event=event)

    def leaf(self, position: int) -> int:
        """In which leaf the event at a position is."""
        return bisect_left(self._positions, position)

    def shows(self, position: int) -> int:
        """The leaf of what is shown of a record that was told: it, or what withdrew its words."""
        return self.leaf(self._shown.get(position, position))
