"""``scrutiny init``."""

from __future__ import annotations

import click

from commands.acting import print_receipt
from commands.options import Verb, location, person
from commands.parts import RECEIPT, asked
from ledger.decisions.inspectorates import OpenLedger
from ledger.errors import BadInput
from ledger.ledger import Ledger
from ledger.policies import SIGN_OFF


@click.command("init", cls=Verb)
@asked("--name", help="Your name.")
@click.option("--title", default="Scrutiny ledger", show_default=True, help="Whose ledger it is.")
@click.option(
    "--time-zone",
    metavar="ZONE",
    default="Europe/London",
    show_default=True,
    help="Whose days count as days.",
)
@click.option(
    "--sign-off",
    type=click.Choice(SIGN_OFF),
    default="required",
    show_default=True,
    help="Whether a second person must sign a judgement off.",
)
@click.option(
    "--origin",
    default="scrutiny-ledger.invalid/ledger",
    show_default=True,
    help="The ledger's name in its checkpoints, like a host and path that are yours.",
)
@RECEIPT
@click.pass_context
def command(
    ctx: click.Context, name: str, title: str, time_zone: str, sign_off: str, origin: str, format: str
) -> None:
    """Begin a ledger in a new or empty folder. Who does that is its first administrator."""
    by = person(ctx)
    if not by:
        raise BadInput("Nobody was said to begin the ledger.", "Choose an id for yourself: --as ID")
    opening = OpenLedger(
        person=by, name=name, title=title, time_zone=time_zone, sign_off=sign_off, origin=origin
    )
    ledger, receipt = Ledger.create(location(ctx), opening)
    with ledger:
        print_receipt(receipt, format, ledger)
    click.echo(f"A ledger was begun in {location(ctx)}; its days are those of {time_zone}.", err=True)
