"""What is wrong with register.xlsx or register.pdf is found, whatever sums are written with it."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from importlib.util import find_spec

import pytest

from projections.publication.checking.bundle import check
from projections.publication.checking.formats import not_read
from projections.publication.edition import OGL
from projections.publication.files.pdf import write as register_pdf
from projections.publication.files.tables import BREAK
from projections.publication.files.xlsx import write as register_xlsx
from projections.publication.gathering import gather
from projections.publication.terms import terms
from tests.bundles import begin, demo, publish_all, sum_up, with_rows
from tests.pasts import needs
from tests.projections.conftest import Case
from tests.sampling import sample

pytestmark = pytest.mark.usefixtures("papers_read_once")

XLSX, PDF = "register.xlsx", "register.pdf"
SHEET = "xl/worksheets/sheet2.xml"


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    for package in ("xlsxwriter", "typst", "pypdf"):
        needs(find_spec(package), package)
    place = tmp_path_factory.mktemp("published")
    with demo(place) as ledger:
        edition = gather(ledger, terms(ledger, (), "2031-01-01", None, OGL))
        folder = publish_all(ledger, place / "bundle", also=("xlsx", "pdf"))
        return folder, ledger.inspectorate().verifier_key, edition


@pytest.fixture
def published(pristine, tmp_path):
    """The folder of a bundle that a test may alter."""
    shutil.copytree(pristine[0], tmp_path / "bundle")
    return tmp_path / "bundle"


@pytest.fixture
def report(published, pristine):
    """report() -> what a check with new sums comes to."""
    return lambda: check(str(sum_up(published)), pristine[1])


@pytest.fixture
def detected(report):
    """detected(because) -> just B7 finds it, in these words."""

    def call(because):
        found = report().findings
        assert {one.code for one in found} == {"B7"}, found
        assert because in " ".join(one.message for one in found), found

    return call


def test_a_right_bundle_passes_and_both_were_compared(report):
    found = report()
    assert (found.findings, found.notes) == ((), ())
    assert {XLSX, PDF} < set(found.formats)


@pytest.mark.parametrize("refs", [(), ("OCSAE",)])
def test_whatever_is_said_in_it_a_bundle_passes(tmp_path, refs):
    texts = (
        "=1+1", "<r><t>x</t></r>", "_x0041_x0042_", "#eval(1) $x$ @y", "two\nlines\n\nand  a\ttab",
        "日本語 😀 e\u0301; \u00a0 end", "Q" * 400, "(brackets) and ) ( others",
    )  # fmt: skip
    with begin(tmp_path) as ledger:
        case = Case(ledger)
        case.inspect("ÅRE-2", "3", "AFD1", "日1")
        for number, text in enumerate(texts, 100):
            case.make(
                f"{number}/21 (A)/2021-2022", f"Body <{number}>", "Other | body", text=text, due="2024-04"
            )
        case.judged(status="closed")
        folder = publish_all(ledger, tmp_path / "whole", *refs, also=("xlsx", "pdf"))
        found = check(str(folder), ledger.inspectorate().verifier_key)
    assert (found.findings, found.notes) == ((), ())
    assert {XLSX, PDF} < set(found.formats)


@pytest.mark.parametrize(("path", "part"), [(XLSX, register_xlsx), (PDF, register_pdf)])
@pytest.mark.parametrize("field", ["number", "text", "status", "made_to", "last_updated"])
def test_another_cell_is_found(published, detected, pristine, path, part, field):
    other = {
        "number": "99",
        "text": "Something else.",
        "status": "closed",
        "made_to": ["Nobody"],
        "last_updated": "2021-08-19",
    }[field]
    first, *rows = pristine[2].rows
    assert first.row[field] != other
    changed = first._replace(row={**first.row, field: other})
    (file,) = part.files(with_rows(pristine[2], (changed, *rows)))
    (published / path).write_bytes(file.data)
    detected("no row of the register has its number" if field == "number" else "does not agree")


@pytest.mark.parametrize(("path", "part"), [(XLSX, register_xlsx), (PDF, register_pdf)])
def test_a_row_less_or_twice_is_found(published, detected, pristine, path, part):
    rows = list(pristine[2].rows)
    for changed in (rows[:-1], (*rows, rows[0])):
        (file,) = part.files(with_rows(pristine[2], changed))
        (published / path).write_bytes(file.data)
        detected("rows, and the register 11")


@pytest.mark.parametrize("path", [XLSX, PDF])
@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00", b"PK\x03\x04", b"%PDF-1.7\n", b"%PDF-1.7\n" + bytes(200)]
)
def test_what_cannot_be_read_is_a_finding(published, detected, path, data):
    (published / path).write_bytes(data)
    detected("cannot be read")


@pytest.mark.parametrize("path", [XLSX, PDF])
def test_what_is_cut_off_or_spoilt_anywhere_is_never_a_crash(published, report, path):
    data = (published / path).read_bytes()
    for at in sample(range(0, len(data), len(data) // 25), 4):
        for changed in (data[:at], data[:at] + b"\x00\xff<(" + data[at + 4 :]):
            (published / path).write_bytes(changed)
            assert {one.code for one in report().findings} <= {"B7", "B9"}


# register.xlsx


def replace(old, new, part=SHEET):
    """A change of a part, which must have what is changed."""

    def change(parts):
        assert re.search(old, parts[part].decode()), part
        parts[part] = re.sub(old, new, parts[part].decode(), count=1).encode()

    return change


def _bomb(parts):
    parts[SHEET] = b"<worksheet>" + b" " * (65 << 20) + b"</worksheet>"


def _rows_of_nothing(parts):
    rows = "".join(f'<row r="{at}"><c r="AKX{at}" s="0"/></row>' for at in range(100, 5_200))
    replace("</sheetData>", f"{rows}</sheetData>")(parts)


def _deep(parts):
    replace("<is>(.*?)</is>", f"<is>{'<r>' * 5_000}\\1{'</r>' * 5_000}</is>")(parts)


def _without_sheet(parts):
    del parts[SHEET]


def _style(code):
    def change(parts):
        replace(
            "<cellXfs ",
            f'<numFmts count="1"><numFmt numFmtId="9" formatCode="{code}"/></numFmts><cellXfs ',
            "xl/styles.xml",
        )(parts)
        replace('numFmtId="0"( [^>]*xfId="0" applyAlignment)', r'numFmtId="9"\1', "xl/styles.xml")(parts)

    return change


@pytest.mark.parametrize(
    ("change", "because"),
    [
        (replace("Partially met", "Closed"), "does not agree"),
        (replace("<v>44426</v>", "<v>44427</v>"), "does not agree"),
        (replace("<v>44426</v>", "<v>44426.5</v>"), "date that is none"),
        (replace("<v>44426</v>", "<f>1</f><v>44426</v>"), "formula"),
        (replace('<row r="7"', '<row hidden="1" r="7"'), "hidden"),
        (replace(' ht="[^"]*"', ' ht="0"'), "hidden"),
        (replace('<row r="7"', '<row r="6"'), "order"),
        (replace('<c r="C7"', '<c r="B7"'), "order"),
        (replace('<c r="C7"', '<c r="XFD7"'), "order"),
        (replace('width="[^"]*"', 'width="0"'), "hidden"),
        (replace("<pageMargins", '<drawing r:id="rId1"/><pageMargins'), "none of a bundle has"),
        (replace("<pageMargins", '<mergeCells><mergeCell ref="A7:D7"/></mergeCells><pageMargins'), "none of"),
        (replace("<sheetData>", "<conditionalFormatting/><sheetData>"), "none of a bundle has"),
        (replace('t="inlineStr"', 't="b"'), "neither text nor a number"),
        (replace('t="inlineStr"', 't="s"'), "has no text"),
        (replace("^", '<!DOCTYPE x [<!ENTITY a "b">]>'), "document type"),
        (replace("</worksheet>", ""), "no XML"),
        (replace('name="Register"', 'state="hidden" name="Register"', "xl/workbook.xml"), "is hidden"),
        (replace("<workbookPr ", '<workbookPr date1904="1" ', "xl/workbook.xml"), "from 1904"),
        (replace("sheet2.xml", "sheet3.xml", "xl/_rels/workbook.xml.rels"), "two of its sheets are"),
        (replace("(<sheet [^>]*/>)", r"\1" * 300, "xl/workbook.xml"), "two of its sheets are"),
        (_rows_of_nothing, "cells"),
        (_deep, "elements stand one in another"),
        (_style("&quot;Closed&quot;"), "shows another thing"),
        (_bomb, "more than"),
        (_without_sheet, "can be read"),
    ],
)  # fmt: skip
def test_a_spreadsheet_that_plays_tricks_is_found(published, detected, change, because):
    with zipfile.ZipFile(published / XLSX) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    change(parts)
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as into:
        for name, data in parts.items():
            into.writestr(name, data)
    (published / XLSX).write_bytes(again.getvalue())
    detected(because)


def test_texts_that_cells_share_are_read(published, report):
    """As another program would store it."""
    with zipfile.ZipFile(published / XLSX) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    shared = []

    def share(found):
        shared.append(found[2])
        return f'{found[1]} t="s"><v>{len(shared) - 1}</v></c>'

    parts[SHEET] = re.sub(
        rb'(<c [^>]*?) t="inlineStr"><is>(.*?)</is></c>',
        lambda found: share([part.decode() for part in (found[0], found[1], found[2])]).encode(),
        parts[SHEET],
    )
    parts["xl/sharedStrings.xml"] = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        + "".join(f"<si>{text}</si>" for text in shared)
        + "</sst>"
    ).encode()
    with zipfile.ZipFile(published / XLSX, "w") as into:
        for name, data in parts.items():
            into.writestr(name, data)
    # Its table is read as it is; that this version writes it otherwise is found, too.
    assert {(one.code, one.file) for one in report().findings} == {("B9", XLSX)}


# register.pdf


@pytest.fixture
def alter(published):
    """alter(change) -> the PDF written anew after change(writer)."""

    def call(change):
        from pypdf import PdfWriter

        writer = PdfWriter(clone_from=io.BytesIO((published / PDF).read_bytes()))
        change(writer)
        out = io.BytesIO()
        writer.write(out)
        (published / PDF).write_bytes(out.getvalue())

    return call


def content(old, new, page=0):
    """A change of what a page is drawn with."""

    def change(writer):
        stream = writer.pages[page]["/Contents"].get_object()
        data = stream.get_data()
        assert re.search(old, data, re.DOTALL), data
        stream.set_data(re.sub(old, new, data, count=1, flags=re.DOTALL))

    return change


def on_top(drawn):
    """Something is drawn after all the rest."""
    return content(rb"\Z", b"\n" + drawn.replace(b"\\", b"\\\\"))


WORD = b"q 1 0 0 -1 60 60 cm BT 0 Tr /f1 10 Tf 1 0 0 -1 0 0 Tm <00010002> Tj ET Q"


def _letter(writer):
    """The shapes stay and the text says something else."""
    font = writer.pages[0]["/Resources"]["/Font"]["/f1"]
    codes = font["/ToUnicode"].get_object()
    codes.set_data(codes.get_data().replace(b"<0053>", b"<0054>"))


def _attribute(key, value):
    from pypdf.generic import NameObject, TextStringObject

    def change(writer):
        element = writer.root_object["/StructTreeRoot"]
        while element.get("/S") != "/Table":
            kids = element["/K"]
            element = (kids[-1] if isinstance(kids, list) else kids).get_object()
        element[NameObject(key)] = TextStringObject(value)

    return change


def _first_word(writer):
    """One letter of a cell is another: the codes of the first text of a row are put in another order."""
    stream = writer.pages[0]["/Contents"].get_object()
    data = stream.get_data()
    at = data.rindex(b"/Artifact<</Attached") if b"/Artifact<</Attached" in data else len(data)
    begins = data.rindex(b"[(", 0, at)
    ends = data.index(b")", begins)
    codes = data[begins + 2 : ends]
    stream.set_data(data[: begins + 2] + codes + codes + data[ends:])


def _note(writer):
    from pypdf.annotations import FreeText

    writer.add_annotation(0, FreeText(text="Closed", rect=(50, 50, 200, 100)))


def _script(writer):
    from pypdf.generic import DictionaryObject, NameObject, TextStringObject

    script = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject("app.alert(1)"),
    }
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)


def _cropped(writer):
    writer.pages[0].cropbox.upper_right = (100, 100)


@pytest.mark.parametrize(
    ("change", "because"),
    [
        (_first_word, "does not agree"),
        (_letter, "does not agree"),
        (on_top(b"q 1 g 40 40 700 400 re f Q"), "drawn with"),
        (on_top(b"q 1 0 0 -1 60 60 cm /c0 CS 0 SCN 60 w 0 0 m 700 0 l S Q"), "drawn with"),
        (on_top(b"/Artifact<</Type/Layout>>BDC " + WORD + b" EMC"), "no content"),
        (on_top(b"/Span<</MCID 900>>BDC " + WORD + b" EMC"), "does not tell"),
        (on_top(WORD), "drawn with"),
        (content(rb"0 Tr", b"3 Tr"), "drawn with"),
        (content(rb"0 scn", b"1 scn"), "drawn with"),
        (content(rb"/f1 10 Tf", b"/f1 1 Tf"), "drawn with"),
        (content(rb"(BT)", rb"\1/Span<</ActualText<FEFF0041>>>BDC"), "drawn with"),
        (content(rb"1 0 0 -1 ([0-9.]+) ([0-9.]+) cm(?=/c0 cs)", rb"1 0 0 -1 9000 \2 cm"), "beside its page"),
        (content(rb"\Z(?<=.)", b" (open"), "no end"),
        (_attribute("/ActualText", "Closed"), "tells something else"),
        (_attribute("/Alt", "Closed"), "tells something else"),
        (_note, "none of a bundle has"),
        (_script, "none of a bundle has"),
        (_cropped, "none of a bundle has"),
    ],
)  # fmt: skip
def test_paper_that_plays_tricks_is_found(alter, detected, change, because):
    alter(change)
    detected(because)


def test_texts_that_change_places_are_found(alter, detected):
    """The status of one row is shown where that of another should be, and told as before."""

    def swap(writer):
        stream = writer.pages[0]["/Contents"].get_object()
        data = stream.get_data()
        places = list(re.finditer(rb"1 0 0 -1 ([0-9.]+ [0-9.]+) cm(?=/c0 cs)", data))
        columns: dict[bytes, list[re.Match[bytes]]] = {}
        for found in places:
            columns.setdefault(found[1].split()[0], []).append(found)
        first, *_, last = next(found for found in columns.values() if len(found) == 7)[1:]
        parts = [
            data[: first.start(1)],
            last[1],
            data[first.end(1) : last.start(1)],
            first[1],
            data[last.end(1) :],
        ]
        stream.set_data(b"".join(parts))

    alter(swap)
    detected("do not stand beside one another")


NOT_READ = not_read("register.pdf", "pdf")


def test_without_the_reader_a_note_says_what_was_not_compared(report, published, monkeypatch):
    monkeypatch.setattr("projections.publication.checking.formats.find_spec", lambda _: None)
    found = report()
    assert (found.findings, found.notes) == ((), (NOT_READ,))
    assert not any(PDF in what for what in found.not_proved)
    (published / PDF).write_bytes(b"whatever")
    assert {(one.code, one.file) for one in report().findings} == {("B9", PDF)}
    # Nor is it written anew where what writes it is not here.
    monkeypatch.setattr("projections.publication.files.index.version", lambda _: "0")
    found = report()
    # But what tells of its size and hash does not tell of this file.
    assert {one.file for one in found.findings} == {"datapackage.json", "catalogue.jsonld"}
    assert found.notes == (NOT_READ,)
    assert any(PDF in what and "typst 0.15.2" in what for what in found.not_proved)
    assert PDF not in found.formats
    assert BREAK not in NOT_READ
