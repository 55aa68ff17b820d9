"""OpenDocument spreadsheets (ODF 1.3): sheets of typed cells, written to the same bytes everywhere."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from html import escape
from typing import BinaryIO

from events.base import Instant
from projections.publication.files.ods import fixed as ods_fixed
from projections.publication.files.ods import forms
from projections.publication.files.ods.cells import cell, open_cell, text_cell
from projections.publication.files.spreadsheets.packing import package
from projections.publication.files.spreadsheets.sheet import Cell, Form, Sheet, legal, letters


def write(title: str, description: str, known_at: Instant, sheets: Sequence[Sheet]) -> BinaryIO:
    """The spreadsheet; ``known_at`` stands as its date."""
    meta = ods_fixed.META.format(
        title=escape(legal(title)), description=escape(legal(description)), date=escape(known_at)
    )
    parts: dict[str, Iterable[str]] = {
        "mimetype": (ods_fixed.MIMETYPE,),
        "content.xml": _content(sheets),
        "styles.xml": (ods_fixed.STYLES,),
        "meta.xml": (meta,),
        "META-INF/manifest.xml": (ods_fixed.MANIFEST,),
    }
    if any(sheet.form for sheet in sheets):
        parts["META-INF/manifest.xml"] = (ods_fixed.MANIFEST_OF_A_FORM,)
        parts["settings.xml"] = (forms.settings(sheets),)
    return package((path, (piece.encode() for piece in pieces)) for path, pieces in parts.items())


def _content(sheets: Sequence[Sheet]) -> Iterator[str]:
    widths = sorted({width for sheet in sheets for width in sheet.widths})
    yield ods_fixed.CONTENT_BEGINS
    for width in widths:
        yield (
            f'<style:style style:name="{_column(width)}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width}cm"/></style:style>'
        )
    has_forms = any(sheet.form for sheet in sheets)
    yield ods_fixed.CONTENT_STYLES_OF_A_FORM if has_forms else ods_fixed.CONTENT_STYLES
    yield ods_fixed.BODY_BEGINS
    yield forms.validations(sheets)
    ranges = ""
    for sheet in sheets:
        bottom = yield from _sheet(sheet)
        last = f"{letters(len(sheet.headings) - 1)}{bottom}"
        ranges += (
            f'<table:database-range table:name="{sheet.name}_table" '
            f'table:target-range-address="{sheet.name}.A{sheet.top}:{sheet.name}.{last}" '
            'table:contains-header="true" table:display-filter-buttons="false"/>'
        )
    yield f"<table:database-ranges>{ranges}</table:database-ranges>{ods_fixed.CONTENT_ENDS}"


def _sheet(sheet: Sheet) -> Generator[str, None, int]:
    """Its XML; returns the number of its last row."""
    form = sheet.form
    protected = ' table:protected="true"' if form else ""
    yield f'<table:table table:name="{sheet.name}" table:style-name="sheet"{protected}>'
    for width in sheet.widths:
        yield (
            f'<table:table-column table:style-name="{_column(width)}" table:default-cell-style-name="Words"/>'
        )
    yield _row([text_cell(sheet.title, "Title")])
    for sentence in sheet.said:
        yield _row([text_cell(sentence, "Said")])
    headings = _row([text_cell(heading, "Heading") for heading in sheet.headings])
    yield f"<table:table-header-rows>{headings}</table:table-header-rows>"
    bottom = sheet.top
    for row in sheet.rows:
        bottom += 1
        yield _row(map(cell, row) if form is None else _filled_in(sheet.name, form, row))
    yield "</table:table>\n"
    return bottom


def _filled_in(name: str, form: Form, row: Sequence[Cell]) -> Iterator[str]:
    """The cells of a row of a form."""
    checked = {check.column: forms.name_of(name, check) for check in form.checks}
    for column, of in enumerate(row):
        if of is None and form.is_open(column):
            yield open_cell(checked.get(column), as_typed=column in form.as_typed)
        else:
            yield cell(of)


def _row(cells: Iterable[str]) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>\n"


def _column(width: float) -> str:
    return f"column{round(width * 10)}"
