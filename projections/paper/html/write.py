"""The page of a paper. Its style stands in it, and its own policy lets nothing else in."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from html import escape
from importlib.resources import files

from projections.formats.visible import visible
from projections.paper.document import Block, Cell, Column, Document, Heading, Line, Paragraph, Table, Text

_NARROW = 3
"""Columns that every screen has room for: such a table is shown as one, and is no wider than it has to be."""
_LONG = re.compile(r"(\S{25,})")
"""No word of a dictionary: an address, or a name of many words that is written as one."""
_SHORT = 12
"""Rows of a table that is kept on one sheet."""


def write(document: Document) -> bytes:
    """The page."""
    return "".join(_page(document)).encode()


def _page(document: Document) -> Iterator[str]:
    sheet = files("projections.paper.html").joinpath("paper.css").read_text("utf-8") + _widths(document)
    # Without blanks at its ends, for the W3C's checker of pages leaves them out of its hash.
    style = sheet.strip()
    digest = b64encode(sha256(style.encode()).digest()).decode()
    yield (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; '
        f'style-src &#39;sha256-{digest}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f'<meta name="description" content="{_said(document.description)}">\n'
        f"<title>{_said(document.title)} – {_said(document.publisher)}</title>\n"
        f"<style>{style}</style>\n</head>\n<body>\n<main>\n<h1>{_said(document.title)}</h1>\n"
    )
    for block in document.blocks:
        yield from _block(block)
    yield "</main>\n</body>\n</html>\n"


def _widths(document: Document) -> str:
    """The widths of the columns of wide tables, each by a class: a page with this policy has no other way."""
    found = {
        share
        for block in document.blocks
        if isinstance(block, Table) and len(block.columns) > _NARROW
        for share in _shares(block)
    }
    return "".join(f".w{share} {{ width: {share / 10}%; }}\n" for share in sorted(found))


def _shares(table: Table) -> list[int]:
    """How wide each column is, in thousandths of the table."""
    whole = sum(column.width for column in table.columns)
    return [round(1000 * column.width / whole) for column in table.columns]


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading(level, text, name):
            known = f' id="{name}"' if name else ""
            yield f"<h{level}{known}>{_said(text)}</h{level}>\n"
        case Paragraph(line, strong):
            yield f"<p{_named('strong' if strong else '')}>{_line(line)}</p>\n"
        case Table():
            yield from _table(block)


def _table(table: Table) -> Iterator[str]:
    wide = len(table.columns) > _NARROW
    names = ["wide"] * wide + ["short"] * (len(table.rows) <= _SHORT)
    yield f"<table{_named(' '.join(names))}>\n<caption>{_said(table.caption)}</caption>\n"
    if wide:
        columns = "".join(f'<col class="w{share}">' for share in _shares(table))
        yield f"<colgroup>{columns}</colgroup>\n"
    yield "<thead>\n<tr>"
    for column in table.columns:
        yield f'<th scope="col"{_named("figure" if column.figure else "")}>{_said(column.heading)}</th>'
    yield "</tr>\n</thead>\n<tbody>\n"
    last = len(table.rows) - 1
    for at, row in enumerate(table.rows):
        yield f"<tr{_named('total' if table.total and at == last else '')}>"
        yield from _row(table.columns, row, wide=wide)
        yield "</tr>\n"
    yield "</tbody>\n</table>\n"


def _row(columns: Sequence[Column], row: Sequence[Cell], *, wide: bool) -> Iterator[str]:
    for at, (column, cell) in enumerate(zip(columns, row, strict=True)):
        if at == 0:
            # A line of a name may end behind a stroke.
            yield f'<th scope="row" class="name">{_cell(cell, slash="/<wbr>")}</th>'
        else:
            label = f' data-label="{_said(column.heading)}"' if wide else ""
            yield f"<td{_named('figure' if column.figure else '')}{label}>{_cell(cell)}</td>"


def _cell(cell: Cell, slash: str = "/") -> str:
    if len(cell) == 1:
        return _line(cell[0], slash)
    return "".join(f"<p>{_line(line, slash)}</p>" for line in cell)


def _line(line: Line, slash: str = "/") -> str:
    return "".join(_text(text, slash) for text in line)


def _text(text: Text, slash: str) -> str:
    said = "".join(
        f'<span class="long">{_said(piece)}</span>' if at % 2 else _said(piece).replace("/", slash)
        for at, piece in enumerate(_LONG.split(text.text))
    ).replace("\n", "<br>\n")
    return f'<a href="{_said(text.href)}">{said}</a>' if text.href else said


def _named(name: str) -> str:
    return f' class="{name}"' if name else ""


def _said(text: str) -> str:
    return escape(visible(text))
