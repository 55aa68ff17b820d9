"""``scrutiny recover``."""

from __future__ import annotations

import os

import click

from commands.acting import actor, recording
from commands.checking import read
from commands.options import Verb
from commands.outcome import warn
from commands.parts import RECEIPT, asked
from commands.receipts import print_receipt
from ledger.checks.reader import Held
from ledger.decisions.base import check_entitled
from ledger.decisions.inspectorates import RestoreLedger
from ledger.keyring import Keyring
from ledger.proof.text import to_base64
from ledger.restoring import what_is_lost


@click.command("recover", cls=Verb)
@asked("--restored-from", metavar="WHAT", help="What it was restored from: which backup, of when.")
@asked("--why", help="What happened, in words that may be published.")
@click.option(
    "--seen",
    "files",
    metavar="CHECKPOINT",
    multiple=True,
    help="A file with a checkpoint of what is lost, such as an auditor keeps.",
)
@RECEIPT
@click.pass_context
def command(ctx: click.Context, restored_from: str, why: str, files: tuple[str, ...], format: str) -> None:
    """Say that the ledger was put back to an older copy, so that it is sealed and published again.

    What is lost is known by the highest checkpoint that you saw, or by --seen. It is shown for good to
    everybody who checks the ledger; whatever else differs from what was signed is a finding as before.
    """
    by = actor(ctx)
    keyring = Keyring.of(os.environ)
    held = [Held(f"The checkpoint {file}", read(file, "checkpoint")) for file in files]
    with recording(ctx) as ledger:
        check_entitled(ledger.inspectorate(), by, RestoreLedger)
        lost = what_is_lost(ledger.store, keyring, held)
        decision = RestoreLedger(
            size=lost.size,
            root=to_base64(lost.root),
            kept=lost.kept,
            restored_from=restored_from,
            why=why,
        )
        (receipt,) = ledger.ask(decision, by=by)
        print_receipt(receipt, format, ledger)
    warn(
        f"what was signed as events {lost.kept + 1:,} to {lost.size:,} is declared lost. "
        "Record again what was in it; who holds a checkpoint of it is shown this."
    )
