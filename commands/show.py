"""``scrutiny show``."""

from __future__ import annotations

import click

from commands.cli.click_types import LedgerCommand
from commands.cli.options import NUMBER, REF
from commands.cli.read import opened, put, reading, time_filter
from projections.show import show


@click.command("show", cls=LedgerCommand)
@REF
@NUMBER
@click.option("--notes", is_flag=True, help="Show the internal notes, too, which are not for publication.")
@reading
@click.pass_context
def command(
    ctx: click.Context,
    ref: str,
    number: str,
    notes: bool,
    as_of: str | None,
    known_at: str | None,
    format: str | None,
    output: str | None,
) -> None:
    """One recommendation on one page: what it asks, its status and why, and its history.

    The page is for the inspectorate: in every format it has restricted summaries, names of files and why
    judgements were returned. What the public may see is in the pages that `publish` writes.
    """
    with opened(ctx) as ledger:
        put(
            show(ledger, ref, number, time_filter=time_filter(ledger, as_of, known_at), notes=notes),
            format,
            output,
        )
