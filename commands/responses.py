"""``scrutiny response``: what bodies answer, apart from where a recommendation stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.cli.click_types import TEXT, LedgerCommand
from commands.cli.finding_group import FindingGroup
from commands.cli.helping import option
from commands.cli.options import (
    ON,
    RECEIPT,
    REF,
    SEVERAL_NUMBERS,
    asked,
)
from commands.cli.record import act_together, not_made_to
from commands.cli.targets import expand
from commands.cli.understood import VocabularyWord
from ledger.decisions.responses import RecordResponse, SetResponseDue

if TYPE_CHECKING:
    from ledger.ledger import Ledger


@click.group("response", cls=FindingGroup)
def command() -> None:
    """Record what bodies answer, and by when they have to."""


@command.command("record", cls=LedgerCommand)
@REF
@SEVERAL_NUMBERS
@asked("--by", "body", metavar="BODY", help="Who answers.")
@asked(
    "--answer",
    metavar="ANSWER",
    type=VocabularyWord("answer"),
    help="What it answers; accepted, partly-accepted, rejected, noted, none, or a word of yours.",
)
@asked("--text", long_text=True, help="What the body says, for the public; - reads standard input.")
@option("--action", type=TEXT, help="What the body says it does about it.")
@option("--due", metavar="DATE", help="The day by which the body says it will be done.")
@ON
@RECEIPT
@click.pass_context
def record(
    ctx: click.Context,
    ref: str,
    number: tuple[str, ...],
    body: str,
    answer: str,
    text: str,
    action: str | None,
    due: str | None,
    on: str | None,
    format: str,
) -> None:
    """Record what a body answers to one recommendation or several: 3 7 10, or 1-10.

    An answer is the body's own: it moves no status and is nothing to judge. A later one replaces it.
    """

    def decisions(ledger: Ledger) -> list[RecordResponse]:
        return [
            RecordResponse(
                inspection=target.inspection,
                number=target.name,
                body=body,
                answer=answer,
                text=text,
                action=action,
                due=due,
                on=on,
            )
            for target in expand(ledger, ref, number, "recommendations")
        ]

    act_together(
        ctx, decisions, format, ref, doubts=lambda ledger: not_made_to(ledger, ref, number, body, on)
    )


@command.command("due", cls=LedgerCommand)
@REF
@SEVERAL_NUMBERS
@asked("--due", metavar="DATE", help="The last day on which an answer is in time.")
@option("--made-to", "body", metavar="BODY", help="Whose answer. [default: all it is made to]")
@option("--why", type=TEXT, help="By which law it is due, or who extended it.")
@option(
    "--on",
    metavar="DATE",
    help="The day on which that was set. [default: today; if it has passed by then, not known, by itself]",
)
@RECEIPT
@click.pass_context
def due(
    ctx: click.Context,
    ref: str,
    number: tuple[str, ...],
    due: str,
    body: str | None,
    why: str | None,
    on: str | None,
    format: str,
) -> None:
    """Say by when bodies have to answer, or that they have more time."""

    def decisions(ledger: Ledger) -> list[SetResponseDue]:
        return [
            SetResponseDue(
                inspection=target.inspection, number=target.name, due=due, body=body, why=why, on=on
            )
            for target in expand(ledger, ref, number, "recommendations")
        ]

    act_together(ctx, decisions, format)
