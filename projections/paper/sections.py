"""The sections of a paper that list its rows and their movements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ledger.validation import so_many
from projections.paper import wording
from projections.paper.base import Listed, Moved, Paper
from projections.paper.document import Block, Cell, Column, Heading, cell, paragraph
from projections.paper.grouping import NUMBER, tables
from projections.publication.files.site import words

WORDS, MADE_TO = Column("Recommendation", 9.5), Column("Made to", 4.2)
STATUS, FIRST_DUE, DUE = Column("Status", 3), Column("Due at first", 2.9), Column("Due now", 2.9)


class _Section(NamedTuple):
    heading: str
    none: str
    said: str = ""


_LISTED = {
    "overdue": _Section(
        "Overdue",
        "Nothing is overdue.",
        "These are not closed, and their present date has passed; those that are overdue longest come first.",
    ),
    "live": _Section(
        "Live and not overdue", "Nothing else is live.", "These are not closed; none of them is overdue."
    ),
    "no_closing": _Section("Need no closing", "", "These are of a kind that is not to be closed."),
}


def listed(paper: Paper, place: str) -> Iterator[Block]:
    """The rows of a place."""
    rows: Sequence[Listed] = getattr(paper, place)
    section = _LISTED[place]
    if not rows and not section.none:
        return
    yield Heading(2, section.heading, place.replace("_", "-"))
    yield paragraph(section.said if rows else section.none)
    dated = (FIRST_DUE, DUE) if place != "no_closing" else ()
    late = (Column("Overdue by", 2.6, figure=True),) if place == "overdue" else ()

    def row(one: Listed) -> tuple[Cell, ...]:
        return (
            wording.name(one),
            wording.recommendation(one.row["text"], one.link, *one.notes),
            wording.made_to(one),
            wording.standing(one, paper),
            *((wording.first_due(one), wording.due(one)) if dated else ()),
            *((cell(wording.days(one.overdue)),) if late else ()),
        )

    columns = (NUMBER, WORDS, MADE_TO, STATUS, *dated, *late)
    yield from tables(paper, section.heading, columns, rows, row)


def closed(paper: Paper) -> Iterator[Block]:
    """What was closed in the period, each closing once."""
    since = words.date(paper.figures.period.first)
    rows = [one for one in paper.moved if one.column == "closed"]
    heading = f"Closed since {since}"
    yield Heading(2, heading, "closed")
    if not rows:
        yield paragraph("Nothing was closed.")
        return
    again = len([one for one in rows if one.what == "closed"]) - len(paper.done)
    counted = sum(one.counts for one in rows)
    said = f"{so_many(len(rows), 'line')}, which the figures count as {counted:,} closed."
    if again > 0:
        said += " What was closed and is not any more says how it stands now."
    yield paragraph(said)

    def row(one: Moved) -> tuple[Cell, ...]:
        return (
            wording.name(one),
            wording.recommendation(one.text, one.link),
            cell(one.body) if one.body else cell(*one.made_to),
            wording.closed(one),
            cell(wording.on(one.on)),
        )

    columns = (NUMBER, WORDS, MADE_TO, Column("Closed as, and why", 8), Column("On", 3))
    yield from tables(paper, heading, columns, rows, row)


def moved_in(paper: Paper) -> Iterator[Block]:
    """What came to be live in the period: made or re-opened."""
    since = words.date(paper.figures.period.first)
    rows = [one for one in paper.moved if one.column in ("made", "reopened")]
    heading = f"Made or re-opened since {since}"
    yield Heading(2, heading, "moved-in")
    if not rows:
        yield paragraph("Nothing was made or re-opened.")
        return

    def row(one: Moved) -> tuple[Cell, ...]:
        return (
            wording.name(one),
            cell(wording.MOVED[one.what]),
            cell(wording.on(one.on)),
            cell(one.now or "Not made to this body any more"),
        )

    columns = (NUMBER, Column("What", 8), Column("On", 4), Column("Now", 5))
    yield from tables(paper, heading, columns, rows, row)
