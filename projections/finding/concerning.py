"""A thing with the events that concern it, and as it was known after each of them."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from events.base import Event, Instant
from events.judgements import JudgementRecorded
from events.recommendations import RecommendationCorrected, RecommendationMade
from events.words import WordsWithdrawn
from ledger.errors import LedgerError
from ledger.records import Record
from ledger.state.withheld import told_without
from ledger.validation import body_key, key
from projections.base import Item
from projections.bodies import bodies, known_body, no_body
from projections.finding.base import Question
from projections.finding.index import noun as noun_of
from projections.model.inspection import InspectionReading
from projections.model.reading import stream
from projections.why import brought_in

BODY = "body"
GONE = "[withdrawn from view]"
PARTS = ("evidence", "judgement", "dispute", "response", "progress")
_OF_PEOPLE = ("person", "role")


class Thing(NamedTuple):
    """A thing: its row now, what it is called, the events that concern it from its own first on, and its row
    by what was known at an instant (None if it was not there).

    ``brought_in`` has by position what tells of the row of a file that an event is from.
    """

    called: str
    row: Item
    records: list[Record]
    at: Callable[[Instant], Item | None]
    brought_in: Mapping[int, Record]


def thing(noun: str, question: Question, ref: str) -> Thing:
    """What bears a ref; raises NotFound, Refused or StorageError."""
    row = _row(noun, question, ref)
    if row is None:
        raise _absent(noun, question, ref)
    refs = _refs(noun, row)
    records = [
        record for record in _records(noun, question, row, refs) if question.time_filter.includes(record)
    ]
    # What was known before its own first event is a source's word, and nobody set it here.
    first = row.get("position", 0)

    def at(known_at: Instant) -> Item | None:
        then = question._replace(time_filter=question.time_filter._replace(known_at=known_at))
        return next((found for one in refs if (found := _row(noun, then, one))), None)

    of = f" of {row['inspection']}" if noun in (*PARTS, "cycle") else ""
    name = "the body" if noun == BODY else "publication" if noun == "publication" else noun
    brought = brought_in(stream(question.ledger, row["inspection"])[1]) if noun in PARTS else {}
    its_own = [record for record in records if record.position >= first]
    return Thing(f"{name} {refs[0]}{of}", row, its_own, at, brought)


def _row(noun: str, question: Question, ref: str) -> Item | None:
    if noun == BODY:
        try:
            return next(iter(bodies(question.ledger, ref, time_filter=question.time_filter).items), None)
        except LedgerError:
            return None
    rows = noun_of(noun).rows(question._replace(ref=ref))
    return next((row for row in rows if key(row["ref"]) == key(ref)), None)


def _absent(noun: str, question: Question, ref: str) -> LedgerError:
    if noun != BODY:
        return noun_of(noun).absent(question, ref)
    if known_body(question.ledger, ref) is None:
        return no_body(ref)
    bodies(question.ledger, ref, time_filter=question.time_filter)
    return no_body(ref)


def _refs(noun: str, row: Item) -> list[str]:
    """What it is known by now, and was: of a body each name."""
    if noun != BODY:
        return [row["ref"]]
    return list(dict.fromkeys((row["body"], *(one["name"] for one in row["names"]), *row["also"])))


def _records(noun: str, question: Question, row: Item, refs: list[str]) -> Iterator[Record]:
    ledger = question.ledger
    if noun in PARTS:
        return _of_part(question, row, noun)
    if noun in ("inspection", "cycle"):
        _, records = stream(ledger, row["inspection"])
        return (
            record
            for record in _in_view(question, records)
            if record.event.SUBJECT in (noun, "cycle")
            and (noun == "inspection" or key(record.event.fields["cycle"]) == key(row["ref"]))
        )
    if noun == BODY:
        return _of_body(question, set(map(body_key, refs)))
    if noun == "person":
        return (
            record
            for record in ledger.records()
            if record.event.SUBJECT in _OF_PEOPLE and key(record.event.fields["person"]) == key(row["ref"])
        )
    # Publications and keys are each of one event.
    return (record for record in ledger.records() if record.position == row["position"])


def _in_view(question: Question, records: Iterable[Record]) -> Iterator[Record]:
    """The records that were known, without the words that were withdrawn from view."""
    known = [record for record in records if question.time_filter.includes(record)]
    by = {one.event.event: one.event for one in known if isinstance(one.event, WordsWithdrawn)}
    for record in known:
        withdrawn = by.get(record.version)
        yield record._replace(event=told_without(withdrawn, GONE)) if withdrawn else record


def _of_part(question: Question, row: Item, noun: str) -> Iterator[Record]:
    reading = InspectionReading(question.ledger, row["inspection"], question.time_filter)
    ref, begun = key(row["ref"]), row["position"]
    slots = reading.by_slot.items()
    slot = next(slot for slot, told in slots if any(one.position == begun for one, _ in told))
    recommendation = reading.fold.recommendations.by_slot[slot]
    # As it is told now: with right numbers.
    told = reading.ends().told(reading.ref, recommendation, reading.history(slot))
    here = {one.record.position: one.record for one in told}
    for record in reading.known:
        event = record.event
        if (
            (noun == event.SUBJECT and key(event.ref or "") == ref)
            # Another number, or the right name of a body.
            or (isinstance(event, RecommendationCorrected) and record.position in here)
            or (isinstance(event, JudgementRecorded) and noun == "evidence" and _cites(event, ref))
        ):
            yield here.get(record.position, record)


def _cites(event: JudgementRecorded, ref: str) -> bool:
    return ref in map(key, event.evidence)


def _of_body(question: Question, names: Container[str]) -> Iterator[Record]:
    named = False
    for record in question.ledger.records():
        event = record.event
        if event.SUBJECT == "body" and any(name in names for name in _named_by(event)):
            named = True
            yield record
        elif (
            not named
            and isinstance(event, RecommendationMade)
            and any(body_key(name) in names for name in event.made_to)
        ):
            # Whoever is not registered is known from the first recommendation that is made to it.
            named = True
            yield record


def _named_by(event: Event) -> Iterator[str]:
    for field in ("body", "also", "to", "into", "by"):
        if name := event.fields.get(field):
            yield body_key(name)
