"""``register.json``, the contract's register, and its shape: ``register.schema.json``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ledger.policies import STATES, STATUSES
from ledger.state.vocabulary import Vocabulary
from projections.formats import json
from projections.publication.edition import Edition
from projections.publication.files.base import File, Made, as_json
from projections.publication.listing import about, title, view
from projections.rows import EARLIEST, LATEST

Schema = dict[str, Any]  # Any: JSON

_TEXT: Schema = {"type": "string", "minLength": 1}
_DAY: Schema = {
    "type": "string",
    "pattern": "^([0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
    "|\\.\\.[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]))$",
    "description": "A day; a month or a year if only that is known; ..2024-04-04 if it is not known, and not "
    "after that day.",
}
_DATE: Schema = {"type": "string", "format": "date"}
_COUNT: Schema = {"type": "integer", "minimum": 0}


def files(edition: Edition, _made: Sequence[Made] = ()) -> Iterator[File]:
    """Both."""
    yield File("register.json", "".join(json.write(view(edition), 80)).encode())
    yield File("register.schema.json", as_json(_schema(edition)))


def _schema(edition: Edition) -> Schema:
    totals = {"total": _COUNT} | dict.fromkeys(STATUSES, _COUNT)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title(edition),
        "$comment": f"Made with the register {about(edition)}.",
        **_object(
            {
                "inspection": {**_or_null(_TEXT), "description": "The ref; null for several inspections."},
                "as_of": {**_DAY, "description": "The day at whose end this was so."},
                "known_at": {
                    "type": "string",
                    "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z$",
                    "description": "The instant by which the ledger had been told.",
                },
                "events": {**_COUNT, "description": "The size of the tree that was read."},
                "totals": _object(totals),
                "uncertain": {
                    "type": "array",
                    "items": _TEXT,
                    "description": "The rows, as REF/NUMBER, whose answer hangs on a date that is not known "
                    "exactly.",
                },
                "rows": {"type": "array", "items": _row(edition.vocabulary)},
            }
        ),
    }


def _row(words: Vocabulary) -> Schema:
    row = _object(
        {
            "inspection": _TEXT,
            "number": _TEXT,
            "kind": {"enum": [word.word for word in words.of("kind")]},
            "cycle": _TEXT,
            "text": _TEXT,
            "status": {"enum": list(STATUSES)},
            "reason": {"enum": [*(word.word for word in words.of("reason")), None]},
            "state": {"enum": list(STATES)},
            "judged_in": _or_null(_TEXT),
            "made_to": {"type": "array", "items": _TEXT, "minItems": 1},
            **_dated("made_on"),
            **_dated("due", null=True),
            "overdue": {
                "type": "boolean",
                "description": "Whether it was past its date by then and not closed (a kind that needs no "
                "closing never is).",
            },
            **_dated("last_updated"),
            **{name: _or_null(_TEXT) for name in ("word", "priority")},
            "topics": {"type": "array", "items": _TEXT},
            **{name: _or_null(_TEXT) for name in ("source", "place", "under")},
            "responses": {
                "type": "array",
                "items": _object({"body": _TEXT, "answer": _TEXT, "on": _DAY}),
                "description": "The last answer of each body.",
            },
            "seen_on": {
                **_or_null(_DATE),
                "description": "The day on which the register it is from was last seen, if it is from one.",
            },
        }
    )
    # What is not closed has no reason for its end.
    row["if"] = {"properties": {"status": {"not": {"const": "closed"}}}}
    row["then"] = {"properties": {"reason": {"type": "null"}}}
    return row


def _dated(name: str, *, null: bool = False) -> Schema:
    """A date as it was given, and the true dates between which it is."""
    first = {**_DATE, "description": "The first day that it can be; null if that is not known."}
    found = {
        name: _DAY,
        f"{name}{EARLIEST}": _or_null(first),
        f"{name}{LATEST}": {**_DATE, "description": "The last day that it can be."},
    }
    return {key: _or_null(schema) for key, schema in found.items()} if null else found


def _object(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _or_null(schema: Schema) -> Schema:
    return {**schema, "type": ["string", "null"]}
