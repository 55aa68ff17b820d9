"""``scrutiny checkpoint``."""

from __future__ import annotations

import click

from commands.cli.click_types import LedgerCommand, location
from commands.cli.context import environment_of
from commands.cli.destinations import WRITTEN
from commands.cli.helping import option
from commands.cli.outputs import put_bytes
from ledger.signing.proving import newest_signed


@click.command("checkpoint", cls=LedgerCommand)
@option(
    "--output",
    type=WRITTEN,
    help="Write to this file; - is standard output.",
)
@click.pass_context
def command(ctx: click.Context, output: str | None) -> None:
    """Print the newest signed state of the ledger: its name, its size, the root of its tree.

    Keep a copy outside the ledger: it can prove later that nothing before it was altered or cut off.
    """
    with environment_of(ctx).open_ledger(location(ctx)) as ledger:
        _, newest = newest_signed(ledger.store)
    put_bytes([newest], output)
