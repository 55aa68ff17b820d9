"""``scrutiny inspection``."""

from __future__ import annotations

import click

from commands.cli.click_types import LedgerCommand
from commands.cli.finding_group import FindingGroup
from commands.cli.options import NEW_REF, RECEIPT, REF, WHY, asked
from commands.cli.record import act
from ledger.decisions.inspections import CorrectInspection, OpenInspection


@click.group("inspection", cls=FindingGroup)
def command() -> None:
    """Put a subject under scrutiny, and correct its title."""


@command.command("open", cls=LedgerCommand)
@NEW_REF
@asked("--title", help="What is inspected.")
@RECEIPT
@click.pass_context
def open_(ctx: click.Context, ref: str, title: str, format: str) -> None:
    """Put a subject under scrutiny, under a short ref such as OCSAE."""
    act(ctx, OpenInspection(inspection=ref, title=title), format)


@command.command("correct", cls=LedgerCommand)
@REF
@asked("--title", help="What its title should have been.")
@WHY
@RECEIPT
@click.pass_context
def correct(ctx: click.Context, ref: str, title: str, why: str, format: str) -> None:
    """Correct a wrong title. The ref stays: every event names the inspection by it."""
    act(ctx, CorrectInspection(inspection=ref, title=title, why=why), format)
