"""A paper as a tagged PDF: all of it is there, whatever is long, and it is told as it is shown."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader

from events.base import Day
from ledger.errors import Refused
from projections.base import TimeFilter
from projections.paper.base import Question
from projections.paper.document import Column, Document, Heading, Table, Text, cell, paragraph
from projections.paper.index import write
from projections.paper.pdf import write as pdf
from projections.paper.view import paper


def document(*blocks):
    return Document("A title", "Test", "What it is.", "2026-11-28T10:00:00.000000Z", blocks)


def read(data):
    """The words of a PDF, without its blanks."""
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]
    said = "".join(re.sub(r"Page \d+ of \d+", "", page) for page in pages)
    # The headings of a table stand on each of its pages.
    return re.sub(r"\s+", "", said).replace("NumberRecommendationToDays", "")


def table(*texts, total=False):
    columns = (
        Column("Number", 3),
        Column("Recommendation", 9),
        Column("To", 3),
        Column("Days", 2, figure=True),
    )
    rows = [(cell(f"OCSAE/{at}"), cell(text), cell("Police"), cell("1")) for at, text in enumerate(texts)]
    return Table("All of them", columns, rows, total=total)


def test_it_says_what_it_is_and_is_tagged(case):
    question = Question("OCSAE", since=Day("2020-01-01"), time_filter=TimeFilter(Day("2022-03-01")))
    made = PdfReader(io.BytesIO(write(paper(case.ledger, question), "pdf")))
    root = made.root_object
    assert made.metadata.title == "Recommendations of OCSAE: Online child sexual abuse"
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    kinds = set(
        re.findall(r"'/S': '(/\w+)'", str([one.get_object() for one in tree(root["/StructTreeRoot"])]))
    )
    assert {"/H1", "/Table", "/TR", "/TH", "/TD", "/Caption", "/P"} <= kinds


def tree(element):
    """Every element of the structure."""
    kids = element.get("/K", [])
    for kid in (one.get_object() for one in (kids if isinstance(kids, list) else [kids])):
        if isinstance(kid, dict) and "/S" in kid:
            yield kid
            yield from tree(kid)


@pytest.mark.parametrize(
    "text",
    [
        "Review how this is done, by whom, and by when. " * 200,
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 20,
        "https://example.org/a/very/long/address?with=a&query=that#goes-on " * 5,
        "one\ntwo\n\nthree",
    ],
)
def test_all_of_a_long_text_is_there(text):
    said = read(pdf.write(document(table("Short.", text, "Short."))))
    # The other cells of its row stand behind the part that is on the first page.
    assert re.sub(r"\s+", "", text) in said.replace("Police1", "")


def test_a_long_table_goes_on_with_its_headings_and_loses_no_row():
    texts = [f"Do thing {at} of many." for at in range(1_200)]
    data = pdf.write(document(Heading(2, "All", "all"), table(*texts)))
    said = read(data)
    assert [at for at in range(1_200) if f"OCSAE/{at}Dothing{at}ofmany." not in said] == []
    for page in PdfReader(io.BytesIO(data)).pages[1:-1]:
        assert "Recommendation" in page.extract_text()


def test_a_word_is_broken_behind_a_sign_in_it_and_else_anywhere():
    assert pdf._pieces("see CUSTODY/146/26 now", 12) == ["see CUSTODY/", "146/", "26", " now"]
    assert pdf._pieces("short words only", 12) == "short words only"
    assert "".join(pdf._pieces("x" * 50, 12)) == "x" * 50


def test_links_lead_on():
    data = pdf.write(document(paragraph("See ", Text("this", "https://example.org/x"), ".")))
    (page,) = PdfReader(io.BytesIO(data)).pages
    assert [one.get_object()["/A"]["/URI"] for one in page["/Annots"]] == ["https://example.org/x"]


def test_more_rows_than_anybody_prints_are_refused(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_ROWS", 2)
    with pytest.raises(Refused, match="has room for 2 rows, and this has 3"):
        pdf.write(document(table("1", "2", "3")))
