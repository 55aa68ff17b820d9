"""Texts as they are compared: without capitals, accents and signs, whatever way letters are composed.

    >>> folded("Straße ＡＢＣ: O’Neil")
    'strasse abc  o neil'

Accents are left to SQLite, which does without them on both sides.
"""

from __future__ import annotations

import unicodedata

_ALIKE = str.maketrans("øłđħı", "oldhi")
"""Letters that are no others with an accent, and that people type without it."""


class _Folding(dict[int, str]):
    """What stands for each character; worked out for those that there are."""

    def __missing__(self, code: int) -> str:
        plain = unicodedata.normalize("NFKC", chr(code)).casefold().translate(_ALIKE)
        self[code] = found = "".join(sign if _is_of_a_word(sign) else " " for sign in plain) or " "
        return found


def _is_of_a_word(sign: str) -> bool:
    category = unicodedata.category(sign)
    return category[0] in "LNM" or category == "Co"


_FOLDING = _Folding()


def folded(text: str) -> str:
    """A text as it is compared, in letters, figures and blanks alone."""
    return text.translate(_FOLDING)


def origins(text: str) -> list[int]:
    """For each character of the folded text, the place of the one that it comes from."""
    return [place for place, sign in enumerate(text) for _ in _FOLDING[ord(sign)]]
