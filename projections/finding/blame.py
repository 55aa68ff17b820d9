"""Who set each field of a thing, and when: of evidence, a judgement, a cycle, a person, a body…

    blamed("evidence", Question(ledger, "OCSAE"), "E1").items     # one for each field

1. The thing is read as it was known after each event that concerns it, one after another, as its page would
   have shown it. What changed a field last set it.
2. Of several events of one request it is the one that says the value.
3. Of a list each element is told by itself: each file, each role, each name.
4. Counts of other things (``made``, ``judged``, ``recommendations``) are no fields of it: ask about those.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from events.base import Day
from events.cycles import CycleCorrected, CycleOpened
from ledger.records import Record
from ledger.times import day_of, shown
from ledger.validation import key
from projections.answered import recorded
from projections.base import Item, View
from projections.finding.base import Question
from projections.finding.concerning import BODY, Thing, thing
from projections.model.sentences.index import sentence
from projections.why import source_of
from projections.why_for_people import COLUMNS, NARROW

_NOT_ITS_OWN = {
    "inspection",
    "ref",
    "by",
    "recorded_by",
    "recorded_at",
    "position",
    "shown_as",
    "signed_off_at",
    "counts",
    "roles",
    "made",
    "judged",
    "recommendations",
    "not_closed",
    "in_force",
    "ends",
}
"""What tells of other things, or of the events themselves."""

_ELEMENT = ("name", "role")
"""What an element of a list is known by."""

Values = dict[str, Any]  # Any: JSON


class _Setter(NamedTuple):
    """What set a field, and its value."""

    value: Any  # Any: JSON
    record: Record


def blamed(noun: str, question: Question, ref: str) -> View:
    """Each field of a thing with the event that set it; raises NotFound, Refused or StorageError."""
    of = thing(noun, question, ref)
    set_by = _set_by(of)
    words = question.ledger.inspectorate().vocabulary.known(question.time_filter.known_at)
    zone = question.ledger.inspectorate().time_zone
    items: list[Item] = []
    for field, (value, record) in set_by.items():
        if field == noun != BODY:
            # It is what was asked about.
            continue
        items.append(
            {
                "field": field,
                "value": value,
                "event": record.event.NAME,
                "position": record.position,
                "on": _on(record, of),
                "by": record.by,
                "recorded_at": record.recorded_at,
                "recorded_on": day_of(record.recorded_at, zone),
                "because": sentence(record.event, "", words),
                "ref": record.event.ref,
                "signed_off": None,
                "corrected": None,
                **source_of(record, of.brought_in),
                "shown": _shown(field, value, of.row),
            }
        )
    when = question.time_filter.in_words()
    return View(
        caption=f"Why {of.called} is as it is" + (f", {when}" if when else ""),
        columns=COLUMNS,
        narrow=NARROW,
        items=items,
        head={
            "inspection": of.row.get("inspection"),
            "ref": of.row.get("ref", of.row.get("body")),
            "as_of": question.time_filter.as_of,
            "known_at": question.time_filter.known_at,
            "events": recorded(question.ledger, question.inspection, question.time_filter.known_at),
        },
        unsaid=lambda item: item["value"] in (None, [], False, ""),
    )


def _on(record: Record, of: Thing) -> Day | None:
    """The day on which an event took effect, as it was set right; None if it has none."""
    event = record.event
    if isinstance(event, CycleOpened):
        days = [
            one.event.opened_on
            for one in of.records
            if isinstance(one.event, CycleCorrected) and key(one.event.cycle) == key(event.cycle)
        ]
        return next((day for day in reversed(days) if day), event.on)
    if record.position == of.row.get("position"):
        # What corrects it is told of it, too.
        return of.row.get("on") or event.effective_day
    return event.effective_day or of.row.get("on")


def _set_by(of: Thing) -> dict[str, _Setter]:
    """By field its value and what set it, in the order of the fields."""
    requests = [list(group) for _, group in groupby(of.records, key=lambda record: record.recorded_at)]
    now = after = fields(of.row)
    found: dict[str, _Setter] = {}
    for at in range(len(requests) - 1, -1, -1):
        group = requests[at]
        before = fields(of.at(requests[at - 1][-1].recorded_at) or {}) if at else {}
        for field, value in now.items():
            if field not in found and (field not in before or before[field] != after.get(field)):
                found[field] = _Setter(value, _of_the_request(group, field, value, first=not at))
        if len(found) == len(now):
            break
        after = before
    return {field: found[field] for field in now if field in found}


def _of_the_request(group: list[Record], field: str, value: object, *, first: bool) -> Record:
    """The event of one request that says a value: under that name, or else at all."""
    name, _, element = field.partition(": ")
    said: object = element or value
    for says in (
        lambda fields: name in fields and fields[name] == said,
        lambda fields: said not in (None, True, False) and said in fields.values(),
        lambda fields: name in fields,
    ):
        if record := next((record for record in group if says(record.event.fields)), None):
            return record
    return group[0] if first else group[-1]


def fields(row: Item) -> Values:
    """The fields of a thing: of a list each element by itself, under its name, or the empty list."""
    return dict(_fields(row))


def _fields(row: Item) -> Iterator[tuple[str, Any]]:  # Any: JSON
    for field, value in row.items():
        if field in _NOT_ITS_OWN:
            continue
        if isinstance(value, list | tuple) and value:
            for element in value:
                yield f"{field}: {_known_by(element)}", element
        else:
            yield field, list(value) if isinstance(value, tuple) else value


def _known_by(element: Any) -> str:  # Any: JSON
    if isinstance(element, Mapping):
        return str(next(element[name] for name in _ELEMENT if name in element))
    return str(element)


def _shown(field: str, value: Any, row: Item) -> str:  # Any: JSON
    """The value as people read it."""
    if field in ("status", "answer") and "shown_as" in row:
        return str(row["shown_as"])
    if value in (None, [], ""):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(_of_element(value))
    return shown(value) if isinstance(value, str) else f"{value:,}" if isinstance(value, int) else str(value)


def _of_element(element: Mapping[str, Any]) -> Iterator[str]:  # Any: JSON
    """The name that an element is known by, and what else is to say of it."""
    yield _known_by(element)
    match element:
        case {"sha256": digest, "size": size}:
            yield f"{size:,} bytes"
            yield f"SHA-256 {digest}"
        case {"granted_at": _, "revoked_at": revoked}:
            yield "revoked" if revoked else "held"
        case {"from": begun}:
            yield f"from {shown(begun)}" if begun else "at first"
