"""``register.json``, once it has the shape of a register: what it says, whatever that is."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import orjson

from events.base import Instant, is_day
from ledger.checks.base import shown
from ledger.policies import STATES, STATUSES
from ledger.times import is_instant, last_day
from projections.publication.files.reading import Wrong, check_json
from projections.rows import EARLIEST, LATEST

_HEAD = {"inspection", "as_of", "known_at", "events", "totals", "rows"}
FIELDS = (
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
BOUNDS = tuple(f"{name}{end}" for name in ("made_on", "due", "last_updated") for end in (EARLIEST, LATEST))
"""What bundles of version 0.1 have not: the full dates between which a date is."""

_TEXTS = ("word", "priority", "source", "place", "under", "seen_on")
MORE = (*_TEXTS, "topics", "responses")
"""What bundles until version 0.2 have not."""

OVERDUE = "overdue"
"""What bundles made before register.json had it have not either: whether a row was, at the end of the day."""

_SHAPES = (
    {*FIELDS, "state"},
    {*FIELDS, *BOUNDS, "state"},
    {*FIELDS, *BOUNDS, "state", *MORE},
    {*FIELDS, *BOUNDS, "state", *MORE, OVERDUE},
)
_ANSWER = {"body", "answer", "on"}
_LISTS = ("made_to", "topics", "responses")
_MAY_BE_NULL = (
    *_TEXTS,
    *("reason", "judged_in", "due", f"due{LATEST}"),
    *(f"{name}{EARLIEST}" for name in ("made_on", "due", "last_updated")),
)

Row = dict[str, Any]  # Any: JSON


class RegisterFile(NamedTuple):
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


def register_file(data: bytes) -> RegisterFile:
    """What a file says; raises Wrong, and ValueError or RecursionError for what is no JSON."""
    check_json(data)
    found = _register(orjson.loads(data))
    check_doubles(data)
    return found


def check_doubles(data: bytes) -> None:
    """Of two fields of one name, some programs take the first and others the last; raises Wrong."""

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        found = dict(pairs)
        if len(found) < len(pairs):
            raise Wrong(f"a field stands there twice: {shown([name for name, _ in pairs])}")
        return found

    json.loads(data, object_pairs_hook=once)


def _register(found: Any) -> RegisterFile:  # Any: JSON
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
    return RegisterFile(
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
    made_to, topics, responses = row["made_to"], row.get("topics", []), row.get("responses", [])
    return (
        all(isinstance(row.get(field), str | None) for field in _MAY_BE_NULL)
        and all(
            isinstance(value, str)
            for field, value in row.items()
            if field not in (*_MAY_BE_NULL, *_LISTS, OVERDUE)
        )
        and type(row.get(OVERDUE, False)) is bool
        and row["status"] in STATUSES
        and row["state"] in STATES
        and isinstance(made_to, list)
        and all(isinstance(body, str) for body in made_to)
        and isinstance(topics, list)
        and all(isinstance(topic, str) for topic in topics)
        and isinstance(responses, list)
        and all(map(_is_answer, responses))
    )


def _is_answer(answer: object) -> bool:
    return (
        isinstance(answer, dict)
        and answer.keys() == _ANSWER
        and all(isinstance(value, str) for value in answer.values())
    )
