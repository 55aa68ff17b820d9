"""Spreadsheets of OpenDocument (ODS), by a stream through their XML.

python-calamine leaves out line breaks, tabs and which cells are struck out, hidden, merged or in error; to
find them the whole XML has to be read, and the values stand beside them. Repeated rows and cells are told
as often as they stand, blank ones at the end are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from ledger.tables.base import Cell, text_of
from ledger.tables.errors import Protected
from ledger.tables.markup import Package, Parser
from ledger.tables.merged import Area, filled
from ledger.tables.source import RawSheet, Source
from ledger.tables.wire import Sent, with_flag

_DIGITS = 15
_OPEN = 200
"""Merged areas that are asked for whether they reach into a row, the last ones."""
_HIDDEN = ("collapse", "filter")


def read(source: Source) -> Iterator[RawSheet]:
    package = Package(source)
    if any(b"encryption-data" in chunk for chunk in package.chunks("META-INF/manifest.xml")):
        raise Protected(f"{source.name} has a password.", "Save it without one.")
    if any(name.startswith(("Basic/", "Scripts/")) for name in package.names()):
        source.found.notes.append("It has macros; none was run.")
    content = _Content(source)
    chunks = package.chunks("content.xml")
    package_done = False
    while not package_done:
        chunk = next(chunks, b"")
        content.feed(chunk, last=not chunk)
        package_done = not chunk
    for sheet in content.sheets:
        yield RawSheet(sheet.name, filled(iter(sheet.rows), sheet.areas), sheet.visible)


class _Sheet:
    def __init__(self, name: str, visible: bool) -> None:
        self.name = name
        self.visible = visible
        self.rows: list[tuple[int, list[Sent]]] = []
        self.areas: list[Area] = []
        self.hidden: set[int] = set()
        self.height = 0
        self.columns = 0


class _Content(Parser):
    """Sheets with their rows; a row stands in ``rows`` if it holds anything."""

    def __init__(self, source: Source) -> None:
        super().__init__(source.name)
        self._source = source
        self.sheets: list[_Sheet] = []
        self._struck: set[str] = set()
        self._out_of_sight: set[str] = set()
        self._style = ""
        self._row: list[Sent] = []
        self._row_times = 1
        self._row_hidden = False
        self._cell: dict[str, str] | None = None
        self._words: list[str] = []
        self._through = 0
        self._marks: list[bool] = []
        self._was_struck = False
        self._aside = 0
        self._paragraphs = 0
        self._count = 0
        self._blank = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in ("annotation", "tracked-changes", "shapes"):
            self._aside += 1
        elif self._aside:
            return
        elif self._cell is not None:
            self._inside(tag, attributes)
        elif tag == "style":
            self._style = attributes.get("name", "")
        elif tag == "text-properties":
            if attributes.get("text-line-through-style", "none") != "none":
                self._struck.add(self._style)
        elif tag == "table-properties":
            if attributes.get("display") == "false":
                self._out_of_sight.add(self._style)
        elif tag == "table":
            visible = attributes.get("style-name") not in self._out_of_sight
            self.sheets.append(_Sheet(attributes.get("name", ""), visible))
        elif not self.sheets:
            return
        elif tag == "table-column":
            sheet, times = self.sheets[-1], _times(attributes, "number-columns-repeated")
            if attributes.get("visibility") in _HIDDEN:
                sheet.hidden.update(range(sheet.columns, min(sheet.columns + times, 16_384)))
            sheet.columns += times
        elif tag == "table-row":
            self._row = []
            self._row_times = _times(attributes, "number-rows-repeated")
            self._row_hidden = attributes.get("visibility") in _HIDDEN
        elif tag in ("table-cell", "covered-table-cell"):
            self._cell = attributes
            self._words, self._paragraphs, self._through, self._marks = [], 0, 0, []
            self._was_struck = False

    def _inside(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in ("p", "h"):
            if self._paragraphs:
                self._words.append("\n")
            self._paragraphs += 1
        elif tag == "line-break":
            self._words.append("\n")
        elif tag == "tab":
            self._words.append("\t")
        elif tag == "s":
            self._words.append(" " * min(int(attributes.get("c", "1") or 1), 10_000))
        elif tag == "span":
            self._marks.append(attributes.get("style-name") in self._struck)
            self._through += self._marks[-1]

    def text(self, words: str) -> None:
        if self._cell is not None and not self._aside and self._paragraphs:
            self._words.append(words)
            if self._through and words.strip():
                self._was_struck = True

    def end(self, tag: str) -> None:
        if tag in ("annotation", "tracked-changes", "shapes"):
            self._aside -= 1
        elif self._aside:
            return
        elif tag == "span" and self._marks:
            self._through -= self._marks.pop()
        elif tag in ("table-cell", "covered-table-cell") and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif tag == "table-row" and self.sheets:
            self._end_row(self.sheets[-1])

    def _end_cell(self, attributes: dict[str, str]) -> None:
        cell = _value(attributes, "".join(self._words))
        if self._was_struck or attributes.get("style-name") in self._struck:
            cell = with_flag(cell, "struck-out")
        times = _times(attributes, "number-columns-repeated")
        down, across = (_times(attributes, f"number-{what}-spanned") for what in ("rows", "columns"))
        if cell is None:
            # Blank cells at the end of a row are none, until one follows that is not.
            self._blank = min(self._blank + times, 16_384)
            return
        self._row.extend([None] * self._blank)
        self._blank = 0
        sheet, column = self.sheets[-1], len(self._row)
        if column + times > self._source.limits.columns:
            raise self._source.too_much("columns", self._source.limits.columns)
        if down > 1 or across > 1:
            sheet.areas.append(((sheet.height, column), (sheet.height + down - 1, column + across - 1)))
        self._row.extend([cell] * times)

    def _end_row(self, sheet: _Sheet) -> None:
        row = self._row
        first = sheet.height
        sheet.height += self._row_times
        # As far as a merged area reaches into the row, its blank cells are told.
        reached = [right + 1 for (top, _), (bottom, right) in sheet.areas[-_OPEN:] if top <= first <= bottom]
        row.extend([None] * min(self._blank, max(reached, default=0) - len(row)))
        self._blank = 0
        width = len(row)
        if not width:
            return
        self._count += width * self._row_times
        if self._count > self._source.limits.cells:
            raise self._source.too_much("cells", self._source.limits.cells)
        for column in sheet.hidden:
            if column < width:
                row[column] = with_flag(row[column], "hidden-column")
        if self._row_hidden:
            row = [with_flag(cell, "hidden-row") for cell in row]
        for number in range(first + 1, sheet.height + 1):
            sheet.rows.append((number, list(row)))


def _times(attributes: dict[str, str], name: str) -> int:
    said = attributes.get(name, "1")
    return max(1, int(said[:9])) if said.isdecimal() else 1


def _value(attributes: dict[str, str], words: str) -> Sent:
    kind = attributes.get("value-type", "")
    if kind == "error" or (
        words.startswith(("#", "Err:")) and attributes.get("formula") and kind != "string"
    ):
        return Cell(None, words, ("error",))
    if attributes.get("formula") and not kind:
        return Cell(None, words, ("formula-without-value",))
    try:
        match kind:
            case "float" | "currency" | "percentage":
                return _number(attributes["value"], words)
            case "boolean":
                return Cell(attributes["boolean-value"] == "true", words)
            case "date":
                return _day(attributes["date-value"])
            case "time":
                return _clock(attributes["time-value"], words)
    except (KeyError, ValueError):
        return (
            Cell(None, words, ("before-1900",)) if kind == "date" else Cell(words, words, ("unknown-format",))
        )
    return words or attributes.get("string-value") or None


def _number(said: str, words: str) -> Sent:
    value = float(said)
    digits = said.lstrip("-")
    if digits.isdecimal() and len(digits) > _DIGITS:
        return Cell(int(said), said, ("digits-lost",))
    return Cell(value, words or text_of(value))


def _day(said: str) -> Sent:
    value: date = datetime.fromisoformat(said) if "T" in said else date.fromisoformat(said)
    if value.year < 1900 or (value.year == 1900 and value.month < 3):
        return Cell(value, text_of(value), ("before-1900",))
    return value


def _clock(said: str, words: str) -> Sent:
    hours, _, rest = said.removeprefix("PT").partition("H")
    minutes, _, seconds = rest.partition("M")
    whole, part = divmod(float(seconds.rstrip("S") or 0), 1)
    if said.startswith("-") or int(hours) > 23:
        return Cell(words, words, ("duration",))
    return time(int(hours), int(minutes or 0), int(whole), int(part * 1_000_000))
