"""The document that a paper is written as: its sections in their order, the same in every format."""

from __future__ import annotations

from collections.abc import Iterator
from shlex import quote

from ledger.validation import so_many
from ledger.version import VERSION
from projections.paper.base import Paper
from projections.paper.document import Block, Document, Heading, Text, paragraph
from projections.paper.figuring import figures, glance
from projections.paper.happened import extended, late, told_since
from projections.paper.sections import closed, listed, moved_in
from projections.paper.wording import inspection
from projections.publication.files.site import words


def compose(paper: Paper) -> Document:
    """The document."""
    title = title_of(paper)
    return Document(
        title=title,
        publisher=paper.publisher,
        description=f"{paper.publisher}. {_times(paper)}",
        known_at=paper.known_at,
        blocks=tuple(_blocks(paper)),
    )


def title_of(paper: Paper) -> str:
    """What the paper is called."""
    of = "all inspections" if paper.inspection is None else inspection(paper, paper.inspection)
    if paper.body is None:
        return f"Recommendations of {of}"
    return f"Recommendations to {paper.body}" + ("" if paper.inspection is None else f", of {of}")


def _times(paper: Paper) -> str:
    return (
        f"How things stood at the end of {words.date(paper.day)}, by what was recorded until "
        f"{words.instant(paper.known_at)}."
    )


def _blocks(paper: Paper) -> Iterator[Block]:
    if paper.practice_of:
        yield paragraph("This is of a practice copy, and of no ledger that anybody goes by.", strong=True)
    yield paragraph(f"{paper.publisher}. Paper for a committee.")
    yield paragraph(_times(paper))
    period = paper.figures.period
    yield paragraph(
        f"The period is from {words.date(period.first)} to {words.date(period.last)}, both days included. "
        f"{paper.since.why}"
    )
    if paper.body is not None:
        yield paragraph(f"Of each recommendation this counts the share that {paper.body} has in it.")
    if paper.site:
        yield paragraph("Each number leads to its page on ", Text(paper.site, paper.site), ".")
    yield from glance(paper)
    yield from figures(paper)
    yield from listed(paper, "overdue")
    yield from listed(paper, "live")
    yield from closed(paper)
    yield from moved_in(paper)
    yield from extended(paper)
    yield from late(paper)
    yield from told_since(paper)
    yield from listed(paper, "no_closing")
    yield from _about(paper)


def _about(paper: Paper) -> Iterator[Block]:
    yield Heading(2, "About this paper", "about")
    yield paragraph(
        "Only what everybody may read is in it: no judgement that lacks a required sign-off, no internal "
        "note, nothing of restricted evidence, and nobody who recorded or judged anything."
    )
    yield paragraph(
        "A recommendation is overdue if its present date has certainly passed; if only the month or the year "
        "is known, once that is over."
    )
    if any(one.row["seen_on"] for one in paper.listed):
        yield paragraph(
            "What stands as last seen on a day is from a register that was kept before, and nobody judged it "
            "in this one."
        )
    for note in paper.notes:
        yield paragraph(note)
    period = paper.figures.period
    asked = [
        "scrutiny statistics",
        *([paper.inspection] if paper.inspection else []),
        f"--from {period.first} --to {period.last} --known-at {paper.known_at}",
        *([f"--made-to {quote(paper.body)}"] if paper.body else []),
    ]
    yield paragraph(f"Whoever has the ledger gets the same figures by: {' '.join(asked)}")
    yield paragraph(
        f"Made by Scrutiny Ledger {VERSION} from the first {so_many(paper.events, 'event')} of the ledger "
        f"{paper.origin}."
    )
