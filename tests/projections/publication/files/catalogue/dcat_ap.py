"""What DCAT-AP asks of a catalogue, a data set and its files, as shapes of SHACL (W3C, 2017).

Written for this project by the constraints that its releases 2.1.1 and 3.0.0 publish, on the classes that a
catalogue of ours has and on whatever they ask for: how many values, of which kind and class
(github.com/SEMICeu/DCAT-AP, releases/2.1.1 and releases/3.0.0). The two differ in the datatype of a size, and
in that the older one takes no checksum but one of SHA-1.
"""

from __future__ import annotations

_PREFIXES = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix ours: <https://example.org/shapes#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
_WORDS = "sh:nodeKind sh:Literal"
_NAMED = f"sh:minCount 1 ; {_WORDS}"
_THING = "sh:nodeKind sh:BlankNodeOrIRI"
_TIME = (
    "sh:maxCount 1 ; sh:or ([sh:datatype xsd:date] [sh:datatype xsd:dateTime] "
    "[sh:datatype xsd:gYear] [sh:datatype xsd:gYearMonth])"
)


def _of(kind: str, *, least: int = 0, most: int | None = None) -> str:
    counts = f"sh:minCount {least} ; " + (f"sh:maxCount {most} ; " if most else "")
    return f"{counts}{_THING} ; sh:class {kind}"


_BOTH = {
    "foaf:Agent": {"foaf:name": _NAMED},
    "dcat:Catalog": {
        "dct:title": _NAMED,
        "dct:description": _NAMED,
        "dct:publisher": _of("foaf:Agent", least=1, most=1),
        "dct:license": _of("dct:LicenseDocument", most=1),
        "dct:issued": _TIME,
        "dct:modified": _TIME,
        "foaf:homepage": _of("foaf:Document", most=1),
        "dcat:dataset": _of("dcat:Dataset", least=1),
    },
    "dcat:Dataset": {
        "dct:title": _NAMED,
        "dct:description": _NAMED,
        "dct:identifier": _WORDS,
        "dct:publisher": _of("foaf:Agent", most=1),
        "dct:issued": _TIME,
        "dct:modified": _TIME,
        "dct:isVersionOf": _of("dcat:Dataset"),
        "dct:temporal": _of("dct:PeriodOfTime"),
        "dcat:distribution": _of("dcat:Distribution"),
        "dcat:landingPage": _of("foaf:Document"),
        "dcat:keyword": _WORDS,
        "prov:wasGeneratedBy": _of("prov:Activity"),
    },
    "dct:PeriodOfTime": {"dcat:startDate": _TIME, "dcat:endDate": _TIME},
    "dcat:Distribution": {
        "dct:title": _WORDS,
        "dct:description": _WORDS,
        "dct:license": _of("dct:LicenseDocument", most=1),
        "dcat:accessURL": f"sh:minCount 1 ; {_THING}",
        "dcat:downloadURL": _THING,
        "dcat:mediaType": _of("dct:MediaType", most=1),
        "spdx:checksum": _of("spdx:Checksum", most=1),
    },
    "spdx:Checksum": {
        "spdx:checksumValue": "sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:hexBinary",
    },
}
_ONLY = {
    "2.1.1": {
        "dcat:Distribution": {"dcat:byteSize": "sh:maxCount 1 ; sh:datatype xsd:decimal"},
        "spdx:Checksum": {
            "spdx:algorithm": "sh:minCount 1 ; sh:maxCount 1 ; sh:hasValue spdx:checksumAlgorithm_sha1"
        },
    },
    "3.0": {
        "dcat:Distribution": {"dcat:byteSize": "sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger"},
        "spdx:Checksum": {"spdx:algorithm": f"sh:minCount 1 ; sh:maxCount 1 ; {_THING}"},
    },
}


def _shapes(only: dict[str, dict[str, str]]) -> str:
    text = _PREFIXES
    for kind, properties in _BOTH.items():
        said = properties | only.get(kind, {})
        listed = " , ".join(f"[ sh:path {path} ; {rule} ]" for path, rule in said.items())
        text += (
            f"ours:{kind.replace(':', '_')} a sh:NodeShape ; sh:targetClass {kind} ; sh:property {listed} .\n"
        )
    return text


SHAPES = {release: _shapes(only) for release, only in _ONLY.items()}
"""By release of the profile, in Turtle."""
