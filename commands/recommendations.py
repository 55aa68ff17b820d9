"""``scrutiny recommendation``."""

from __future__ import annotations

import click

from commands.acting import act
from commands.options import TEXT, Shy, Verb
from commands.parts import NUMBER, ON, OPTIONAL_WHY, RECEIPT, REF, WHY, asked
from ledger.decisions.recommendations import (
    MakeRecommendation,
    ReaddressRecommendation,
    RescheduleRecommendation,
    RestateRecommendation,
    SupersedeRecommendation,
    WithdrawRecommendation,
)
from ledger.policies import KINDS

MADE_TO = asked("--made-to", metavar="BODY", multiple=True, help="To whom it is made; again for each body.")


@click.group("recommendation", cls=Shy)
def command() -> None:
    """Make and change recommendations."""


@command.command("make", cls=Verb)
@REF
@NUMBER
@asked("--cycle", metavar="CYCLE", help="The cycle it is made in.")
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


@command.command("restate", cls=Verb)
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


@command.command("readdress", cls=Verb)
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


@command.command("reschedule", cls=Verb)
@REF
@NUMBER
@asked("--due", metavar="DATE", help="When it is to be met now.")
@OPTIONAL_WHY
@ON
@RECEIPT
@click.pass_context
def reschedule(
    ctx: click.Context, ref: str, number: str, due: str, why: str | None, on: str | None, format: str
) -> None:
    """Give a recommendation another due date."""
    act(ctx, RescheduleRecommendation(inspection=ref, number=number, due=due, why=why, on=on), format)


@command.command("withdraw", cls=Verb)
@REF
@NUMBER
@OPTIONAL_WHY
@ON
@RECEIPT
@click.pass_context
def withdraw(ctx: click.Context, ref: str, number: str, why: str | None, on: str | None, format: str) -> None:
    """Take a recommendation back."""
    act(ctx, WithdrawRecommendation(inspection=ref, number=number, why=why, on=on), format)


@command.command("supersede", cls=Verb)
@REF
@NUMBER
@asked("--by", metavar="REF/NUMBER", multiple=True, type=TEXT, help="What takes its place; again for each.")
@OPTIONAL_WHY
@ON
@RECEIPT
@click.pass_context
def supersede(
    ctx: click.Context,
    ref: str,
    number: str,
    by: tuple[str, ...],
    why: str | None,
    on: str | None,
    format: str,
) -> None:
    """Let other recommendations take this one's place."""
    act(ctx, SupersedeRecommendation(inspection=ref, number=number, by=by, why=why, on=on), format)
