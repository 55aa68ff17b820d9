"""What a page of a PDF shows: each text where it stands, under the mark that the structure names it by.

Only what the pages of a bundle are drawn with is read: black upright text, and thin lines. Anything else
could lie over the text, hide it, or tell a listener another thing, and is refused. The shapes of letters are
not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ledger.checks.base import shown
from projections.publication.files.reading import Wrong

Font = Mapping[bytes, str]
"""By the two bytes of a glyph, the text that it stands for."""


class Run(NamedTuple):
    """A text in its place, from the lower left; ``mark`` is its number on the page, None for no content."""

    mark: int | None
    text: str
    x: float
    y: float


_TOKEN = re.compile(
    rb"(?P<blank>[\x00\t\n\f\r ]+)"
    rb"|(?P<text>\()"
    rb"|(?P<word>[+-]?(?:[0-9]{1,9}(?:\.[0-9]{0,12})?|\.[0-9]{1,12})|/[A-Za-z0-9+\-]{1,60}|<<|>>|\[|\]|<[0-9A-Fa-f]*>)"
    rb"|(?P<operator>[A-Za-z]{1,3})"
)
_IN_TEXT = re.compile(rb"\\[\s\S]|[()]")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])")
_ESCAPES = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r": b"",
    b"\r\n": b"",
}
_UPRIGHT = [b"1", b"0", b"0", b"-1"]
_OF_LINES = {b"m", b"l", b"S", b"M", b"J", b"j", b"d", b"cs", b"CS"}
_BLACK = {b"scn", b"SCN"}
_THICKEST, _FARTHEST, _SMALLEST, _LARGEST = 2.0, 400.0, 6.0, 24.0


def runs(content: bytes, fonts: Mapping[bytes, Font]) -> Iterator[Run]:
    """Every text of a page, in the order in which it is drawn; raises Wrong."""
    origin, kept = (0.0, 0.0), list[tuple[float, float]]()
    marks: list[int | None] = []
    font: Font = {}
    at = 0.0
    for operator, words in _operations(content):
        match operator, words:
            case b"q", []:
                kept.append(origin)
            case b"Q", [] if kept:
                origin = kept.pop()
            case b"cm", [*matrix, x, y] if matrix == _UPRIGHT and origin == (0.0, 0.0):
                origin = float(x), float(y)
            case b"BDC", [b"/Artifact", *_] if not marks:
                marks.append(None)
            case b"BDC", (
                [_, b"<<", b"/MCID", number, b">>"] | [_, b"<<", b"/MCID", number, b"/Lang", _, b">>"]
            ):
                if marks:
                    raise Wrong("a text is told twice")
                marks.append(int(number))
            case b"EMC", [] if marks:
                marks.pop()
            case ((b"BT" | b"ET"), []):
                at = 0.0
            case b"Tr", [b"0"]:
                pass
            case b"Tf", [name, size] if name in fonts and _SMALLEST <= float(size) <= _LARGEST:
                font = fonts[name]
            case b"Tm", [*matrix, x, b"0"] if matrix == _UPRIGHT:
                at = float(x)
            case ((b"Tj" | b"TJ"), words) if marks:
                yield Run(marks[-1], _said(words, font), origin[0] + at, origin[1])
            case b"w", [width] if float(width) <= _THICKEST:
                pass
            case _, [b"0"] if operator in _BLACK:
                pass
            case _ if operator in _OF_LINES:
                pass
            case _:
                raise Wrong(f"a page is drawn with what none of a bundle has: {_named(operator, words)}")


def _operations(content: bytes) -> Iterator[tuple[bytes, list[bytes]]]:
    words: list[bytes] = []
    at = 0
    while found := _TOKEN.match(content, at):
        at = found.end()
        if found.lastgroup == "operator":
            yield found[0], words
            words = []
        elif found.lastgroup == "text":
            at = _end(content, at)
            words.append(content[found.start() : at])
        elif found.lastgroup != "blank":
            words.append(found[0])
    if at < len(content) or words:
        raise Wrong(f"a page is drawn with what none of a bundle has: {shown(content[at : at + 20])}")


def _end(content: bytes, at: int) -> int:
    """Where a text ends that began before ``at``; brackets that match are letters of it."""
    depth = 1
    for found in _IN_TEXT.finditer(content, at):
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
        if not depth:
            return found.end()
    raise Wrong("a text of a page has no end")


def _said(words: list[bytes], font: Font) -> str:
    said = ""
    for word in words:
        if word.startswith(b"("):
            said += _decoded(_ESCAPE.sub(_unescaped, word[1:-1]), font)
        elif word.startswith(b"<"):
            said += _decoded(bytes.fromhex(word[1:-1].decode()), font)
        elif word not in (b"[", b"]") and abs(float(word)) > _FARTHEST:
            raise Wrong("letters of a text stand in another order than they are told in")
    return said


def _decoded(glyphs: bytes, font: Font) -> str:
    try:
        return "".join(font[glyphs[at : at + 2]] for at in range(0, len(glyphs), 2))
    except KeyError:
        raise Wrong("a letter says not which it is") from None


def _unescaped(found: re.Match[bytes]) -> bytes:
    escaped = found[1]
    if escaped.isdigit():
        return bytes([int(escaped, 8) & 255])
    return _ESCAPES.get(escaped, escaped)


def _named(operator: bytes, words: list[bytes]) -> str:
    return shown(b" ".join([*words[:6], operator]).decode("latin-1"))
