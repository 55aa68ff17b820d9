"""The text document of a paper: headings with their levels, tables with headings that every page repeats.

The same document gives the same bytes on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from projections.paper.document import Block, Cell, Column, Document, Heading, Line, Paragraph, Table, Text
from projections.paper.odt import fixed
from projections.publication.files.ods.cells import inline
from projections.publication.files.spreadsheets.packing import package
from projections.publication.files.spreadsheets.sheet import legal

_FEW = 3
"""Columns that are not spread over the whole width."""
_UNIT = 1.0
"""Centimetres to a unit of width in such a table."""
_LONG = 1_500
"""Letters of a row that is too long to be kept on one page."""


def write(document: Document) -> bytes:
    """The document."""
    meta = fixed.META.format(
        title=_said(document.title),
        description=_said(document.description),
        publisher=_said(document.publisher),
        date=_said(document.known_at),
    )
    parts: dict[str, Iterable[str]] = {
        "mimetype": (fixed.MIMETYPE,),
        "content.xml": _content(document),
        "styles.xml": (fixed.STYLES,),
        "meta.xml": (meta,),
        "META-INF/manifest.xml": (fixed.MANIFEST,),
    }
    with package((path, (piece.encode() for piece in pieces)) for path, pieces in parts.items()) as packed:
        return packed.read()


def _content(document: Document) -> Iterator[str]:
    tables = [block for block in document.blocks if isinstance(block, Table)]
    yield fixed.CONTENT_BEGINS
    for number, table in enumerate(tables, 1):
        yield from _widths(number, table)
    yield fixed.CONTENT_STYLES + fixed.BODY_BEGINS
    yield _heading(1, document.title)
    numbers = iter(range(1, len(tables) + 1))
    for block in document.blocks:
        yield from _block(block, numbers)
    yield fixed.CONTENT_ENDS


def _widths(number: int, table: Table) -> Iterator[str]:
    """The styles of a table and of its columns."""
    whole = sum(column.width for column in table.columns)
    unit = fixed.WIDTH / whole if len(table.columns) > _FEW else _UNIT
    yield (
        f'<style:style style:name="table{number}" style:family="table"><style:table-properties '
        f'style:width="{unit * whole:.2f}cm" table:align="left" fo:margin-bottom="0.4cm"/></style:style>\n'
    )
    for at, column in enumerate(table.columns):
        yield (
            f'<style:style style:name="table{number}.{at}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{unit * column.width:.2f}cm"/>'
            "</style:style>\n"
        )


def _block(block: Block, numbers: Iterator[int]) -> Iterator[str]:
    match block:
        case Heading(level, text, _):
            yield _heading(level, text)
        case Paragraph(line, strong):
            yield _paragraph(line, "Notice" if strong else "Text_20_body") + "\n"
        case Table():
            yield from _table(next(numbers), block)


def _heading(level: int, text: str) -> str:
    return (
        f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{_lines(text)}</text:h>\n'
    )


def _table(number: int, table: Table) -> Iterator[str]:
    yield _paragraph((Text(table.caption),), "Caption") + "\n"
    yield f'<table:table table:name="Table{number}" table:style-name="table{number}">\n'
    yield f"<table:title>{_said(table.caption)}</table:title>\n"
    for at in range(len(table.columns)):
        yield f'<table:table-column table:style-name="table{number}.{at}"/>\n'
    headings = "".join(
        _cell(((Text(column.heading),),), "head", _of_heading(column)) for column in table.columns
    )
    yield "<table:table-header-rows>"
    yield f'<table:table-row table:style-name="row">{headings}</table:table-row></table:table-header-rows>\n'
    last = len(table.rows) - 1
    for at, row in enumerate(table.rows):
        yield _row(table.columns, row, total=table.total and at == last)
    yield "</table:table>\n"


def _row(columns: Sequence[Column], row: Sequence[Cell], *, total: bool) -> str:
    cells = "".join(
        _cell(cell, "total" if total else "cell", _of_cell(column, first=at == 0, total=total))
        for at, (column, cell) in enumerate(zip(columns, row, strict=True))
    )
    length = max(sum(len(text.text) for line in cell for text in line) for cell in row)
    kept = "" if length > _LONG else ' table:style-name="row"'
    return f"<table:table-row{kept}>{cells}</table:table-row>\n"


def _of_heading(column: Column) -> str:
    return "Figure_20_Heading" if column.figure else "Table_20_Heading"


def _of_cell(column: Column, *, first: bool, total: bool) -> str:
    if first:
        return "Row_20_Heading"
    if column.figure:
        return "Total" if total else "Figure"
    return "Table_20_Contents"


def _cell(cell: Cell, style: str, of: str) -> str:
    lines = "".join(_paragraph(line, of) for line in cell or ((Text(""),),))
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="string">{lines}</table:table-cell>'
    )


def _paragraph(line: Line, style: str) -> str:
    return f'<text:p text:style-name="{style}">{"".join(map(_text, line))}</text:p>'


def _text(text: Text) -> str:
    if text.href is None:
        return _lines(text.text)
    return (
        f'<text:a xlink:type="simple" xlink:href="{_said(text.href)}" '
        f'text:style-name="Internet_20_link">{_lines(text.text)}</text:a>'
    )


def _lines(text: str) -> str:
    return "<text:line-break/>".join(map(inline, legal(text).split("\n")))


def _said(text: str) -> str:
    return escape(legal(text))
