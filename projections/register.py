"""The register: each recommendation with the status it had, as the public knows it.

Number  Recommendation  Status  Made to  Last updated
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from events.base import Day, InspectionEvent
from ledger.errors import NotFound
from ledger.ledger import Ledger
from ledger.policies import KINDS, KINDS_COUNTED, STATUSES
from ledger.times import first_day, is_overdue, last_day
from ledger.validation import key
from projections.base import Column, Cut, Cycles, Item, TimeFilter, View, natural, nothing_yet
from projections.model.cutting import leave
from projections.model.fold import InspectionFold
from projections.model.recommendation import Recommendation
from projections.model.uncertain import hangs_on_a_date

COLUMNS = (
    Column("Number", lambda row: str(row["number"]), whole=True),
    Column("Recommendation", lambda row: str(row["text"])),
    Column("Status", lambda row: STATUSES[row["status"]], whole=True),
    Column("Made to", lambda row: "; ".join(row["made_to"])),
    Column("Last updated", lambda row: str(row["last_updated"]), whole=True),
)
EARLIEST, LATEST = "_earliest", "_latest"
"""Behind the name of a date: the full dates between which it is."""

INSPECTION = Column("Inspection", lambda row: str(row["inspection"]))


class Filters(NamedTuple):
    """Which rows are wanted: None wants all. ``made_to`` asks for one body, whose share is then shown."""

    status: str | None = None
    made_to: str | None = None
    kind: str | None = None
    overdue: str | None = None
    """The day, as a full date, on which a row is to be overdue."""

    def want(self, row: Item) -> bool:
        """Whether a row is one of them."""
        return (
            self.status in (None, row["status"])
            and self.kind in (None, row["kind"])
            and (self.made_to is None or key(self.made_to) in map(key, row["made_to"]))
            and (self.overdue is None or (row["status"] != "closed" and is_overdue(row["due"], self.overdue)))
        )


class Register:
    """The fold over one inspection or all of them, read through a time filter."""

    def __init__(self, time_filter: TimeFilter = TimeFilter(), *, counts_at_once: bool = False) -> None:
        self.time_filter = time_filter
        self.counts_at_once = counts_at_once
        self.events = 0
        self.folds: dict[str, InspectionFold] = {}

    def read(self, ledger: Ledger, inspection: str | None = None, cycle: str | None = None) -> Register:
        """Fold the records of one inspection or of the whole ledger; returns itself.

        Raises NotFound for an inspection or a cycle that is not there, StorageError for what cannot be read.
        """
        cuts = None if cycle is None else _cuts(ledger, inspection, cycle, self.time_filter)
        folds, seen, zone = self.folds, 0, ledger.inspectorate().time_zone
        includes = None if self.time_filter.known_at is None else self.time_filter.includes
        for record in ledger.records(inspection=inspection):
            event = record.event
            if includes and not includes(record):
                continue
            seen += 1
            if event.FOLDED and isinstance(event, InspectionEvent):
                ref = event.inspection
                fold = folds.get(ref)
                if fold is None:
                    fold = folds[ref] = InspectionFold(counts_at_once=self.counts_at_once, zone=zone)
                fold.apply(event, record.position, record.recorded_at)
        self.events += seen
        for ref in list(folds) if cuts is not None else ():
            if cut := cuts and cuts.get(key(ref)):
                leave(folds[ref], cut)
            else:
                del folds[ref]
        return self

    def uncertain(self, rows: Iterable[Item], *, every: bool) -> list[str]:
        """``REF/NUMBER`` of what hangs on a date that is not known exactly, of some rows in their order.

        With ``every`` also of what has no row, for it was made on such a date.
        """
        there = {(row["inspection"], key(row["number"])) for row in rows}
        found = []
        for ref in sorted((ref for ref, fold in self.folds.items() if fold.vague), key=natural):
            recommendations = [
                recommendation
                for number, recommendation in self.folds[ref].recommendations.items()
                if (ref, number) in there or (every and not recommendation.was_there(self.time_filter.day))
            ]
            recommendations.sort(
                key=lambda recommendation: (
                    list(KINDS).index(recommendation.kind),
                    natural(recommendation.made.number),
                )
            )
            found += [
                f"{ref}/{recommendation.made.number}"
                for recommendation in recommendations
                if hangs_on_a_date(recommendation, self.time_filter.day)
            ]
        return found

    def called(self, body: str) -> str | None:
        """How a body is written in any recommendation that was ever made to it, or None."""
        return next(
            (
                name
                for fold in self.folds.values()
                for recommendation in fold.recommendations.values()
                for value in reversed(recommendation.addressed.values)
                for name in value.content
                if key(name) == key(body)
            ),
            None,
        )

    def rows(self, filters: Filters = Filters()) -> list[Item]:
        """The rows as the contract's JSON has them, in the order a person expects."""
        day, body = self.time_filter.day, None if filters.made_to is None else key(filters.made_to)
        kinds = list(KINDS)
        found: list[Item] = []
        for ref in sorted(self.folds, key=natural):
            rows = [
                row
                for recommendation in self.folds[ref].recommendations.values()
                if recommendation.was_there(day)
                and filters.want(row := as_row(ref, recommendation, day, body))
            ]
            found += sorted(rows, key=lambda row: (kinds.index(row["kind"]), natural(row["number"])))
        return found


def as_row(
    inspection: str, recommendation: Recommendation, day: str | None = None, body: str | None = None
) -> dict[str, Any]:  # Any: JSON
    """One recommendation as the contract's JSON has it, on a day; with a body (its key), its share of it."""
    made = recommendation.made
    stood = recommendation.at(day, body)
    return {
        "inspection": inspection,
        "number": made.number,
        "kind": recommendation.kind,
        "cycle": recommendation.cycle,
        "text": stood.text,
        "status": stood.status,
        "reason": stood.reason,
        "state": stood.state,
        "judged_in": stood.judged_in,
        "made_to": list(stood.made_to),
        **_dated("made_on", recommendation.made_on),
        **_dated("due", stood.due),
        **_dated("last_updated", stood.updated),
    }


def _dated(name: str, day: Day | None) -> dict[str, str | None]:
    """A day as it was given, and the full dates between which it is: whatever compares dates takes these."""
    return {
        name: day,
        f"{name}{EARLIEST}": None if day is None else first_day(day),
        f"{name}{LATEST}": None if day is None else last_day(day),
    }


def register(
    ledger: Ledger,
    inspection: str | None = None,
    *,
    cycle: str | None = None,
    time_filter: TimeFilter = TimeFilter(),
    filters: Filters = Filters(),
) -> View:
    """The register of one inspection or of all; raises NotFound or StorageError."""
    ref = None if inspection is None else ledger.ref(inspection)
    counts_at_once = ledger.inspectorate().sign_off == "none"
    fold = Register(time_filter, counts_at_once=counts_at_once).read(ledger, ref, cycle)
    rows = fold.rows(filters)
    totals = {"total": len(rows)} | {
        status: sum(row["status"] == status for row in rows) for status in STATUSES
    }
    said = [f"Register of {ref or 'all inspections'}"]
    if cycle:
        said.append(f"as the cycle {cycle} left it")
    warning = ""
    if filters.made_to:
        called = fold.called(filters.made_to)
        said.append(f"the share of {called or filters.made_to}")
        if called is None:
            warning = f"no recommendation here was ever made to {filters.made_to}."
    elif (
        time_filter.as_of
        and not rows
        and filters == Filters()
        and any(one.recommendations for one in fold.folds.values())
    ):
        warning = nothing_yet(time_filter.as_of)
    if filters.overdue:
        said.append("overdue")
    if time_filter.in_words():
        said.append(time_filter.in_words())
    return View(
        caption=", ".join(said),
        columns=COLUMNS if inspection is not None else (INSPECTION, *COLUMNS),
        items=rows,
        head={
            "inspection": ref,
            "as_of": time_filter.as_of,
            "known_at": time_filter.known_at,
            "events": fold.events,
            "totals": totals,
            "uncertain": fold.uncertain(rows, every=filters == Filters()),
        },
        closing=_total_sentence(totals, rows),
        warning=warning,
    )


def _total_sentence(totals: dict[str, int], rows: Sequence[Item]) -> str:
    """How many there are of each kind that is there, and how many of all at each status."""
    counted = [f"{totals[status]} {label.lower()}" for status, label in STATUSES.items()]
    kinds = Counter(row["kind"] for row in rows) or {"recommendation": 0}
    # In the order of the register.
    said = [
        f"{kinds[kind]} {KINDS_COUNTED[kind][kinds[kind] != 1]}" for kind in KINDS_COUNTED if kind in kinds
    ]
    return f"{' and '.join(said)}: {', '.join(counted)}."


def _cuts(ledger: Ledger, inspection: str | None, cycle: str, time_filter: TimeFilter) -> dict[str, Cut]:
    cycles = Cycles(ledger, inspection, time_filter)
    cuts = {ref: cut for ref in cycles.inspections() if (cut := cycles.cut(ref, cycle))}
    if (
        not cuts
        and time_filter.known_at
        and _cuts(ledger, inspection, cycle, time_filter._replace(known_at=None))
    ):
        # A cycle that is known now and was not then left nothing then.
        return {}
    if not cuts:
        where = inspection or "No inspection"
        raise NotFound(
            f"{where} has {'no' if inspection else 'a'} cycle {cycle}"
            f"{f', {time_filter.in_words()}' if time_filter.in_words() else ''}.",
            "See which there are: scrutiny trail",
        )
    return cuts
