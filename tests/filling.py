"""A pack, filled in as a body would: cells of the workbook's own XML, everything else left as it was.

    fill(Path("police.xlsx"), {("3", "Your answer"): "Accepted", ("3", "Percent done"): 40})

A row is named by its number, or by its place from 0. Texts, numbers and dates are written as a spreadsheet
program keeps them. ``resaved`` lets LibreOffice open a workbook and save it, in either format.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from html import escape
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from ledger.importing.packs import HEADINGS, TABLE
from tests.pasts import needs

_EPOCH = date(1899, 12, 30)
_FIRST = 4
_SHEET = "xl/worksheets/sheet2.xml"


def fill(path: Path, cells: dict, to: Path | None = None) -> Path:
    """Write cells into a pack; ``to`` is the new file, by default the same."""
    there = numbers(path) if any(isinstance(row, str) for row, _ in cells) else []
    cells = {(_place(row, there), heading): value for (row, heading), value in cells.items()}
    looks = _styles(path) if path.suffix == ".xlsx" else 0
    rewrite(path, lambda name, data: _filled(path, name, data, cells, looks), to or path)
    return to or path


def rewrite(path: Path, change, to: Path) -> Path:
    """The same parts, each as ``change(name, data)`` makes it."""
    with ZipFile(path) as packed:
        parts = [(info.filename, packed.read(info)) for info in packed.infolist()]
    with ZipFile(to, "w", ZIP_DEFLATED) as packed:
        for name, data in parts:
            packed.writestr(name, change(name, data))
    return to


def _filled(path: Path, name: str, data: bytes, cells: dict, looks: int) -> bytes:
    text = data.decode() if name in (_SHEET, "content.xml") else ""
    if name == "xl/styles.xml":
        return _with_dates(data.decode()).encode()
    if path.suffix == ".xlsx" and name == _SHEET:
        return _xlsx(text, cells, looks).encode()
    if path.suffix == ".ods" and name == "content.xml":
        return _ods(text, cells).encode()
    return data


def _styles(path: Path) -> int:
    """How many looks of cells a workbook has."""
    with ZipFile(path) as packed:
        return int(re.search(r'<cellXfs count="(\d+)"', packed.read("xl/styles.xml").decode())[1])


def _with_dates(styles: str) -> str:
    """One look more, of a date as Excel gives it to what it takes for one."""
    date_look = (
        '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    )
    more = re.sub(r'<cellXfs count="(\d+)"', lambda found: f'<cellXfs count="{int(found[1]) + 1}"', styles)
    return more.replace("</cellXfs>", date_look)


def _place(named: str | int, numbers: list[str]) -> int:
    return named if isinstance(named, int) else numbers.index(named)


def numbers(path: Path) -> list[str]:
    """The numbers of the rows of a pack."""
    from ledger.tables.reading import read_tables

    (sheet,) = (sheet for sheet in read_tables(path).sheets if sheet.name == TABLE)
    return [cells[1].text for number, cells in sheet.rows if number >= _FIRST]


def _xlsx(text: str, cells: dict, looks: int) -> str:
    for (row, heading), value in cells.items():
        reference = f"{chr(ord('A') + HEADINGS.index(heading))}{_FIRST + row}"
        match value:
            case date():
                new = f'<c r="{reference}" s="{looks}"><v>{(value - _EPOCH).days}</v></c>'
            case int() | float():
                new = f'<c r="{reference}"{_style(text, reference)}><v>{value}</v></c>'
            case str():
                said = f'<is><t xml:space="preserve">{escape(value)}</t></is>'
                new = f'<c r="{reference}"{_style(text, reference)} t="inlineStr">{said}</c>'
        text, count = re.subn(
            rf'<c r="{reference}"[^>]*?(/>|>.*?</c>)', lambda _, new=new: new, text, count=1
        )
        assert count == 1, reference
    return text


def _style(text: str, reference: str) -> str:
    return re.search(rf'<c r="{reference}"( s="\d+")?', text)[1] or ""


def _ods(text: str, cells: dict) -> str:
    before, table, after = re.fullmatch(
        rf'(.*<table:table table:name="{TABLE}".*?</table:table-header-rows>)(.*?)(</table:table>.*)',
        text,
        re.S,
    ).groups()
    rows = re.findall(r"<table:table-row>.*?</table:table-row>\n", table, re.S)
    for (row, heading), value in cells.items():
        found = re.findall(r"<table:table-cell[^>]*?(?:/>|>.*?</table:table-cell>)", rows[row], re.S)
        at = HEADINGS.index(heading)
        looks = " ".join(re.findall(r'table:(?:style|content-validation)-name="[^"]*"', found[at]))
        match value:
            case date():
                kind = f'office:value-type="date" office:date-value="{value}"'
                looks = looks.replace('"typed"', '"day"')
            case int() | float():
                kind = f'office:value-type="float" office:value="{value}"'
            case str():
                kind = 'office:value-type="string"'
        lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
        found[at] = f"<table:table-cell {looks} {kind}>{lines}</table:table-cell>"
        rows[row] = f"<table:table-row>{''.join(found)}</table:table-row>\n"
    return before + "".join(rows) + after


def resaved(path: Path, ending: str, folder: Path) -> Path:
    """A workbook as LibreOffice saves it; skipped by name without it."""
    needs(office := shutil.which("soffice"), "LibreOffice")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = [office, "--headless", profile, "--convert-to", ending, "--outdir", folder / "resaved", path]
    subprocess.run(words, check=True, capture_output=True, timeout=180)
    return folder / "resaved" / f"{path.stem}.{ending}"
