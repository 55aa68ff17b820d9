"""A ledger that is only told: it asks decisions and keeps records as a ``Ledger`` does, and stores nothing.

Readers (registers, trails, figures) take it for a Ledger, at a hundredth of its price.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from events.base import Day, InspectionEvent
from ledger import times
from ledger.decisions.base import Decision, Outcome, State
from ledger.errors import NotFound
from ledger.records import DecodedRecords, HeldRecords, Record, stream_of
from ledger.state.inspection import Inspection
from ledger.state.inspectorate import Inspectorate
from ledger.validation import key
from tests.asking import decided
from tests.pasts import TODAY, Clock, opened


class Told:
    """Ada, ann, art, bob, cyd and pat are known in it, as in ``opened``; each request is a second later.

    ``seen_days`` are those on which files may have been seen that are brought in.
    """

    seen_days: Sequence[str] = (TODAY,)

    def __init__(self, records: Iterable[Record] = (), sign_off: str = "required") -> None:
        self.clock = Clock()
        self._inspectorate = Inspectorate()
        self._inspections: dict[str, Inspection]
        self._records: list[Record] = []
        for event in opened(sign_off):
            self._inspectorate.apply(event)
        zone = self._inspectorate.time_zone
        self._inspections = defaultdict(lambda: Inspection(sign_off, zone))
        for record in records:
            self.take_in(record)

    def ask(self, decision: Decision, *, by: str) -> Outcome:
        """Ask, and keep what comes of it; raises as a Ledger does."""
        answer = self.decide(decision, by=by)
        self.record(answer, by=by)
        return answer

    def decide(self, decision: Decision, *, by: str) -> Outcome:
        """Ask, and keep nothing."""
        state = State(inspectorate=self._inspectorate, inspections=self._inspections, by=by, today=Day(TODAY))
        return decided(decision, state)

    def record(self, answer: Outcome, *, by: str) -> None:
        """Keep what came of a decision, all of it at one instant."""
        now = times.instant(self.clock())
        for event in answer.events:
            position = len(self._records) + 1
            self.take_in(Record(position, stream_of(event), position, now, by, "", "", event))

    def take_in(self, record: Record) -> None:
        """Keep a record as it is."""
        self._records.append(record)
        event = record.event
        if isinstance(event, InspectionEvent):
            self._inspections[key(event.inspection)].apply(event, record.by, record.recorded_at)
        else:
            self._inspectorate.apply(event, record.recorded_at, record.position)

    def held(self, *, inspection: str | None = None) -> HeldRecords:
        """As a Ledger's."""
        return DecodedRecords(list(self.records(inspection=inspection)))

    def records(self, *, inspection: str | None = None, topics: Sequence[str] = ()) -> Iterator[Record]:
        """As a Ledger's."""
        for record in self._records:
            event = record.event
            ours = inspection is None or (
                isinstance(event, InspectionEvent) and key(event.inspection) == key(inspection)
            )
            if ours and (not topics or event.NAME in topics):
                yield record

    def about(self, *_: object) -> None:
        """See Ledger.about: nothing was kept, unless a test says otherwise."""

    def inspectorate(self) -> Inspectorate:
        """As a Ledger's."""
        return self._inspectorate

    def inspection(self, ref: str) -> Inspection:
        """As a Ledger's."""
        return self._inspections[key(ref)]

    def ref(self, ref: str) -> str:
        """As a Ledger's."""
        found = self.inspection(ref)
        if not found.version:
            raise NotFound(f"There is no inspection {ref} in this ledger.")
        return found.ref
