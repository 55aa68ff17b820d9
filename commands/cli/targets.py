"""Several things named at once: ``3 7 10``, ``1-10``, ``J1-J4``, ``CUSTODY/1-5`` of another inspection."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from ledger.errors import BadInput
from ledger.validation import key, normalized

if TYPE_CHECKING:
    from ledger.decisions.base import Target
    from ledger.ledger import Ledger

Kind = Literal["recommendations", "judgements", "evidence"]
MOST = 1_000
_LONGEST = 80
"""Two numbers and a dash have fewer characters than this."""

# Compiled when they are needed first: a number alone is no span.
_SPAN = r"(.*?)([0-9]+)-(.*?)([0-9]+)"
_NUMBERED = r"(.*?)([0-9]+)"


def expand(ledger: Ledger, ref: str, words: Sequence[str], kind: Kind) -> list[Target]:
    """What the words name, each target once and in order; a decision refuses those that do not exist.

    A word that is itself a number of the inspection is that number, whatever dashes and slashes it has.
    Raises BadInput for a span that ends before it begins or has more than 1,000 in it.
    """
    from ledger.decisions.base import distinct  # noqa: PLC0415  help does without a ledger

    if kind != "recommendations":
        # Their refs have no blanks, so what a receipt calls them, J1-J4 CUSTODY/J1, may be one word.
        words = " ".join(words).split() or words
    found = distinct(target for word in words for target in _expand_word(ledger, ref, word, kind))
    if kind != "recommendations" or len(found) == 1:
        return found
    # One that is written in two ways, or that had another number, is one all the same.
    once: dict[tuple[str, str], Target] = {}
    for target in found:
        slot = ledger.inspection(target.inspection).recommendations.slot(target.name)
        once.setdefault((key(target.inspection), slot or key(target.name)), target)
    return list(once.values())


def _expand_word(ledger: Ledger, ref: str, word: str, kind: Kind) -> Iterator[Target]:
    from ledger.decisions.base import Target  # noqa: PLC0415  as above

    other, slash, rest = word.partition("/")
    if key(word) in getattr(ledger.inspection(ref), kind):
        yield Target(ref, word)
    elif span := _span_of(word):
        yield from (Target(ref, name) for name in span)
    elif slash and rest and other and ledger.inspection(other).version:
        known = key(rest) in getattr(ledger.inspection(other), kind)
        span = None if known else _span_of(rest)
        yield from (Target(other, name) for name in span or [rest])
    else:
        yield Target(ref, word)


def _span_of(word: str) -> list[str] | None:
    """The names from one to another, ``1-10`` or ``J1-J4``; None if a word is no span."""
    if not word.isascii():
        # Some keyboards and papers have a long dash between two numbers.
        word = normalized(word)
    may_be = "-" in word and "/" not in word and len(word) <= _LONGEST
    span = re.fullmatch(_SPAN, word) if may_be else None
    if span is None or key(span[3]) not in ("", key(span[1])):
        return None
    first, last = int(span[2]), int(span[4])
    if not first <= last < first + MOST:
        raise BadInput(
            f"{word} spans from {first} to {last}.",
            f"Give the smaller number first, and at most {MOST:,} at once.",
        )
    return [_numbered(span, step) for step in range(last - first + 1)]


def shorten(targets: Sequence[Target], within: str) -> str:
    """The shortest way to name them again: ``J1-J4 CUSTODY/J1``."""
    runs: list[list[Target]] = []
    for target in targets:
        if runs and _follows(runs[-1], target):
            runs[-1].append(target)
        else:
            runs.append([target])
    return " ".join(_run_text(run, within) for run in runs)


def _follows(run: Sequence[Target], target: Target) -> bool:
    """Whether a span from the first of a run is read as the run and this target."""
    first = re.fullmatch(_NUMBERED, run[0].name)
    if run[0].inspection != target.inspection or first is None or len(run) == MOST:
        return False
    if "/" in first[1] or "-" in first[1]:
        return False
    return target.name == _numbered(first, len(run))


def _numbered(first: re.Match[str], steps: int) -> str:
    """The name some steps after another. What begins with a nought keeps its width: 08, 09, 10."""
    width = len(first[2]) if first[2].startswith("0") else 0
    return f"{first[1]}{int(first[2]) + steps:0{width}}"


def _run_text(run: Sequence[Target], within: str) -> str:
    first, last = run[0], run[-1]
    prefix = "" if key(first.inspection) == key(within) else f"{first.inspection}/"
    return prefix + (first.name if first is last else f"{first.name}-{last.name}")
