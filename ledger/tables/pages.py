"""Tables of pages saved from a site: each table of a page is a sheet, an inner one a sheet of its own.

The page is parsed by selectolax (lexbor), as browsers parse: it is kept up, has no dependencies, and closes
cells and rows as HTML does. A cell's words are put together here: line breaks, paragraphs and items of a
list become lines. A cell with ``rowspan`` or ``colspan`` gives its value to each place that it covers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ledger.tables.base import Cell
from ledger.tables.decoding import text_of_file
from ledger.tables.errors import UnreadableTable, not_installed
from ledger.tables.source import RawSheet, Source
from ledger.tables.wire import Sent, with_flag

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_META = re.compile(rb"<meta[^>]*charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_LINES = frozenset(
    ("p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "hr", "tr",
     "summary",
     "blockquote", "section", "article", "header", "footer", "address", "figure", "details", "center")
)  # fmt: skip
_SILENT = frozenset(["script", "style", "template", "head", "noscript", "select", "textarea", "svg", "title"])
_STRUCK = frozenset(["s", "strike", "del"])
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_THROUGH = re.compile(r"line-through", re.IGNORECASE)
_AS_BROWSERS = dict.fromkeys(("iso-8859-1", "latin1", "us-ascii", "ascii"), "cp1252")
"""What pages say, and browsers read as the encoding that is meant."""
_WIDEST, _TALLEST = 1000, 65534
"""What HTML allows as spans."""


def read(source: Source) -> Iterator[RawSheet]:
    try:
        from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - an extra
    except ImportError:
        raise not_installed(source.name, "selectolax") from None
    said = _META.search(source.data[:4096])
    declared = said[1].decode("ascii").lower() if said else None
    page = LexborHTMLParser(text_of_file(source, _AS_BROWSERS.get(declared or "", declared)))
    tables = page.css("table")
    if not tables:
        raise UnreadableTable(f"{source.name} is a page without a table.", "Save the page with its table.")
    for number, table in enumerate(tables, 1):
        caption = next((node for node in _children(table) if node.tag == "caption"), None)
        name = _words(caption)[0].replace("\n", " ") if caption is not None else ""
        yield RawSheet(name or f"Table {number}", _rows(source, table), not _is_hidden(table))


def _rows(source: Source, table: LexborNode) -> Iterator[tuple[int, list[Sent]]]:
    """Rows from 1, as they stand; ``down`` holds what reaches into them from above, by column."""
    down: dict[int, tuple[int, Sent]] = {}
    for number, (row, left) in enumerate(_all_rows(table), 1):
        placed: dict[int, Sent] = {column: value for column, (_, value) in down.items()}
        down = {column: (more - 1, value) for column, (more, value) in down.items() if more > 1}
        column = 0
        for node in _children(row):
            if node.tag not in ("td", "th"):
                continue
            while column in placed:
                column += 1
            wide = _span(node, "colspan", _WIDEST) or 1
            tall = _span(node, "rowspan", _TALLEST)
            tall = min(tall or left, left)
            value = _cell(node)
            also = with_flag(value, "merged")
            for place in range(column, column + wide):
                placed.setdefault(place, value if place == column else also)
                if tall > 1:
                    down[place] = (tall - 1, also)
            column += wide
            if column > source.limits.columns:
                raise source.too_much("columns", source.limits.columns)
        cells = [placed.get(place) for place in range(max(placed, default=-1) + 1)]
        yield number, [with_flag(cell, "hidden-row") for cell in cells] if _is_hidden(row) else cells


def _all_rows(table: LexborNode) -> Iterator[tuple[LexborNode, int]]:
    """The rows of this table and none of an inner one, and how many its group has from there on."""
    for group in _children(table):
        if group.tag in ("thead", "tbody", "tfoot"):
            rows = [node for node in _children(group) if node.tag == "tr"]
            for place, row in enumerate(rows):
                yield row, len(rows) - place


def _cell(node: LexborNode) -> Sent:
    words, flags = _words(node)
    return Cell(words or None, words, flags) if flags else words or None


def _words(top: LexborNode) -> tuple[str, tuple[str, ...]]:
    """The words that a person sees, and what is odd about them; without those of an inner table."""
    pieces: list[str] = []
    flags: dict[str, None] = {}
    # A pair of a node and whether it is being left; no recursion, however deep the page goes.
    waiting: list[tuple[LexborNode, bool]] = [(node, False) for node in reversed(list(_children(top)))]
    struck = 0
    while waiting:
        node, leaving = waiting.pop()
        tag = node.tag or ""
        strikes = tag in _STRUCK or (not tag.startswith("-") and bool(_THROUGH.search(_style(node))))
        if leaving:
            struck -= strikes
            if tag in _LINES:
                pieces.append("\n")
        elif tag == "-text":
            words = _BLANKS.sub(" ", node.text_content or "")
            pieces.append(words)
            if struck and words.strip():
                flags["struck-out"] = None
        elif tag == "br":
            pieces.append("\n")
        elif tag == "table":
            flags["nested-table"] = None
            pieces.append("\n")
        elif not tag.startswith("-") and tag not in _SILENT and not _is_hidden(node):
            struck += strikes
            if tag in _LINES:
                pieces.append("\n")
            waiting.append((node, True))
            waiting.extend((child, False) for child in reversed(list(_children(node))))
    if _THROUGH.search(_style(top)):
        flags["struck-out"] = None
    lines = (_BLANKS.sub(" ", line).strip() for line in "".join(pieces).replace("\xa0", " ").split("\n"))
    return "\n".join(line for line in lines if line), tuple(flags)


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        yield child
        child = child.next


def _style(node: LexborNode) -> str:
    return node.attributes.get("style") or ""


def _is_hidden(node: LexborNode) -> bool:
    return "hidden" in node.attributes or bool(_HIDDEN.search(_style(node)))


def _span(node: LexborNode, name: str, most: int) -> int:
    """0 if it reaches to the end; what is no number is 1."""
    said = re.match(r"\s*\+?(\d+)", node.attributes.get(name) or "1")
    return min(int(said[1][:9]), most) if said else 1
