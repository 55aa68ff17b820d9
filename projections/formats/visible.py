"""Characters that would act on a reader's terminal or page, or hide there, made visible.

Recording refuses them, but a file's writer can put them there, and a terminal obeys escape sequences.
"""

from __future__ import annotations

import re

# Compiled when it is needed first: hardly a text has one, and it would cost every start.
_ACTING = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters, but for the tab and the line feed
    "\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069"  # the direction and the ends of lines
    "\u200b\u2060\ufeff\ufffe\uffff\U000e0000-\U000e007f]"  # what cannot be seen
)


def visible(text: str) -> str:
    """The text with each such character written as its code: ``\\u202e``.

    Inside a string of JSON that is the same text still.
    """
    # None of them is printable, and most texts are; line feeds and tabs, which are not, may stay.
    if text.isprintable() or text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return re.sub(_ACTING, _code, text)


def _code(found: re.Match[str]) -> str:
    # Two bytes at a time, as JSON has it: what lies above U+FFFF is a pair.
    units = found[0].encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
