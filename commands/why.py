"""``scrutiny why``."""

from __future__ import annotations

import click

from commands.cli.click_types import LedgerCommand
from commands.cli.knowing import put_page
from commands.cli.options import NUMBER, REF
from commands.cli.read import opened, reading, time_filter
from projections.why import why


@click.command("why", cls=LedgerCommand)
@REF
@NUMBER
@reading
@click.pass_context
def command(
    ctx: click.Context,
    ref: str,
    number: str,
    as_of: str | None,
    known_at: str | None,
    format: str | None,
    output: str | None,
) -> None:
    """Why a row of the register is as it is: for each field, which event set it, by whom and when."""
    with opened(ctx) as ledger:
        when = time_filter(ledger, as_of, known_at)
        put_page(ledger, when, lambda at: why(ledger, ref, number, time_filter=at), format, output)
