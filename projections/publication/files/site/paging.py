"""Long lists on several pages, each with what is on it in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Generic, NamedTuple, TypeVar

from projections.model.changes import Change
from projections.publication.edition import Listed
from projections.publication.files.site import naming, words

T = TypeVar("T")

MOST = 500
"""Rows on one page: a browser shows them at once, and a reader can still search in them."""


class Part(NamedTuple, Generic[T]):
    """What stands on one page, and that in words: ``OCSAE to STOP``."""

    rows: Sequence[T]
    what: str


class Other(NamedTuple):
    """A page of a list as the others lead to it: its number, its path from the root, what is on it."""

    number: int
    path: str
    what: str


class Page(NamedTuple, Generic[T]):
    """One page of a list: its number from 1, where it lies, what is on it, and all pages of the list."""

    number: int
    path: str
    rows: Sequence[T]
    all: tuple[Other, ...]

    @property
    def said(self) -> str:
        """``, page 2 of 7``, or nothing where there is one."""
        return f", page {self.number} of {len(self.all)}" if len(self.all) > 1 else ""


def paged(path: str, parts: Sequence[Part[T]]) -> Iterator[Page[T]]:
    """The pages of a list whose first one lies at a path; one page of nothing."""
    parts = parts or [Part((), "")]
    everything = tuple(
        Other(number, naming.page(path, number), part.what) for number, part in enumerate(parts, 1)
    )
    for other, part in zip(everything, parts, strict=True):
        yield Page(other.number, other.path, part.rows, everything)


def by_inspection(rows: Sequence[Listed]) -> list[Part[Listed]]:
    """A register in parts; an inspection stays together where it fits on one page."""
    several = len({row.row["inspection"] for row in rows}) > 1
    found: list[Part[Listed]] = []
    part: list[Listed] = []

    def turn(count: int) -> None:
        ends = [row.row["inspection" if several else "number"] for row in (part[0], part[:count][-1])]
        found.append(Part(part[:count], _span(*ends)))
        del part[:count]

    for _, group in groupby(rows, key=lambda row: row.row["inspection"]):
        together = list(group)
        if part and len(part) + len(together) > MOST:
            turn(len(part))
        part += together
        while len(part) > MOST:
            turn(MOST)
    if part:
        turn(len(part))
    return found


def by_day(changes: Sequence[tuple[str, Change]]) -> list[Part[tuple[str, Change]]]:
    """Changes, which stand in the order of days, in parts."""
    parts = [changes[at : at + MOST] for at in range(0, len(changes), MOST)]
    return [Part(part, _span(*(words.date(step.on) for _, step in (part[0], part[-1])))) for part in parts]


def _span(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"
