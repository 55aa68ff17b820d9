"""Which events a trail or a search goes through, each with what it is about.

events = AskedEvents(ledger, "OCSAE", "3")
for record, about in events.told(): ...
"""

from __future__ import annotations

from collections.abc import Iterator

from events.base import Event, InspectionEvent, Names
from events.evidence import EvidenceCorrected
from events.judgements import JudgementRecorded
from events.registry import EVENTS
from ledger.errors import NotFound
from ledger.ledger import Ledger
from ledger.policies import IMPORTED
from ledger.records import HeldRecords, Record, Row
from ledger.state.inspectorate import Inspectorate
from ledger.state.vocabulary import Vocabulary
from ledger.validation import key
from projections.base import Cycles, Item, TimeFilter
from projections.model.abouts import About, Abouts, slot_now
from projections.model.changes import reopened_by
from projections.model.reading import Folds, ref_of
from projections.model.undecided import undecided
from projections.rows import Filters, asked_of

Named = tuple[str, str]
"""The ref of an inspection and the slot of a recommendation."""

_MOVING = {event.NAME for event in EVENTS.values() if event.MOVES_ROW or event.SUBJECT == "cycle"} | {
    EvidenceCorrected.NAME
}
"""What can move a status, open a cycle, or give either another day."""


class AskedEvents:
    """Everything recorded, of one inspection, one recommendation, or one cycle.

    With filters, what is about the recommendations whose row they want on the day asked about. ``records``
    are all that were read, ``said`` is what was asked for, in words. Raises BadInput, Refused or NotFound for
    what is not there, StorageError for what cannot be read.
    """

    def __init__(
        self,
        ledger: Ledger,
        inspection: str | None = None,
        number: str | None = None,
        *,
        cycle: str | None = None,
        time_filter: TimeFilter = TimeFilter(),
        filters: Filters = Filters(),
        records: HeldRecords | None = None,
    ) -> None:
        self.records = ledger.held(inspection=inspection) if records is None else records
        self.ref = None if inspection is None else ref_of(next(iter(self.records), None), inspection)
        self.number, self.cycle, self._slot = number, cycle, None
        settings = ledger.inspectorate()
        zone = settings.time_zone
        # What was recorded later opens no cycle then.
        cycles = Cycles(zone, TimeFilter(None, time_filter.known_at))
        self.folds = Folds(settings, time_filter)
        # One that is known now and was not then had nothing then.
        self.cycles = cycles if time_filter.known_at is None else Cycles(zone, TimeFilter())
        known_now = self.cycles.taking(self.records.of(_MOVING))
        self.folds.take_all(known_now if cycles is self.cycles else cycles.taking(known_now))
        if self.ref and number is not None:
            self.number, self._slot = _named(ledger, self.ref, number, self.folds)
        if cycle is not None and not self.cycles.has(cycle):
            raise no_cycle(self.ref, cycle)
        self.some = some_of(ledger, inspection, time_filter, filters, settings)
        self.said = said_of(cycle, filters, self.words, settings, time_filter)
        self._abouts = Abouts(cycles, *_moving(self.folds))
        self._rows: dict[int, Row] = {}

    @property
    def settings(self) -> Inspectorate:
        """Those of the ledger."""
        return self.folds.settings

    @property
    def words(self) -> Vocabulary:
        """The words that were known."""
        return self.folds.words

    def told(self) -> Iterator[tuple[Record, About]]:
        """Each event, in recording order, with what it is about by what is known; can be gone through once.

        The number is the one that its recommendation has; what was recorded is in the event.
        """
        time_filter, folds, zone = self.folds.time_filter, self.folds.folds, self._abouts.cycles.zone
        about_of, always, fold_of = self._abouts.of, time_filter == TimeFilter(), folds.get
        for record in self.records:
            event, about = record.event, about_of(record)
            if not always and not (
                time_filter.includes(record) and time_filter.is_effective(about.on, record.recorded_at, zone)
            ):
                continue
            fold = fold_of(event.inspection) if isinstance(event, InspectionEvent) else None
            if fold and fold.evidence_moved:
                about = about._replace(slot=slot_now(event, about, fold.evidence_moved))
            slot = about.slot
            if self._slot is not None and slot != self._slot:
                continue
            if self.some is not None and not is_one(event, slot, self.some):
                continue
            if self.cycle is not None and (about.cycle is None or key(about.cycle) != key(self.cycle)):
                continue
            # The number that the recommendation has; what was recorded is in the data.
            if fold and slot is not None and (known := fold.known(slot)) and known.number != about.number:
                about = about._replace(number=known.number)
            yield record, about

    def count(self) -> int:
        """How many were recorded by the time asked about."""
        if self.folds.time_filter.known_at is None:
            return len(self.records)
        return sum(map(self.folds.time_filter.includes, self.records))

    def by(self, record: Record) -> Item:
        """Who did it; a judgement that a file brought in nobody here made, who recorded it is told apart."""
        if self.is_imported(record):
            return {"by": IMPORTED, "recorded_by": record.by}
        return {"by": record.by}

    def is_imported(self, record: Record) -> bool:
        """Whether it is a judgement that a file brought in."""
        event = record.event
        if not isinstance(event, JudgementRecorded):
            return False
        fold = self.folds.folds.get(event.inspection)
        return fold is not None and event.ref in fold.imported

    def row(self, position: int) -> Row | None:
        """The stored row of an event that is told; None if nothing is stored."""
        if not self._rows:
            self._rows = {row[0]: row for row in self.records.rows()}
        return self._rows.get(position)


def no_cycle(ref: str | None, cycle: str) -> NotFound:
    """What is raised if there is no such cycle."""
    return NotFound(
        f"{ref or 'No inspection'} has {'no' if ref else 'a'} cycle {cycle}.",
        f"See which there are: scrutiny cycle list {ref or ''}".rstrip(),
    )


def some_of(
    ledger: Ledger,
    inspection: str | None,
    time_filter: TimeFilter,
    filters: Filters,
    settings: Inspectorate,
) -> set[Named] | None:
    """The recommendations whose row filters want on the day asked about; None without filters."""
    if filters == Filters():
        return None
    from projections.trail_filters import of_rows  # noqa: PLC0415  most trails are whole

    return of_rows(ledger, inspection, time_filter, filters.spelt(settings.vocabulary))


def said_of(
    cycle: str | None,
    filters: Filters,
    words: Vocabulary,
    settings: Inspectorate,
    time_filter: TimeFilter,
) -> list[str]:
    """What was asked for, in words."""
    said = [] if cycle is None else [f"cycle {cycle}"]
    if filters != Filters():
        said += asked_of(filters.spelt(settings.vocabulary), words)
    return said + ([time_filter.in_words()] if time_filter.in_words() else [])


def _named(ledger: Ledger, ref: str, number: str, folds: Folds) -> tuple[str, str]:
    """The number that a recommendation had by what was known then, and its slot; raises NotFound."""
    fold = folds.folds.get(ref)
    known = fold.recommendations.get(number) if fold else None
    if known is not None:
        return known.number, known.slot
    void = fold.voids.of(number) if fold else None
    if void is not None and void.recommendation is not None:
        return void.recommendation.number, void.recommendation.slot
    from ledger.decisions.base import recommendation as recommendation_of  # noqa: PLC0415  for a wrong number

    state = ledger.inspection(ref)
    today = state.entered_in_error(number) or recommendation_of(state, number)
    then = fold.recommendations.by_slot.get(today.slot) if fold else None
    return (then or today).number, today.slot


def _moving(folds: Folds) -> tuple[set[tuple[str, str]], dict[tuple[str, str], Names]]:
    """The judgements that moved a closed recommendation back, and those whose order with others nobody knows,
    by inspection and ref.
    """
    moved: set[tuple[str, str]] = set()
    order_open: dict[tuple[str, str], Names] = {}
    for ref, fold in folds.folds.items():
        for recommendation in fold.recommendations.values():
            moved |= {(key(ref), key(judgement)) for judgement in reopened_by(recommendation)}
            for judgement, others in undecided(recommendation, folds.time_filter.day).items():
                order_open[key(ref), key(judgement)] = others
    return moved, order_open


def is_one(event: Event, slot: str | None, some: set[Named]) -> bool:
    """Whether an event is about one of some recommendations."""
    return isinstance(event, InspectionEvent) and slot is not None and (event.inspection, slot) in some
