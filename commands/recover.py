"""``scrutiny recover``."""

from __future__ import annotations

import click

from commands.cli.click_types import LedgerCommand
from commands.cli.context import environment_of
from commands.cli.errors import warn
from commands.cli.helping import option
from commands.cli.options import RECEIPT, asked
from commands.cli.receipts import print_receipt
from commands.cli.record import actor, recording, shown_and_confirmed
from commands.cli.report import read
from ledger.checks.believed import Held
from ledger.decisions.base import check_entitled
from ledger.decisions.inspectorates import CorrectClock, RestoreLedger
from ledger.errors import Incomplete
from ledger.proof.text import to_base64
from ledger.recovery.ahead import ahead
from ledger.recovery.restoring import what_is_lost


@click.command("recover", cls=LedgerCommand)
@option(
    "--restored-from",
    metavar="WHAT",
    help="What it was restored from: which backup, of which day. It is published.",
)
@option(
    "--clock-ahead",
    metavar="FIRST[-LAST]",
    help="The positions of the events that bear the time of a clock that ran ahead.",
)
@asked("--why", help="What happened, in words that may be published.")
@option(
    "--seen",
    "--held",
    "files",
    metavar="CHECKPOINT",
    multiple=True,
    help="A file with a checkpoint of what is lost, such as an auditor keeps.",
)
@RECEIPT
@click.pass_context
def command(
    ctx: click.Context,
    restored_from: str | None,
    clock_ahead: str | None,
    why: str,
    files: tuple[str, ...],
    format: str,
) -> None:
    """Declare that the ledger was restored from an older copy, or that a clock ran ahead.

    With --clock-ahead, readings from then on use the latest times at which those events can have been
    recorded, and for the events after them the time of the machine's clock. The events stay as they are.

    With --restored-from, the ledger can be sealed and published again. What is lost is known by the highest
    checkpoint that you saw, or by --seen. Everybody who checks the ledger is shown the loss for good;
    anything else that differs from what was signed is still a finding.
    """
    if bool(restored_from) == bool(clock_ahead):
        raise Incomplete(
            "It is not said what is declared.",
            "Give either --restored-from WHAT or --clock-ahead FIRST-LAST.",
        )
    by = actor(ctx)
    if clock_ahead:
        # Meanwhile nobody else may record an event that changes what was computed.
        with recording(ctx) as ledger:
            first, last = ahead(ledger, clock_ahead)
            shown_and_confirmed(ctx, ledger, [CorrectClock(first=first, last=last, why=why)], by)
            with ledger.store.exclusive():
                first, last = ahead(ledger, clock_ahead)
                (receipt,) = ledger.ask(CorrectClock(first=first, last=last, why=why), by=by)
            print_receipt(receipt, format, ledger)
        return
    keyring = environment_of(ctx).keyring()
    held = [Held(f"The checkpoint {file}", read(file, "checkpoint")) for file in files]
    with recording(ctx) as ledger:
        check_entitled(ledger.inspectorate(), by, RestoreLedger)
        before = ledger.inspectorate().turns
        lost = what_is_lost(ledger.store, keyring, held)
        decision = RestoreLedger(
            size=lost.size,
            root=to_base64(lost.root),
            kept=lost.kept,
            restored_from=str(restored_from),
            why=why,
            before=before,
        )
        shown_and_confirmed(ctx, ledger, [decision], by)
        (receipt,) = ledger.ask(decision, by=by)
        print_receipt(receipt, format, ledger)
    warn(
        "what is lost may be recorded again; people who hold a checkpoint of it are shown what you declared."
    )
