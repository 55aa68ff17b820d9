"""The sections of a paper on what happened beside: dates moved, answers that are late, what was told late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ledger.validation import so_many
from projections.paper import wording
from projections.paper.base import Extension, LateAnswer, News, Paper
from projections.paper.document import Block, Cell, Column, Heading, cell, paragraph
from projections.paper.grouping import NUMBER, tables
from projections.publication.files.site import words
from projections.statistics.spans import day_before


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
    yield from tables(paper, "Extensions", columns, paper.extensions, row)


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
    yield from tables(paper, "Answers that are late", columns, paper.late, row)


def told_since(paper: Paper) -> Iterator[Block]:
    """What was recorded since about the days before the period, if anything was."""
    if not paper.news:
        return
    before = words.date(day_before(paper.figures.period.first))
    opening = paper.figures.rows[-1].opening
    yield Heading(2, "Recorded since about earlier days", "news")
    then = opening - sum(one.counts for one in paper.news)
    yield paragraph(
        f"How these stood at the end of {before} is known otherwise now than by what was recorded until "
        f"{words.instant(paper.since.told)}. The opening was {then:,} then, and is {opening:,} now."
    )

    def row(one: News) -> tuple[Cell, ...]:
        return (
            wording.name(one),
            _known(one.then, "It was not there."),
            _known(one.now, "It was not there: it was entered in error, or made later."),
        )

    columns = (
        NUMBER,
        Column("As known then", 10),
        Column("As known now", 10),
        Column("Opening", 2, figure=True),
    )
    yield from tables(
        paper,
        "Recorded since about earlier days",
        columns,
        paper.news,
        lambda one: (*row(one), cell(f"{one.counts:+}" if one.counts else "0")),
    )


def _known(lines: Sequence[str] | None, gone: str) -> Cell:
    return cell(gone) if lines is None else cell(*(lines or ["As beside."]))
