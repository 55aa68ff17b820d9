"""The cells of an OpenDocument spreadsheet: each typed, so none is calculated."""

from __future__ import annotations

import re
from html import escape

from projections.publication.files.spreadsheets.sheet import Cell, Date, Link, legal

_BLANKS = re.compile(r" {2,}|^ | $|(?<=\t) | (?=\t)")
"""What XML would lose: several blanks, and one at an edge or beside a tab."""


def cell(of: Cell) -> str:
    """A cell of its type."""
    if type(of) is str:  # as nearly all are
        return text_cell(of)
    match of:
        case None:
            return "<table:table-cell/>"
        case int():
            return (
                f'<table:table-cell table:style-name="Figure" office:value-type="float" '
                f'office:value="{of}"><text:p>{of}</text:p></table:table-cell>'
            )
        case Date(day) if of.is_whole:
            return (
                '<table:table-cell table:style-name="day" office:value-type="date" '
                f'office:date-value="{day}"><text:p>{day}</text:p></table:table-cell>'
            )
        case Date(day):
            return text_cell(day)
        case Link(text, href):
            lines = "<text:line-break/>".join(map(inline, legal(text).split("\n")))
            return (
                '<table:table-cell office:value-type="string"><text:p>'
                f'<text:a xlink:type="simple" xlink:href="{escape(legal(href))}">{lines}'
                "</text:a></text:p></table:table-cell>"
            )
        case text:
            return text_cell(text)


def open_cell(check: str | None, *, as_typed: bool) -> str:
    """An empty cell that may be filled in; ``check`` is the name of what is asked of it."""
    checked = f' table:content-validation-name="{check}"' if check else ""
    return f'<table:table-cell table:style-name="{"typed" if as_typed else "open"}"{checked}/>'


def text_cell(text: str, style: str | None = None) -> str:
    """A text, each line of it a paragraph; ``style`` is one of ``ods_fixed``, else its column's."""
    lines = "".join(f"<text:p>{inline(line)}</text:p>" for line in legal(text).split("\n"))
    looks = f' table:style-name="{style}"' if style else ""
    return f'<table:table-cell{looks} office:value-type="string">{lines}</table:table-cell>'


def inline(line: str) -> str:
    """One line, with the blanks that XML would lose as elements.

    A tab is a reference and no ``text:tab``: of that element LibreOffice and calamine show nothing, so two
    words would become one; the reference they keep, and a reader that folds it shows a blank.
    """
    said = escape(line)
    if "  " not in said and "\t" not in said and said == said.strip(" "):
        return said
    kept = _BLANKS.sub(lambda found: f'<text:s text:c="{len(found[0])}"/>', said)
    return kept.replace("\t", "&#9;")
