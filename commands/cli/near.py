"""What somebody meant who typed a word that there is not: by its meaning first, then by its letters.

>>> near("registr", ["register", "restore", "trail"])
['register']
>>> near("03", ["1", "3", "30"])
['3']
>>> near("33", ["3", "30", "31"])
[]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_ALIKE, _SHORT, _AS_GOOD = 0.75, 0.65, 0.05
"""How alike two words have to be, and two short ones, and how much less than the best another may be."""
_FEW = 4
_SHORTEST = 2
_MOST = 3


def near(word: str, known: Iterable[str]) -> list[str]:
    """The known words that may be meant, the likeliest first; none if none is close."""
    names = list(dict.fromkeys(known))
    if same := [name for name in names if _bare(name) == _bare(word)]:
        return same[:_MOST]
    # A number is another number, however alike the two look.
    names = [name for name in names if _figures(name) == _figures(word)]
    if len(word) >= _SHORTEST:
        begun = [name for name in names if name.casefold().startswith(word.casefold())]
        if 0 < len(begun) <= _MOST:
            return begun
    return _alike(word, names)


def _alike(word: str, names: Iterable[str]) -> list[str]:
    from difflib import SequenceMatcher  # noqa: PLC0415  for a wrong word only

    least = _SHORT if len(word) <= _FEW else _ALIKE
    matcher = SequenceMatcher(None, "", word.casefold(), autojunk=False)
    found: list[tuple[float, str]] = []
    for name in names:
        matcher.set_seq1(name.casefold())
        if matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least:
            found.append((matcher.ratio(), name))
    best = max((ratio for ratio, _ in found), default=0.0)
    likely = [pair for pair in found if pair[0] >= max(least, best - _AS_GOOD)]
    return [name for _, name in sorted(likely, key=lambda pair: -pair[0])][:_MOST]


def _bare(name: str) -> str:
    """A name by its letters and figures alone, without leading zeros."""
    parts: Iterator[str] = (found[0] for found in re.finditer(r"[0-9]+|[^\W\d_]+", name.casefold()))
    return " ".join(part.lstrip("0") or "0" if part.isdigit() else part for part in parts)


def _figures(name: str) -> list[str]:
    return [figure.lstrip("0") for figure in re.findall("[0-9]+", name)]


def listed(words: Iterable[str]) -> str:
    """Words as alternatives: ``3``, ``3 or 03``, ``1, 2 or 3``."""
    *before, last = words
    return f"{', '.join(before)} or {last}" if before else last
