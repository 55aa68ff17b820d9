"""``scrutiny inbox``."""

from __future__ import annotations

import click

from commands.cli.click_types import LedgerCommand, named_person
from commands.cli.filtering import filtering
from commands.cli.read import opened, put, writing
from projections.inbox.inbox import inbox
from projections.rows import Filters


@click.command("inbox", cls=LedgerCommand)
@click.argument("ref", metavar="[REF]", required=False)
@filtering
@writing
@click.pass_context
def command(
    ctx: click.Context, ref: str | None, filters: Filters, format: str | None, output: str | None
) -> None:
    """What waits for you, the oldest first: to judge, to sign off, to answer.

    It is for the person that --as or SCRUTINY_PERSON names; if neither does, it shows what waits for anybody.
    """
    with opened(ctx) as ledger:
        put(inbox(ledger, named_person(ctx) or None, inspection=ref, filters=filters), format, output)
