"""``scrutiny inbox``."""

from __future__ import annotations

import click

from commands.cli.ahead import AHEAD
from commands.cli.click_types import LedgerCommand, named_person
from commands.cli.filtering import filtering
from commands.cli.read import opened, put, writing
from projections.inbox.horizon import SOON
from projections.inbox.inbox import waiting
from projections.rows import Filters


@click.command(
    "inbox",
    cls=LedgerCommand,
    epilog="""\b
Examples:
  scrutiny inbox --as ann
  scrutiny inbox OCSAE --within 60d --made-to "Police Scotland" """,
)
@click.argument("ref", metavar="[REF]", required=False)
@click.option(
    "--within",
    type=AHEAD,
    metavar="TIME",
    default=SOON,
    help="How far ahead to look for what falls due: 60d, 8w, 3m, 1y, or a last day. [default: 30d]",
)
@filtering
@writing
@click.pass_context
def command(
    ctx: click.Context,
    ref: str | None,
    within: str,
    filters: Filters,
    format: str | None,
    output: str | None,
) -> None:
    """What waits for you, the oldest first: to judge, to sign off, to answer, overdue or falling due.

    It is for the person that --as or SCRUTINY_PERSON names; if neither does, it shows what waits for anybody.
    What is overdue is always in it. A date that is known in part counts as its last day.
    """
    with opened(ctx) as ledger:
        found = waiting(ledger, named_person(ctx) or None, inspection=ref, filters=filters, within=within)
        put(found.view(), format, output)
