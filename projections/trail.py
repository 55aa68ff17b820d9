"""The trail: every event there was, in recording order, each with both its times."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from events.base import Event, InspectionEvent, Names
from events.evidence import EvidenceCorrected
from events.judgements import JudgementRecorded
from events.registry import EVENTS
from ledger.errors import NotFound
from ledger.ledger import Ledger
from ledger.policies import IMPORTED
from ledger.records import HeldRecords, Record
from ledger.state.vocabulary import OURS, Vocabulary
from ledger.times import printed, shown
from ledger.validation import key
from projections.base import Column, Cycles, Item, TimeFilter, View
from projections.model.abouts import About, Abouts, slot_now
from projections.model.changes import changes, reopening
from projections.model.reading import Folds, ref_of
from projections.model.sentences.base import REOPENED, joined
from projections.model.sentences.index import sentence
from projections.model.undecided import in_words, undecided
from projections.rows import Filters, asked_of

if TYPE_CHECKING:
    from projections.trail_filters import Wanted

_NO = Column("No", lambda row: str(row["position"]))
_ON = Column("On", lambda row: row["on"] or "", whole=True, dated=True)
_RECORDED = Column("Recorded", lambda row: printed(row["recorded_at"]), whole=True)
_BY = Column("By", lambda row: str(row["by"]))
COLUMNS = (
    _NO,
    _ON,
    _RECORDED,
    _BY,
    Column("Inspection", lambda row: row["inspection"] or "", whole=True),
    Column("Number", lambda row: row["number"] or "", whole=True),
    Column("Cycle", lambda row: row["cycle"] or ""),
    Column("Event", lambda row: str(row["event"]), whole=True),
    Column("What", lambda row: str(row["summary"])),
)


def _headed(row: Item) -> str:
    """What happened, under its name and what it is about: a table of characters has few columns."""
    of = "/".join(filter(None, (row["inspection"], row["number"])))
    head = row["event"], of, f"in {row['cycle']}" if row["cycle"] else ""
    return f"{' '.join(filter(None, head))}\n{row['summary']}"


WIDE = (_NO, _ON, _RECORDED, _BY, Column("What", _headed))
NARROW = (
    _NO,
    # In two lines each, so that what happened has room.
    Column("On", lambda row: shown(row["on"] or "").replace(", by ", ",\nby "), whole=True),
    Column("Recorded", lambda row: printed(row["recorded_at"]).replace(" ", "\n"), whole=True),
    _BY,
    Column("What", _headed),
)


Named = tuple[str, str]
"""The ref of an inspection and the slot of a recommendation."""

_MOVING = {event.NAME for event in EVENTS.values() if event.MOVES_ROW or event.SUBJECT == "cycle"} | {
    EvidenceCorrected.NAME
}
"""What can move a status, open a cycle, or give either another day."""


def trail(
    ledger: Ledger,
    inspection: str | None = None,
    number: str | None = None,
    *,
    cycle: str | None = None,
    time_filter: TimeFilter = TimeFilter(),
    filters: Filters = Filters(),
    wanted: Wanted | None = None,
) -> View:
    """Everything recorded, of one inspection, one recommendation, or one cycle.

    With filters, what is about the recommendations whose row they want on the day asked about; ``wanted``
    asks for some of all these events, and for their order.

    Raises BadInput, Refused or NotFound for what is not there, StorageError for what cannot be read.
    """
    records = ledger.held(inspection=inspection)
    ref = None if inspection is None else ref_of(next(iter(records), None), inspection)
    said = [f"Trail of {ref}" if ref else "Trail"]
    slot = None
    zone = ledger.inspectorate().time_zone
    # What was recorded later opens no cycle then.
    cycles, known_now = Cycles(zone, TimeFilter(None, time_filter.known_at)), Cycles(zone, TimeFilter())
    folds = Folds(ledger.inspectorate(), time_filter)
    for record in records.of(_MOVING):
        for taker in (folds, cycles, known_now):
            taker.take(record)
    if ref and number is not None:
        number, slot = _named(ledger, ref, number, folds)
        said = [f"Trail of recommendation {number} of {ref}"]
    if cycle is not None:
        # A cycle that is known now and was not then had nothing then.
        if not known_now.has(cycle):
            raise NotFound(
                f"{ref or 'No inspection'} has {'no' if ref else 'a'} cycle {cycle}.",
                f"See which there are: scrutiny cycle list {ref or ''}".rstrip(),
            )
        said.append(f"cycle {cycle}")
    some = None
    if filters != Filters():
        filters = filters.spelt(folds.settings.vocabulary)
        said += asked_of(filters, folds.words)
        from projections.trail_filters import of_rows  # noqa: PLC0415  most trails are whole

        some = of_rows(ledger, inspection, time_filter, filters)
    if time_filter.in_words():
        said.append(time_filter.in_words())
    items = _items(records, slot, cycle, Abouts(cycles, *_moving(folds)), folds, some)
    if wanted is not None:
        checked = wanted.checked(folds.settings)
        said += wanted._replace(by=checked.by).in_words()
        items = checked.of(items, zone)
    return View(
        caption=", ".join(said),
        columns=(*COLUMNS, Column("Leaf hash", _leaf_hashes(records))),
        narrow=NARROW,
        wide=WIDE,
        items=items,
        head={},
    )


def _leaf_hashes(records: HeldRecords) -> Callable[[Item], str]:
    """The hash of the leaf of each event, in hexadecimal; worked out if a format has that column."""
    known: dict[int, str] = {}

    def leaf_hash(row: Item) -> str:
        if not known:
            from ledger.leaves import leaf_of  # noqa: PLC0415  most trails have no need to hash
            from ledger.proof import merkle  # noqa: PLC0415

            known.update((stored[0], merkle.leaf_hash(leaf_of(stored)).hex()) for stored in records.rows())
        return known.get(row["position"], "")

    return leaf_hash


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
            moved |= {(key(ref), key(judgement)) for judgement in reopening(changes(recommendation))}
            for judgement, others in undecided(recommendation, folds.time_filter.day).items():
                order_open[key(ref), key(judgement)] = others
    return moved, order_open


def _items(
    records: Iterable[Record],
    slot: str | None,
    cycle: str | None,
    abouts: Abouts,
    folds: Folds,
    some: set[Named] | None,
) -> Iterator[Item]:
    time_filter, words = folds.time_filter, folds.words
    for record in records:
        event, about = record.event, abouts.of(record)
        if not (
            time_filter.includes(record)
            and time_filter.is_effective(about.on, record.recorded_at, abouts.cycles.zone)
        ):
            continue
        fold = folds.folds.get(event.inspection) if isinstance(event, InspectionEvent) else None
        if fold and fold.evidence_moved:
            about = about._replace(slot=slot_now(event, about, fold.evidence_moved))
        if slot is not None and about.slot != slot:
            continue
        if some is not None and not _is_one(event, about.slot, some):
            continue
        if cycle is not None and (about.cycle is None or key(about.cycle) != key(cycle)):
            continue
        item = as_item(record, about._replace(number=_number(event, about, folds)), words)
        if fold and isinstance(event, JudgementRecorded) and event.judgement in fold.imported:
            item = {**item, "by": IMPORTED, "recorded_by": record.by}
        yield item


def _is_one(event: Event, slot: str | None, some: set[Named]) -> bool:
    return isinstance(event, InspectionEvent) and slot is not None and (event.inspection, slot) in some


def _number(event: Event, about: About, folds: Folds) -> str | None:
    """The number that the recommendation has which an event is about; what was recorded is in the data."""
    if about.slot is None or not isinstance(event, InspectionEvent):
        return about.number
    fold = folds.folds.get(event.inspection)
    recommendation = fold.known(about.slot) if fold else None
    return recommendation.number if recommendation else about.number


def _times(record: Record) -> Item:
    """What the machine's clock said and the time that orders the event, if they are others than is shown."""
    if record.clock is None and record.stamp is None:
        return {}
    stamp = record.stamp or record.recorded_at
    return {"clock": record.clock or stamp, "stamp": stamp}


def as_item(record: Record, about: About, words: Vocabulary = OURS) -> Item:
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
        "summary": _summary(event, about, words),
        "data": dict(event.fields),
    }


def _summary(event: Event, about: About, words: Vocabulary) -> str:
    if not (about.reopens or about.order_open):
        return sentence(event, "", words)
    return joined(sentence(event, "", words), REOPENED if about.reopens else "", in_words(about.order_open))
