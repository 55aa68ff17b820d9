"""``datapackage.json``: the data files, their sizes and hashes (Frictionless). It is made after them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ledger.proof.text import to_base64
from ledger.state.vocabulary import Vocabulary
from projections.publication.edition import Edition
from projections.publication.files.base import File, Made, as_json
from projections.publication.files.csv.columns import (
    DAY,
    DESCRIPTIONS,
    OVERDUE,
    allowed,
    is_date,
    required,
    tables,
)
from projections.publication.files.index import MEDIA_TYPES
from projections.publication.listing import about, licence_page, title

_TYPES = {"Order": "integer", OVERDUE: "boolean"}
"""By heading, what is no text and no date."""


def files(edition: Edition, made: Sequence[Made]) -> Iterator[File]:
    """The one file."""
    terms = edition.terms
    page = licence_page(edition)
    package = {
        "profile": "data-package",
        "name": "register",
        "title": title(edition),
        "description": f"The register, {about(edition)}.",
        **({"licenses": [{"title": terms.licence.name, "path": page}]} if page else {}),
        "as_of": terms.as_of,
        "known_at": terms.known_at,
        "tree": {"origin": edition.origin, "size": terms.size, "root": to_base64(terms.root)},
        **({"declared": list(edition.declared)} if edition.declared else {}),
        "resources": [_resource(edition, file) for file in made if file.path in MEDIA_TYPES],
    }
    yield File("datapackage.json", as_json(package))


def _resource(edition: Edition, file: Made) -> dict[str, Any]:  # Any: JSON
    name, _, ending = file.path.rpartition(".")
    resource: dict[str, Any] = {  # Any: JSON
        "name": f"{name}-{ending}",
        "path": file.path,
        "format": ending,
        "mediatype": MEDIA_TYPES[file.path],
        "bytes": file.size,
        "hash": f"sha256:{file.sha256}",
    }
    table = next((one for one in tables(edition) if one.path == file.path), None)
    if table:
        resource |= {
            "profile": "tabular-data-resource",
            "encoding": "utf-8",
            "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True},
            "schema": {
                "fields": [_field(heading, edition.vocabulary) for heading in table.headings],
                "primaryKey": list(table.primary_key),
            },
        }
    else:
        # Else a program reads the workbook's first sheet as a bare table, which it is not.
        resource["type"] = "file"
    return resource


def _field(heading: str, vocabulary: Vocabulary) -> dict[str, Any]:  # Any: JSON
    constraints: dict[str, Any] = {"required": True} if required(heading) else {}  # Any: JSON
    if words := allowed(heading, vocabulary):
        constraints["enum"] = list(words)
    if heading in ("Made on", "Due", "Last updated"):
        constraints["pattern"] = DAY
    return {
        "name": heading,
        "type": "date" if is_date(heading) else _TYPES.get(heading, "string"),
        "description": DESCRIPTIONS[heading],
        "constraints": constraints,
    }
