"""``scrutiny seal``."""

from __future__ import annotations

import os

import click

from commands.cli.click_types import LedgerCommand, location
from commands.cli.passphrases import PASSPHRASE_FD, known_passphrase
from ledger.ledger import Ledger
from ledger.signing.keyring import Keyring


@click.command("seal", cls=LedgerCommand)
@PASSPHRASE_FD
@click.pass_context
def command(ctx: click.Context, passphrase_fd: int | None) -> None:
    """Sign what was recorded and not signed yet: by people without the key, or just before a crash."""
    with (
        Ledger.open(location(ctx), keyring=Keyring.of(os.environ)) as ledger,
        ledger.store.exclusive(),
    ):
        size = ledger.seal(known_passphrase(passphrase_fd))
    click.echo(f"Sealed at size {size}.")
