"""``scrutiny progress``: what bodies report of their own work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.cli.click_types import WHOLE, LedgerCommand
from commands.cli.finding_group import FindingGroup
from commands.cli.helping import option
from commands.cli.options import (
    ON,
    RECEIPT,
    REF,
    SEVERAL_NUMBERS,
    asked,
)
from commands.cli.prompts import WithReason
from commands.cli.record import act_together, not_made_to
from commands.cli.targets import expand
from ledger.decisions.responses import ReportProgress

if TYPE_CHECKING:
    from ledger.ledger import Ledger


@click.group("progress", cls=FindingGroup)
def command() -> None:
    """Record what bodies report of their progress."""


@command.command("record", cls=LedgerCommand)
@REF
@SEVERAL_NUMBERS
@asked("--by", "body", metavar="BODY", help="Who reports.")
@asked("--text", long_text=True, help="What the body reports; - reads standard input.")
@option("--percent", type=WHOLE, metavar="N", help="How much of it is done, as the body says.")
@option("--restricted", metavar="WHY", cls=WithReason, help="Why its words are not public.")
@ON
@RECEIPT
@click.pass_context
def record(
    ctx: click.Context,
    ref: str,
    number: tuple[str, ...],
    body: str,
    text: str,
    percent: int | None,
    restricted: str | None,
    on: str | None,
    format: str,
) -> None:
    """Record what a body reports of one recommendation or several: 3 7 10, or 1-10.

    It is the body's own claim: it moves no status, and nobody is asked to judge it.
    """

    def decisions(ledger: Ledger) -> list[ReportProgress]:
        return [
            ReportProgress(
                inspection=target.inspection,
                number=target.name,
                body=body,
                text=text,
                percent=percent,
                restricted=restricted,
                on=on,
            )
            for target in expand(ledger, ref, number, "recommendations")
        ]

    act_together(
        ctx, decisions, format, ref, doubts=lambda ledger: not_made_to(ledger, ref, number, body, on)
    )
