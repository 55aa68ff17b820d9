"""``scrutiny trail``."""

from __future__ import annotations

import click

from commands.cli.click_types import LedgerCommand
from commands.cli.read import opened, put, reading, time_filter
from projections.trail import trail


@click.command("trail", cls=LedgerCommand)
@click.argument("ref", metavar="[REF", required=False)
@click.argument("number", metavar="[NUMBER]]", required=False)
@click.option("--cycle", metavar="CYCLE", help="Only what was recorded for that cycle.")
@reading
@click.pass_context
def command(
    ctx: click.Context,
    ref: str | None,
    number: str | None,
    cycle: str | None,
    as_of: str | None,
    known_at: str | None,
    format: str | None,
    output: str | None,
) -> None:
    """Everything that was recorded on the ledger, an inspection or a recommendation, oldest first.

    The trail is for auditors: it has internal notes and restricted summaries.
    """
    with opened(ctx) as ledger:
        view = trail(ledger, ref, number, cycle=cycle, time_filter=time_filter(ledger, as_of, known_at))
        put(view, format, output)
