"""The runs of text in a file of a bundle, for wording.py: what stands between two tags, in a cell or value.

<td>Do it.</td>      the tag td, "Do it.", the end of the tag
{"due": null}        the beginning of an object, the name due, "null", its end
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from html import unescape

from projections.publication.checking import alike
from projections.publication.checking.wording import MARK
from projections.publication.files.reading import Wrong, as_text
from projections.publication.files.spreadsheets.packed import Packed

_TAG = re.compile(r"<(/?[A-Za-z][\w:.-]*)([^<>]*)>")
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')""")
_OF_LOOKS = frozenset(
    (
        *("id", "scope", "tabindex", "role", "aria-labelledby", "lang", "charset", "rel", "type", "name"),
        *("patternUnits", "http-equiv", "text-anchor", "fill", "xml:lang", "xmlns"),
    )
)
"""Attributes of pages and the feed that say nothing to people."""

_OF_SHEETS = frozenset(
    (
        *("office:value", "office:date-value", "office:string-value", "xlink:href", "table:name"),
        *("table:number-columns-repeated", "table:number-rows-repeated", "table:visibility"),
        *("r", "t", "name", "Target", "hidden", "ref", "state"),
    )
)
"""Attributes of spreadsheets that say something."""

_LOOKS = re.compile("styles?[.]xml|theme")
_MEANS = re.compile("open|closed|partially")


def _of_page(data: bytes) -> Iterator[str]:
    yield from _of_markup(as_text(data), _says)


def _of_feed(data: bytes) -> Iterator[str]:
    """Its summaries are HTML written as text. What an element is called says what it is, as a label does."""
    for run in _of_markup(as_text(data), _says):
        is_tag = run.startswith(f"{MARK}<") and run[2] not in "!?"
        yield f"{MARK}element {run[2:]}" if is_tag else run


def _says(name: str, value: str) -> str:
    if name == "class":
        return " ".join(word for word in value.split() if _MEANS.search(word))
    return "" if name in _OF_LOOKS else value


def _of_markup(text: str, says: Callable[[str, str], str], *, inside: bool = False) -> Iterator[str]:
    for piece in alike.PIECES.finditer(text):
        if not piece[0].startswith("<"):
            said = unescape(piece[0])
            if "<" in said and not inside:
                yield from _of_markup(said, says, inside=True)
            elif folded := " ".join(said.replace(MARK, " ").split()):
                yield folded
            continue
        tag = _TAG.fullmatch(piece[0])
        yield f"{MARK}<{tag[1]}>" if tag else f"{MARK}{piece[0]}"
        for name, value in _ATTRIBUTE.findall(tag[2]) if tag else ():
            if said := says(name, unescape(value[1:-1])):
                yield f"{MARK}@{name}"
                yield said


def _of_json(data: bytes) -> Iterator[str]:
    for piece in map(str.strip, alike.of_json(data)):
        if piece.endswith(":") or piece in ("{", "}", "[", "]"):
            yield f"{MARK}{piece}"
        elif piece:
            yield " ".join(str(json.loads(piece)).replace(MARK, " ").split())


def _of_packed(data: bytes) -> Iterator[str]:
    packed = Packed(data)
    for name in packed.names:
        yield f"{MARK}@part"
        yield name
        if not _LOOKS.search(name):
            yield from _of_markup(
                as_text(packed.part(name)), lambda named, value: value if named in _OF_SHEETS else ""
            )


def _of_database(data: bytes) -> Iterator[str]:
    for row in alike.of_database(data):
        yield f"{MARK}<row>"
        for cell in row if isinstance(row, tuple) else (row,):
            yield f"{MARK}<cell>"
            yield " ".join(str(cell).replace(MARK, " ").split())


def _of_csv(data: bytes) -> Iterator[str]:
    try:
        for row in csv.reader(io.StringIO(as_text(data), newline=""), strict=True):
            yield f"{MARK}<row>"
            for cell in row:
                yield f"{MARK}<cell>"
                yield " ".join(cell.replace(MARK, " ").split())
    except csv.Error as error:
        raise Wrong(f"it is no CSV: {error}") from error


def _of_text(data: bytes) -> Iterator[str]:
    for line in as_text(data).replace(MARK, " ").split("\n"):
        yield f"{MARK}<line>"
        yield from (cell.strip() for cell in line.split("|"))


OF: Mapping[str, Callable[[bytes], Iterator[str]]] = {
    "html": _of_page,
    "atom": _of_feed,
    "json": _of_json,
    "jsonld": _of_json,
    "ods": _of_packed,
    "xlsx": _of_packed,
    "sqlite": _of_database,
    "csv": _of_csv,
    "md": _of_text,
}
"""By the end of a name."""
