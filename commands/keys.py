"""``scrutiny key``."""

from __future__ import annotations

import os

import click

from commands.acting import act
from commands.options import Shy, Verb, location
from commands.parts import RECEIPT
from commands.passphrases import PASSPHRASE, new_passphrase
from ledger.decisions.signing_keys import RegisterSigningKey
from ledger.errors import BadInput, Conflict, NotFound, Refused
from ledger.keyring import Keyring
from ledger.ledger import Ledger


@click.group("key", cls=Shy)
def command() -> None:
    """Make and show the ledger's signing key."""


@command.command("generate", cls=Verb)
@PASSPHRASE
@RECEIPT
@click.pass_context
def generate(ctx: click.Context, passphrase: bool, passphrase_fd: int | None, format: str) -> None:
    """Make a signing key for a ledger that has none. It stays with you, not in the ledger's folder."""
    with Ledger.open(location(ctx)) as ledger:
        inspectorate = ledger.inspectorate()
    if inspectorate.verifier_key:
        raise Refused(
            f"This ledger is signed with {inspectorate.verifier_key} already.", "See it: scrutiny key show"
        )
    keyring = Keyring.of(os.environ)
    key = keyring.generate(inspectorate.origin, new_passphrase(passphrase, passphrase_fd))
    try:
        act(ctx, RegisterSigningKey(verifier_key=key.text()), format)
    except (BadInput, Refused, Conflict):
        # Nothing was recorded. Whatever else went wrong, the ledger may name this key: it is kept.
        keyring.forget(key)
        raise


@command.command("show", cls=Verb)
@click.pass_context
def show(ctx: click.Context) -> None:
    """Print the verifier key: what others need to check this ledger's checkpoints, and may know."""
    with Ledger.open(location(ctx)) as ledger:
        verifier_key = ledger.inspectorate().verifier_key
    if not verifier_key:
        raise NotFound("This ledger has no signing key.", "Make one: scrutiny key generate")
    click.echo(verifier_key)
