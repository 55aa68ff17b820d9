"""``scrutiny dispute``."""

from __future__ import annotations

import click

from commands.cli.click_types import LedgerCommand
from commands.cli.finding_group import FindingGroup
from commands.cli.helping import option
from commands.cli.options import NUMBER, ON, RECEIPT, REF, WHY, argument, asked
from commands.cli.record import act
from commands.cli.understood import OneOf
from ledger.decisions.disputes import RaiseDispute, SettleDispute
from ledger.policies import OUTCOMES

BY = option("--by", "body", metavar="BODY", help="The body that does. [default: the inspectorate]")


@click.group("dispute", cls=FindingGroup)
def command() -> None:
    """Record disagreements and how they ended."""


@command.command("raise", cls=LedgerCommand)
@REF
@NUMBER
@BY
@option("--judgement", metavar="J1", help="The judgement that is disputed.")
@WHY
@ON
@RECEIPT
@click.pass_context
def raise_(
    ctx: click.Context,
    ref: str,
    number: str,
    body: str | None,
    judgement: str | None,
    why: str,
    on: str | None,
    format: str,
) -> None:
    """Record that a body, or the inspectorate, disputes a recommendation or a judgement on it."""
    decision = RaiseDispute(inspection=ref, number=number, body=body, judgement=judgement, why=why, on=on)
    act(ctx, decision, format)


@command.command("settle", cls=LedgerCommand)
@REF
@argument("DISPUTE")
@asked("--outcome", type=OneOf(OUTCOMES, "outcome"), help="How it ended.")
@BY
@WHY
@ON
@RECEIPT
@click.pass_context
def settle(
    ctx: click.Context,
    ref: str,
    dispute: str,
    outcome: str,
    body: str | None,
    why: str,
    on: str | None,
    format: str,
) -> None:
    """Record how a dispute ended. This does not change the status: judge anew, or correct the judgement."""
    decision = SettleDispute(inspection=ref, dispute=dispute, outcome=outcome, body=body, why=why, on=on)
    act(ctx, decision, format)
