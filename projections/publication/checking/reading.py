"""The ledger as far as a bundle shows it, for the code that publishes, which is asked once more.

    ShownLedger(…).records(inspection="OCSAE")      those of its events that are shown, in their order

Of what is not shown it knows that there is a leaf, and where.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from events.base import InspectionEvent
from events.vocabulary import VocabularyWordAdded
from ledger.records import Record, Row, decode, inspection_stream
from ledger.state.inspectorate import Inspectorate
from ledger.store.base import LeafRow
from projections.publication.checking.events import Shown
from projections.publication.checking.tree import Signed

_SETTINGS = frozenset({"ledger.opened", "publication.made", VocabularyWordAdded.NAME})
"""What is shown of the stream of settings and people, and says what was set."""


class ShownRows:
    """The stored rows of the events that are shown, by leaf."""

    def __init__(self, rows: Mapping[int, Row], signed: Signed) -> None:
        self._leaves, self._texts = signed.leaves, signed.texts
        self._ranks = {row[0]: leaf for leaf, row in rows.items()}
        self._rows = [rows[leaf] for leaf in sorted(rows)]
        self._streams: dict[str, list[Row]] = {}
        for row in self._rows:
            self._streams.setdefault(row[1], []).append(row)

    def rows(
        self, *, stream: UUID | None = None, after: int = 0, topics: Sequence[str] = ()
    ) -> Iterator[Row]:
        """See Store.rows."""
        rows, at = (self._rows, 0) if stream is None else (self._streams.get(stream.hex, []), 2)
        return (row for row in rows if row[at] > after and (not topics or row[3] in topics))  # type: ignore[operator]  # both are numbers

    def leaves(self, first: int = 0) -> Iterator[LeafRow]:
        """See Store.leaves."""
        for index in range(first, len(self._leaves)):
            yield index, self._leaves[index].notification_id, self._texts[index]

    def rank(self, position: int) -> int:
        """See Store.rank, of an event that is shown."""
        return self._ranks[position]

    def positions(self, size: int) -> Iterator[int]:
        """The positions of the first events, also of those that are not shown."""
        return (leaf.notification_id for leaf in self._leaves[:size])


class ShownLedger:
    """See ``projections.publication.gathering.Source``. ``told`` are rows of events that are not shown."""

    def __init__(self, shown: Shown, told: Mapping[int, Row], signed: Signed) -> None:
        self.store = ShownRows({**told, **shown.rows}, signed)
        self._settings = Inspectorate()
        for record in shown.values():
            if record.event.NAME in _SETTINGS or record.event.SUBJECT == "body":
                self._settings.apply(record.event, record.recorded_at, record.position)

    def inspectorate(self) -> Inspectorate:
        """The settings, as far as they are shown."""
        return self._settings

    def ref(self, ref: str) -> str:
        """See Ledger.ref; as it was given if nothing of it is shown, as before it was opened."""
        first = next(self.records(inspection=ref), None)
        if first is None or not isinstance(first.event, InspectionEvent):
            return ref
        return first.event.inspection

    def records(self, *, inspection: str | None = None, topics: Sequence[str] = ()) -> Iterator[Record]:
        """See Ledger.records."""
        stream = None if inspection is None else inspection_stream(inspection)
        return map(decode, self.store.rows(stream=stream, topics=topics))
