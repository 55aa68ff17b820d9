"""``scrutiny statistics``."""

from __future__ import annotations

from pathlib import Path

import click

from commands.cli.cached import statistics_of
from commands.cli.click_types import LedgerCommand
from commands.cli.helping import option
from commands.cli.options import within
from commands.cli.read import note_on_day, opened, put, time_filter, writing
from commands.cli.status import ExitStatus
from commands.cli.understood import VocabularyWord
from ledger import times
from ledger.errors import BadInput
from projections.statistics.counting import GROUPS, Asked
from projections.statistics.published import SIZE_LIMIT, Published, in_sheets, is_sheet, read
from projections.statistics.view import statistics


@click.command("statistics", cls=LedgerCommand)
@click.argument("ref", metavar="[REF]", required=False)
@option("--from", "since", metavar="DATE", help="The first day. [default: the first in the ledger]")
@option("--to", "until", metavar="DATE", help="The last day. [default: today]")
@option("--known-at", metavar="TIME", help="By what the ledger had recorded by then.")
@option("--made-to", metavar="BODY", help="Only the shares of this body.")
@option(
    "--kind",
    metavar="KIND",
    type=VocabularyWord("kind", asked=True),
    help="Only those of this kind.",
)
@option(
    "--answer",
    metavar="ANSWER",
    type=VocabularyWord("answer", asked=True),
    help="Only those to which a body's last answer was this.",
)
@within("--cycle", metavar="CYCLE", help="Only those made in that cycle.")
@option(
    "--priority",
    metavar="WORD",
    type=VocabularyWord("priority", asked=True),
    help="Only those of this priority at the end.",
)
@option(
    "--topic",
    "topics",
    metavar="WORD",
    type=VocabularyWord("topic", asked=True),
    multiple=True,
    help="Only those on this topic; or on any.",
)
@option(
    "--by",
    type=click.Choice(list(GROUPS)),
    default="inspection",
    show_default=True,
    help="What the rows are.",
)
@option(
    "--published",
    metavar="FILE",
    help="Compare with the figures in a table of label and value, CSV or a sheet.",
)
@option("--check", is_flag=True, help="Exit with 1 if a published figure is not that of the ledger.")
@writing
@click.pass_context
def command(
    ctx: click.Context,
    ref: str | None,
    since: str | None,
    until: str | None,
    known_at: str | None,
    made_to: str | None,
    kind: str | None,
    answer: str | None,
    cycle: str | None,
    priority: str | None,
    topics: tuple[str, ...],
    by: str,
    published: str | None,
    check: bool,
    format: str | None,
    output: str | None,
) -> None:
    """What was open before a period, what was made, re-opened and closed in it, what was open at its end.

    Figures that do not reconcile are not printed. With --made-to or --by body each body's share of a
    recommendation counts as one. A recommendation that has others under it is counted beside them.

    --published knows the labels Open, Partially met, Closed, Total, Opening, Made, Re-opened, Closed in
    period, Closing, Overdue, the reasons of closure, your own words, and those of a row: "OCSAE closing".
    """
    if check and published is None:
        raise BadInput(
            "There is nothing to check the figures by.", "Name the published ones: --published FILE"
        )
    with opened(ctx) as ledger:
        if until is not None:
            note_on_day(ledger, until)
        asked = Asked(
            since=None if since is None else times.asked_day(since),
            until=None if until is None else times.asked_day(until),
            known_at=time_filter(ledger, None, known_at).known_at,
            made_to=made_to,
            kind=kind,
            answer=answer,
            cycle=cycle,
            by=by,
            priority=priority,
            topics=topics,
        )
        figures = None if published is None else _figures(published)
        view = statistics_of(ctx, ledger, ref, asked, figures) or statistics(ledger, ref, asked, figures)
        put(view, format, output)
    if check and (view.head["published"] or view.head["published_sums"]):
        ctx.exit(ExitStatus.OTHER)


def _figures(file: str) -> list[Published]:
    """What was published, in a text of labels and values or in a sheet."""
    data = _bytes(file)
    if not is_sheet(data):
        return read(data)
    from ledger.tables.reading import read_tables  # noqa: PLC0415  few are in sheets

    tables = read_tables(file)
    return in_sheets(
        (number, [cell.text for cell in cells])
        for sheet in tables.sheets
        if sheet.visible
        for number, cells in sheet.rows
    )


def _bytes(file: str) -> bytes:
    try:
        with Path(file).open("rb") as opened:
            return opened.read(SIZE_LIMIT + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "its name has a null character"
        raise BadInput(
            f"The published figures {file} cannot be read: {why}.",
            "See who may read it, and whether it is there.",
        ) from error
