"""``catalogue.jsonld``: the register as a data set (DCAT 3), and the tree it was made from (PROV).

It names its words itself: nobody has to fetch them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ledger.proof.text import to_base64
from projections.publication.edition import Edition
from projections.publication.listing import about, licence_page, scope, tag, title
from projections.publication.parts.base import File, Made, as_json
from projections.publication.parts.datapackage import MEDIA_TYPES, data_files

Node = dict[str, Any]  # Any: JSON

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def files(edition: Edition, made: Sequence[Made]) -> Iterator[File]:
    """The one file."""
    yield File("catalogue.jsonld", as_json(_catalogue(edition, made)))


def _catalogue(edition: Edition, made: Sequence[Made]) -> Node:
    terms = edition.terms
    return {
        "@context": _CONTEXT,
        "@id": tag(edition, *scope(edition), terms.as_of, terms.known_at, str(terms.size)),
        "@type": ["dcat:Dataset", "prov:Entity"],
        "dcterms:title": {"@value": title(edition), "@language": "en"},
        "dcterms:description": {"@value": f"The register, {about(edition)}.", "@language": "en"},
        "dcterms:isVersionOf": {"@id": tag(edition, *scope(edition))},
        "dcterms:license": _licence(edition),
        "dcterms:publisher": {"@type": "foaf:Agent", "foaf:name": edition.title},
        "dcterms:temporal": {"@type": "dcterms:PeriodOfTime", "dcat:endDate": _day(terms.as_of)},
        "dcat:distribution": [_distribution(edition, file) for file in data_files(made)],
        "prov:wasGeneratedBy": {
            "@type": "prov:Activity",
            "prov:used": {
                "@id": tag(edition, "tree", str(terms.size)),
                "@type": "prov:Entity",
                "dcterms:title": f"The ledger {edition.origin}",
                "schema:additionalProperty": [
                    {"@type": "schema:PropertyValue", "schema:name": name, "schema:value": value}
                    for name, value in (
                        ("origin", edition.origin),
                        ("known at", terms.known_at),
                        ("tree size", terms.size),
                        ("tree root", to_base64(terms.root)),
                    )
                ],
            },
        },
    }


def _distribution(edition: Edition, file: Made) -> Node:
    return {
        "@type": "dcat:Distribution",
        "dcterms:title": file.path,
        "dcterms:license": _licence(edition),
        "dcat:downloadURL": {"@id": file.path},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{MEDIA_TYPES[file.path]}"},
        "dcat:byteSize": {"@value": str(file.size), "@type": "xsd:nonNegativeInteger"},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@value": file.sha256, "@type": "xsd:hexBinary"},
        },
    }


def _licence(edition: Edition) -> Node:
    page = licence_page(edition)
    name = {"@type": "dcterms:LicenseDocument", "dcterms:title": edition.terms.licence.name}
    return {"@id": page, **name} if page else name


def _day(day: str) -> Node:
    return {"@value": day, "@type": "xsd:date" if len(day) == len("2024-04-01") else "xsd:gYearMonth"}
