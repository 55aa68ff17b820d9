"""``scrutiny register``."""

from __future__ import annotations

import click

from commands.cli.click_types import LedgerCommand
from commands.cli.options import completed
from commands.cli.read import opened, put, reading, time_filter
from ledger.policies import ANSWERS, KINDS, STATUSES
from projections.base import today_of
from projections.register import register
from projections.rows import Filters


@click.command("register", cls=LedgerCommand)
@click.argument("ref", metavar="[REF]", required=False)
@click.option("--cycle", metavar="CYCLE", help="The register as that cycle left it.")
@click.option(
    "--status",
    metavar="STATUS",
    shell_complete=completed(STATUSES),
    help="Only those with this status, or with this word of yours.",
)
@click.option("--made-to", metavar="BODY", help="Only those made to this body, each with its share.")
@click.option("--kind", metavar="KIND", shell_complete=completed(KINDS), help="Only those of this kind.")
@click.option(
    "--answer",
    metavar="ANSWER",
    shell_complete=completed(ANSWERS),
    help="Only those to which a body's last answer was this.",
)
@click.option("--priority", metavar="WORD", help="Only those of this priority.")
@click.option("--topic", "topics", metavar="WORD", multiple=True, help="Only those on this topic; or on any.")
@click.option("--overdue", is_flag=True, help="Only those that are not closed and past their date.")
@reading
@click.pass_context
def command(
    ctx: click.Context,
    ref: str | None,
    cycle: str | None,
    status: str | None,
    made_to: str | None,
    kind: str | None,
    answer: str | None,
    priority: str | None,
    topics: tuple[str, ...],
    overdue: bool,
    as_of: str | None,
    known_at: str | None,
    format: str | None,
    output: str | None,
) -> None:
    """The recommendations of one inspection or of all, with the status each had.

    --as-of shows how things stood on a day, --known-at what the ledger had recorded by a time. Together they
    answer: what would we have reported at that time about that day?
    """
    with opened(ctx) as ledger:
        when = time_filter(ledger, as_of, known_at)
        day = (when.day or today_of(ledger, when)) if overdue else None
        filters = Filters(status, made_to, kind, day, answer, priority, topics)
        view = register(ledger, ref, cycle=cycle, time_filter=when, filters=filters)
        put(view, format, output)
