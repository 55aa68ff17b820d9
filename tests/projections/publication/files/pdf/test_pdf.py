"""register.pdf: tagged, its text inert and read back whole, the same bytes everywhere."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import pytest

from events.base import Day, Instant
from ledger.decisions.inspections import OpenInspection
from ledger.errors import Refused
from projections.publication.checking.cells import agree_on_paper
from projections.publication.edition import Terms
from projections.publication.files.pdf import paper
from projections.publication.files.pdf import write as register_pdf
from projections.publication.files.pdf.pages import tables as of_pdf
from projections.publication.files.tables import BREAK
from projections.publication.gathering import gather
from projections.publication.listing import facts, view_to_read
from tests.bundles import demo, with_rows
from tests.pasts import needs
from tests.projections.conftest import Case

KNOWN = Instant("2031-01-01T00:00:00.000000Z")
HOSTILE = (
    '#eval(1) #read("/etc/passwd") #import "@preview/x:1.0.0"',
    "$ x^2 $ and @reference and <label>",
    "*bold* _emphasis_ `raw` = heading",
    "- item + item / term: item // comment /* comment */",
    "\\u{41} \\ #[a] #{b} ~ -- --- ...",
    "https://example.org/a_b?c=d#e",
    "<script>alert(1)</script> & \"both\" 'quotes'",
    "one  two\tthree\n\nfour \u00a0 five",
    "well-known and/or self\u2011evident\u2014thing fi ffi fl",
    "supercalifragilisticexpialidocious" * 12,
    "W" * 300,
    "é e\u0301 Ünïcode Łódź Ελληνικά Українська Cymraeg ŵŷ",
)


@pytest.fixture(autouse=True)
def _present():
    needs(find_spec("typst"), "typst")
    needs(find_spec("pypdf"), "pypdf")


def terms(*inspections):
    return Terms(inspections, Day("2031-01-01"), KNOWN, 10_000, b"\x01" * 32)


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    with demo(tmp_path_factory.mktemp("demo")) as ledger:
        return gather(ledger, terms())


def data_of(edition):
    (file,) = register_pdf.files(edition)
    assert file.path == "register.pdf"
    return file.data


def reader(data):
    from pypdf import PdfReader

    return PdfReader(io.BytesIO(data))


def whole(tables):
    return [
        [[" ".join(cell.replace(BREAK, "").split()) for cell in row] for row in table] for table in tables
    ]


def test_the_table_is_the_register_cell_by_cell(edition):
    about, figures, register = whole(of_pdf(data_of(edition)))
    columns = view_to_read(edition, narrow=True).columns
    assert [column.heading for column in columns[-3:]] == ["Due", "Overdue", "Last updated"]
    assert register[0] == [column.heading for column in columns]
    assert register[1:] == [[column.cell(one.row) for column in columns] for one in edition.rows]
    assert about[1:] == [list(fact) for fact in facts(edition)]
    assert figures[1:] == [["Open", "1"], ["Partially met", "7"], ["Closed", "3"], ["Total", "11"]]


def test_any_program_finds_every_number_and_status_in_its_text(edition):
    text = " ".join(" ".join(page.extract_text() for page in reader(data_of(edition)).pages).split())
    for one in edition.rows:
        status = {"open": "Open", "closed": "Closed", "partially-met": "Partially met"}[one.row["status"]]
        begins = " ".join(one.row["text"].split()[:4])
        assert re.search(rf"OCSAE {one.row['number']} {re.escape(begins)}.*? {status}", text), one.name
    for _, fact in facts(edition):
        assert fact in text


def test_it_is_a_document_for_all_with_a_title_and_a_language(edition):
    found = reader(data_of(edition))
    root = found.root_object
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert found.metadata.title == "Demonstration ledger: register of all inspections"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert found.metadata.creation_date.isoformat() == "2031-01-01T00:00:00+00:00"
    assert [one["/Title"] for one in found.outline] == [
        "About this register",
        "Recommendations by status",
        "OCSAE: Response of Police Scotland to online child sexual abuse and exploitation",
    ]


def test_its_cells_name_their_headings_which_stand_on_every_page(edition):
    first = next(iter(edition.rows))
    rows = [first._replace(row={**first.row, "number": str(at)}) for at in range(60)]
    found = reader(data_of(with_rows(edition, rows)))
    assert len(found.pages) > 2
    for page in found.pages:
        assert "Last updated" in page.extract_text()
    kinds = []

    def walk(element):
        element = element.get_object()
        if isinstance(element, dict):
            kinds.append(element.get("/S"))
            if element.get("/S") == "/TD":
                assert element["/A"][0]["/Headers"]
            kids = element.get("/K", [])
            for kid in kids if isinstance(kids, list) else [kids]:
                walk(kid)

    walk(found.root_object["/StructTreeRoot"])
    assert kinds.count("/Table") == 3
    assert kinds.count("/TH") == 2 + 2 + 8


def test_typst_refuses_what_is_no_document_for_all():
    import typst

    for source in (
        "no title",
        '#set document(title: "x")\n#image(bytes("<svg/>"))',
        '#set document(title: "x")\n日',
    ):
        with pytest.raises(typst.TypstError):
            typst.compile(
                source.encode(), format="pdf", pdf_standards=register_pdf.STANDARD, ignore_system_fonts=True
            )


def test_hostile_text_is_the_same_text_and_nothing_else(ledger):
    case = Case(ledger)
    case.ask(OpenInspection, inspection="EVIL", title="#eval(1) $x$ @y *z* " + "Q" * 100)
    for at, text in enumerate(HOSTILE):
        case.make(f"{at + 10}", "#body(1) $x$", "B" * 60, text=text)
    case.make("012/21 (A)/2021-2022/0123456789", text="A long number.")
    data = data_of(gather(ledger, terms()))
    cells = {row[1].replace(BREAK, ""): row for row in of_pdf(data)[2]}
    for at, text in enumerate(HOSTILE):
        assert agree_on_paper(cells[f"{at + 10}"][2], text), cells[f"{at + 10}"][2]
        assert agree_on_paper(cells[f"{at + 10}"][4], f"#body(1) $x$; {'B' * 60}")
    assert "012/21 (A)/2021-2022/0123456789" in cells
    for line in (line for page in reader(data).pages for line in page.extract_text().splitlines()):
        assert max(map(len, line.split()), default=0) < 100, "a word leaves its column"


def test_a_letter_that_the_font_has_not_is_written_as_its_code():
    assert paper.printable("日 😀 \u05d0 a\u0363 \u00ad \ue000") == (
        "\\u65e5 \\u1f600 \\u05d0 a\\u0363 \\u00ad \\ue000"
    )
    assert paper.printable("e\u0301\u00a0x\ty\nz") == "é x y\nz"


def test_every_other_letter_is_read_back_as_it_was(edition):
    kept = [chr(code) for code in range(0x21, 0x30000) if not 0xD800 <= code < 0xE000]
    kept = [letter for letter in kept if paper.printable(letter) == letter]
    assert len(kept) > 1_200
    row = next(iter(edition.rows))
    rows = [
        row._replace(row={**row.row, "number": str(at), "text": " ".join(kept[at : at + 100])})
        for at in range(0, len(kept), 100)
    ]
    register = of_pdf(data_of(with_rows(edition, rows)))[2]
    assert " ".join(" ".join(row[2] for row in register[1:]).split()) == " ".join(kept)


def test_another_process_elsewhere_writes_the_same_bytes(tmp_path):
    told = {
        subprocess.run(
            [sys.executable, "-c", AGAIN],
            capture_output=True,
            text=True,
            check=True,
            cwd=Path(__file__).parents[5],
            env={**os.environ, "PYTHONHASHSEED": "7", **other},
        ).stdout
        for other in ({}, {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "HOME": str(tmp_path)})
    }
    assert len(told) == 1


AGAIN = """
from hashlib import sha256
from events.base import Day, Instant
from projections.publication.edition import Edition, Terms
from projections.publication.files.pdf import write as register_pdf
from projections.publication.spool import Spool
terms = Terms((), Day("2031-01-01"), Instant("2031-01-01T00:00:00.000000Z"), 10_000, bytes(32))
(file,) = register_pdf.files(Edition("Title", "example/test", "", terms, (), (), Spool(), (), (), "", ()))
print(sha256(file.data).hexdigest())
"""


def test_the_same_edition_gives_the_same_bytes(edition):
    first, second = (sha256(data_of(edition)).hexdigest() for _ in range(2))
    assert first == second


def test_an_edition_of_nothing_is_a_table_of_its_headings(ledger):
    register = of_pdf(data_of(gather(ledger, terms())))[2]
    assert register == [
        ["Inspection", "Number", "Recommendation", "Status", "Made to", "Due", "Overdue", "Last updated"]
    ]


def test_many_rows_are_several_tables_and_too_many_are_refused(edition, monkeypatch):
    monkeypatch.setattr(register_pdf, "_ROWS", 4)
    tables = whole(of_pdf(data_of(edition)))[2:]
    assert [len(table) - 1 for table in tables] == [4, 4, 3]
    assert [row[1] for table in tables for row in table[1:]] == [one.row["number"] for one in edition.rows]
    monkeypatch.setattr(register_pdf, "MOST_ROWS", 10)
    with pytest.raises(Refused, match="there are 11"):
        data_of(edition)
