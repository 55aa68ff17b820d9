"""``scrutiny inbox``."""

from __future__ import annotations

import click

from commands.cli.click_types import LedgerCommand, named_person
from commands.cli.read import opened, put, writing
from projections.inbox.inbox import inbox


@click.command("inbox", cls=LedgerCommand)
@writing
@click.pass_context
def command(ctx: click.Context, format: str | None, output: str | None) -> None:
    """What waits for you, the oldest first: to judge, to sign off, to answer.

    It is for the person that --as or SCRUTINY_PERSON names; if neither does, it shows what waits for anybody.
    """
    with opened(ctx) as ledger:
        put(inbox(ledger, named_person(ctx) or None), format, output)
