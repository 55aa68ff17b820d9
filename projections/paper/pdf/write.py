"""The PDF of a paper. Typst knows no clock, and no font but its own: the same paper gives the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from importlib.resources import files
from itertools import islice
from typing import Any, Literal

import orjson

from ledger.errors import Refused
from projections.paper.document import Block, Cell, Document, Heading, Line, Paragraph, Table, Text
from projections.publication.files.pdf.paper import pieces, printable

STANDARD: Literal["ua-1"] = "ua-1"
MOST_ROWS = 20_000
"""More are more than 1,500 pages, and take several gigabytes of memory to set."""

_SHEET = 26.7
"""Centimetres between the margins."""
_ROWS = 500
"""In one table: many short ones are set faster than one long one."""
_FEW = 3
"""Columns that are not spread over the whole width."""
_LONG = 1_500
"""Letters of a cell that may be too long for one page, so that its row may go on on the next."""
_LETTERS = 4
"""Letters of a word that fit into a centimetre, but for capitals."""
_WORD = re.compile(r"(\S+)")
_PARTS = re.compile(r"(?<=[/?#&=_.,;:-])(?=[^/?#&=_.,;:-])")
"""Where a long word may be broken: behind a sign in it."""
_CODES = (
    "Letters of other scripts, and pictures, stand here as their codes; as HTML or ODT the paper has them."
)

Json = dict[str, Any]  # Any: JSON


def write(document: Document) -> bytes:
    """The PDF; raises Refused for more rows than anybody prints."""
    import typst  # noqa: PLC0415  an extra

    count = sum(len(block.rows) for block in document.blocks if isinstance(block, Table))
    if count > MOST_ROWS:
        raise Refused(
            f"A paper in PDF has room for {MOST_ROWS:,} rows, and this has {count:,}.",
            "Ask for one inspection or one body, for a shorter period, or for --format html or odt.",
        )
    source = files("projections.paper.pdf").joinpath("paper.typ").read_bytes()
    try:
        return typst.compile(
            source,
            format="pdf",
            sys_inputs={"data": orjson.dumps(_data(document)).decode()},
            ignore_system_fonts=True,
            pdf_standards=STANDARD,
            timestamp=int(datetime.fromisoformat(document.known_at).timestamp()),
        )
    except typst.TypstError as error:
        raise Refused(
            f"The PDF cannot be made: {error.message}.", "Ask for --format html or odt, and tell us."
        ) from error


def _data(document: Document) -> Json:
    blocks = [one for block in document.blocks for one in _block(block)]
    return {
        "title": printable(document.title),
        "publisher": printable(document.publisher),
        "description": printable(document.description),
        "blocks": [*blocks, {"kind": "paragraph", "strong": False, "line": _line((Text(_CODES),), 60)}],
    }


def _block(block: Block) -> Iterator[Json]:
    match block:
        case Heading(level, text, _):
            yield {"kind": "heading", "level": level, "text": _pieces(text, 40)}
        case Paragraph(line, strong):
            yield {"kind": "paragraph", "strong": strong, "line": _line(line, 60)}
        case Table():
            yield from _tables(block)


def _tables(table: Table) -> Iterator[Json]:
    wide = len(table.columns) > _FEW
    whole = sum(column.width for column in table.columns)
    unit = _SHEET / whole if wide else 1
    longest = [max(8, int(_LETTERS * column.width * unit)) for column in table.columns]
    rows = iter(table.rows)
    part = 0
    while (some := list(islice(rows, _ROWS))) or not part:
        part += 1
        going_on = f", part {part}" if part > 1 else ""
        yield {
            "kind": "table",
            "caption": _pieces(f"{table.caption}{going_on}", 60),
            "headings": [printable(column.heading) for column in table.columns],
            "widths": [column.width for column in table.columns],
            "figures": [column.figure for column in table.columns],
            "wide": wide,
            "total": table.total,
            "rows": [
                {
                    "cells": [_cell(cell, most) for cell, most in zip(row, longest, strict=True)],
                    "long": any(_letters(cell) > _LONG for cell in row),
                }
                for row in some
            ],
        }


def _letters(cell: Cell) -> int:
    return sum(len(text.text) for line in cell for text in line)


def _cell(cell: Cell, longest: int) -> list[list[Json]]:
    return [_line(line, longest) for line in cell]


def _line(line: Line, longest: int) -> list[Json]:
    return [{"text": _pieces(text.text, longest), "href": text.href} for text in line]


def _pieces(text: str, longest: int) -> str | list[str]:
    """The text as it stands on paper; if a word is longer, in pieces between which a line may end.

    These are its parts by the signs in it, and of a part that is longer still, a few letters each.
    """
    plain = printable(text)
    found = _WORD.split(plain)
    if all(len(word) <= longest for word in found):
        return plain
    said: list[str] = []
    whole = ""
    for word in found:
        if len(word) <= longest:
            whole += word
            continue
        parts = [piece for part in _PARTS.split(word) for piece in _broken(part, longest)]
        said += [whole + parts[0], *parts[1:]]
        whole = ""
    return [*said, whole] if whole else said


def _broken(part: str, longest: int) -> list[str]:
    broken = pieces(part, longest)
    return [broken] if isinstance(broken, str) else [piece for piece in broken if piece]
