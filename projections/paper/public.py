"""The records that a paper is made of: those of a ledger until its last event, as everybody may read them.

A paper goes to a committee, so it is made behind the same gate as a publication (``publication.in_view``):
what nobody signed off, what is internal or restricted, and what was withdrawn from view is not there.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

from events.inspections import InspectionOpened
from ledger.ledger import Ledger
from ledger.records import Record
from ledger.state.inspectorate import Inspectorate
from projections.base import TimeFilter
from projections.publication.in_view import InView


class PublicRecords:
    """What everybody may read; ``last`` is the position of the last event, ``size`` how many there are."""

    def __init__(self, ledger: Ledger) -> None:
        self.last = ledger.last().position
        self.size = ledger.store.rank(self.last) + 1
        self._ledger = ledger
        # Whatever is signed off by now may be read. From when on it counts, the fold asks of each record.
        self._view = InView(ledger, array("q", ledger.store.positions(self.size)), TimeFilter())

    def records(self, *, inspection: str | None = None, topics: Sequence[str] = ()) -> Iterator[Record]:
        """See Ledger.records."""
        found = self._read(inspection, topics) if inspection is not None else self._all(topics)
        return (record for record in found if record.position <= self.last)

    def inspectorate(self) -> Inspectorate:
        """The settings, the bodies and the words: all that is read of them is public."""
        return self._ledger.inspectorate()

    def _read(self, inspection: str | None, topics: Sequence[str]) -> Iterator[Record]:
        return self._view.records(inspection=inspection, topics=topics)

    def _all(self, topics: Sequence[str]) -> Iterator[Record]:
        # What is signed off is asked of one inspection at a time.
        refs = [
            str(record.event.fields["inspection"]) for record in self._read(None, [InspectionOpened.NAME])
        ]
        for ref in refs:
            self._read(ref, topics)
        return self._read(None, topics)
