"""The figures of a paper, as a reader can add them up."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.policies import STATUSES
from ledger.validation import so_many
from projections.paper.base import Paper
from projections.paper.document import Block, Column, Heading, Table, cell, figure, paragraph
from projections.paper.wording import inspection
from projections.publication.files.site import words


def glance(paper: Paper) -> Iterator[Block]:
    """How many of each there are."""
    yield Heading(2, "At a glance", "glance")
    recent = sum(one.recent for one in paper.extensions)
    missing = sum(one.given_on is None for one in paper.late)
    rows = [
        ("Live: not closed", len(paper.overdue) + len(paper.live)),
        ("Live and overdue", len(paper.overdue)),
        ("Live and not overdue", len(paper.live)),
        ("Closed in the period", len(paper.done)),
        ("Closed before the period, and not listed here", len(paper.earlier)),
        ("Need no closing", len(paper.no_closing)),
        ("Due dates moved in the period", recent),
        ("Answers late", len(paper.late)),
        ("Answers late and not given yet", missing),
    ]
    yield Table(
        "How many there are",
        (Column("What", 8), Column("How many", 3, figure=True)),
        [(cell(what), figure(count)) for what, count in rows],
    )


def figures(paper: Paper) -> Iterator[Block]:
    """Opening + made + re-opened - closed = closing, and how that stands."""
    found = paper.figures
    whole = found.rows[-1]
    yield Heading(2, "The figures of the period", "figures")
    yield paragraph(
        f"Opening {whole.opening:,} + made {whole.made:,} + re-opened {whole.reopened:,} - closed "
        f"{whole.closed:,} = closing {whole.closing:,}. Opening and closing count what is not closed before "
        "the first day and at the end of the last."
    )
    yield paragraph(
        f"The closing {whole.closing:,} are the {len(paper.overdue):,} listed as overdue and the "
        f"{len(paper.live):,} listed as live and not overdue. Whatever was made, re-opened or "
        "closed is listed, too, each with its day."
    )
    if found.left:
        yield paragraph(
            f"Closed counts {so_many(found.left, 'share')} of which the body is not addressed any more."
        )
    if found.undone:
        yield paragraph(
            f"{so_many(found.undone, 'movement')} counted as one less, because the dates leave open "
            "what came first."
        )
    if found.with_parts:
        yield paragraph(
            f"{so_many(found.with_parts, 'recommendation')} of these have others under them, which are "
            "counted beside them."
        )
    rows = found.rows if len(found.rows) > 2 else found.rows[:1]
    yield Table(
        "Opening + made + re-opened - closed = closing",
        (
            Column("Inspection", 10),
            *(
                Column(heading, 2.4, figure=True)
                for heading in ("Opening", "Made", "Re-opened", "Closed", "Closing")
            ),
        ),
        [
            (
                cell(_called(paper, row.name, last=row is whole)),
                *map(figure, (row.opening, row.made, row.reopened, row.closed, row.closing)),
            )
            for row in rows
        ],
        total=len(rows) > 1,
    )
    yield Table(
        f"By status at the end of {words.date(found.period.last)}",
        (Column("Status", 8), Column("How many", 3, figure=True)),
        [
            *((cell(STATUSES[status]), figure(count)) for status, count in found.by_status.items()),
            (cell("In all"), figure(found.total)),
        ],
        total=True,
    )
    if found.by_word:
        yield Table(
            "By word of the inspectorate's own",
            (Column("Word", 8), Column("How many", 3, figure=True)),
            [
                (cell(paper.words.label("status", word)), figure(count))
                for word, count in found.by_word.items()
            ],
        )
    if found.by_reason:
        yield Table(
            "Closed as",
            (Column("Reason", 8), Column("How many", 3, figure=True)),
            [
                (cell(words.reason(reason, paper.words).capitalize()), figure(count))
                for reason, count in found.by_reason.items()
            ],
        )


def _called(paper: Paper, name: str, *, last: bool) -> str:
    return "All" if last else inspection(paper, name)
