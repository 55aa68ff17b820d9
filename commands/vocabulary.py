"""``scrutiny vocabulary``."""

from __future__ import annotations

import click

from commands.cli.click_types import LedgerCommand, SuggestingGroup
from commands.cli.options import RECEIPT, argument, asked
from commands.cli.read import opened, put, writing
from commands.cli.record import act
from commands.cli.understood import Meaning, OneOf
from ledger.decisions.vocabulary import AddWord, RetireWord
from ledger.state.vocabulary import VOCABULARIES

KIND = argument("KIND", type=OneOf(VOCABULARIES, "vocabulary"))
WORD = argument("WORD")


@click.group("vocabulary", cls=SuggestingGroup)
def command() -> None:
    """Use words of your own for statuses, kinds, reasons, answers, priorities and topics."""


@command.command("add", cls=LedgerCommand)
@KIND
@WORD
@asked("--label", help="How it is shown.")
@asked(
    "--means",
    metavar="MEANING",
    type=Meaning(),
    when=lambda given: given.get("kind") == "status",
    help="What it comes to; of a status: open, partially-met, closed or closed/REASON. Of a reason: "
    "closed/REASON. Of a kind: none if it needs no closing.",
)
@RECEIPT
@click.pass_context
def add(ctx: click.Context, kind: str, word: str, label: str, means: str | None, format: str) -> None:
    """Add a word of your own.

    The rules go by what it means; the register and the pages show its label.
    """
    act(ctx, AddWord(vocabulary=kind, word=word, label=label, means=means), format)


@command.command("retire", cls=LedgerCommand)
@KIND
@WORD
@RECEIPT
@click.pass_context
def retire(ctx: click.Context, kind: str, word: str, format: str) -> None:
    """Use a word for nothing new. Where it was used, it stays."""
    act(ctx, RetireWord(vocabulary=kind, word=word), format)


@command.command("list", cls=LedgerCommand)
@writing
@click.pass_context
def list_(ctx: click.Context, format: str | None, output: str | None) -> None:
    """Every word there is, those of every register and your own."""
    from projections.vocabulary import vocabulary  # noqa: PLC0415  recording needs no projection

    with opened(ctx) as ledger:
        put(vocabulary(ledger), format, output)
