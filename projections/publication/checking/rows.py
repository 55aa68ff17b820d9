"""B5: each row of the register follows from the events that are shown, and from these alone.

What a row's ``state`` says is not looked at: it rests on what is handed in and disputed, too. Nor is what the
pages tell beside the register.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from events.base import Event, InspectionEvent
from events.evidence import EvidenceCorrected, EvidenceWithdrawn
from events.inspectorates import LedgerOpened
from events.judgements import JudgementCorrected
from events.publications import PublicationMade
from events.vocabulary import VocabularyWordAdded
from events.words import WordsWithdrawn
from ledger.checks.base import shown
from ledger.errors import Damaged
from ledger.policies import STATUSES
from ledger.state.bodies import Bodies
from ledger.state.vocabulary import OURS, Vocabulary
from ledger.validation import so_many_events
from projections.base import natural, number_order
from projections.model.fold import InspectionFold
from projections.model.recommendation import Recommendation
from projections.model.uncertain import hangs_on_a_date
from projections.publication.checking.base import Findings
from projections.publication.checking.events import Shown
from projections.publication.checking.folder import Bundle
from projections.publication.checking.tree import Signed
from projections.publication.files.json.read import (
    BOUNDS,
    FIELDS,
    MORE,
    OVERDUE,
    RegisterFile,
    Row,
    register_file,
)
from projections.publication.files.reading import Wrong
from projections.rows import as_published_row

REGISTER = "register.json"


class Folded(NamedTuple):
    """What the events that are shown come to: the folds by inspection, and what was there on the day."""

    folds: dict[str, InspectionFold]
    recommendations: tuple[tuple[str, Recommendation], ...]
    sign_off_required: bool
    words: Vocabulary = OURS


def vocabulary(events: Shown) -> Vocabulary:
    """The words that the events that are shown add."""
    words = Vocabulary()
    for record in events.values():
        if isinstance(record.event, VocabularyWordAdded):
            words.apply(record.event, record.recorded_at)
    return words


def read_register(bundle: Bundle, findings: Findings) -> RegisterFile | None:
    """The register, or None where it has not the shape of one."""
    try:
        return register_file(bundle.read(REGISTER))
    except (ValueError, RecursionError):
        findings.add("B5", REGISTER, "It is no JSON.")
    except Wrong as error:
        findings.add("B5", REGISTER, f"It cannot be read: {error}.")
    return None


def fold(register: RegisterFile, events: Shown, findings: Findings) -> Folded:
    """Fold the events. Whether judgements count at once the first event says, which opened the ledger."""
    opened = events[0].event if 0 in events else None
    if not isinstance(opened, LedgerOpened):
        findings.add("B5", "events/0.json", "Nothing shows whether sign-off is required.")
    sign_off_required = not (isinstance(opened, LedgerOpened) and opened.sign_off == "none")
    zone = opened.time_zone if isinstance(opened, LedgerOpened) else "UTC"
    # The first version took a month for its last day, whenever it was recorded and whatever else was said.
    in_zone = None if register.uncertain is None else zone
    folds: dict[str, InspectionFold] = {}
    bodies = _bodies(register, events, zone)
    words = vocabulary(events)
    for index, record in events.items():
        event = record.event
        # How the ledger was opened, and what was published before, is told of whenever that was recorded.
        if record.recorded_at > register.known_at and (
            takes_from_view(event) or isinstance(event, LedgerOpened | PublicationMade)
        ):
            continue
        if record.recorded_at > register.known_at:
            findings.add("B5", f"events/{index}.json", f"It was recorded after {register.known_at}.")
        elif isinstance(event, InspectionEvent):
            one = folds.setdefault(
                event.inspection,
                InspectionFold(sign_off_required=sign_off_required, zone=in_zone, words=words, bodies=bodies),
            )
            try:
                one.apply(event, record.position, record.recorded_at)
            except (Damaged, ValueError, KeyError, AttributeError, TypeError):
                findings.add("B5", f"events/{index}.json", "It says what no ledger records.")
    there = [
        (ref, recommendation)
        for ref, one in folds.items()
        for recommendation in one.recommendations.values()
        if recommendation.was_there(register.day)
    ]
    for _, recommendation in there:
        recommendation.awaiting.clear()
    return Folded(folds, tuple(sorted(there, key=_order)), sign_off_required, words)


def _bodies(register: RegisterFile, events: Shown, zone: str) -> Bodies:
    """Which names meant one body, by what was known. What no ledger records is found as B5 or B9."""
    bodies = Bodies(zone)
    for record in events.values():
        if record.event.SUBJECT == "body" and record.recorded_at <= register.known_at:
            with suppress(KeyError, ValueError):
                bodies.apply(record.event, record.version, record.recorded_at, record.position)
    return bodies


def takes_from_view(event: Event) -> bool:
    """Whether it withdraws words from view: it may be shown though nobody knew it by then."""
    match event:
        case JudgementCorrected():
            return event.void or event.reworded
        case EvidenceCorrected():
            return event.reworded
    return isinstance(event, EvidenceWithdrawn | WordsWithdrawn)


def check_rows(
    register: RegisterFile, folded: Folded, signed: Signed, events: Shown, findings: Findings
) -> None:
    """B5."""
    if register.events != len(signed.leaves):
        findings.add(
            "B5",
            REGISTER,
            f"It is of {so_many_events(register.events)}, and the tree of {len(signed.leaves):,}.",
        )
    if signed.leaves and register.known_at > signed.leaves[-1].recorded:
        findings.add("B5", REGISTER, f"The last of the events was recorded before {register.known_at}.")
    expected = {
        (ref, recommendation.number): recommendation for ref, recommendation in folded.recommendations
    }
    order = [(row["inspection"], row["number"]) for row in register.rows]
    for name in [name for name, count in Counter(order).items() if count > 1]:
        findings.add("B5", REGISTER, f"{_named(name)} stands there twice.")
    for row in register.rows:
        name = row["inspection"], row["number"]
        if name not in expected:
            findings.add("B5", REGISTER, f"No event that is shown makes {_named(name)}.")
            continue
        for wrong in _differences(row, as_published_row(name[0], expected[name], register.day)):
            findings.add("B5", REGISTER, f"{_named(name)} {wrong}.")
    for name in sorted(expected.keys() - set(order)):
        findings.add("B5", REGISTER, f"{_named(name)} was made, and has no row.")
    if not findings.has("B5") and order != list(expected):
        findings.add("B5", REGISTER, "The rows do not stand in their order.")
    if register.inspection is not None and any(ref != register.inspection for ref, _ in order):
        findings.add("B5", REGISTER, f"It is said to be of {shown(register.inspection)} alone.")
    counted = {"total": len(order)} | {
        status: sum(row["status"] == status for row in register.rows) for status in STATUSES
    }
    if register.totals != counted:
        findings.add("B5", REGISTER, f"The totals are not those of its rows: {shown(register.totals)}.")
    hanging = [
        f"{ref}/{recommendation.number}"
        for ref, recommendation in folded.recommendations
        if folded.folds[ref].vague and hangs_on_a_date(recommendation, register.day, state=False)
    ]
    if register.uncertain is not None and list(register.uncertain) != hanging:
        what = f"{shown(list(register.uncertain))} as uncertain, and the events come to {shown(hanging)}"
        findings.add("B5", REGISTER, f"It has {what}.")
    by = {record.position: record.by for record in events.values()}
    for name, recommendation in expected.items():
        for wrong in _second_person(recommendation, register.day, folded, by):
            findings.add("B5", REGISTER, f"{_named(name)} {wrong}.")


def _differences(row: Row, right: Row) -> Iterator[str]:
    for field in (*FIELDS, *(name for name in (*BOUNDS, *MORE, OVERDUE) if name in row)):
        if type(row[field]) is not type(right[field]) or row[field] != right[field]:
            yield f"has {shown(row[field])} as {field}, and the events come to {shown(right[field])}"


def _second_person(
    recommendation: Recommendation, day: str, folded: Folded, by: Mapping[int, str]
) -> Iterator[str]:
    if not folded.sign_off_required:
        return
    imported = {sighting.judgement for sighting in recommendation.sightings}
    for status_change in recommendation.settling(day):
        if status_change.ref in imported:
            continue
        if status_change.outcome == "judged" and by.get(status_change.signed_at) in (
            None,
            by[status_change.sort_key[1]],
        ):
            yield f"rests on {status_change.ref}, which no second person signed off"


def _named(name: tuple[str, str]) -> str:
    return shown("/".join(name)).strip("'\"")


def _order(one: tuple[str, Recommendation]) -> Any:  # Any: whatever sorts
    ref, recommendation = one
    return natural(ref), recommendation.words.order(recommendation.kind), number_order(recommendation.number)
