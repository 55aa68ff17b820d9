"""Spreadsheets of OpenDocument and of Excel 97, and what LibreOffice makes of a workbook."""

import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from ledger.tables.base import DEFAULT_LIMITS, Cell, Tables
from ledger.tables.errors import Protected, TooMuch, UnreadableTable
from ledger.tables.reading import read_tables
from tests.pasts import needs

SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in [("office", "office"), ("style", "style"), ("text", "text"), ("table", "table")]
)
STYLES = """<office:automatic-styles>
<style:style style:name="gone"><style:text-properties style:text-line-through-style="solid"/></style:style>
<style:style style:name="out"><style:table-properties table:display="false"/></style:style>
</office:automatic-styles>"""


def packed(folder: Path, tables: str, manifest: str = "<m/>", before: str = "") -> Path:
    path = folder / "register.ods"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("META-INF/manifest.xml", manifest)
        file.writestr(
            "content.xml",
            f"{before}<office:document-content {SPACES} office:version='1.3'>{STYLES}<office:body>"
            f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>",
        )
    return path


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def cell(words: str = "", more: str = 'office:value-type="string"') -> str:
    return f"<table:table-cell {more}>{words}</table:table-cell>"


def sheet(*rows: str, more: str = 'table:name="R"') -> str:
    return f"<table:table {more}>{''.join(rows)}</table:table>"


def told(tables: Tables) -> list[tuple[int, list[tuple[str, tuple[str, ...]]]]]:
    return [(number, [(c.text, c.flags) for c in cells]) for number, cells in tables.sheets[0].rows]


def test_words_keep_their_lines_and_blanks(tmp_path: Path) -> None:
    first = "<text:p>a<text:line-break/>b<text:tab/>c<text:s text:c='2'/>d</text:p>"
    words = f"{first}<text:p>e <text:span>f</text:span></text:p>"
    note = "<office:annotation><text:p>a note</text:p></office:annotation><text:p>g</text:p>"
    assert told(read_tables(packed(tmp_path, sheet(row(cell(words), cell(note)))))) == [
        (1, [("a\nb\tc  d\ne f", ()), ("g", ())])
    ]


def test_values_are_as_they_stand(tmp_path: Path) -> None:
    cells = [
        cell("<text:p>007</text:p>", 'office:value-type="float" office:value="7"'),
        cell("<text:p>45%</text:p>", 'office:value-type="percentage" office:value="0.45"'),
        cell("<text:p>WAHR</text:p>", 'office:value-type="boolean" office:boolean-value="true"'),
        cell("<text:p>18.08.21</text:p>", 'office:value-type="date" office:date-value="2021-08-18"'),
        cell("<text:p>x</text:p>", 'office:value-type="date" office:date-value="2021-08-18T06:30:00"'),
        cell("<text:p>12:30</text:p>", 'office:value-type="time" office:time-value="PT12H30M05S"'),
    ]
    assert [c.value for c in read_tables(packed(tmp_path, sheet(row(*cells)))).sheets[0].rows[0][1]] == [
        7.0,
        0.45,
        True,
        date(2021, 8, 18),
        datetime(2021, 8, 18, 6, 30),
        time(12, 30, 5),
    ]


def test_what_is_odd_is_flagged(tmp_path: Path) -> None:
    struck = '<text:p>kept <text:span text:style-name="gone">gone</text:span></text:p>'
    old = 'office:value-type="date" office:date-value="1850-02-03"'
    rows = [
        row(more='table:number-rows-repeated="3"'),
        row(
            cell(struck),
            cell("<text:p>all</text:p>", 'office:value-type="string" table:style-name="gone"'),
            cell("<text:p>#REF!</text:p>", 'table:formula="of:=x" office:value-type="error"'),
            cell("", 'table:formula="of:=A1"'),
            cell("<text:p>x</text:p>", old),
            cell("<text:p>aside</text:p>"),
        ),
        row(cell("<text:p>hidden</text:p>"), more='table:visibility="filter"'),
        row(cell("<text:p>twice</text:p>"), more='table:number-rows-repeated="2"'),
        row(cell(more='table:number-columns-repeated="16384"'), more='table:number-rows-repeated="1048570"'),
    ]
    shown = '<table:table-column table:number-columns-repeated="5"/>'
    columns = f'{shown}<table:table-column table:visibility="collapse"/>'
    tables = read_tables(packed(tmp_path, sheet(columns, *rows) + sheet(more='table:style-name="out"')))
    assert told(tables) == [
        (
            4,
            [
                ("kept gone", ("struck-out",)),
                ("all", ("struck-out",)),
                ("#REF!", ("error",)),
                ("", ("formula-without-value",)),
                ("1850-02-03", ("before-1900",)),
                ("aside", ("hidden-column",)),
            ],
        ),
        (5, [("hidden", ("hidden-row",))]),
        (6, [("twice", ())]),
        (7, [("twice", ())]),
    ]
    assert [sheet.visible for sheet in tables.sheets] == [True, False]


def test_a_merged_value_belongs_to_each_row(tmp_path: Path) -> None:
    whole = cell("<text:p>M</text:p>", 'office:value-type="string" table:number-rows-spanned="2"')
    rows = row(cell("<text:p>a</text:p>"), whole) + row(
        cell("<text:p>b</text:p>"), "<table:covered-table-cell/>"
    )
    assert told(read_tables(packed(tmp_path, sheet(rows)))) == [
        (1, [("a", ()), ("M", ())]),
        (2, [("b", ()), ("M", ("merged",))]),
    ]


def test_hostile_ones_are_refused(tmp_path: Path) -> None:
    many = 'office:value-type="string" table:number-columns-repeated="1000000"'
    with pytest.raises(TooMuch, match="columns"):
        read_tables(packed(tmp_path, sheet(row(cell("<text:p>x</text:p>", many)))))
    long = row(cell("<text:p>x</text:p>"), more='table:number-rows-repeated="900000000"')
    with pytest.raises(TooMuch, match="cells"):
        read_tables(packed(tmp_path, sheet(long)))
    with pytest.raises(UnreadableTable, match="document type"):
        read_tables(
            packed(tmp_path, sheet(), before='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>')
        )
    with pytest.raises(UnreadableTable, match="nested"):
        read_tables(packed(tmp_path, sheet(row(cell("<text:p>" * 1000)))))
    with pytest.raises(Protected, match="password"):
        read_tables(packed(tmp_path, sheet(), manifest="<m><encryption-data/></m>"))
    with pytest.raises(TooMuch, match="unpacked"):
        read_tables(
            packed(tmp_path, sheet() + " " * 9_000_000), limits=replace(DEFAULT_LIMITS, unpacked=1_000_000)
        )


def test_a_workbook_of_excel_97(tmp_path: Path) -> None:
    path = Path(__file__).with_name("libreoffice.xls")
    tables = read_tables(path)
    found = {(number, column): c for number, cells in tables.sheets[0].rows for column, c in enumerate(cells)}
    assert tables.kind == "xls"
    assert [(sheet.name, sheet.visible) for sheet in tables.sheets] == [("R", True), ("H", False)]
    assert found[5, 1] == Cell(None, "00:00:00", ("before-1900",))
    assert found[12, 1].value == date(2020, 6, 18)
    assert found[4, 4] == Cell("M", "M", ("merged",))
    assert "not seen" in tables.notes[0]


@pytest.mark.parametrize("kind", ["ods", "xlsx"])
def test_what_libreoffice_writes_is_read_as_python_calamine_reads_it(tmp_path: Path, kind: str) -> None:
    needs(shutil.which("soffice"), "LibreOffice")
    source = tmp_path / "register.csv"
    source.write_text("a,b,c\n1,2021-08-18,words\n2.5,,\n\n7,2020-01-01,ü\n", encoding="utf-8")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    asked = [
        "soffice",
        profile,
        "--headless",
        "--infilter=CSV:44,34,76",
        "--convert-to",
        kind,
        "--outdir",
        tmp_path,
        source,
    ]
    subprocess.run(asked, check=True, capture_output=True, timeout=120)
    path = tmp_path / f"register.{kind}"
    theirs = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    ours = {number: [c.value for c in cells] for number, cells in read_tables(path).sheets[0].rows}
    for number, values in enumerate(theirs, 1):
        mine = ours.get(number, [])
        assert [None if value == "" else value for value in values] == mine + [None] * (
            len(values) - len(mine)
        )
