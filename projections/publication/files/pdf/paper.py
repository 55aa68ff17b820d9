"""Text for the PDF: in letters that its one font has, each of which a program reads back as it was.

What the font has not, of other scripts and pictures most, is written as its code, ``\\u65e5``, and so is a
mark that no letter carries: a document for all (PDF/UA) shows no letter that is missing.
"""

from __future__ import annotations

import re
from unicodedata import normalize

from projections.formats.visible import visible

_BLANKS = re.compile(r"[^\S\n]")
_PIECES = re.compile(".{1,4}")
_OTHERS = re.compile(
    "[^"
    "\n !-~\u00a1-\u00ac\u00ae-\u02e4"  # Latin, but for the hyphen that cannot be seen
    "\u0384-\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce"  # Greek
    "\u0400-\u0477\u048c-\u04c4\u04d0-\u04f9"  # Cyrillic
    "\u1e00-\u1eff"  # Latin of Wales and Vietnam
    "\u2010-\u2015\u2017-\u2022\u2026\u2030\u2032-\u2033\u2039-\u203a\u2044"  # dashes, quotation marks
    "\u2070\u2074-\u2079\u2080-\u2089\u20ac\u2116\u2122\u2153-\u215e"  # figures and signs
    "\u2190-\u2193\u2200\u2202-\u2203\u2206-\u2209\u2211-\u2212\u221a\u221e\u2260\u2264-\u2265"
    "\u25a0-\u25a1\u25cf\u2714"
    "]"
)


def printable(text: str) -> str:
    """The text as it stands on paper."""
    plain = _BLANKS.sub(" ", normalize("NFC", visible(text)))
    return _OTHERS.sub(lambda found: f"\\u{ord(found[0]):04x}", plain)


def pieces(text: str, longest: int) -> str | list[str]:
    """The text as it stands on paper; where a word is longer, in pieces between which a line may end."""
    plain = printable(text)
    found = re.split(rf"(\S{{{longest + 1},}})", plain)
    if len(found) == 1:
        return plain
    return [piece for at, part in enumerate(found) for piece in (_PIECES.findall(part) if at % 2 else [part])]
