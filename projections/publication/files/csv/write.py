"""``register.csv``, ``register-full.csv`` with every column, and what those are (CSV on the Web)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ledger.policies import KINDS, REASONS, STATES, STATUSES
from ledger.proof.text import to_base64
from projections.base import Column, Item, View
from projections.formats import csv
from projections.publication.edition import Edition
from projections.publication.files.base import File, as_json
from projections.publication.listing import about, inspection, licence_page, title, view
from projections.register import COLUMNS, EARLIEST, INSPECTION, LATEST

PATH, FULL = "register.csv", "register-full.csv"
DAY = "[0-9]{4}-[0-9]{2}(-[0-9]{2})?"
"""A day or a month, as text: no datatype of dates takes both."""

_DATED = {
    "Made on": "The day it was made on",
    "Due": "The day by which it is to be done, if one was set",
    "Last updated": "The day its status or words last changed",
}
_MAY_BE_EMPTY = frozenset(("Reason", "Judged in", "Due", "Due earliest", "Due latest"))

DESCRIPTIONS: Mapping[str, str] = {
    "Order": "The place of the row in the register, from 1.",
    "Inspection": "The short ref of the inspection.",
    "Number": "The number of the recommendation within its inspection, in the publisher's own form.",
    "Kind": "What it is.",
    "Cycle": "The cycle it was made in.",
    "Recommendation": "Its words. An apostrophe stands before words that a spreadsheet would calculate.",
    "Status": "The public status.",
    "Reason": "Why it is closed.",
    "State": "The working word behind the status.",
    "Judged in": "The cycle in which it was judged.",
    "Made to": "The bodies it was made to, with a semicolon and a blank between them.",
    **{name: f"{what}; a month where only that is known." for name, what in _DATED.items()},
    **{f"{name} earliest": f"{what}: the first that it can be." for name, what in _DATED.items()},
    **{f"{name} latest": f"{what}: the last that it can be." for name, what in _DATED.items()},
}


def _column_of(field: str) -> Column:
    heading = field.replace("_", " ").capitalize()
    return Column(heading, lambda row: str(row[field] or ""))


_NUMBER, _WORDS, _STATUS, _MADE_TO, _ = COLUMNS
_EVERY = (
    Column("Order", lambda row: str(row["order"])),
    INSPECTION,
    _NUMBER,
    _column_of("kind"),
    _column_of("cycle"),
    _WORDS,
    _STATUS,
    *map(_column_of, ("reason", "state", "judged_in")),
    _MADE_TO,
    *(
        _column_of(f"{name}{end}")
        for name in ("made_on", "due", "last_updated")
        for end in ("", EARLIEST, LATEST)
    ),
)


class Described(NamedTuple):
    """A table of CSV: its path, its headings, and those of the columns that tell the rows apart."""

    path: str
    headings: tuple[str, ...]
    primary_key: tuple[str, ...]


def files(edition: Edition) -> Iterator[File]:
    """Both tables, and beside each what both are."""
    yield File(PATH, "".join(csv.write(view(edition), 80)).encode())
    rows: Iterator[Item] = ({"order": order, **one.row} for order, one in enumerate(edition.register, 1))
    yield File(FULL, "".join(csv.write(View("", _EVERY, rows, {}), 80)).encode())
    described = as_json(_metadata(edition))
    for path in (PATH, FULL):
        yield File(f"{path}-metadata.json", described)


def tables(edition: Edition) -> tuple[Described, Described]:
    """What both are."""
    named = ("Inspection", "Number")
    return (
        Described(
            PATH,
            tuple(column.heading for column in view(edition).columns),
            named[1:] if inspection(edition) else named,
        ),
        Described(FULL, tuple(column.heading for column in _EVERY), named),
    )


def required(heading: str) -> bool:
    """Whether no cell under a heading is empty."""
    return heading not in _MAY_BE_EMPTY


def allowed(heading: str) -> Sequence[str] | None:
    """The words that may stand under a heading, or None where any may."""
    found: Mapping[str, Sequence[str]] = {
        "Status": list(STATUSES.values()),
        "Kind": list(KINDS),
        "Reason": list(REASONS),
        "State": list(STATES),
    }
    return found.get(heading)


def is_date(heading: str) -> bool:
    """Whether full dates stand under a heading."""
    return heading.endswith((" earliest", " latest"))


def _metadata(edition: Edition) -> dict[str, Any]:  # Any: JSON
    terms = edition.terms
    page = licence_page(edition)
    said = (
        ("as of", terms.as_of),
        ("known at", terms.known_at),
        ("origin", edition.origin),
        ("tree size", terms.size),
        ("tree root", to_base64(terms.root)),
    )
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": title(edition),
        "dc:description": f"The register, {about(edition)}.",
        **({"dc:license": {"@id": page}} if page else {}),
        "dc:rights": terms.licence.name,
        "schema:additionalProperty": [
            {"@type": "schema:PropertyValue", "schema:name": name, "schema:value": value}
            for name, value in said
        ],
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tables": [
            {
                "url": table.path,
                "tableSchema": {
                    "columns": [_column(heading) for heading in table.headings],
                    "primaryKey": [_name(heading) for heading in table.primary_key],
                },
            }
            for table in tables(edition)
        ],
    }


def _column(heading: str) -> dict[str, Any]:  # Any: JSON
    column: dict[str, Any] = {  # Any: JSON
        "name": _name(heading),
        "titles": heading,
        "dc:description": DESCRIPTIONS[heading],
        "datatype": _datatype(heading),
        "required": required(heading),
    }
    # No body has a semicolon in its name: the ledger refuses it.
    if heading == "Made to":
        column["separator"] = "; "
    return column


def _datatype(heading: str) -> object:
    if heading == "Order":
        return "positiveInteger"
    if is_date(heading):
        return "date"
    if words := allowed(heading):
        return {"base": "string", "format": "|".join(words)}
    return {"base": "string", "format": DAY} if heading in _DATED else "string"


def _name(heading: str) -> str:
    return heading.lower().replace(" ", "_")
