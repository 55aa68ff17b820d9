"""Workbooks: what python-calamine says, what it does not, and hostile ones."""

import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter.workbook import Workbook

from ledger.tables.base import DEFAULT_LIMITS, Cell, Tables
from ledger.tables.errors import Protected, TooMuch, UnreadableTable
from ledger.tables.ooxml.styles import shown
from ledger.tables.reading import read_tables


def made(folder: Path, fill: Callable[[Workbook], None]) -> Path:
    path = folder / "register.xlsx"
    book = xlsxwriter.Workbook(path)
    fill(book)
    book.close()
    return path


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """The same workbook with one part changed."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return path


def cells(tables: Tables, sheet: int = 0) -> dict[tuple[int, int], Cell]:
    """By row and column from 1 and 0, what is not empty."""
    return {
        (number, column): cell
        for number, row in tables.sheets[sheet].rows
        for column, cell in enumerate(row)
        if cell != Cell(None, "")
    }


def odd(book: Workbook) -> None:
    sheet = book.add_worksheet("Register")

    def shaped(**how: object) -> object:
        return book.add_format(how)

    day, clock, struck = (
        shaped(num_format="yyyy-mm-dd"),
        shaped(num_format="hh:mm"),
        shaped(font_strikeout=True),
    )
    for row, (number, how) in enumerate(
        [
            (44000, day),
            (44000.25, shaped(num_format="dd/mm/yyyy hh:mm")),
            (0.5, clock),
            (0, clock),
            (26.5 / 24, shaped(num_format="[h]:mm")),
            (1, day),
            (0, day),
            (-5, day),
            (7, shaped(num_format="000")),
            (1.1, shaped(num_format="0.00")),
            (12345678901234567890, None),
            (3, None),
            (2, shaped(num_format="# ?/?")),
            (4, struck),
        ],
        start=2,
    ):
        sheet.write_number(row, 1, number, how)
    sheet.write_boolean(2, 3, True)
    sheet.write_formula(3, 3, "=1/0", None, "#DIV/0!")
    sheet.write_formula(4, 3, "=A1", None, "")
    sheet.write_rich_string(5, 3, "kept ", struck, "gone", " kept")
    sheet.write_string(6, 3, "hidden")
    sheet.set_row(6, None, None, {"hidden": True})
    sheet.write_string(2, 5, "aside")
    sheet.set_column(5, 5, None, None, {"hidden": True})
    sheet.merge_range("G3:G5", "whole")
    book.add_worksheet("Old").hide()


EXPECTED = {
    (3, 1): Cell(date(2020, 6, 18), "2020-06-18"),
    (4, 1): Cell(datetime(2020, 6, 18, 6), "2020-06-18 06:00:00"),
    (5, 1): Cell(time(12), "12:00:00"),
    (6, 1): Cell(time(0), "00:00:00"),
    (7, 1): Cell("26:30:00", "26:30:00", ("duration", "hidden-row")),
    (8, 1): Cell(date(1900, 1, 1), "1900-01-01", ("before-1900",)),
    (9, 1): Cell(None, "0", ("before-1900",)),
    (10, 1): Cell(None, "-5", ("before-1900",)),
    (11, 1): Cell(7.0, "007"),
    (12, 1): Cell(1.1, "1.10"),
    (13, 1): Cell(12345678901234570000.0, "1.234567890123457E+19", ("digits-lost",)),
    (14, 1): Cell(3.0, "3"),
    (15, 1): Cell(2.0, "2", ("unknown-format",)),
    (16, 1): Cell(4.0, "4", ("struck-out",)),
    (3, 3): Cell(True, "TRUE"),
    (4, 3): Cell(None, "#DIV/0!", ("error",)),
    (5, 3): Cell(None, "", ("formula-without-value",)),
    (6, 3): Cell("kept gone kept", "kept gone kept", ("struck-out",)),
    (7, 3): Cell("hidden", "hidden", ("hidden-row",)),
    (3, 5): Cell("aside", "aside", ("hidden-column",)),
    (3, 6): Cell("whole", "whole"),
    (4, 6): Cell("whole", "whole", ("merged",)),
    (5, 6): Cell("whole", "whole", ("merged",)),
}


def as_nobody_writes_it(xml: bytes) -> bytes:
    return xml.replace(b'<c r="', b'<c  r = "').replace(b"<sheetData>", b"<!-- c --><sheetData>")


@pytest.mark.parametrize("written", [bytes, as_nobody_writes_it])
def test_everything_odd_is_found_however_it_is_written(
    tmp_path: Path, written: Callable[[bytes], bytes]
) -> None:
    tables = read_tables(rewritten(made(tmp_path, odd), "xl/worksheets/sheet1.xml", written))
    # The days stand in a column of numbers, which has a test of its own.
    found = {
        place: replace(cell, flags=tuple(flag for flag in cell.flags if flag != "made-a-date"))
        for place, cell in cells(tables).items()
    }
    assert found == EXPECTED
    assert [(sheet.name, sheet.visible) for sheet in tables.sheets] == [("Register", True), ("Old", False)]
    assert tables.sheets[0].rows[0][0] == 3


@pytest.mark.parametrize(
    ("number", "code", "text"),
    [
        (7, "000", "007"),
        (7, '"REC-"000', "REC-007"),
        (7, "000\\/21", "007/21"),
        (1.1, "0.00", "1.10"),
        (1234.5, "#,##0.00", "1,234.50"),
        (0.45, "0%", "45%"),
        (-7, "000", "-007"),
        (5, "[Red]0", "5"),
        (5, "0_);(0)", "5"),
        (5, '"1"0', "15"),
        (-5, "0;(0)", None),
        (5, "# ?/?", None),
        (5, "0.00E+00", None),
    ],
)
def test_numbers_are_shown_as_their_format_says(number: float, code: str, text: str | None) -> None:
    assert shown(number, code) == text


def test_a_date_in_a_column_of_numbers(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        sheet = book.add_worksheet()
        for row, words in enumerate(["1/1", "1/13", "2", "3a", "14/2"]):
            sheet.write_string(row, 0, words)
        sheet.write_datetime(5, 0, datetime(2021, 2, 1), book.add_format({"num_format": "d/m"}))
        for row in range(6):
            sheet.write_datetime(row, 1, datetime(2021, 2, 1), book.add_format({"num_format": "d/m"}))

    found = cells(read_tables(made(tmp_path, fill)))
    assert {place: cell.flags for place, cell in found.items() if cell.flags} == {(6, 0): ("made-a-date",)}


def test_a_name_that_ends_in_anything_is_no_hint(tmp_path: Path) -> None:
    path = made(tmp_path, odd)
    assert read_tables(path.rename(tmp_path / "register.csv")).kind == "xlsx"


def test_encrypted_workbooks_have_a_password(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    )
    with pytest.raises(Protected, match="password"):
        read_tables(path)


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    entity = b'<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/hostname">]><workbook'
    path = rewritten(made(tmp_path, odd), "xl/workbook.xml", lambda xml: xml.replace(b"<workbook", entity, 1))
    with pytest.raises(UnreadableTable, match="document type"):
        read_tables(path)


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    path = rewritten(made(tmp_path, odd), "xl/worksheets/sheet1.xml", lambda xml: xml + b" " * 30_000_000)
    with pytest.raises(TooMuch, match="unpacked"):
        read_tables(path, limits=replace(DEFAULT_LIMITS, unpacked=10_000_000))


def test_a_bomb_that_lies_about_its_size_ends(tmp_path: Path) -> None:
    path = rewritten(made(tmp_path, odd), "xl/worksheets/sheet1.xml", lambda xml: xml + b" " * 30_000_000)
    data = path.read_bytes()
    place = data.rfind(b"PK\x01\x02", 0, data.find(b"xl/worksheets/sheet1.xml", data.find(b"PK\x01\x02")))
    path.write_bytes(data[: place + 24] + struct.pack("<I", 500) + data[place + 28 :])
    with pytest.raises(UnreadableTable):
        read_tables(path, limits=replace(DEFAULT_LIMITS, unpacked=10_000_000))


@pytest.mark.parametrize("corner", ["XFD1048576", "ZZZ9999999", "XFD2"])
def test_a_sheet_that_claims_all_cells_is_refused(tmp_path: Path, corner: str) -> None:
    row = corner.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    far = f'<row r="{row}"><c r="{corner}"><v>1</v></c></row></sheetData>'.encode()
    path = made(tmp_path, lambda book: book.add_worksheet().write_string(0, 0, "x"))
    rewritten(path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", far))
    with pytest.raises(UnreadableTable):
        read_tables(path, limits=replace(DEFAULT_LIMITS, seconds=20))


def test_a_sheet_that_is_cut_off_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path, odd)
    path.write_bytes(path.read_bytes()[:-400])
    with pytest.raises(UnreadableTable, match="damaged"):
        read_tables(path)


def test_a_chart_is_no_table_and_macros_are_not_run(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        sheet = book.add_worksheet("Register")
        sheet.write_number(0, 0, 3)
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Register!$A$1"})
        book.add_chartsheet("Figures").set_chart(chart)

    path = made(tmp_path, fill)
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("xl/vbaProject.bin", b"x")
    tables = read_tables(path)
    assert [sheet.name for sheet in tables.sheets] == ["Register"]
    assert tables.notes == ("It has macros; none was run.", "Its sheet “Figures” is no table.")


def test_a_sheet_that_is_kept_elsewhere_and_written_by_a_program_of_its_own_is_read(tmp_path: Path) -> None:
    path = made(tmp_path, odd)
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    xml = parts.pop("xl/worksheets/sheet1.xml").replace(b"<c r=", b"<c\n r=")
    links = parts["xl/_rels/workbook.xml.rels"].replace(b"worksheets/sheet1.xml", b"one.xml")
    types = parts["[Content_Types].xml"].replace(b"worksheets/sheet1.xml", b"one.xml")
    changed = {"xl/one.xml": xml, "xl/_rels/workbook.xml.rels": links, "[Content_Types].xml": types}
    with zipfile.ZipFile(path, "w") as file:
        for name, data in {**parts, **changed}.items():
            file.writestr(name, data)
    assert cells(read_tables(path))[11, 1] == Cell(7.0, "007")
