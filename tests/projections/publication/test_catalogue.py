"""catalogue.jsonld is read by a program of others; it holds to the words of DCAT, PROV, Dublin Core, SPDX."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib import namespace as ns

from events.base import Day, Instant
from ledger.proof.text import to_base64
from projections.publication.edition import OGL, Licence, Terms
from projections.publication.gathering import gather
from projections.publication.parts import index
from projections.publication.parts.datapackage import MEDIA_TYPES
from tests import hostile
from tests.bundles import demo

# rdflib reads JSON-LD with a class of its own that it warns of.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

BASE = "https://example.org/bundle/"
SPDX = ns.Namespace("http://spdx.org/rdf/terms#")
SPDX_WORDS = {"Checksum", "checksum", "algorithm", "checksumValue", "checksumAlgorithm_sha256"}
"""Those of DCAT 3, clause 6.17; rdflib ships no SPDX."""

DOMAINS = {
    ns.DCAT.distribution: ns.DCAT.Dataset,
    ns.DCAT.downloadURL: ns.DCAT.Distribution,
    ns.DCAT.mediaType: ns.DCAT.Distribution,
    ns.DCAT.byteSize: ns.DCAT.Distribution,
    ns.DCAT.endDate: ns.DCTERMS.PeriodOfTime,
    ns.PROV.wasGeneratedBy: ns.PROV.Entity,
    ns.PROV.used: ns.PROV.Activity,
    SPDX.algorithm: SPDX.Checksum,
    SPDX.checksumValue: SPDX.Checksum,
    ns.SDO.name: ns.SDO.PropertyValue,
    ns.SDO.value: ns.SDO.PropertyValue,
    ns.FOAF.name: ns.FOAF.Agent,
}
"""What a property may be said of."""

RANGES = {
    ns.DCAT.distribution: ns.DCAT.Distribution,
    ns.DCTERMS.license: ns.DCTERMS.LicenseDocument,
    ns.DCTERMS.publisher: ns.FOAF.Agent,
    ns.DCTERMS.temporal: ns.DCTERMS.PeriodOfTime,
    ns.PROV.wasGeneratedBy: ns.PROV.Activity,
    ns.PROV.used: ns.PROV.Entity,
    SPDX.checksum: SPDX.Checksum,
    ns.SDO.additionalProperty: ns.SDO.PropertyValue,
}
"""What it may say, where that is a thing; else a datatype:"""

DATATYPES = {
    ns.DCAT.byteSize: {ns.XSD.nonNegativeInteger},
    ns.DCAT.endDate: {ns.XSD.date, ns.XSD.gYearMonth},
    SPDX.checksumValue: {ns.XSD.hexBinary},
}


def files_of(ledger, as_of="2030-12-31", licence=OGL):
    size = sum(1 for _ in ledger.store.rows())
    known_at = Instant("2031-01-01T00:00:00.000000Z")
    edition = gather(ledger, Terms((), Day(as_of), known_at, size, bytes(range(32)), licence))
    return {file.path: file.data for file in index.files(edition)}


def graph_of(files):
    """What rdflib makes of it; nothing is fetched, for the words are named in the file."""
    assert isinstance(json.loads(files["catalogue.jsonld"])["@context"], dict)
    return Graph().parse(data=files["catalogue.jsonld"], format="json-ld", publicID=BASE)


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    with demo(tmp_path_factory.mktemp("case")) as ledger:
        return files_of(ledger)


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    with hostile.begin(tmp_path_factory.mktemp("texts")) as ledger:
        hostile.says(ledger, "\n".join(hostile.TEXTS.values()))
        return files_of(ledger, "2024-04", Licence("\n".join(hostile.TEXTS.values()), "javascript:alert(1)"))


@pytest.fixture(params=["case", "texts"])
def graph(request):
    return graph_of(request.getfixturevalue(request.param))


def undefined(graph):
    """The words of the graph that their vocabulary does not define."""
    said = {*graph.predicates(), *graph.objects(None, ns.RDF.type), *graph.objects(None, SPDX.algorithm)}
    known = {space: space for space in (ns.DCAT, ns.DCTERMS, ns.FOAF, ns.PROV, ns.RDF, ns.SDO)}
    found = set()
    for word in said:
        home = next((space for space in known if str(word).startswith(str(space))), None)
        local = str(word).removeprefix(str(SPDX))
        if not (local in SPDX_WORDS if home is None else word in home):
            found.add(str(word))
    return found


def test_each_word_is_one_of_its_vocabulary(graph):
    assert undefined(graph) == set()
    for wrong in (
        ns.DCAT.byteSize + "s",
        SPDX.checkSum,
        ns.PROV.used + "By",
        URIRef("https://example.org/x"),
    ):
        broken = Graph() + graph
        broken.add((URIRef(BASE), wrong, Literal("x")))
        assert undefined(broken) == {str(wrong)}


def test_each_property_is_said_of_what_it_is_for_and_says_what_it_may(graph):
    for said, kind in DOMAINS.items():
        for thing in graph.subjects(said):
            assert (thing, ns.RDF.type, kind) in graph, said
    for said, kind in RANGES.items():
        for value in graph.objects(None, said):
            assert (value, ns.RDF.type, kind) in graph, said
    for said, kinds in DATATYPES.items():
        values = list(graph.objects(None, said))
        assert values
        for value in values:
            assert value.datatype in kinds, said
            assert not value.ill_typed, value
    # What is a link is one: nothing that a program would run or read from here.
    for one in (*graph.subjects(), *graph.objects()):
        if isinstance(one, URIRef):
            assert str(one).startswith(("https://", "http://", "tag:")), one


def test_it_says_of_each_file_what_it_is(case):
    rows = graph_of(case).query(
        """
        PREFIX dcat: <http://www.w3.org/ns/dcat#>
        PREFIX spdx: <http://spdx.org/rdf/terms#>
        SELECT ?url ?type ?size ?sum WHERE {
            ?set a dcat:Dataset ; dcat:distribution ?file .
            ?file dcat:downloadURL ?url ; dcat:mediaType ?type ; dcat:byteSize ?size ;
                  spdx:checksum ?checksum .
            ?checksum spdx:algorithm spdx:checksumAlgorithm_sha256 ; spdx:checksumValue ?sum .
        }
        """
    )
    told = {
        str(row.url).removeprefix(BASE): (str(row.type), int(row.size), str(row.sum).lower()) for row in rows
    }
    types = "https://www.iana.org/assignments/media-types/"
    assert told == {
        path: (f"{types}{kind}", len(case[path]), sha256(case[path]).hexdigest())
        for path, kind in MEDIA_TYPES.items()
        if path in case
    }


def test_it_says_under_which_licence_and_from_which_tree(case):
    (row,) = graph_of(case).query(
        """
        PREFIX dcat: <http://www.w3.org/ns/dcat#>
        PREFIX dcterms: <http://purl.org/dc/terms/>
        PREFIX prov: <http://www.w3.org/ns/prov#>
        PREFIX schema: <https://schema.org/>
        SELECT ?title ?licence ?until ?size ?root WHERE {
            ?set a dcat:Dataset ; dcterms:title ?title ; dcterms:license ?licence ;
                 dcterms:temporal / dcat:endDate ?until ; prov:wasGeneratedBy / prov:used ?tree .
            ?tree schema:additionalProperty [ schema:name "tree size" ; schema:value ?size ] ,
                                            [ schema:name "tree root" ; schema:value ?root ] .
        }
        """
    )
    assert str(row.title) == "Demonstration ledger: register of all inspections"
    assert (str(row.licence), str(row.until)) == (OGL.url, "2030-12-31")
    assert (str(row.root), row.size.datatype) == (to_base64(bytes(range(32))), ns.XSD.integer)


def test_a_licence_on_no_page_has_its_name_alone(texts):
    graph = graph_of(texts)
    (name,) = {
        str(name)
        for one in graph.objects(None, ns.DCTERMS.license)
        for name in graph.objects(one, ns.DCTERMS.title)
    }
    assert name == "\n".join(hostile.TEXTS.values())
    assert next(graph.objects(None, ns.DCAT.endDate)) == Literal("2024-04", datatype=ns.XSD.gYearMonth)
