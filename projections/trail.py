"""The trail: every event there was, in recording order, each with both its times."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import NamedTuple

from events.base import Day, Event, InspectionEvent, Names
from events.disputes import DisputeRaised
from events.evidence import EvidenceSubmitted
from events.judgements import JudgementRecorded
from events.recommendations import RecommendationCorrected
from events.registry import EVENTS
from ledger.decisions.base import recommendation as known_as
from ledger.errors import NotFound
from ledger.ledger import Ledger
from ledger.records import Record
from ledger.validation import key
from projections.base import Column, Cycles, Item, TimeFilter, View
from projections.model.changes import changes, reopening
from projections.model.fold import InspectionFold
from projections.model.said import Said
from projections.model.sentences.base import REOPENED, joined
from projections.model.sentences.index import sentence
from projections.model.undecided import in_words, undecided

COLUMNS = (
    Column("No", lambda row: str(row["position"])),
    Column("On", lambda row: row["on"] or "", whole=True),
    Column("Recorded", lambda row: f"{row['recorded_at'][:10]} {row['recorded_at'][11:19]}Z", whole=True),
    Column("By", lambda row: str(row["by"])),
    Column("What", lambda row: str(row["summary"])),
)


_MOVING = [event.NAME for event in EVENTS.values() if event.MOVES_ROW]


class About(NamedTuple):
    """What an event is about: a recommendation's number, a cycle, and the day it took effect.

    ``reopens`` where it is a judgement that moves a closed recommendation back, ``order_open`` the judgements
    that can have been before or after it.
    """

    number: str | None
    cycle: str | None
    on: Day | None
    reopens: bool = False
    order_open: Names = ()


class Abouts:
    """Finds out what events are about: a sign-off names its judgement alone, a file its evidence, and a
    correction the word that it sets right.
    """

    def __init__(
        self,
        cycles: Cycles,
        reopening: Container[tuple[str, str]] = (),
        undecided: Mapping[tuple[str, str], Names] | None = None,
    ) -> None:
        self.cycles = cycles
        self.reopening = reopening
        self.undecided = undecided or {}
        self._known: dict[tuple[str, str], About] = {}
        self._said: dict[tuple[str, str], Said] = {}

    def of(self, record: Record) -> About:
        """What the event of a record is about; its judgement, evidence or word has to have come before."""
        event = record.event
        if not isinstance(event, InspectionEvent):
            return About(None, None, None)
        number: str | None = getattr(event, "number", None)
        cycle: str | None = getattr(event, "cycle", None)
        on = event.effective_day
        ref = event.ref
        place = (key(event.inspection), key(ref or ""))
        if ref is not None:
            if isinstance(event, JudgementRecorded | EvidenceSubmitted | DisputeRaised):
                cycle = cycle or self.cycles.running(event.inspection, on, record.recorded_at)
                self._known[place] = About(number, cycle, on)
            elif known := self._known.get(place):
                number, cycle, on = known.number, known.cycle, on or known.on
        elif number is not None and event.SUBJECT == "recommendation":
            said = self._said.setdefault((key(event.inspection), key(number)), Said())
            if isinstance(event, RecommendationCorrected):
                cycle = said.corrected(event)
            cycle = cycle or self.cycles.running(event.inspection, on, record.recorded_at)
            said.take(event, cycle)
        if cycle is None and number is not None:
            cycle = self.cycles.running(event.inspection, on, record.recorded_at)
        if not isinstance(event, JudgementRecorded):
            return About(number, cycle, on)
        return About(number, cycle, on, place in self.reopening, self.undecided.get(place, ()))


def trail(
    ledger: Ledger,
    inspection: str | None = None,
    number: str | None = None,
    *,
    cycle: str | None = None,
    time_filter: TimeFilter = TimeFilter(),
) -> View:
    """Everything recorded, of one inspection, one recommendation, or one cycle.

    Raises NotFound for what is not there, StorageError for what cannot be read.
    """
    said = ["Trail"]
    if inspection is not None:
        inspection = ledger.ref(inspection)
        said = [f"Trail of {inspection}"]
        if number is not None:
            number = known_as(ledger.inspection(inspection), number).number
            said = [f"Trail of recommendation {number} of {inspection}"]
    # What was recorded later opens no cycle then.
    cycles = Cycles(ledger, inspection, TimeFilter(None, time_filter.known_at))
    if cycle is not None:
        # A cycle that is known now and was not then had nothing then.
        known = Cycles(ledger, inspection, TimeFilter()) if time_filter.known_at else cycles
        if not any(known.cut(ref, cycle) for ref in known.inspections()):
            raise NotFound(
                f"{inspection or 'No inspection'} has {'no' if inspection else 'a'} cycle {cycle}.",
                "See which there are: scrutiny trail",
            )
        said.append(f"cycle {cycle}")
    if time_filter.in_words():
        said.append(time_filter.in_words())
    return View(
        caption=", ".join(said),
        columns=COLUMNS,
        items=_items(
            ledger,
            inspection,
            number,
            cycle,
            time_filter,
            Abouts(cycles, *_moving(ledger, inspection, time_filter)),
        ),
        head={},
    )


def _moving(
    ledger: Ledger, inspection: str | None, time_filter: TimeFilter
) -> tuple[set[tuple[str, str]], dict[tuple[str, str], Names]]:
    """The judgements that moved a closed recommendation back, and those whose order with others nobody knows,
    by inspection and ref.
    """
    counts_at_once = ledger.inspectorate().sign_off == "none"
    zone = ledger.inspectorate().time_zone
    folds: dict[str, InspectionFold] = {}
    for record in ledger.records(inspection=inspection, topics=_MOVING):
        if time_filter.includes(record):
            ref = record.event.fields["inspection"]
            fold = folds.setdefault(ref, InspectionFold(counts_at_once=counts_at_once, zone=zone))
            fold.apply(record.event, record.position, record.recorded_at)
    moved: set[tuple[str, str]] = set()
    order_open: dict[tuple[str, str], Names] = {}
    for ref, fold in folds.items():
        for recommendation in fold.recommendations.values():
            moved |= {(key(ref), key(judgement)) for judgement in reopening(changes(recommendation))}
            for judgement, others in undecided(recommendation, time_filter.day).items():
                order_open[key(ref), key(judgement)] = others
    return moved, order_open


def _items(
    ledger: Ledger,
    inspection: str | None,
    number: str | None,
    cycle: str | None,
    time_filter: TimeFilter,
    abouts: Abouts,
) -> Iterator[Item]:
    for record in ledger.records(inspection=inspection):
        about = abouts.of(record)
        if not (
            time_filter.includes(record)
            and time_filter.is_effective(about.on, record.recorded_at, abouts.cycles.zone)
        ):
            continue
        if number is not None and (about.number is None or key(about.number) != key(number)):
            continue
        if cycle is not None and (about.cycle is None or key(about.cycle) != key(cycle)):
            continue
        yield as_item(record, about)


def _times(record: Record) -> Item:
    """What the machine's clock said and the time that orders the event, if they are others than is shown."""
    if record.clock is None and record.stamp is None:
        return {}
    stamp = record.stamp or record.recorded_at
    return {"clock": record.clock or stamp, "stamp": stamp}


def as_item(record: Record, about: About) -> Item:
    """One event as the contract's JSON has it."""
    event = record.event
    return {
        "position": record.position,
        "recorded_at": record.recorded_at,
        **_times(record),
        "on": about.on,
        "event": event.NAME,
        "inspection": event.inspection if isinstance(event, InspectionEvent) else None,
        "number": about.number,
        "cycle": about.cycle,
        "by": record.by,
        "summary": _summary(event, about),
        "data": dict(event.fields),
    }


def _summary(event: Event, about: About) -> str:
    if not (about.reopens or about.order_open):
        return sentence(event)
    return joined(sentence(event), REOPENED if about.reopens else "", in_words(about.order_open))
