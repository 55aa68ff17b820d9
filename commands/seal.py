"""``scrutiny seal``."""

from __future__ import annotations

import click

from commands.cli.click_types import LedgerCommand, location
from commands.cli.context import environment_of
from commands.cli.passphrases import PASSPHRASE_FD, known_passphrase


@click.command("seal", cls=LedgerCommand)
@PASSPHRASE_FD
@click.pass_context
def command(ctx: click.Context, passphrase_fd: int | None) -> None:
    """Sign what is recorded and not signed yet: by people without the key, or just before a crash."""
    environment = environment_of(ctx)
    with environment.open_ledger(location(ctx), environment.keyring()) as ledger, ledger.store.exclusive():
        size = ledger.seal(known_passphrase(passphrase_fd))
    environment.show(f"Sealed at size {size}.")
