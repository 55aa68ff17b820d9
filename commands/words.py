"""``scrutiny words``."""

from __future__ import annotations

import click

from commands.cli.click_types import LedgerCommand, SuggestingGroup, Whole
from commands.cli.options import RECEIPT, REF, WHY, argument
from commands.cli.receipts import print_receipt
from commands.cli.record import actor, recording, shown_and_confirmed
from ledger.decisions.words import WithdrawWords


@click.group("words", cls=SuggestingGroup)
def command() -> None:
    """Withdraw words that should not have been written."""


@command.command("withdraw", cls=LedgerCommand)
@REF
@argument("POSITION", check="words", nargs=-1, type=Whole(min=1))
@WHY
@RECEIPT
@click.pass_context
def withdraw(ctx: click.Context, ref: str, position: tuple[int, ...], why: str, format: str) -> None:
    """Withdraw a reason, a request, an expectation, a dispute's words, or what a body answered or reported.

    Give their positions in the trail. No later publication prints them; the ledger keeps them. Correct a
    title, the words of a recommendation or a rationale instead, and withdraw evidence: that withdraws their
    wrong words, too.
    """

    by = actor(ctx)
    with recording(ctx) as ledger:
        versions = {record.position: record.version for record in ledger.records(inspection=ledger.ref(ref))}
        events = tuple((versions.get(number), str(number)) for number in position)
        decision = WithdrawWords(inspection=ref, events=events, why=why)
        shown_and_confirmed(ctx, ledger, [decision], by)
        (receipt,) = ledger.ask(decision, by=by)
        print_receipt(receipt, format, ledger)
