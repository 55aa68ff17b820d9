"""B5: each row of the register follows from the events that are shown, and from these alone.

What a row's ``state`` says is not looked at: it rests on what is handed in and disputed, too. Nor is what the
pages tell beside the register.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import orjson

from events.base import Event, InspectionEvent, Instant, is_day
from events.evidence import EvidenceWithdrawn
from events.inspectorates import LedgerOpened
from events.judgements import JudgementCorrected
from events.publications import PublicationMade
from events.words import WordsWithdrawn
from ledger.checks.base import shown
from ledger.errors import Damaged
from ledger.policies import KINDS, STATES, STATUSES
from ledger.times import is_instant, last_day
from ledger.validation import so_many_events
from projections.base import natural
from projections.model.fold import InspectionFold
from projections.model.recommendation import Recommendation
from projections.model.uncertain import hangs_on_a_date
from projections.publication.checking.base import Findings
from projections.publication.checking.events import Shown
from projections.publication.checking.folder import Bundle
from projections.publication.checking.tree import Signed
from projections.publication.files.reading import Wrong, check_json
from projections.register import EARLIEST, LATEST, as_row

REGISTER = "register.json"
_HEAD = {"inspection", "as_of", "known_at", "events", "totals", "rows"}
_FIELDS = (
    "inspection",
    "number",
    "kind",
    "cycle",
    "text",
    "status",
    "reason",
    "judged_in",
    "made_to",
    "made_on",
    "due",
    "last_updated",
)
_BOUNDS = tuple(f"{name}{end}" for name in ("made_on", "due", "last_updated") for end in (EARLIEST, LATEST))
"""What bundles of version 0.1 have not: the full dates between which a date is."""

_SHAPES = ({*_FIELDS, "state"}, {*_FIELDS, *_BOUNDS, "state"})
_MAY_BE_NULL = ("reason", "judged_in", "due", f"due{EARLIEST}", f"due{LATEST}")

Row = dict[str, Any]  # Any: JSON


class Said(NamedTuple):
    """What register.json says, once it has the shape of one. ``day`` is ``as_of`` as a full date.

    ``uncertain`` is what hangs on an open date; None in a bundle of the first version, which had none.
    """

    inspection: str | None
    as_of: str
    day: str
    known_at: Instant
    events: int
    totals: Row
    uncertain: tuple[str, ...] | None
    rows: tuple[Row, ...]


class Folded(NamedTuple):
    """What the events that are shown come to: the folds by inspection, and what was there on the day."""

    folds: dict[str, InspectionFold]
    recommendations: tuple[tuple[str, Recommendation], ...]
    counts_at_once: bool


def read_register(bundle: Bundle, findings: Findings) -> Said | None:
    """The register, or None where it has not the shape of one."""
    try:
        data = bundle.read(REGISTER)
        check_json(data)
        said = _said(orjson.loads(data))
        _look_for_doubles(data)
    except (ValueError, RecursionError):
        findings.add("B5", REGISTER, "It is no JSON.")
    except Wrong as error:
        findings.add("B5", REGISTER, f"It cannot be read: {error}.")
    else:
        return said
    return None


def _look_for_doubles(data: bytes) -> None:
    """Of two fields of one name, some programs take the first and others the last; raises Wrong."""

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            raise Wrong(f"a field stands there twice: {shown([name for name, _ in pairs])}")
        return found

    json.loads(data, object_pairs_hook=once)


def fold(said: Said, events: Shown, findings: Findings) -> Folded:
    """Fold the events. Whether judgements count at once the first event says, which opened the ledger."""
    opened = events[0].event if 0 in events else None
    if not isinstance(opened, LedgerOpened):
        findings.add("B5", "events/0.json", "Nothing shows whether a second person is asked for.")
    counts_at_once = isinstance(opened, LedgerOpened) and opened.sign_off == "none"
    zone = opened.time_zone if isinstance(opened, LedgerOpened) else "UTC"
    # The first version took a month for its last day, whenever it was recorded and whatever else was said.
    in_zone = None if said.uncertain is None else zone
    folds: dict[str, InspectionFold] = {}
    for index, record in events.items():
        event = record.event
        # What was published before is told of whenever that was recorded.
        if record.recorded_at > said.known_at and (
            takes_from_view(event) or isinstance(event, PublicationMade)
        ):
            continue
        if record.recorded_at > said.known_at:
            findings.add("B5", f"events/{index}.json", f"It was recorded after {said.known_at}.")
        elif isinstance(event, InspectionEvent):
            one = folds.setdefault(
                event.inspection, InspectionFold(counts_at_once=counts_at_once, zone=in_zone)
            )
            try:
                one.apply(event, record.position, record.recorded_at)
            except (Damaged, ValueError, KeyError, AttributeError, TypeError):
                findings.add("B5", f"events/{index}.json", "It says what no ledger records.")
    there = [
        (ref, recommendation)
        for ref, one in folds.items()
        for recommendation in one.recommendations.values()
        if recommendation.was_there(said.day)
    ]
    for _, recommendation in there:
        recommendation.awaiting.clear()
    return Folded(folds, tuple(sorted(there, key=_order)), counts_at_once)


def takes_from_view(event: Event) -> bool:
    """Whether it withdraws words from view: it may be shown though nobody knew it by then."""
    return isinstance(event, EvidenceWithdrawn | WordsWithdrawn) or (
        isinstance(event, JudgementCorrected) and (event.void or event.reworded)
    )


def check_rows(said: Said, folded: Folded, signed: Signed, events: Shown, findings: Findings) -> None:
    """B5."""
    if said.events != len(signed.leaves):
        findings.add(
            "B5", REGISTER, f"It is of {so_many_events(said.events)}, and the tree of {len(signed.leaves):,}."
        )
    if signed.leaves and said.known_at > signed.leaves[-1].recorded:
        findings.add("B5", REGISTER, f"The last of the events was recorded before {said.known_at}.")
    expected = {
        (ref, recommendation.made.number): recommendation for ref, recommendation in folded.recommendations
    }
    order = [(row["inspection"], row["number"]) for row in said.rows]
    for name in [name for name, count in Counter(order).items() if count > 1]:
        findings.add("B5", REGISTER, f"{_named(name)} stands there twice.")
    for row in said.rows:
        name = row["inspection"], row["number"]
        if name not in expected:
            findings.add("B5", REGISTER, f"No event that is shown makes {_named(name)}.")
            continue
        for wrong in _differences(row, as_row(name[0], expected[name], said.day)):
            findings.add("B5", REGISTER, f"{_named(name)} {wrong}.")
    for name in sorted(expected.keys() - set(order)):
        findings.add("B5", REGISTER, f"{_named(name)} was made, and has no row.")
    if not findings.has("B5") and order != list(expected):
        findings.add("B5", REGISTER, "The rows do not stand in their order.")
    if said.inspection is not None and any(ref != said.inspection for ref, _ in order):
        findings.add("B5", REGISTER, f"It is said to be of {shown(said.inspection)} alone.")
    counted = {"total": len(order)} | {
        status: sum(row["status"] == status for row in said.rows) for status in STATUSES
    }
    if said.totals != counted:
        findings.add("B5", REGISTER, f"The totals are not those of its rows: {shown(said.totals)}.")
    hanging = [
        f"{ref}/{recommendation.made.number}"
        for ref, recommendation in folded.recommendations
        if folded.folds[ref].vague and hangs_on_a_date(recommendation, said.day, state=False)
    ]
    if said.uncertain is not None and list(said.uncertain) != hanging:
        what = f"{shown(list(said.uncertain))} as uncertain, and the events come to {shown(hanging)}"
        findings.add("B5", REGISTER, f"It has {what}.")
    by = {record.position: record.by for record in events.values()}
    for name, recommendation in expected.items():
        for wrong in _second_person(recommendation, said.day, folded, by):
            findings.add("B5", REGISTER, f"{_named(name)} {wrong}.")


def _differences(row: Row, right: Row) -> Iterator[str]:
    for field in (*_FIELDS, *(bound for bound in _BOUNDS if bound in row)):
        if type(row[field]) is not type(right[field]) or row[field] != right[field]:
            yield f"has {shown(row[field])} as {field}, and the events come to {shown(right[field])}"


def _second_person(
    recommendation: Recommendation, day: str, folded: Folded, by: Mapping[int, str]
) -> Iterator[str]:
    if folded.counts_at_once:
        return
    for status_change in recommendation.settling(day):
        if status_change.outcome == "judged" and by.get(status_change.signed_at) in (
            None,
            by[status_change.sort_key[1]],
        ):
            yield f"rests on {status_change.ref}, which no second person signed off"


def _said(found: Any) -> Said:  # Any: JSON
    if not (isinstance(found, dict) and found.keys() - {"uncertain"} == _HEAD):
        raise Wrong(f"it has not just the fields {', '.join(sorted(_HEAD))}")
    as_of, known_at, rows = found["as_of"], found["known_at"], found["rows"]
    if not (isinstance(as_of, str) and is_day(as_of)):
        raise Wrong(f"its as_of is no day: {shown(as_of)}")
    if not (isinstance(known_at, str) and is_instant(known_at)):
        raise Wrong(f"its known_at is no instant: {shown(known_at)}")
    if not (isinstance(found["inspection"], str | None) and isinstance(rows, list)):
        raise Wrong("its inspection is no ref, or its rows are no list")
    if type(found["events"]) is not int or not isinstance(found["totals"], dict):
        raise Wrong("its events are no number, or its totals no object")
    uncertain = found.get("uncertain")
    if "uncertain" in found and not (
        isinstance(uncertain, list) and all(isinstance(name, str) for name in uncertain)
    ):
        raise Wrong("its uncertain is no list of names")
    for number, row in enumerate(rows, 1):
        if not (isinstance(row, dict) and row.keys() in _SHAPES and _is_row(row)):
            raise Wrong(f"row {number} is none of a register")
    return Said(
        found["inspection"],
        as_of,
        last_day(as_of),
        Instant(known_at),
        found["events"],
        found["totals"],
        tuple(uncertain) if isinstance(uncertain, list) else None,
        tuple(rows),
    )


def _is_row(row: Row) -> bool:
    made_to = row["made_to"]
    return (
        all(isinstance(row.get(field), str | None) for field in _MAY_BE_NULL)
        and all(
            isinstance(value, str) for field, value in row.items() if field not in (*_MAY_BE_NULL, "made_to")
        )
        and row["kind"] in KINDS
        and row["status"] in STATUSES
        and row["state"] in STATES
        and isinstance(made_to, list)
        and all(isinstance(body, str) for body in made_to)
    )


def _named(name: tuple[str, str]) -> str:
    return shown("/".join(name)).strip("'\"")


def _order(one: tuple[str, Recommendation]) -> Any:  # Any: whatever sorts
    ref, recommendation = one
    return natural(ref), list(KINDS).index(recommendation.kind), natural(recommendation.made.number)
