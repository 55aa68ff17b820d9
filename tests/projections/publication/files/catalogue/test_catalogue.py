"""catalogue.jsonld is read by a program of others; it holds to the words of DCAT, PROV, Dublin Core.

And to the profile of DCAT that data portals ask for, by a program of others that reads its shapes.
"""

from __future__ import annotations

import json
from hashlib import sha256
from importlib.util import find_spec

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib import namespace as ns

from events.base import Day, Instant
from ledger.proof.text import to_base64
from projections.publication.edition import OGL, Licence, Terms
from projections.publication.files import index
from projections.publication.files.index import MEDIA_TYPES
from projections.publication.gathering import gather
from projections.publication.terms import terms
from tests import hostile
from tests.bundles import demo
from tests.pasts import needs
from tests.projections.publication.files.catalogue.dcat_ap import SHAPES

# rdflib reads JSON-LD with a class of its own that it warns of.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

BASE = "https://example.org/bundle/"
SITE = "https://register.example.org/a/"
DOMAINS = {
    ns.DCAT.distribution: ns.DCAT.Dataset,
    ns.DCAT.downloadURL: ns.DCAT.Distribution,
    ns.DCAT.mediaType: ns.DCAT.Distribution,
    ns.DCAT.accessURL: ns.DCAT.Distribution,
    ns.DCAT.landingPage: ns.DCAT.Dataset,
    ns.DCAT.dataset: ns.DCAT.Catalog,
    ns.SDO.contentSize: ns.SDO.DataDownload,
    ns.SDO.sha256: ns.SDO.DataDownload,
    ns.DCAT.endDate: ns.DCTERMS.PeriodOfTime,
    ns.PROV.wasGeneratedBy: ns.PROV.Entity,
    ns.PROV.used: ns.PROV.Activity,
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
    ns.DCAT.mediaType: ns.DCTERMS.MediaType,
    ns.DCAT.landingPage: ns.FOAF.Document,
    ns.DCAT.dataset: ns.DCAT.Dataset,
    ns.SDO.additionalProperty: ns.SDO.PropertyValue,
}
"""What it may say, where that is a thing; else a datatype:"""

DATATYPES = {
    ns.DCTERMS.modified: {ns.XSD.dateTime},
    ns.DCAT.endDate: {ns.XSD.date, ns.XSD.gYearMonth},
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
    said = {*graph.predicates(), *graph.objects(None, ns.RDF.type)}
    known = {space: space for space in (ns.DCAT, ns.DCTERMS, ns.FOAF, ns.PROV, ns.RDF, ns.SDO)}
    found = set()
    for word in said:
        home = next((space for space in known if str(word).startswith(str(space))), None)
        if home is None or word not in home:
            found.add(str(word))
    return found


def test_each_word_is_one_of_its_vocabulary(graph):
    assert undefined(graph) == set()
    for wrong in (
        ns.DCAT.byteSize + "s",
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
        PREFIX schema: <https://schema.org/>
        SELECT ?url ?type ?size ?sum WHERE {
            ?set a dcat:Dataset ; dcat:distribution ?file .
            ?file dcat:downloadURL ?url ; dcat:accessURL ?url ; dcat:mediaType ?type ;
                  schema:contentSize ?size ; schema:sha256 ?sum .
        }
        """
    )
    told = {str(row.url).removeprefix(BASE): (str(row.type), str(row.size), str(row.sum)) for row in rows}
    types = "https://www.iana.org/assignments/media-types/"
    assert told == {
        path: (f"{types}{kind}", f"{len(case[path])} B", sha256(case[path]).hexdigest())
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


def faults(graph, release):
    """What pyshacl finds by the shapes of a release of DCAT-AP: the paths."""
    needs(find_spec("pyshacl"), "pyshacl")
    from pyshacl import validate

    shapes = Graph().parse(data=SHAPES[release], format="turtle")
    agrees, found, _ = validate(graph, shacl_graph=shapes, advanced=False)
    paths = {str(path) for path in found.objects(None, ns.SH.resultPath)}
    assert agrees == (not paths)
    return paths


def test_it_keeps_to_the_profile_that_data_portals_ask_for(graph):
    for release in SHAPES:
        assert faults(graph, release) == set()


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        (ns.DCAT.accessURL, None),
        (ns.DCTERMS.description, None),
        (ns.FOAF.name, None),
        (ns.DCTERMS.publisher, Literal("Us")),
        (ns.DCAT.mediaType, URIRef("https://example.org/x")),
        (ns.DCTERMS.isVersionOf, URIRef("https://example.org/x")),
        (ns.DCAT.endDate, Literal("yesterday")),
    ],
)
def test_a_breach_of_the_profile_is_seen(case, said, instead):
    graph = graph_of(case)
    subject, _, value = next(iter(graph.triples((None, said, None))))
    graph.remove((subject, said, value))
    if instead is not None:
        graph.add((subject, said, instead))
    for release in SHAPES:
        assert str(said) in faults(graph, release)


def test_of_a_size_and_a_checksum_the_two_releases_ask_for_different_things(case):
    graph = graph_of(case)
    (file, *_) = graph.subjects(ns.RDF.type, ns.DCAT.Distribution)
    graph.add((file, ns.DCAT.byteSize, Literal(12, datatype=ns.XSD.nonNegativeInteger)))
    assert {release: faults(graph, release) for release in SHAPES} == {
        "2.1.1": {str(ns.DCAT.byteSize)},
        "3.0": set(),
    }


def test_with_a_site_each_address_is_whole(tmp_path):
    with demo(tmp_path) as ledger:
        edition = gather(ledger, terms(ledger, (), Day("2030-12-31"), None, OGL, site=SITE))
        files = {file.path: file.data for file in index.files(edition)}
    graph = Graph().parse(data=files["catalogue.jsonld"], format="json-ld")
    for said in (ns.DCAT.downloadURL, ns.DCAT.accessURL, ns.DCAT.landingPage, ns.FOAF.homepage):
        addresses = [str(value) for value in graph.objects(None, said)]
        assert addresses
        assert all(one.startswith(SITE) and one.removeprefix(SITE) in files for one in addresses)
