"""Why a row of the register is as it is: for each field, the event that put its value there.

A correction that took a later word away is told with what came back: without it the field would differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from events.base import Event
from events.cycles import CycleCorrected, CycleOpened
from events.imports import RecommendationImported
from events.judgements import JudgementCorrected, JudgementRecorded
from events.recommendations import RecommendationCorrected
from ledger.ledger import Ledger
from ledger.policies import IMPORTED
from ledger.records import Record
from ledger.state.classification import Classification
from ledger.state.vocabulary import Vocabulary
from ledger.times import day_of, shown
from ledger.validation import key
from projections.as_seen import heard_of, note
from projections.base import Item, TimeFilter, View, told_apart
from projections.model.fold import InspectionFold
from projections.model.inspection import InspectionReading
from projections.model.provenance import ANSWER, SHARE, Provenance, provenance
from projections.model.recommendation import Recommendation
from projections.model.sentences.index import sentence
from projections.model.worded import Worded
from projections.rows import EARLIEST, LATEST, as_row
from projections.why_for_people import COLUMNS, NARROW

DATES = ("made_on", "due", "last_updated", "seen_on")
NOTHING = {
    "reason": "none",
    "judged_in": "not judged",
    "due": "no date set",
    "word": "none",
    "priority": "none",
    "source": "none",
    "place": "none",
    "under": "nothing",
    "seen_on": "not in another register, or judged here since",
}
"""What a person reads where nothing was recorded."""

Values = dict[str, Any]  # Any: JSON
Known = dict[int, Record]


def why(ledger: Ledger, inspection: str, number: str, *, time_filter: TimeFilter = TimeFilter()) -> View:
    """Each field with the event it comes from; raises NotFound where the row is not there, or was not yet."""
    reading = InspectionReading.about(ledger, inspection, number, time_filter)
    recommendation = reading.recommendation(number)
    known = {record.position: record for record in reading.known}
    ref, fold, worded = reading.ref, reading.fold, reading.worded
    told = reading.ends().told(ref, recommendation, reading.history(recommendation.slot))
    known |= {one.record.position: one.record for one in told}
    number, values = recommendation.number, _values(recommendation, time_filter.day)
    heard = heard_of(reading.source, [(ref, recommendation)], time_filter.day)
    found = provenance(recommendation, time_filter.day, _opened(known.values()))
    for position in reversed(_voids(known.values(), fold, recommendation)):
        others = [record for record in reading.known if record.position != position]
        otherwise = reading.fold_of(others).recommendations.at(recommendation.slot)
        before = _values(otherwise, time_filter.day)
        for field, value in values.items():
            if field in found and before.get(field) != value and not found[field].corrected:
                found[field] = found[field]._replace(corrected=position)
    rows = brought_in(reading.known)
    items: list[Item] = [
        {
            **_item(field, value, found[field], known, worded, reading),
            **source_of(known[found[field].position], rows),
            "shown": _shown(field, value, recommendation, time_filter.day, reading.words),
        }
        for field, value in values.items()
        if field in found
    ]
    sources = {row["file"]: row for item in items if (row := item["imported"])}
    said = [f"{file} is a file that was seen on {shown(row['seen_on'])}." for file, row in sources.items()]
    return View(
        caption=f"Why recommendation {number} of {ref} stands as it does"
        + (f", {time_filter.in_words()}" if time_filter.in_words() else ""),
        columns=COLUMNS,
        narrow=NARROW,
        items=items,
        head={
            "inspection": ref,
            "number": number,
            "as_of": time_filter.as_of,
            "known_at": time_filter.known_at,
            "events": reading.events,
            **told_apart(time_filter.known_at, heard),
        },
        closing=" ".join([*said, note(reading.source, heard)]).rstrip(),
        unsaid=lambda item: not item["value"] and _never_said(item["field"], recommendation),
    )


def _opened(known: Iterable[Record]) -> dict[str, Provenance]:
    """The cycles by key."""
    found: dict[str, Provenance] = {}
    for record in known:
        match record.event:
            case CycleOpened(cycle=cycle, on=on):
                found[key(cycle)] = Provenance(record.position, on)
            case CycleCorrected(cycle=cycle, opened_on=on) if on and key(cycle) in found:
                found[key(cycle)] = found[key(cycle)]._replace(on=on, corrected=record.position)
    return found


def brought_in(records: Iterable[Record]) -> Known:
    """By the position of each fact that a row of a file brought in, what tells of the row."""
    found: Known = {}
    told, left = None, 0
    for record in records:
        if isinstance(record.event, RecommendationImported):
            told, left = record, record.event.facts
            found[record.position] = record
        elif told is not None and left:
            found[record.position], left = told, left - 1
    return found


def source_of(record: Record, rows: Mapping[int, Record]) -> Item:
    """The row of a file that it is from, if it is from one; a judgement in it nobody here made."""
    if (told := rows.get(record.position)) is None:
        return {"imported": None}
    fields = told.event.fields
    said = {name: fields[name] for name in ("file", "sheet", "row", "seen_on")}
    theirs = {"by": IMPORTED, "recorded_by": record.by} if isinstance(record.event, JudgementRecorded) else {}
    return {**theirs, "imported": {**said, "position": told.position}}


def _never_said(field: str, recommendation: Recommendation) -> bool:
    """Whether nobody ever said how it is sorted in a respect, what was answered, or an own word."""
    if field in Classification._fields:
        sorted_by = recommendation.classified.values if recommendation.classified else ()
        return not any(getattr(value.content, field) for value in sorted_by)
    if field == "responses":
        return not recommendation.responses
    if field == "seen_on":
        return not recommendation.sightings
    return field == "word" and not any(one.word for one in recommendation.status_changes)


def _values(recommendation: Recommendation, day: str | None) -> Values:
    """The row of the register without its inspection, and behind the status that of each share."""
    values: Values = {}
    for field, value in as_row("", recommendation, day).items():
        # The bounds of a date are its own.
        if field != "inspection" and not field.endswith((EARLIEST, LATEST)):
            values[field] = value
        if field == "status" and recommendation.shared:
            values |= {
                f"{SHARE}{body}": recommendation.status(day, recommendation.share_of(body, day))
                for body in recommendation.made_to(day)
            }
        if field == "responses" and len(value) > 1:
            values |= {f"{ANSWER}{one['body']}": one["answer"] for one in value}
    return values


def _voids(known: Iterable[Record], fold: InspectionFold, recommendation: Recommendation) -> list[int]:
    """The positions of the corrections that took a word of this recommendation away."""
    return [
        record.position
        for record in known
        if _is_void(record.event) and fold.about(record.event) is recommendation
    ]


def _is_void(event: Event) -> bool:
    match event:
        case RecommendationCorrected():
            right = (event.text, event.made_to, event.due, event.made_on)
            return not any((*right, event.kind, event.in_cycle, event.new_number))
        case JudgementCorrected():
            return event.void
    return False


def _item(
    field: str, value: object, cause: Provenance, known: Known, worded: Worded, reading: InspectionReading
) -> Item:
    zone, words = reading.settings.time_zone, reading.words
    record = known[cause.position]
    event = record.event
    # What a correction said where nothing had been said comes from it, and was not corrected.
    corrected = known.get(cause.corrected) if cause.corrected != cause.position else None
    return {
        "field": field,
        "value": value,
        "event": event.NAME,
        "position": record.position,
        "on": cause.on,
        "by": record.by,
        "recorded_at": record.recorded_at,
        "recorded_on": day_of(record.recorded_at, zone),
        "because": sentence(event, worded.text(record.position), words),
        "ref": _ref(event),
        "signed_off": _witness(known.get(cause.signed_at), worded, zone, words),
        "corrected": _witness(corrected, worded, zone, words),
    }


def _shown(
    field: str, value: Any, recommendation: Recommendation, day: str | None, words: Vocabulary
) -> str:  # Any: JSON
    """The value as people read it: the publisher's own words by their labels."""
    if value is None:
        return NOTHING[field]
    if field == "status" or field.startswith(SHARE):
        body = key(field.removeprefix(SHARE)) if field.startswith(SHARE) else None
        settled = recommendation.status_change(day, body)
        return words.status(value, settled.word if settled else None, recommendation.kind)
    if field.startswith(ANSWER):
        return words.label("answer", value)
    if field in DATES:
        return shown(value)
    if field == "kind":
        return words.label("kind", value)
    if field == "reason":
        return words.own_label("reason", value)
    if field == "priority":
        return words.label("priority", value)
    if field == "topics":
        value = [words.label("topic", topic) for topic in value]
    if field == "responses":
        value = [f"{answer['body']}: {words.label('answer', answer['answer'])}" for answer in value]
    return "; ".join(value) or "none" if isinstance(value, list) else str(value)


def _witness(record: Record | None, worded: Worded, zone: str, words: Vocabulary) -> Item | None:
    if record is None:
        return None
    return {
        "position": record.position,
        "by": record.by,
        "recorded_at": record.recorded_at,
        "recorded_on": day_of(record.recorded_at, zone),
        "because": sentence(record.event, worded.text(record.position), words),
    }


def _ref(event: Event) -> str | None:
    """What of its story an event is about: ``J4``, ``E2``, ``D1`` or a cycle; None for itself."""
    fields = event.fields
    return event.ref or (None if "number" in fields else fields.get("cycle"))
