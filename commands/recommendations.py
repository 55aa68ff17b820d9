"""``scrutiny recommendation``."""

from __future__ import annotations

from typing import Any

import click

from commands.cli.click_types import TEXT, LedgerCommand, SuggestingGroup
from commands.cli.options import NEW_NUMBER, NUMBER, ON, OPTIONAL_WHY, RECEIPT, REF, WHY, asked
from commands.cli.record import act
from commands.links import LINKS
from ledger.decisions.recommendation_corrections import VOIDABLE, CorrectRecommendation
from ledger.decisions.recommendations import (
    MakeRecommendation,
    ReaddressRecommendation,
    RescheduleRecommendation,
    RestateRecommendation,
    WithdrawRecommendation,
)
from ledger.policies import KINDS

MADE_TO = asked("--made-to", metavar="BODY", multiple=True, help="To whom it is made; again for each body.")


@click.group("recommendation", cls=SuggestingGroup)
def command() -> None:
    """Make and change recommendations."""


@command.command("make", cls=LedgerCommand)
@REF
@NEW_NUMBER
@asked("--cycle", metavar="CYCLE", check="running cycle", help="The cycle it is made in.")
@asked("--text", long_text=True, help="The recommendation; - reads standard input.")
@MADE_TO
@click.option("--kind", type=click.Choice(list(KINDS)), default="recommendation", show_default=True)
@click.option("--due", metavar="DATE", help="When it is to be met.")
@ON
@RECEIPT
@click.pass_context
def make(
    ctx: click.Context,
    ref: str,
    number: str,
    cycle: str,
    text: str,
    made_to: tuple[str, ...],
    kind: str,
    due: str | None,
    on: str | None,
    format: str,
) -> None:
    """Publish a numbered recommendation."""
    decision = MakeRecommendation(
        inspection=ref, number=number, cycle=cycle, text=text, made_to=made_to, kind=kind, due=due, on=on
    )
    act(ctx, decision, format)


@command.command("restate", cls=LedgerCommand)
@REF
@NUMBER
@asked("--text", long_text=True, help="The new words; - reads standard input.")
@WHY
@ON
@RECEIPT
@click.pass_context
def restate(
    ctx: click.Context, ref: str, number: str, text: str, why: str, on: str | None, format: str
) -> None:
    """Put a recommendation in other words; the earlier ones stay in the record."""
    act(ctx, RestateRecommendation(inspection=ref, number=number, text=text, why=why, on=on), format)


@command.command("readdress", cls=LedgerCommand)
@REF
@NUMBER
@MADE_TO
@OPTIONAL_WHY
@ON
@RECEIPT
@click.pass_context
def readdress(
    ctx: click.Context,
    ref: str,
    number: str,
    made_to: tuple[str, ...],
    why: str | None,
    on: str | None,
    format: str,
) -> None:
    """Address a recommendation to other bodies."""
    act(ctx, ReaddressRecommendation(inspection=ref, number=number, made_to=made_to, why=why, on=on), format)


@command.command("reschedule", cls=LedgerCommand)
@REF
@NUMBER
@asked("--due", metavar="DATE", help="When it is to be met now.")
@click.option("--approved-by", metavar="WHO", help="The role or board that allowed it, not a person's name.")
@OPTIONAL_WHY
@ON
@RECEIPT
@click.pass_context
def reschedule(
    ctx: click.Context,
    ref: str,
    number: str,
    due: str,
    approved_by: str | None,
    why: str | None,
    on: str | None,
    format: str,
) -> None:
    """Give a recommendation another due date; the original and every revision stay in the record."""
    decision = RescheduleRecommendation(
        inspection=ref, number=number, due=due, approved_by=approved_by, why=why, on=on
    )
    act(ctx, decision, format)


@command.command("withdraw", cls=LedgerCommand)
@REF
@NUMBER
@OPTIONAL_WHY
@ON
@RECEIPT
@click.pass_context
def withdraw(ctx: click.Context, ref: str, number: str, why: str | None, on: str | None, format: str) -> None:
    """Take a recommendation back."""
    act(ctx, WithdrawRecommendation(inspection=ref, number=number, why=why, on=on), format)


@command.command("correct", cls=LedgerCommand)
@REF
@NUMBER
@click.option("--text", type=TEXT, help="What it should have said; - reads standard input.")
@click.option("--made-to", metavar="BODY", multiple=True, help="To whom it should have been; again for each.")
@click.option("--due", metavar="DATE", help="The date that should have been set.")
@click.option("--made-on", metavar="DATE", help="The day it was made in truth.")
@click.option("--kind", type=click.Choice(list(KINDS)), help="What kind it is in truth.")
@click.option("--cycle", metavar="CYCLE", help="The cycle it was made in, in truth.")
@click.option(
    "--void", type=click.Choice(VOIDABLE), help="What should never have been said; end: that it was gone."
)
@click.option("--of", metavar="DATE", help="Correct the word of that day. [default: the one that holds now]")
@WHY
@RECEIPT
@click.pass_context
def correct(
    ctx: click.Context,
    /,
    ref: str,
    number: str,
    format: str,
    **options: Any,  # Any: the options above
) -> None:
    """Set right what was published wrongly.

    A change (restate, readdress, reschedule) holds from its day. A correction says that the right word held
    all along; the wrong one stays in the record, and --known-at before it still shows what was believed.
    """
    act(ctx, CorrectRecommendation(inspection=ref, number=number, **options), format)


for verb in LINKS:
    command.add_command(verb)
