"""``register.csv``, and what its columns are (CSV on the Web): ``register.csv-metadata.json``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ledger.policies import STATUSES
from ledger.proof.text import to_base64
from projections.formats import csv
from projections.publication.edition import Edition
from projections.publication.listing import about, inspection, licence_page, title, view
from projections.publication.parts.base import File, as_json

PATH = "register.csv"
DAY = "[0-9]{4}-[0-9]{2}(-[0-9]{2})?"
"""A day or a month, as text: no datatype of dates takes both."""

DESCRIPTIONS = {
    "Inspection": "The short ref of the inspection.",
    "Number": "The number of the recommendation within its inspection, in the publisher's own form.",
    "Recommendation": "Its words. An apostrophe stands before words that a spreadsheet would calculate.",
    "Status": "The public status.",
    "Made to": "The bodies it was made to, with a semicolon and a blank between them.",
    "Last updated": "The day its status or words last changed; a month where only that is known.",
}
_TYPES: dict[str, object] = {
    "Status": {"base": "string", "format": "|".join(STATUSES.values())},
    "Last updated": {"base": "string", "format": DAY},
}


def files(edition: Edition) -> Iterator[File]:
    """Both."""
    yield File(PATH, "".join(csv.write(view(edition), 80)).encode())
    yield File(f"{PATH}-metadata.json", as_json(_metadata(edition)))


def primary_key(edition: Edition) -> list[str]:
    """The headings of the columns that tell the rows apart."""
    return ["Number"] if inspection(edition) else ["Inspection", "Number"]


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
        "url": PATH,
        "dc:title": title(edition),
        "dc:description": f"The register, {about(edition)}.",
        **({"dc:license": {"@id": page}} if page else {}),
        "dc:rights": terms.licence.name,
        "schema:additionalProperty": [
            {"@type": "schema:PropertyValue", "schema:name": name, "schema:value": value}
            for name, value in said
        ],
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tableSchema": {
            "columns": [_column(column.heading) for column in view(edition).columns],
            "primaryKey": [_name(heading) for heading in primary_key(edition)],
        },
    }


def _column(heading: str) -> dict[str, Any]:  # Any: JSON
    column = {
        "name": _name(heading),
        "titles": heading,
        "dc:description": DESCRIPTIONS[heading],
        "datatype": _TYPES.get(heading, "string"),
        "required": True,
    }
    # No body has a semicolon in its name: the ledger refuses it.
    if heading == "Made to":
        column["separator"] = "; "
    return column


def _name(heading: str) -> str:
    return heading.lower().replace(" ", "_")
