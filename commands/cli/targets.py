"""Several things said at once: ``3 7 10``, ``1-10``, ``J1-J4``, and ``CUSTODY/1-5`` of another inspection."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from ledger.errors import BadInput
from ledger.ledger import Ledger
from ledger.validation import key

What = Literal["recommendations", "judgements", "evidence"]
MOST = 1_000
_LONGEST = 80
"""Two numbers and a dash have fewer characters than this."""

_SPAN = re.compile(r"(.*?)([0-9]+)-(.*?)([0-9]+)")
_COUNTED = re.compile(r"(.*?)([0-9]+)")


class One(NamedTuple):
    """One of them: the ref of its inspection, and its own ref or number."""

    inspection: str
    name: str


def several(ledger: Ledger, ref: str, said: Sequence[str], what: What) -> list[One]:
    """Each of what was said, once and in order; what is nowhere stays as it is, for a decision to refuse.

    A word that is itself a number of the inspection is that number, whatever dashes and slashes it has.
    Raises BadInput for a span that ends before it begins or has more than 1,000 in it.
    """
    if what != "recommendations":
        # Their refs have no blanks, so what a receipt calls them, J1-J4 CUSTODY/J1, may be one word.
        said = " ".join(said).split() or said
    return once(one for word in said for one in _ones(ledger, ref, word, what))


def once(ones: Iterable[One]) -> list[One]:
    """Each of them once and in order, however it is capitalised."""
    found: dict[tuple[str, str], One] = {}
    for one in ones:
        found.setdefault((key(one.inspection), key(one.name)), one)
    return list(found.values())


def _ones(ledger: Ledger, ref: str, word: str, what: What) -> Iterator[One]:
    other, slash, rest = word.partition("/")
    if key(word) in getattr(ledger.inspection(ref), what):
        yield One(ref, word)
    elif span := _span_of(word):
        yield from (One(ref, name) for name in span)
    elif slash and rest and other and ledger.inspection(other).version:
        known = key(rest) in getattr(ledger.inspection(other), what)
        span = None if known else _span_of(rest)
        yield from (One(other, name) for name in span or [rest])
    else:
        yield One(ref, word)


def _span_of(word: str) -> list[str] | None:
    """The names from one to another, ``1-10`` or ``J1-J4``; None where a word does not say so."""
    span = _SPAN.fullmatch(word) if len(word) <= _LONGEST and "/" not in word else None
    if span is None or key(span[3]) not in ("", key(span[1])):
        return None
    first, last = int(span[2]), int(span[4])
    if not first <= last < first + MOST:
        raise BadInput(
            f"{word} spans from {first} to {last}.",
            f"Say the smaller first, and at most {MOST:,} at once.",
        )
    return [_counted(span, step) for step in range(last - first + 1)]


def spans(ones: Sequence[One], within: str) -> str:
    """The shortest way to say them again: ``J1-J4 CUSTODY/J1``."""
    runs: list[list[One]] = []
    for one in ones:
        if runs and _follows(runs[-1], one):
            runs[-1].append(one)
        else:
            runs.append([one])
    return " ".join(_said(run, within) for run in runs)


def _follows(run: Sequence[One], one: One) -> bool:
    """Whether a span from the first of a run is read as the run and this one."""
    first = _COUNTED.fullmatch(run[0].name)
    if run[0].inspection != one.inspection or first is None or len(run) == MOST:
        return False
    if "/" in first[1] or "-" in first[1]:
        return False
    return one.name == _counted(first, len(run))


def _counted(first: re.Match[str], steps: int) -> str:
    """The name some steps after another. What begins with a nought keeps its width: 08, 09, 10."""
    width = len(first[2]) if first[2].startswith("0") else 0
    return f"{first[1]}{int(first[2]) + steps:0{width}}"


def _said(run: Sequence[One], within: str) -> str:
    first, last = run[0], run[-1]
    where = "" if key(first.inspection) == key(within) else f"{first.inspection}/"
    return where + (first.name if first is last else f"{first.name}-{last.name}")
