"""What is not public is in no paper: every word of a ledger is a mark, and papers are searched for them all.

Text that would do harm is, in every format, the same text, and does nothing.
"""

from __future__ import annotations

import html
import io
import json
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from events.base import Day
from ledger.times import today
from projections.base import TimeFilter
from projections.formats.visible import visible
from projections.paper.base import Question
from projections.paper.index import FORMATS, write
from projections.paper.view import made, paper
from tests.hostile import TEXTS, begin, says
from tests.marks import MARK, Marks, live
from tests.projections.publication.test_leaks import marked, seen
from tests.readership import public, repeated
from tests.sampling import sample

EVER = Question(since=Day("2000-01-01"), time_filter=TimeFilter(Day("2031-01-01")))


@pytest.fixture(scope="module")
def marks(tmp_path_factory):
    ledger = Marks(tmp_path_factory.mktemp("marks") / "ledger")
    with ledger.ledger:
        live(ledger)
        yield ledger


def read(data, form):
    """All that a paper says, in small letters."""
    if form == "odt":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return "\n".join(html.unescape(packed.read(name).decode()) for name in packed.namelist()).lower()
    if form == "pdf":
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
        return "\n".join([*pages, *("".join(page.split()) for page in pages)]).lower()
    return html.unescape(data.decode()).lower()


@pytest.fixture(scope="module")
def told(marks):
    """All that papers of everything, and of each body, say, by format."""
    bodies = {body for one in paper(marks.ledger, EVER).listed for body in one.row["made_to"]}
    papers = [paper(marks.ledger, EVER._replace(made_to=body)) for body in (None, *sorted(bodies))]
    return {form: "\n".join(read(write(one, form), form) for one in papers) for form in FORMATS}


@pytest.mark.parametrize("form", FORMATS)
def test_no_word_that_is_not_public_is_in_a_paper(marks, told, form):
    records = list(marks.ledger.records())
    known = seen(records, marks.gone)
    kept, shown = set(), set()
    for record in records:
        for name, mark in marked(record):
            rule = public(type(record.event))[name]
            if rule is repeated or mark == marks.ledger.inspectorate().origin:
                continue
            if mark in known.gone or not rule(record.event, known):
                kept.add(mark)
            elif mark.lower() in told[form]:
                shown.add(mark)
    assert len(kept) > 20
    assert len(shown) > 15
    assert [mark for mark in sorted(kept) if mark.lower() in told[form]] == []
    ids = (marks.ada, marks.ann, marks.bob, marks.idle)
    assert [one for one in ids if one.lower() in told[form]] == []


def test_without_the_gate_some_would_be(marks):
    ledger = marks.ledger
    day = today(ledger.clock(), ledger.inspectorate().time_zone)
    open_to_all = made(ledger, EVER, day, ledger.last().recorded_at)
    said = read(write(open_to_all, "html"), "html")
    assert any(mark.lower() in said for mark in marks.gone)


class Page(HTMLParser):
    """The elements and addresses of a page, and its text."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.links, self.said = set(), [], ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data):
        self.said += data


TAGS = {"html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "br", "a", "span"}
TAGS |= {"table", "caption", "colgroup", "col", "wbr", "thead", "tbody", "tr", "th", "td"}


@pytest.mark.parametrize("name", sample([*TEXTS], 8))
def test_hostile_text_is_text_in_every_format(tmp_path, name):
    text = TEXTS[name]
    with begin(tmp_path) as ledger:
        says(ledger, text)
        document = paper(ledger, EVER)
    page = Page(write(document, "html").decode())
    assert page.tags <= TAGS
    assert all(link.startswith(("http://", "https://")) for link in page.links)
    assert " ".join(visible(text).split()) in " ".join(page.said.split())
    with zipfile.ZipFile(io.BytesIO(write(document, "odt"))) as packed:
        for part in packed.namelist():
            if part.endswith(".xml"):
                ElementTree.fromstring(packed.read(part))
    assert text in [one["text"] for one in json.loads(write(document, "json"))["live"]]
    assert write(document, "pdf").startswith(b"%PDF")
    assert MARK not in text
