"""A question reads its stream once: the records pass one time, and every part of the answer takes them.

register = Register(ledger.inspectorate(), time_filter)
ref = read(ledger, "ocsae", register)           # "OCSAE", as it was opened
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Protocol, final

from events.base import InspectionEvent
from ledger.ledger import no_inspection
from ledger.records import Record
from ledger.state.inspectorate import Inspectorate
from projections.base import Recorded, TimeFilter
from projections.model.fold import InspectionFold


class Taker(Protocol):
    """Part of an answer."""

    def take(self, record: Record) -> None:
        """Take one more record, in recording order."""
        ...


def stream(ledger: Recorded, inspection: str | None) -> tuple[str | None, Iterator[Record]]:
    """The records of an inspection and its ref as it was opened; or of the whole ledger, and None.

    Raises NotFound if there is no such inspection.
    """
    records = ledger.records(inspection=inspection)
    if inspection is None:
        return None, records
    first = next(records, None)
    return ref_of(first, inspection), chain(filter(None, [first]), records)


def ref_of(first: Record | None, inspection: str) -> str:
    """The ref of an inspection as it was opened, by the first of its records; raises NotFound."""
    if first is None or not isinstance(first.event, InspectionEvent):
        raise no_inspection(inspection)
    return first.event.inspection


def read(ledger: Recorded, inspection: str | None, *takers: Taker) -> str | None:
    """Let each part of an answer take every record; the ref of the inspection as it was opened.

    Raises NotFound if there is no such inspection, StorageError.
    """
    ref, records = stream(ledger, inspection)
    if len(takers) == 1 and isinstance(takers[0], Folds):
        takers[0].take_all(records)
        return ref
    for record in records:
        for taker in takers:
            taker.take(record)
    return ref


class Folds:
    """The recommendations of each inspection by its ref, and how many ``events`` the time filter includes;
    ``words`` are those that were known.
    """

    def __init__(self, settings: Inspectorate, time_filter: TimeFilter = TimeFilter()) -> None:
        self.settings, self.time_filter = settings, time_filter
        self.events = 0
        self.folds: dict[str, InspectionFold] = {}
        self.words = settings.vocabulary.known(time_filter.known_at)
        self._includes = None if time_filter.known_at is None else time_filter.includes

    @final
    def take(self, record: Record) -> None:
        """Take one more record, in recording order."""
        self.take_all((record,))

    @final
    def take_all(self, records: Iterable[Record]) -> None:
        """Take many, in recording order: once for all of a ledger, so nothing is called for each in vain."""
        folds, events = self.folds, 0
        for record in filter(self._includes, records) if self._includes else records:
            events += 1
            event = record.event
            if event.FOLDED and isinstance(event, InspectionEvent):
                ref = event.inspection
                fold = folds.get(ref)
                if fold is None:
                    fold = folds[ref] = InspectionFold.of(self.settings, self.time_filter.known_at)
                fold.apply(event, record.position, record.recorded_at)
        self.events += events
