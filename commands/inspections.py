"""``scrutiny inspection``."""

from __future__ import annotations

import click

from commands.acting import act
from commands.options import Shy, Verb
from commands.parts import RECEIPT, REF, asked
from ledger.decisions.inspections import OpenInspection


@click.group("inspection", cls=Shy)
def command() -> None:
    """Put a subject under scrutiny."""


@command.command("open", cls=Verb)
@REF
@asked("--title", help="What is inspected.")
@RECEIPT
@click.pass_context
def open_(ctx: click.Context, ref: str, title: str, format: str) -> None:
    """Put a subject under scrutiny, under a short ref such as OCSAE."""
    act(ctx, OpenInspection(inspection=ref, title=title), format)
