"""Inspections, cycles and recommendations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from events.cycles import CycleClosed, CycleCorrected, CycleOpened, CycleReopened
from events.inspections import InspectionCorrected, InspectionOpened
from ledger.errors import LedgerError
from ledger.ledger import no_inspection
from ledger.policies import STATUSES
from ledger.records import Record
from ledger.rules.things import missing
from ledger.state.vocabulary import Vocabulary
from ledger.times import span
from ledger.validation import key
from projections.as_seen import as_seen, heard_of, note
from projections.base import Column, Item, TimeFilter, natural, number_order
from projections.finding.base import (
    BY,
    CYCLE,
    INSPECTION,
    NUMBER,
    POSITION,
    RECORDED,
    Noun,
    Question,
    joined,
    not_there_yet,
    text,
)
from projections.model.reading import Folds, read
from projections.model.recommendation import Recommendation
from projections.rows import as_row

Part = dict[str, Any]  # Any: JSON


class Opened:
    """The inspections and their cycles, as they were known and, of cycles, had come."""

    def __init__(self, question: Question) -> None:
        self.time_filter: TimeFilter = question.time_filter
        self.zone = question.ledger.inspectorate().time_zone
        self.inspections: dict[str, Part] = {}
        self._cycles: dict[tuple[str, str], Part] = {}

    def take(self, record: Record) -> None:
        """Take one more record, in recording order."""
        if not self.time_filter.includes(record):
            return
        told = {"by": record.by, "recorded_at": record.recorded_at, "position": record.position}
        match event := record.event:
            case InspectionOpened(inspection=ref, title=title):
                self.inspections[ref] = {"inspection": ref, "ref": ref, "title": title, **told}
            case InspectionCorrected(inspection=ref, title=title):
                self.inspections[ref]["title"] = title
            case CycleOpened(cycle=ref):
                self._cycles[key(event.inspection), key(ref)] = {
                    "inspection": event.inspection,
                    "ref": ref,
                    "cycle": ref,
                    "title": event.title,
                    "kind": event.kind,
                    "on": event.on,
                    "closed_on": None,
                    **told,
                }
            case CycleClosed(cycle=ref, on=on):
                # A closing that was still to come on the day asked about had not happened.
                if self.time_filter.is_effective(on, record.recorded_at, self.zone):
                    self._cycles[key(event.inspection), key(ref)]["closed_on"] = on
            case CycleReopened(cycle=ref):
                self._cycles[key(event.inspection), key(ref)]["closed_on"] = None
            case CycleCorrected(cycle=ref):
                cycle = self._cycles[key(event.inspection), key(ref)]
                cycle["title"] = event.title or cycle["title"]
                cycle["kind"] = event.kind or cycle["kind"]
                cycle["on"] = event.opened_on or cycle["on"]

    def cycles(self) -> list[Part]:
        """The cycles that had been opened, in the order of their days, of one day as recorded."""
        there = [
            cycle
            for cycle in self._cycles.values()
            if self.time_filter.is_effective(cycle["on"], cycle["recorded_at"], self.zone)
        ]
        return sorted(
            there,
            key=lambda one: (
                natural(one["inspection"]),
                span(one["on"], one["recorded_at"], self.zone)[1],
                one["position"],
            ),
        )


def _read(question: Question) -> tuple[Opened, Folds]:
    # What a source said by then is known, as in the register.
    source = as_seen(question.ledger, question.time_filter.known_at)
    opened, folds = Opened(question), Folds(source.inspectorate(), question.time_filter)
    read(source, question.inspection, opened, folds)
    return opened, folds


def _there(folds: Folds, inspection: str) -> list[Recommendation]:
    fold, day = folds.folds.get(inspection), folds.time_filter.day
    return [one for one in fold.recommendations.values() if one.was_there(day)] if fold else []


def _inspections(question: Question) -> list[Item]:
    opened, folds = _read(question)
    day = folds.time_filter.day
    return inspection_rows(opened, lambda ref: Counter(one.status(day) for one in _there(folds, ref)))


def inspection_rows(opened: Opened, statuses: Callable[[str], Mapping[str, int]]) -> list[Item]:
    """The inspections that were opened, each with how many recommendations there are of each status."""
    cycles: dict[str, list[str]] = {}
    for cycle in opened.cycles():
        cycles.setdefault(cycle["inspection"], []).append(cycle["cycle"])
    for ref, row in opened.inspections.items():
        counts = statuses(ref)
        row["cycles"] = cycles.get(ref, [])
        row["recommendations"] = {
            "total": sum(counts.values()),
            **{status: counts.get(status, 0) for status in STATUSES},
        }
    return sorted(opened.inspections.values(), key=lambda row: natural(row["ref"]))


def _cycles(question: Question) -> list[Item]:
    opened, folds = _read(question)
    rows = opened.cycles()
    day = folds.time_filter.day
    for row in rows:
        here = key(row["cycle"])
        there = _there(folds, row["inspection"])
        row["made"] = sum(key(one.cycle) == here for one in there)
        row["judged"] = sum(
            any(
                change.outcome == "judged"
                and key(change.cycle or "") == here
                and (day is None or change.sort_key[0] <= day)
                for change in one.status_changes
            )
            for one in there
        )
    return list(rows)


def _recommendations(question: Question) -> list[Item]:
    _, folds = _read(question)
    rows: list[Part] = []
    for ref in sorted(folds.folds, key=natural):
        there = sorted(_there(folds, ref), key=lambda one: number_order(one.number))
        rows += [recommendation_row(as_row(ref, one, folds.time_filter.day), folds.words) for one in there]
    return list(rows)


def recommendation_row(row: Item, words: Vocabulary) -> Part:
    """A row of the register as a list has it."""
    return {
        "ref": row["number"],
        **row,
        "shown_as": words.status(row["status"], row["word"], row["kind"]),
        "kind_shown_as": words.label("kind", row["kind"]),
    }


def _as_the_source_said(question: Question) -> str:
    """Which of the recommendations only a source knew of by then, for people."""
    source, time_filter = as_seen(question.ledger, question.time_filter.known_at), question.time_filter
    folds = Folds(source.inspectorate(), time_filter)
    read(source, question.inspection, folds)
    found = [(ref, one) for ref in folds.folds for one in _there(folds, ref)]
    return note(source, heard_of(source, found, time_filter.day))


def _no_inspection(question: Question, ref: str) -> LedgerError:
    known = question.ledger.inspection(ref)
    if known.version:
        return not_there_yet(question, f"The inspection {known.ref}")
    return no_inspection(ref)


def _no_cycle(question: Question, ref: str) -> LedgerError:
    inspection = question.ledger.inspection(str(question.inspection))
    if known := inspection.cycles.get(key(ref)):
        return not_there_yet(question, f"The cycle {known.ref} of {inspection.ref}")
    return missing(inspection, "cycle", ref).refusal()


def _no_recommendation(question: Question, ref: str) -> LedgerError:
    return missing(question.ledger.inspection(str(question.inspection)), "recommendation", ref).refusal()


def _total(status: str) -> Column:
    heading = "Recommendations" if status == "total" else STATUSES[status]
    return Column(heading, lambda row: str(row["recommendations"][status]))


_REF = Column("Inspection", text("ref"), whole=True)
_TITLE = Column("Title", text("title"))
_TOTALS = tuple(_total(status) for status in ("total", *STATUSES))
_CYCLES = Column("Cycles", joined("cycles"))
_KIND = Column("Kind", text("kind"))
_OPENED = Column("Opened", text("on"), whole=True, dated=True)
_CLOSED = Column("Closed", text("closed_on"), whole=True, dated=True)
_MADE, _JUDGED = Column("Made in it", text("made")), Column("Judged in it", text("judged"))
_STATUS, _STATE = Column("Status", text("shown_as")), Column("State", text("state"))
_DUE = Column("Due", text("due"), whole=True, dated=True)
_MADE_TO = Column("Made to", joined("made_to"))

INSPECTION_NOUN = Noun(
    name="inspection",
    plural="inspections",
    rows=_inspections,
    columns=(_REF, _TITLE, _CYCLES, *_TOTALS, BY, RECORDED, POSITION),
    narrow=(_REF, _TITLE, _CYCLES, *_TOTALS),
    facts=(_TITLE, _CYCLES, *_TOTALS, BY, RECORDED, POSITION),
    absent=_no_inspection,
)
CYCLE_NOUN = Noun(
    name="cycle",
    plural="cycles",
    rows=_cycles,
    columns=(INSPECTION, CYCLE, _TITLE, _KIND, _OPENED, _CLOSED, _MADE, _JUDGED, BY, RECORDED, POSITION),
    narrow=(INSPECTION, CYCLE, _TITLE, _OPENED, _CLOSED, _MADE, _JUDGED),
    facts=(_TITLE, _KIND, _OPENED, _CLOSED, _MADE, _JUDGED, BY, RECORDED, POSITION),
    absent=_no_cycle,
)
RECOMMENDATION = Noun(
    name="recommendation",
    plural="recommendations",
    rows=_recommendations,
    columns=(
        INSPECTION,
        NUMBER,
        Column("Kind", text("kind_shown_as")),
        Column("Recommendation", text("text")),
        _STATUS,
        Column("Reason", text("reason")),
        _STATE,
        _MADE_TO,
        CYCLE,
        Column("Made on", text("made_on"), whole=True, dated=True),
        _DUE,
        Column("Last updated", text("last_updated"), whole=True, dated=True),
    ),
    narrow=(
        Column("Of", lambda row: f"{row['inspection']}/{row['number']}", whole=True),
        Column("Recommendation", text("text")),
        _STATUS,
        _STATE,
        _MADE_TO,
    ),
    facts=(),
    absent=_no_recommendation,
    note=_as_the_source_said,
)
