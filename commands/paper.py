"""``scrutiny paper``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from commands.cli.click_types import STANDARD_OUTPUT, LedgerCommand
from commands.cli.context import environment_of
from commands.cli.destinations import WRITTEN
from commands.cli.helping import option
from commands.cli.options import examples
from commands.cli.outputs import put_bytes
from commands.cli.read import opened, time_filter
from commands.cli.report import Lines
from ledger import times, validation
from ledger.errors import BadInput
from ledger.validation import so_many
from projections.paper.base import Paper, Question
from projections.paper.index import FORMATS, require, write


@click.command(
    "paper",
    cls=LedgerCommand,
    epilog=examples(
        'scrutiny paper --made-to "Police Scotland" --output paper.odt',
        "scrutiny paper OCSAE --since 2026-09-01 --output paper.pdf",
    ),
)
@click.argument("ref", metavar="[REF]", required=False)
@option("--made-to", metavar="BODY", help="Only the shares of this body, by any of its names.")
@option(
    "--since",
    metavar="DATE",
    help="The first day of its period. [default: after the day of the last publication, else three months]",
)
@option("--as-of", metavar="DATE", help="As things stood at the end of that day. [default: today]")
@option("--known-at", metavar="TIME", help="By what the ledger had recorded by then.")
@option(
    "--site",
    metavar="URL",
    help="Where the published pages are that its numbers lead to. [default: that of the last publication]",
)
@option("--output", metavar="FILE", type=WRITTEN, help="Write to this file; - is standard output.")
@option(
    "--format",
    type=click.Choice(list(FORMATS)),
    help="How it is written. [default: by the end of --output, else html]",
)
@click.pass_context
def command(
    ctx: click.Context,
    ref: str | None,
    made_to: str | None,
    since: str | None,
    as_of: str | None,
    known_at: str | None,
    site: str | None,
    output: str | None,
    format: str | None,
) -> None:
    """Write a paper for a committee: what is live, overdue, closed, extended and late, with its figures.

    It is of one inspection or of all, and of all bodies or of one. Each row of the register has its one place
    in it; what was closed before the period is counted. Its figures are those of scrutiny statistics. Only
    what everybody may read is in it, so it may be handed out.

    HTML is one page that stands alone and is made to be printed. ODT is for a word processor. PDF is tagged,
    and needs the extra pdf to be installed. JSON is for programs. The same
    ledger, dates and version give the same bytes.
    """
    form = format or _format_of(output)
    if form in ("odt", "pdf") and output is None and environment_of(ctx).shows_on_terminal:
        raise BadInput(
            f"A paper in {form.upper()} is nothing to show on a terminal.",
            f"Name a file: --output paper.{form}",
        )
    require(form)
    pages = None if site is None else validation.site(site)
    from projections.paper.view import paper  # noqa: PLC0415  help needs none of it

    with opened(ctx) as ledger:
        when = time_filter(ledger, as_of, known_at)
        first = None if since is None else times.asked_day(since)
        made = paper(ledger, Question(ref, made_to, first, when, pages))
    data = write(made, form)
    put_bytes([data], output)
    if output not in (None, STANDARD_OUTPUT):
        for line in _receipt(made, str(output), len(data)):
            environment_of(ctx).show(line)


def _format_of(output: str | None) -> str:
    """The format that a file's name asks for; raises BadInput if it asks for none."""
    if output in (None, STANDARD_OUTPUT):
        return "html"
    ending = Path(str(output)).suffix.lower()
    found = next((name for name, endings in FORMATS.items() if ending in endings), None)
    if found is None:
        raise BadInput(
            f"It cannot be told from the name {output} how the paper is to be written.",
            "Let the name end in .html, .odt, .pdf or .json, or say it: --format html",
        )
    return found


def _receipt(made: Paper, output: str, size: int) -> Iterator[str]:
    lines = Lines(0)
    live, late, done = len(made.overdue) + len(made.live), len(made.overdue), len(made.done)
    period = made.figures.period
    yield f"Wrote {output}: {so_many(size, 'byte')}."  # a path is not broken
    yield from lines.wrapped(
        f"{live:,} live, {late:,} of these overdue; {done:,} closed from {period.first} to {period.last}."
    )
    yield from lines.wrapped(made.since.why)
    if made.news:
        known = "recommendation is" if len(made.news) == 1 else "recommendations are"
        yield from lines.wrapped(
            f"Of the days before it {len(made.news):,} {known} known otherwise than readers were told."
        )
