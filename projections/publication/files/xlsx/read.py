"""The tables of an Excel spreadsheet: what its cells show, which must be what they hold.

Only what a sheet of a bundle has is read. Whatever could show something else than the cells hold is refused:
a formula, a format of numbers, a merged or hidden cell, anything laid over the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from xml.etree import ElementTree

from ledger.checks.base import shown
from projections.publication.files.reading import Budget, Wrong
from projections.publication.files.spreadsheets.packed import Packed
from projections.publication.files.tables import Table

_OPEN = "http://schemas.openxmlformats.org"
_MAIN = f"{{{_OPEN}/spreadsheetml/2006/main}}"
_RELATIONS = f"{_OPEN}/officeDocument/2006/relationships"
_RELATION = f"{{{_OPEN}/package/2006/relationships}}Relationship"
_OF_A_SHEET = {
    *("sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "hyperlinks"),
    *("printOptions", "pageMargins", "pageSetup", "headerFooter", "tableParts"),
}
_AS_HELD = {0: "", 1: "", 49: ""}
"""The built-in formats of numbers that show what a cell holds."""

_DATE = "yyyy-mm-dd"
_EPOCH = date(1899, 12, 30)
_LAST_DAY = 2_958_465  # of the year 9999
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_MOST_COLUMNS = 1_000


def tables(data: bytes) -> list[Table]:
    """Every sheet; raises Wrong."""
    packed = Packed(data)
    workbook = packed.xml("xl/workbook.xml")
    settings = workbook.find(f"{_MAIN}workbookPr")
    if settings is not None and settings.get("date1904", "0") not in ("0", "false"):
        raise Wrong("it counts its days from 1904")
    targets = _targets(packed)
    formats = _formats(packed)
    strings = _strings(packed)
    budget, read, found = Budget(), set[str](), list[Table]()
    for sheet in workbook.iter(f"{_MAIN}sheet"):
        if sheet.get("state", "visible") != "visible":
            raise Wrong(f"its sheet {shown(sheet.get('name'))} is hidden")
        path = targets.get(sheet.get(f"{{{_RELATIONS}}}id", ""))
        if path is None:
            raise Wrong(f"its sheet {shown(sheet.get('name'))} leads nowhere")
        if path in read:
            raise Wrong(f"two of its sheets are {shown(path)}")
        read.add(path)
        found.append(_rows(packed, path, formats, strings, budget))
    return found


def _targets(packed: Packed) -> dict[str, str]:
    """The parts that are sheets, by the id of what leads there."""
    found = {}
    for relation in packed.xml("xl/_rels/workbook.xml.rels").iter(_RELATION):
        if relation.get("Type") == f"{_RELATIONS}/worksheet":
            target = relation.get("Target", "")
            found[relation.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    return found


def _formats(packed: Packed) -> Sequence[str | None]:
    """By style: empty for as it is held, else ``yyyy-mm-dd``, or None for a format that is not known."""
    root = packed.xml("xl/styles.xml")
    codes: dict[str | None, str | None] = {str(number): code for number, code in _AS_HELD.items()}
    for code in root.iter(f"{_MAIN}numFmt"):
        codes[code.get("numFmtId")] = _DATE if code.get("formatCode") == _DATE else None
    return [
        codes.get(style.get("numFmtId", "0")) for styles in root.iter(f"{_MAIN}cellXfs") for style in styles
    ]


def _strings(packed: Packed) -> Sequence[str]:
    """The texts that cells share."""
    if "xl/sharedStrings.xml" not in packed.names:
        return ()
    return [_text(one) for one in packed.xml("xl/sharedStrings.xml").iter(f"{_MAIN}si")]


def _rows(
    packed: Packed, path: str, formats: Sequence[str | None], strings: Sequence[str], budget: Budget
) -> Table:
    rows: Table = []
    before = 0

    def of_row(row: ElementTree.Element) -> None:
        # A row is read and forgotten as it ends: a sheet as a tree takes many times its file.
        nonlocal before
        number = row.get("r", "")
        if not (number.isascii() and number.isdecimal() and len(number) < 8 and int(number) > before):
            raise Wrong(f"its rows do not stand in order at {shown(number)}")
        before = int(number)
        budget.take()
        rows.append(_cells(row, number, formats, strings, budget))

    root = packed.xml(path, {f"{_MAIN}row": of_row})
    for part in root:
        if part.tag.removeprefix(_MAIN) not in _OF_A_SHEET:
            raise Wrong(f"a sheet has what none of a bundle has: {shown(part.tag.rpartition('}')[2])}")
    for hidden in (*root.iter(f"{_MAIN}col"), *root.iter(f"{_MAIN}row")):
        if hidden.get("hidden", "0") not in ("0", "false") or _is_nothing(hidden.attrib):
            raise Wrong("a row or column is hidden")
    return rows


def _cells(
    row: ElementTree.Element,
    number: str,
    formats: Sequence[str | None],
    strings: Sequence[str],
    budget: Budget,
) -> list[str]:
    cells: list[str] = []
    for cell in row.iter(f"{_MAIN}c"):
        at = _column(cell.get("r", ""), number)
        if not len(cells) <= at < _MOST_COLUMNS:
            raise Wrong(f"its cells do not stand in order at {shown(cell.get('r'))}")
        budget.take(at + 1 - len(cells))
        cells += [""] * (at - len(cells))
        cells.append(_shown(cell, formats, strings))
    return cells


def _is_nothing(attributes: Mapping[str, str]) -> bool:
    return any(re.fullmatch(r"0(\.0*)?", attributes.get(name, "1")) for name in ("width", "ht"))


def _column(reference: str, row: str) -> int:
    """Which column a cell stands in, from 0."""
    found = _REFERENCE.fullmatch(reference)
    if not found or found[2] != row:
        raise Wrong(f"a cell of row {row} is said to be {shown(reference)}")
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _shown(cell: ElementTree.Element, formats: Sequence[str | None], strings: Sequence[str]) -> str:
    if cell.find(f"{_MAIN}f") is not None:
        raise Wrong("a cell has a formula")
    style, kind = cell.get("s", "0"), cell.get("t", "n")
    number = (
        formats[int(style)] if style.isascii() and style.isdecimal() and int(style) < len(formats) else None
    )
    if number is None:
        raise Wrong(f"the cell {cell.get('r')} shows another thing than it holds")
    value = cell.findtext(f"{_MAIN}v", "")
    match kind:
        case "inlineStr":
            text = "".join(map(_text, cell.iter(f"{_MAIN}is")))
        case "s":
            if not (value.isascii() and value.isdecimal() and len(value) < 9 and int(value) < len(strings)):
                raise Wrong(f"the cell {cell.get('r')} has no text")
            text = strings[int(value)]
        case "n" if number == _DATE and value:
            return _day(value)
        case "n":
            return value
        case _:
            raise Wrong(f"the cell {cell.get('r')} is neither text nor a number")
    if number == _DATE:
        raise Wrong(f"the cell {cell.get('r')} is a text and has the format of a date")
    return text


def _day(serial: str) -> str:
    if not (serial.isascii() and serial.isdecimal() and len(serial) < 9 and 60 < int(serial) <= _LAST_DAY):
        raise Wrong(f"it has a date that is none: {shown(serial)}")
    return str(_EPOCH + timedelta(days=int(serial)))


def _text(of: ElementTree.Element) -> str:
    """What a text shows: its runs one after another, without how they are pronounced."""
    found = ""
    for part in of:
        if part.tag == f"{_MAIN}t":
            found += _ESCAPED.sub(lambda code: chr(int(code[1], 16)), part.text or "")
        elif part.tag == f"{_MAIN}r":
            found += _text(part)
    return found
