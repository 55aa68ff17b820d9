"""The sections of a paper that list something: by inspection if there are several, each in a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from ledger.validation import so_many
from projections.paper import wording
from projections.paper.base import Extension, LateAnswer, Listed, Moved, Paper
from projections.paper.document import Block, Cell, Column, Heading, Table, cell, paragraph
from projections.publication.files.site import words

NUMBER, WORDS, MADE_TO = Column("Number", 3.2), Column("Recommendation", 9.5), Column("Made to", 4.2)
STATUS, FIRST_DUE, DUE = Column("Status", 3), Column("Due at first", 2.9), Column("Due now", 2.9)

One = TypeVar("One", Listed, Moved, Extension, LateAnswer)


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
    yield from _tables(paper, section.heading, columns, rows, row)


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

    columns = (NUMBER, WORDS, MADE_TO, Column("Closed as", 4), Column("On", 3))
    yield from _tables(paper, heading, columns, rows, row)


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
    yield from _tables(paper, heading, columns, rows, row)


def extended(paper: Paper) -> Iterator[Block]:
    """Each change of a due date."""
    yield Heading(2, "Extensions", "extensions")
    recent = sum(one.recent for one in paper.extensions)
    if not paper.extensions:
        yield paragraph("No due date of what is live, or was closed in the period, was ever moved.")
        return
    yield paragraph(
        "Each time that the date of one which is live, or was closed in the period, was moved: "
        f"{so_many(len(paper.extensions), 'time')}, {recent:,} of these in the period."
    )

    def row(one: Extension) -> tuple[Cell, ...]:
        return (
            wording.name(one),
            cell(wording.date(one.before) or "none"),
            cell(wording.date(one.after) or "none"),
            cell(wording.moved_by(one)),
            cell(wording.date(one.on), "in the period" if one.recent else ""),
            cell(
                one.why or "No reason was said.", f"Allowed by: {one.approved_by}" if one.approved_by else ""
            ),
        )

    columns = (
        NUMBER,
        Column("From", 3),
        Column("To", 3),
        Column("Moved by", 3),
        Column("When", 3),
        Column("Why", 9),
    )
    yield from _tables(paper, "Extensions", columns, paper.extensions, row)


def late(paper: Paper) -> Iterator[Block]:
    """Answers of bodies that came late, or did not come."""
    answers = paper.figures.answers
    yield Heading(2, "Answers that are late", "late")
    if answers.due:
        yield paragraph(
            f"{so_many(answers.due, 'answer')} {'was' if answers.due == 1 else 'were'} due in the period: "
            f"{answers.given:,} given, {answers.late:,} late."
        )
    if not paper.late:
        yield paragraph("No answer is late.")
        return
    yield paragraph("What a body says is its own word, and moves no status.")

    def row(one: LateAnswer) -> tuple[Cell, ...]:
        return (
            wording.name(one),
            cell(one.body),
            cell(wording.date(one.due), "in the period" if one.counts else ""),
            cell(wording.date(one.given_on) or "not given yet"),
            cell(wording.days(one.days)),
        )

    columns = (
        NUMBER,
        Column("Body", 8),
        Column("Due", 4),
        Column("Given", 4),
        Column("Late by", 3, figure=True),
    )
    yield from _tables(paper, "Answers that are late", columns, paper.late, row)


def _tables(
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
