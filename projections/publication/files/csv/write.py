"""``register.csv``, ``register-full.csv`` with every column, and what those are (CSV on the Web)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ledger.proof.text import to_base64
from ledger.state.vocabulary import Vocabulary
from projections.base import Item, View
from projections.formats import csv
from projections.publication.edition import Edition
from projections.publication.files.base import File, Made, as_json
from projections.publication.files.csv.columns import (
    DATED,
    DAY,
    DESCRIPTIONS,
    FULL,
    OVERDUE,
    PATH,
    allowed,
    every,
    is_date,
    required,
    tables,
)
from projections.publication.listing import about, licence_page, title, view


def files(edition: Edition, _made: Sequence[Made] = ()) -> Iterator[File]:
    """Both tables, and beside each what both are."""
    yield File(PATH, "".join(csv.write(view(edition), 80)).encode())
    rows: Iterator[Item] = ({"order": order, **one.row} for order, one in enumerate(edition.register, 1))
    yield File(FULL, "".join(csv.write(View("", every(edition.vocabulary), rows, {}), 80)).encode())
    described = as_json(_metadata(edition))
    for path in (PATH, FULL):
        yield File(f"{path}-metadata.json", described)


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
                    "columns": [_column(heading, edition.vocabulary) for heading in table.headings],
                    "primaryKey": [_name(heading) for heading in table.primary_key],
                },
            }
            for table in tables(edition)
        ],
    }


def _column(heading: str, vocabulary: Vocabulary) -> dict[str, Any]:  # Any: JSON
    column: dict[str, Any] = {  # Any: JSON
        "name": _name(heading),
        "titles": heading,
        "dc:description": DESCRIPTIONS[heading],
        "datatype": _datatype(heading, vocabulary),
        "required": required(heading),
    }
    # No body has a semicolon in its name: the ledger refuses it.
    if heading in ("Made to", "Topics"):
        column["separator"] = "; "
    return column


def _datatype(heading: str, vocabulary: Vocabulary) -> object:
    if heading == "Order":
        return "positiveInteger"
    if heading == OVERDUE:
        return "boolean"
    if is_date(heading):
        return "date"
    if words := allowed(heading, vocabulary):
        return {"base": "string", "format": "|".join(map(_literal, words))}
    return {"base": "string", "format": DAY} if heading in DATED else "string"


def _literal(text: str) -> str:
    """A text as a pattern that fits it alone, of XML Schema, which knows fewer escapes than Python."""
    return re.sub(r"[\\.?*+(){}\[\]|^]", r"\\\g<0>", text).replace("$", "[$]")


def _name(heading: str) -> str:
    return heading.lower().replace(" ", "_")
