"""Characters that would act on a reader's terminal or page, made visible.

Recording refuses them, but a file's writer can put them there, and a terminal obeys escape sequences.
"""

from __future__ import annotations

import re

_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"
)


def visible(text: str) -> str:
    """The text with each such character written as its code: ``\\u202e``."""
    # None of them is printable, and most texts are.
    return text if text.isprintable() else _ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
