"""``scrutiny trail``."""

from __future__ import annotations

import click

from commands.cli.click_types import LedgerCommand
from commands.cli.filtering import filtering
from commands.cli.read import opened, put, reading, time_filter
from projections.rows import Filters
from projections.trail import trail


@click.command("trail", cls=LedgerCommand)
@click.argument("ref", metavar="[REF", required=False)
@click.argument("number", metavar="[NUMBER]]", required=False)
@click.option("--cycle", metavar="CYCLE", help="Only what was recorded for that cycle.")
@filtering
@reading
@click.pass_context
def command(
    ctx: click.Context,
    ref: str | None,
    number: str | None,
    cycle: str | None,
    filters: Filters,
    as_of: str | None,
    known_at: str | None,
    format: str | None,
    output: str | None,
) -> None:
    """Everything that was recorded on the ledger, an inspection or a recommendation, oldest first.

    The trail is for auditors: it has internal notes and restricted summaries. Which recommendations are meant
    goes by how they stood on the day asked about.
    """
    with opened(ctx) as ledger:
        when = time_filter(ledger, as_of, known_at)
        put(trail(ledger, ref, number, cycle=cycle, time_filter=when, filters=filters), format, output)
