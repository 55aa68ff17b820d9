"""OpenDocument spreadsheets (ODF 1.3): sheets of typed cells, written to the same bytes everywhere.

Each sheet follows the accessible-spreadsheet rules of the Government Analysis Function: its title in A1, what
it holds under that, then one table with one marked heading row, named; nothing merged, frozen, filtered or
calculated, and no row or column left empty. A text stays a text, whatever it looks like.

The package is stored, not deflated: a compressed stream depends on the zlib that is at hand.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from events.base import Instant
from projections.publication import ods_fixed
from projections.publication.ods_cells import Cell, cell, legal, text_cell


class Sheet(NamedTuple):
    """One sheet. ``widths``, in centimetres, are of its columns; ``said`` are sentences, one a row."""

    name: str
    title: str
    said: tuple[str, ...]
    headings: tuple[str, ...]
    widths: tuple[float, ...]
    rows: Sequence[Sequence[Cell]]

    @property
    def top(self) -> int:
        """The row of the headings, from 1."""
        return 2 + len(self.said)


def write(title: str, description: str, known_at: Instant, sheets: Sequence[Sheet]) -> bytes:
    """The spreadsheet; ``known_at`` stands as its date. Names of sheets are plain letters."""
    meta = ods_fixed.META.format(
        title=escape(legal(title)), description=escape(legal(description)), date=escape(known_at)
    )
    return package(
        {
            "mimetype": (ods_fixed.MIMETYPE,),
            "content.xml": _content(sheets),
            "styles.xml": (ods_fixed.STYLES,),
            "meta.xml": (meta,),
            "META-INF/manifest.xml": (ods_fixed.MANIFEST,),
        }
    )


def package(parts: Mapping[str, Iterable[str]]) -> bytes:
    """The parts in one zip, in their order, each with a time and attributes that are always the same."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for path, pieces in parts.items():
            info = ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            # Else they are those of the system that it is made on.
            info.create_system, info.external_attr = 3, 0o644 << 16
            with archive.open(info, "w") as part:
                for piece in pieces:
                    part.write(piece.encode())
    return out.getvalue()


def _content(sheets: Sequence[Sheet]) -> Iterator[str]:
    widths = sorted({width for sheet in sheets for width in sheet.widths})
    yield ods_fixed.CONTENT_BEGINS
    for width in widths:
        yield (
            f'<style:style style:name="{_column(width)}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width}cm"/></style:style>'
        )
    yield ods_fixed.CONTENT_STYLES
    for sheet in sheets:
        yield from _sheet(sheet)
    yield "<table:database-ranges>"
    for sheet in sheets:
        last = f"{chr(ord('A') + len(sheet.headings) - 1)}{sheet.top + len(sheet.rows)}"
        yield (
            f'<table:database-range table:name="{sheet.name}_table" '
            f'table:target-range-address="{sheet.name}.A{sheet.top}:{sheet.name}.{last}" '
            'table:contains-header="true" table:display-filter-buttons="false"/>'
        )
    yield f"</table:database-ranges>{ods_fixed.CONTENT_ENDS}"


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield f'<table:table table:name="{sheet.name}" table:style-name="sheet">'
    for width in sheet.widths:
        yield (
            f'<table:table-column table:style-name="{_column(width)}" table:default-cell-style-name="Words"/>'
        )
    yield _row([text_cell(sheet.title, "Title")])
    for sentence in sheet.said:
        yield _row([text_cell(sentence, "Said")])
    headings = _row([text_cell(heading, "Heading") for heading in sheet.headings])
    yield f"<table:table-header-rows>{headings}</table:table-header-rows>"
    for row in sheet.rows:
        yield _row(map(cell, row))
    yield "</table:table>\n"


def _row(cells: Iterable[str]) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>\n"


def _column(width: float) -> str:
    return f"column{round(width * 10)}"
