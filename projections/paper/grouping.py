"""Tables of a section: one, or if the paper is of several inspections, one for each under its own heading."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from projections.paper import wording
from projections.paper.base import Extension, LateAnswer, Listed, Moved, News, Paper
from projections.paper.document import Block, Cell, Column, Heading, Table

NUMBER = Column("Number", 3.2)

One = TypeVar("One", Listed, Moved, Extension, LateAnswer, News)


def tables(
    paper: Paper,
    heading: str,
    columns: Sequence[Column],
    rows: Sequence[One],
    row: Callable[[One], tuple[Cell, ...]],
) -> Iterator[Block]:
    """The rows in a table; if the paper is of several inspections, in one for each under its own heading."""
    grouped: dict[str, list[One]] = {}
    for one in rows:
        grouped.setdefault(one.inspection, []).append(one)
    for ref, those in grouped.items():
        caption = heading
        if paper.inspection is None and len(paper.titles) > 1:
            caption = f"{heading}: {ref}"
            yield Heading(3, wording.inspection(paper, ref), "")
        yield Table(f"{caption} ({len(those):,})", columns, [row(one) for one in those])
