"""register.xlsx: the sheets of register.ods, typed and inert; programs read them; the bytes never vary."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from xml.etree import ElementTree

import pytest

from events.base import Day, Instant
from ledger.errors import Refused
from projections.publication.edition import Terms
from projections.publication.files.ods import document as ods
from projections.publication.files.ods.read import tables as of_ods
from projections.publication.files.spreadsheets import workbook
from projections.publication.files.spreadsheets.sheet import Date, Link, Sheet
from projections.publication.files.xlsx import document as xlsx
from projections.publication.files.xlsx import write as register_xlsx
from projections.publication.files.xlsx.read import tables as of_xlsx
from projections.publication.gathering import gather
from tests.bundles import demo, whole
from tests.pasts import needs
from tests.spreadsheets import COLUMN_NAMES, opened_by_libreoffice, worked_on

KNOWN = Instant("2031-01-01T00:00:00.000000Z")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HOSTILE = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "{=1+1}",
    '=HYPERLINK("https://example.org";"x")',
    "https://example.org",
    "mailto:a@example.org",
    "internal:Cover!A1",
    "</t></is></c><script>alert(1)</script> & \"both\" 'quotes'",
    "<r><t>markup of its own</t></r>",
    "<r></r>",
    "<![CDATA[x]]> &amp; &#x3d; <!-- y -->",
    "_x0041_ and _x005F_x000D_",
    "_x0041_x0042_x0043_x0044_",
    "one  two   three",
    "one\n\n  two \nthree\tfour \t five",
    "0012",
    "2021-08-18",
    "TRUE",
    "1e5",
    "\u00a0kept\u00a0 日本語 é e\u0301 😀",
    "#eval(1) $x^2$ @ref *bold* \\ [a]",
)


@pytest.fixture(autouse=True)
def _present():
    needs(find_spec("xlsxwriter"), "xlsxwriter")


def terms(*inspections):
    return Terms(inspections, Day("2031-01-01"), KNOWN, 10_000, b"\x01" * 32)


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    with demo(tmp_path_factory.mktemp("demo")) as ledger:
        return gather(ledger, terms())


def data_of(edition):
    (file,) = register_xlsx.files(edition)
    assert file.path == "register.xlsx"
    return file.data


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def of_rows(*rows, headings=("Words",)):
    sheet = Sheet("One", "A1", ("A2",), headings, (5.0,) * len(headings), rows)
    return whole(xlsx.write("Title", "", KNOWN, [sheet]))


def cells(data):
    """The rows of the one sheet below its headings: what is written, with the type."""
    root = ElementTree.fromstring(parts(data)["xl/worksheets/sheet1.xml"])
    return [[(cell.get("t"), "".join(cell.itertext())) for cell in row] for row in root.iter(f"{MAIN}row")][
        3:
    ]


def test_it_has_the_sheets_of_the_other_spreadsheet_cell_by_cell(edition):
    (file,) = register_xlsx.files(edition)
    other = whole(ods.write("", "", KNOWN, workbook.sheets(edition)))
    # A cell that holds nothing at the end of a row is told by neither.
    assert of_xlsx(file.data) == of_ods(other)
    assert len(of_xlsx(file.data)) == 4


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_the_same_text_and_nothing_else(text):
    data = of_rows([text], [Link(text, "#One.A1")])
    assert of_xlsx(data)[0][3:] == [[text], [text]]
    assert {kind for row in cells(data) for kind, _ in row} == {"inlineStr"}
    assert b"<f>" not in parts(data)["xl/worksheets/sheet1.xml"]
    assert "xl/worksheets/_rels/sheet1.xml.rels" in parts(data)
    assert b"External" not in parts(data)["xl/worksheets/_rels/sheet1.xml.rels"]


@pytest.mark.parametrize("acting", ["\x00", "\x0b", "\x1b", "\r", "\x85", "\u202e", "\ufffe", "\ud800"])
def test_what_acts_or_no_xml_can_hold_is_written_as_its_code(acting):
    sheet = Sheet("One", acting, (), ("A",), (5.0,), [[f"a{acting}b"]])
    data = whole(xlsx.write(f"T{acting}", acting, KNOWN, [sheet]))
    assert of_xlsx(data)[0][2] == [f"a\\u{ord(acting):04x}b"]


def test_days_are_dates_and_a_month_stays_text():
    days = ["2024-04-30", "1900-03-01", "9999-12-31", "2024-04", "2024-02-30", "1066-10-14"]
    data = of_rows(*([Date(day)] for day in days), [7], [None], ["end"])
    assert of_xlsx(data)[0][3:] == [*([day] for day in days), ["7"], ["end"]]
    assert [row[0] for row in cells(data)][:4] == [
        (None, "45412"), (None, "61"), (None, "2958465"), ("inlineStr", "2024-04")
    ]  # fmt: skip


def test_each_sheet_is_a_title_and_one_marked_table_with_nothing_merged_or_frozen(edition):
    found = parts(data_of(edition))
    sheets = [name for name in found if name.startswith("xl/worksheets/sheet")]
    tables = [ElementTree.fromstring(found[name]) for name in found if name.startswith("xl/tables/")]
    assert len(sheets) == len(tables) == 4
    for name, table in zip(sheets, tables, strict=True):
        root = ElementTree.fromstring(found[name])
        rows = list(root.iter(f"{MAIN}row"))
        first, last = table.get("ref").split(":")
        top = int(first.removeprefix("A"))
        headings = ["".join(cell.itertext()) for cell in rows[top - 1]]
        assert [column.get("name") for column in table.iter(f"{MAIN}tableColumn")] == headings
        assert last == f"{COLUMN_NAMES[len(headings) - 1]}{len(rows)}"
        assert [int(row.get("r")) for row in rows] == list(range(1, len(rows) + 1)), "an empty row"
        assert all(len(row) == 1 for row in rows[: top - 1])
        assert table.find(f"{MAIN}autoFilter") is None
        for tag in ("mergeCells", "autoFilter", "conditionalFormatting"):
            assert root.find(f"{MAIN}{tag}") is None
        assert next(root.iter(f"{MAIN}pane"), None) is None


def test_a_table_without_a_row_is_one_all_the_same(ledger):
    found = parts(data_of(gather(ledger, terms())))
    table = ElementTree.fromstring(found["xl/tables/table2.xml"])
    assert table.get("ref") == "A6:AA7"


def test_it_has_a_title_a_language_a_date_and_no_author(edition):
    said = parts(data_of(edition))["docProps/core.xml"].decode()
    assert "<dc:title>Demonstration ledger: register of recommendations</dc:title>" in said
    assert "<dc:language>en-GB</dc:language>" in said
    assert "<dc:creator></dc:creator>" in said
    assert said.count("2031-01-01T00:00:00Z") == 2
    assert "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=" in said


def test_its_parts_are_stored_with_a_time_that_never_varies(edition):
    with zipfile.ZipFile(io.BytesIO(data_of(edition))) as packed:
        for info in packed.infolist():
            assert (info.compress_type, info.date_time) == (zipfile.ZIP_STORED, (1980, 1, 1, 0, 0, 0))
            assert (info.create_system, info.external_attr, info.extra) == (3, 0o644 << 16, b"")


def test_another_process_elsewhere_writes_the_same_bytes(tmp_path):
    told = subprocess.run(
        [sys.executable, "-c", AGAIN],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[5],
        env={
            **os.environ,
            "TZ": "Pacific/Kiritimati",
            "LC_ALL": "tr_TR.UTF-8",
            "PYTHONHASHSEED": "7",
            "TMPDIR": str(tmp_path),
        },
    )
    assert (
        told.stdout.strip()
        == sha256(of_rows(["a"], [Date("2024-04-30")], [Link("b", "https://example.org")])).hexdigest()
    )
    assert list(tmp_path.iterdir()) == []


AGAIN = """
from hashlib import sha256
from projections.publication.files.xlsx import document as xlsx
from projections.publication.files.spreadsheets.sheet import Date, Link, Sheet
rows = [["a"], [Date("2024-04-30")], [Link("b", "https://example.org")]]
sheet = Sheet("One", "A1", ("A2",), ("Words",), (5.0,), rows)
print(sha256(xlsx.write("Title", "", "2031-01-01T00:00:00.000000Z", [sheet]).read()).hexdigest())
"""


def test_what_no_cell_has_room_for_is_refused(monkeypatch):
    assert of_xlsx(of_rows(["😀" * 16_383]))[0][3] == ["😀" * 16_383]
    with pytest.raises(Refused, match="holds 32,767 characters"):
        of_rows(["😀" * 16_384])
    monkeypatch.setattr(xlsx, "MOST_ROWS", 4)
    with pytest.raises(Refused, match="holds 4 rows"):
        of_rows(["a"], ["b"])


def test_many_rows_are_read_once_and_not_kept():
    rows = iter([(f"row {number}",) for number in range(500)])
    data = whole(xlsx.write("T", "", KNOWN, [Sheet("One", "A1", (), ("A",), (5.0,), rows)]))
    assert len(of_xlsx(data)[0]) == 502
    assert b'ref="A2:A502"' in parts(data)["xl/tables/table1.xml"]


def test_libreoffice_opens_it_with_the_same_cells(ledger, tmp_path):
    worked_on(ledger, HOSTILE)
    data = data_of(gather(ledger, terms()))
    opened = opened_by_libreoffice(data, "register.xlsx", tmp_path)
    names = ("Cover", "Register", "History", "Figures")
    for name, rows in zip(names, of_xlsx(data), strict=True):
        assert [[cell for cell in row if cell] for row in opened(name)] == [
            [cell for cell in row if cell] for row in rows
        ], json.dumps(opened(name))
