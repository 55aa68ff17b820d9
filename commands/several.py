"""Several things said at once: ``3 7 10``, ``1-10``, ``J1-J4``, and ``CUSTODY/1-5`` of another inspection."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from typing import Literal, NamedTuple

from ledger.errors import BadInput
from ledger.ledger import Ledger
from ledger.words import key

What = Literal["recommendations", "judgements", "evidence"]
MOST = 1_000
_SPAN = re.compile(r"(.*?)([0-9]+)-(.*?)([0-9]+)")


class One(NamedTuple):
    """One of them: the ref of its inspection, and its own ref or number."""

    inspection: str
    name: str


def several(ledger: Ledger, ref: str, said: Sequence[str], what: What) -> list[One]:
    """Each of what was said, once and in order; what is nowhere stays as it is, for a decision to refuse.

    A word that is itself a number of the inspection is that number, whatever dashes and slashes it has.
    Raises BadInput for a span that ends before it begins or has more than 1,000 in it.
    """
    return list(dict.fromkeys(one for word in said for one in _ones(ledger, ref, word, what)))


def _ones(ledger: Ledger, ref: str, word: str, what: What) -> Iterator[One]:
    inspection = ledger.inspection(ref)
    known: Container[str] = getattr(inspection, what)
    other, slash, rest = word.partition("/")
    if key(word) in known:
        yield One(ref, word)
    elif (span := _SPAN.fullmatch(word)) and "/" not in word and span[3] in ("", span[1]):
        first, last = int(span[2]), int(span[4])
        if not first <= last < first + MOST:
            raise BadInput(
                f"{word} spans from {first} to {last}.",
                f"Say the smaller first, and at most {MOST:,} at once.",
            )
        yield from (One(ref, f"{span[1]}{number}") for number in range(first, last + 1))
    elif slash and rest and other and ledger.inspection(other).version:
        yield from _ones(ledger, other, rest, what)
    else:
        yield One(ref, word)


def spans(ones: Sequence[One], within: str) -> str:
    """The shortest way to say them again: ``J1-J4 CUSTODY/J1``."""
    said: list[str] = []
    run: list[One] = []
    for one in ones:
        if run and not _follows(run[-1], one):
            said.append(_span(run, within))
            run = []
        run.append(one)
    return " ".join([*said, _span(run, within)])


def _follows(before: One, one: One) -> bool:
    ends = [re.fullmatch(r"(.*?)([0-9]+)", name) for name in (before.name, one.name)]
    if before.inspection != one.inspection or not (ends[0] and ends[1]):
        return False
    return ends[0][1] == ends[1][1] and int(ends[0][2]) + 1 == int(ends[1][2])


def _span(run: Sequence[One], within: str) -> str:
    first, last = run[0], run[-1]
    where = "" if key(first.inspection) == key(within) else f"{first.inspection}/"
    return where + (first.name if first is last else f"{first.name}-{last.name}")
