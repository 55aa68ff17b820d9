"""``catalogue.jsonld``: the register as a data set in a catalogue of its own (DCAT 3; DCAT-AP 2.1.1 and 3.0),
and the tree it was made from (PROV).

It names its words itself: nobody has to fetch them. Sizes and hashes are told in the words of schema.org: of
DCAT's own, the two profiles ask for different datatypes of a size, and one of them for SHA-1.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ledger.proof.text import to_base64
from projections.publication.edition import Edition
from projections.publication.files.base import File, Made, as_json
from projections.publication.files.index import MEDIA_TYPES
from projections.publication.files.site import naming
from projections.publication.listing import about, address, licence_page, scope, tag, title

_TYPES = {len("2024"): "xsd:gYear", len("2024-04"): "xsd:gYearMonth", len("2024-04-01"): "xsd:date"}
"""The type of XML Schema that a day has, by its length."""

Node = dict[str, Any]  # Any: JSON

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def files(edition: Edition, made: Sequence[Made]) -> Iterator[File]:
    """The one file."""
    yield File("catalogue.jsonld", as_json(_catalogue(edition, made)))


def _catalogue(edition: Edition, made: Sequence[Made]) -> Node:
    terms = edition.terms
    return {
        "@context": _CONTEXT,
        # The data set comes first, for who reads it as mere JSON; the catalogue is told from its end.
        "@reverse": {
            "dcat:dataset": {
                "@id": tag(edition, *scope(edition), "catalogue"),
                "@type": "dcat:Catalog",
                **_called(title(edition), "The newest version of one register, with the files it is in."),
                "dcterms:publisher": _publisher(edition),
                "foaf:homepage": _page(edition),
            }
        },
        "@id": tag(edition, *scope(edition), terms.as_of, terms.known_at, str(terms.size)),
        "@type": ["dcat:Dataset", "prov:Entity"],
        **_called(title(edition), f"The register, {about(edition)}."),
        "dcterms:isVersionOf": {
            "@id": tag(edition, *scope(edition)),
            "@type": "dcat:Dataset",
            **_called(title(edition), "The register as it stands whenever it is published."),
        },
        "dcterms:license": _licence(edition),
        "dcterms:modified": {"@value": terms.known_at, "@type": "xsd:dateTime"},
        "dcterms:publisher": _publisher(edition),
        "dcat:landingPage": _page(edition),
        "dcterms:temporal": {"@type": "dcterms:PeriodOfTime", "dcat:endDate": _day(terms.as_of)},
        "dcat:distribution": [_distribution(edition, file) for file in made if file.path in MEDIA_TYPES],
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
        "@type": ["dcat:Distribution", "schema:DataDownload"],
        "dcterms:title": file.path,
        "dcterms:license": _licence(edition),
        "dcat:accessURL": {"@id": address(edition, file.path)},
        "dcat:downloadURL": {"@id": address(edition, file.path)},
        "dcat:mediaType": {
            "@id": f"https://www.iana.org/assignments/media-types/{MEDIA_TYPES[file.path]}",
            "@type": "dcterms:MediaType",
        },
        "schema:contentSize": f"{file.size} B",
        "schema:sha256": file.sha256,
    }


def _called(name: str, what: str) -> Node:
    return {
        "dcterms:title": {"@value": name, "@language": "en"},
        "dcterms:description": {"@value": what, "@language": "en"},
    }


def _publisher(edition: Edition) -> Node:
    return {"@id": tag(edition, "publisher"), "@type": "foaf:Agent", "foaf:name": edition.title}


def _page(edition: Edition) -> Node:
    return {"@id": address(edition, naming.INDEX), "@type": "foaf:Document"}


def _licence(edition: Edition) -> Node:
    page = licence_page(edition)
    name = {"@type": "dcterms:LicenseDocument", "dcterms:title": edition.terms.licence.name}
    return {"@id": page, **name} if page else name


def _day(day: str) -> Node:
    # Terms have a day, a month or a year that was asked for; never one that is open.
    return {"@value": day, "@type": _TYPES[len(day)]}
