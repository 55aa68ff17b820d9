"""Text that would do harm is, in every file of a bundle, the same text, and does nothing."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import zipfile
from contextlib import closing
from html.parser import HTMLParser
from xml.etree import ElementTree
from xml.sax.saxutils import escape

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options
from markdown_it import MarkdownIt

from events.base import Day, Instant
from ledger.errors import Damaged
from ledger.records import decode
from projections.formats.visible import visible
from projections.publication.checking.bundle import check
from projections.publication.edition import Licence, Terms
from projections.publication.files import index
from projections.publication.gathering import gather
from tests import spreadsheets
from tests.bundles import publish_all
from tests.hostile import TEXTS, begin, says

ATOM = "{http://www.w3.org/2005/Atom}"
PAGE = "https://example.org/licence"
OURS = Licence("Ours", PAGE)
MARKS = {"h1", "ul", "li", "strong", "table", "thead", "tbody", "tr", "th", "td", "br"}
"""What our Markdown comes to, whatever is said in it."""
ADDRESSES = (
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://example.org/a b",
    'https://example.org/"onclick="alert(1)',
    "https://example.org/<script>",
    "//example.org/",
    "file:///etc/passwd",
)


def bundle(ledger, title="Test", licence=OURS):
    """The files of an edition of OCSAE that is called so, by path."""
    size = sum(1 for _ in ledger.store.rows())
    known_at = Instant("2031-01-01T00:00:00.000000Z")
    asked = Terms(("OCSAE",), Day("2025-01-01"), known_at, size, bytes(range(32)), licence)
    edition = gather(ledger, asked)._replace(title=title)
    return {file.path: file.data for file in index.files(edition)}


@pytest.fixture(params=TEXTS)
def text(request):
    return TEXTS[request.param]


@pytest.fixture
def files(tmp_path, text):
    """The files of a bundle in which everything says that text."""
    with begin(tmp_path) as ledger:
        says(ledger, text)
        return bundle(ledger, text, Licence(text, PAGE))


class Read(HTMLParser):
    """The tags, the addresses, the text and the cells of some HTML."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.links, self.names, self.said, self.cells = set(), [], set(), "", []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}
        self.links += [value for name, value in attrs if name in ("href", "src", "action")]
        if tag in ("td", "th"):
            self.cells.append("")
        if tag == "br":
            self.handle_data("\n")

    def handle_data(self, data):
        self.said += data
        if self.cells:
            self.cells[-1] += data


def folded(text):
    """As a page shows it: blanks and line ends are one blank."""
    return " ".join(text.split())


def test_it_is_the_same_text_in_every_file_and_acts_in_none(files, text):
    shown, body = visible(text), text.replace(";", ",")
    _csv(files["register.csv"].decode(), shown, visible(body))
    (row,) = json.loads(files["register.json"])["rows"]
    assert (row["text"], row["made_to"][0]) == (text, body)
    _sqlite(files["register.sqlite"], text, body)
    _markdown(files["register.md"].decode(), shown)
    _ods(files["register.ods"], shown)
    _feed(files["feed.atom"], shown, visible(body))
    for path in ("datapackage.json", "register.schema.json"):
        assert json.loads(files[path])["title"] == f"{text}: register of OCSAE"
    described = json.loads(files["register.csv-metadata.json"])
    assert (described["dc:title"], described["dc:rights"]) == (f"{text}: register of OCSAE", text)
    assert json.loads(files["catalogue.jsonld"])["dcterms:title"]["@value"] == f"{text}: register of OCSAE"
    _pages(files, shown)
    for path, data in files.items():
        if path not in ("register.sqlite", "register.ods"):
            plain = data.decode().replace("\r\n", "\n") if path.endswith(".csv") else data.decode()
            assert visible(plain) == plain, path


def _csv(said, shown, body):
    (_, cells) = csv.reader(io.StringIO(said, newline=""), strict=True)
    assert cells[1] in (shown, f"'{shown}")
    assert cells[3] in (f"{body}; Police", f"'{body}; Police")
    for cell in cells:
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
        assert not cell.startswith(("\t", "\r", "\n"))


def _sqlite(data, text, body):
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(data)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        ((words, made_to),) = connection.execute("SELECT text, made_to FROM register")
        assert (words, json.loads(made_to)[0]) == (text, body)
        told = [what for (what,) in connection.execute("SELECT what FROM history ORDER BY position")]
        assert [text in what for what in told[1:]] == [True] * 6
        assert {type(what) for what in told} == {str}


def _markdown(said, shown):
    options = Options.CMARK_OPT_UNSAFE
    for page in (
        cmarkgfm.github_flavored_markdown_to_html(said, options),
        MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(said),
    ):
        read = Read(page)
        assert read.tags == MARKS - {"br"} | read.tags & {"br"}
        assert read.names <= {"align"}
        assert [folded(cell) for cell in read.cells[7:9]] == ["3", folded(shown)]
        assert len(read.cells) == 14


def _ods(data, shown):
    found = spreadsheets.sheets(data)
    assert found["Register"][-1][2] == ("string", shown)
    assert found["Cover"][0] == [("string", f"{shown}: register of recommendations")]
    told = [row[3] for row in found["History"] if len(row) > 3][1:]
    assert [(kind, shown in what) for kind, what in told[1:]] == [("string", True)] * 6
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for name in packed.namelist():
            assert visible(packed.read(name).decode()) == packed.read(name).decode()
    for element in spreadsheets.part(data).iter():
        assert element.tag.startswith("{urn:oasis:names:tc:opendocument:xmlns:")
        assert not element.tag.endswith("}script")
        assert f"{spreadsheets.TABLE}formula" not in element.attrib


def _feed(data, shown, by):
    feed = ElementTree.fromstring(data)
    words, body = (escape(one).replace("\n", "<br>") for one in (shown, by))
    day = "On 18 August 2021."
    told = [
        ("The inspectorate disputed the judgement of 18 August 2021. The inspectorate says: " + words, day),
        ("From 18 August 2021.", words),
        ("From 1 March 2020 it says:", words),
        ("Made on 26 February 2020.", "Before."),
        (f"Asked for more evidence on recommendation 3: {words}", day),
        (f"{body} handed in evidence (restricted: {words}).", day),
        (f"{body} handed in evidence and proposed closure. It is said to show: {words}", day),
    ]
    for said, (first, last) in zip(feed.iter(f"{ATOM}summary"), told, strict=True):
        assert said.text.startswith(f"<p>{first}")
        # What stands between them is the end of a sentence.
        assert said.text.removeprefix(f"<p>{first}") in {f"{end}</p><p>{last}</p>" for end in ("", ".")}
    assert feed.findtext(f"{ATOM}title") == f"{shown}: register of OCSAE"
    assert (feed.findtext(f"{ATOM}rights"), feed.findtext(f"{ATOM}author/{ATOM}name")) == (shown, shown)
    allowed = {"feed", "id", "title", "subtitle", "updated", "author", "name", "rights", "link"}
    allowed |= {"entry", "category", "generator", "published", "summary"}
    assert {one.tag.removeprefix(ATOM) for one in feed.iter()} == allowed


def _pages(files, shown):
    pages = {path: Read(data.decode()) for path, data in files.items() if path.endswith(".html")}
    assert len(pages) > 6
    for path, page in pages.items():
        assert not page.tags & {"script", "iframe", "img", "object", "embed", "form", "base", "b", "i"}, path
        assert not {name for name in page.names if name.startswith("on") or name in ("src", "style")}, path
        assert {link for link in page.links if ":" in link} <= {PAGE}, path
    first = pages["recommendations/OCSAE/3.html"]
    # As its heading or words, and in six lines of its history.
    assert folded(first.said).count(folded(shown)) >= 7
    assert folded(shown) in folded(pages["index.html"].said)
    assert "{{" not in shown or "49" not in first.said.replace("{{ 7 * 7 }}", "")


@pytest.mark.usefixtures("papers_read_here")
def test_the_check_of_a_bundle_reads_it_as_it_was_meant(tmp_path, text):
    with begin(tmp_path / "own") as ledger:
        says(ledger, text)
        folder = publish_all(ledger, tmp_path / "bundle", also=("xlsx", "pdf"))
        key = ledger.inspectorate().verifier_key
    found = check(str(folder), key, ())
    # Of the spreadsheets and the paper, that means that each cell is the same text.
    assert (found.findings, found.notes) == ((), ())
    assert {"register.ods", "register.xlsx", "register.pdf"} < set(found.formats)


@pytest.mark.parametrize("url", ADDRESSES)
def test_an_address_that_is_no_page_of_the_web_is_a_link_in_no_file(tmp_path, url):
    with begin(tmp_path) as ledger:
        says(ledger, "Words.")
        files = bundle(ledger, licence=Licence("Ours", url))
    for path in ("catalogue.jsonld", "datapackage.json", "register.csv-metadata.json"):
        said = json.loads(files[path])
        links = [value for value in _values(said, ("@id", "path", "url")) if value == url]
        assert not links, path
    for element in ElementTree.fromstring(files["feed.atom"]).iter():
        assert element.get("rel") != "license"
        assert url not in element.attrib.values()
    for element in spreadsheets.part(files["register.ods"]).iter():
        assert url not in element.attrib.values()
    for path, data in files.items():
        if path.endswith(".html"):
            assert url not in Read(data.decode()).links


def _values(said, names):
    """The values of members of these names, however deep."""
    if isinstance(said, dict):
        yield from (value for name, value in said.items() if name in names)
        for value in said.values():
            yield from _values(value, names)
    elif isinstance(said, list):
        for value in said:
            yield from _values(value, names)


def test_half_a_character_cannot_come_out_of_a_ledger():
    fields = b'{"inspection":"OCSAE","title":"\\ud800"}'
    state = (
        b'{"version":1,"recorded_at":"2026-11-22T10:02:11.123456Z","by":"a","command":"","salt":"","data":'
    )
    with pytest.raises(Damaged):
        decode((1, "0" * 32, 1, "inspection.opened", state + fields + b"}"))
    assert decode((1, "0" * 32, 1, "inspection.opened", state + fields.replace(b"\\ud800", b"T") + b"}"))
