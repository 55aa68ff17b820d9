"""``scrutiny key``."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import click

from commands.cli.click_types import LedgerCommand, location
from commands.cli.context import environment_of
from commands.cli.destinations import WRITTEN
from commands.cli.errors import warn
from commands.cli.finding_group import FindingGroup
from commands.cli.helping import option
from commands.cli.options import RECEIPT, asked, examples
from commands.cli.outputs import put_bytes
from commands.cli.passphrases import (
    KEY_PASSPHRASE_FD,
    PASSPHRASE,
    PASSPHRASE_FD,
    known_passphrase,
    new_passphrase,
    passphrase_of,
)
from commands.cli.read import opened, put, reading, time_filter
from commands.cli.receipts import print_receipt
from commands.cli.record import act, actor, recording, shown_and_confirmed
from ledger.decisions.signing_keys import (
    FOLLOWED,
    RegisterSigningKey,
    ReplaceSigningKey,
    RotateSigningKey,
)
from ledger.errors import BadInput, Incomplete, KeyTrouble, NotFound, Refused
from ledger.proof import endorsement, keys
from ledger.proof.note import Signer, VerifierKey
from ledger.recovery.places import eras_of
from ledger.signing import unbegun
from ledger.signing.keyring import Keyring, load
from ledger.signing.private import write_private


@click.group("key", cls=FindingGroup)
def command() -> None:
    """Make, show, change, replace and move the ledger's signing key."""


@command.command("generate", cls=LedgerCommand)
@PASSPHRASE
@RECEIPT
@click.pass_context
def generate(ctx: click.Context, passphrase: bool, passphrase_fd: int | None, format: str) -> None:
    """Make a signing key for a ledger that has none. It stays with you, not in the ledger's folder."""
    with environment_of(ctx).open_ledger(location(ctx)) as ledger:
        inspectorate = ledger.inspectorate()
    if inspectorate.verifier_key:
        raise Refused(f"This ledger is signed with {inspectorate.verifier_key} already.", FOLLOWED)
    keyring = environment_of(ctx).keyring()
    secret = new_passphrase(passphrase, passphrase_fd)
    with unbegun.making(keyring, inspectorate.origin, location(ctx), secret) as key:
        act(ctx, RegisterSigningKey(verifier_key=key.text()), format)


@command.command(
    "show", cls=LedgerCommand, epilog=examples("scrutiny key show", "scrutiny key show --format json")
)
@click.argument("key", metavar="[KEY]", required=False)
@reading
@click.pass_context
def show(
    ctx: click.Context,
    key: str | None,
    as_of: str | None,
    known_at: str | None,
    format: str | None,
    output: str | None,
) -> None:
    """Print the verifier key, with which others check this ledger's checkpoints. It is no secret.

    If another key followed, each is printed with the size it begins at: a verifier key file. With a KEY of
    `key list`, or a format, the command tells when it came and what it signs instead.
    """
    if key or format or as_of or known_at:
        from commands.cli.knowing import put_page  # noqa: PLC0415  recording does without
        from projections.finding.base import Question, listed, shown  # noqa: PLC0415  recording does without
        from projections.finding.keys import KEY  # noqa: PLC0415

        with opened(ctx) as ledger:
            when = time_filter(ledger, as_of, known_at)
            if key:
                put_page(ledger, when, lambda at: shown(KEY, Question(ledger, None, at), key), format, output)
            else:
                put(listed(KEY, Question(ledger, None, when)), format, output)
        return
    with environment_of(ctx).open_ledger(location(ctx)) as ledger:
        eras = eras_of(ledger.store)
    if not eras.all:
        raise NotFound("This ledger has no signing key.", "Make one: scrutiny key generate")
    put_bytes([f"{eras.text()}\n".encode()], output)


@command.command("rotate", cls=LedgerCommand)
@PASSPHRASE
@KEY_PASSPHRASE_FD
@RECEIPT
@click.pass_context
def rotate(
    ctx: click.Context,
    passphrase: bool,
    passphrase_fd: int | None,
    key_passphrase_fd: int | None,
    format: str,
) -> None:
    """Let a new signing key follow the one in force, which signs it. This takes an administrator.

    The next checkpoint has both signatures, then the new key signs alone. --passphrase and --passphrase-fd
    are for the new key, --key-passphrase-fd is for the one in force.
    """
    old = _in_force(ctx)
    keyring = environment_of(ctx).keyring()
    if not keyring.holds(old):
        raise NotFound(
            f"The signing key {old.key_id.hex()} of this ledger is not kept here.",
            "Someone who holds it can do this. If it is lost for good: scrutiny key replace --lost --why W",
        )
    signs = keyring.signer(old, passphrase_of(key_passphrase_fd, "Passphrase of the old key"))
    secret = new_passphrase(passphrase, passphrase_fd)

    def decision(new: Signer) -> RotateSigningKey:
        endorsed = endorsement.endorse(signs, new.verifier_key)
        return RotateSigningKey(verifier_key=new.verifier_key.text(), endorsement=endorsed)

    _follow(ctx, keyring, decision, secret, format, signs)
    environment_of(ctx).try_to_report(f"The old key {old.key_id.hex()} signs nothing from now on.")


@command.command("replace", cls=LedgerCommand)
@option("--lost", is_flag=True, help="Declare that the key in force is lost: everybody is shown that.")
@asked("--why", help="How it was lost, in words that may be published.")
@PASSPHRASE
@RECEIPT
@click.pass_context
def replace(
    ctx: click.Context, lost: bool, why: str, passphrase: bool, passphrase_fd: int | None, format: str
) -> None:
    """Replace a signing key that is lost. This takes an administrator.

    The old key cannot vouch for the new one, and `verify` and each publication show that for good. Give
    everybody who checks the ledger the new verifier key file (`key show`) by another way than the ledger.
    """
    if not lost:
        raise Incomplete(
            "It is not said that the key is lost.",
            "Give --lost if it is; if it is not, let another follow it: scrutiny key rotate",
        )
    old = _in_force(ctx)
    keyring = environment_of(ctx).keyring()
    # One whose passphrase is forgotten, or whose file is damaged, is as good as lost.
    if keyring.opens(old):
        raise Refused(
            f"The signing key {old.key_id.hex()} is not lost: it is in {keyring.keys}.",
            "Let another follow it, which it signs: scrutiny key rotate",
        )
    secret = new_passphrase(passphrase, passphrase_fd)

    def decision(new: Signer) -> ReplaceSigningKey:
        return ReplaceSigningKey(verifier_key=new.verifier_key.text(), why=why, lost=old.text())

    _follow(ctx, keyring, decision, secret, format)
    environment_of(ctx).try_to_report(
        "Give the new verifier key to everybody who checks this ledger: scrutiny key show"
    )


@command.command("export", cls=LedgerCommand)
@click.argument("file", metavar="FILE", type=WRITTEN)
@PASSPHRASE_FD
@KEY_PASSPHRASE_FD
@click.pass_context
def export(ctx: click.Context, file: str, passphrase_fd: int | None, key_passphrase_fd: int | None) -> None:
    """Write the signing key to a new FILE, to keep or to move; prompts for a passphrase that protects FILE.

    --passphrase-fd is for FILE, --key-passphrase-fd for the key here if it has a passphrase. openssl can
    read FILE.
    """
    key = _in_force(ctx)
    keyring = environment_of(ctx).keyring()
    if not keyring.holds(key):
        raise NotFound(
            f"The signing key {key.key_id.hex()} of this ledger is not kept here.",
            "Whoever holds it can do this: scrutiny key show names it.",
        )
    if os.path.lexists(file):
        raise Refused(f"There is a file {file} already.", "Choose another: scrutiny key export FILE")
    signer = keyring.signer(key, known_passphrase(key_passphrase_fd))
    secret = new_passphrase(prompted=True, descriptor=passphrase_fd)
    try:
        write_private(Path(file), keys.written(signer, secret))
    except OSError as error:
        raise KeyTrouble(
            f"The key cannot be written to {file}: {error.strerror}.",
            "Choose another path: scrutiny key export FILE",
        ) from error
    environment_of(ctx).report(
        f"The signing key {key.key_id.hex()} is in {file}, under its passphrase. "
        "Keep both apart from the ledger, and from each other."
    )


@command.command("import", cls=LedgerCommand)
@click.argument("file", metavar="FILE", type=click.Path())
@option("--keep-passphrase", is_flag=True, help="Keep the key here under FILE's passphrase, too.")
@PASSPHRASE_FD
@click.pass_context
def import_(ctx: click.Context, file: str, keep_passphrase: bool, passphrase_fd: int | None) -> None:
    """Add a signing key of this ledger from FILE, where `key export` put it; prompts for its passphrase."""
    with environment_of(ctx).open_ledger(location(ctx)) as ledger:
        eras = eras_of(ledger.store)
    if not eras.all:
        raise NotFound("This ledger has no signing key.", "Make one: scrutiny key generate")
    path = Path(file)
    try:
        with path.open("rb") as opened:
            pem = opened.read(100_000)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "its name has a null character"
        raise BadInput(
            f"The signing key {file} cannot be read: {why}.", "Give the file that scrutiny key export wrote."
        ) from error
    signer = load(pem, path, eras.all[-1].key.name, passphrase_of(passphrase_fd, f"Passphrase of {file}"))
    ours = next((key for key in eras.keys if key.public_key == signer.verifier_key.public_key), None)
    if ours is None:
        raise Refused(
            f"The key in {file} is not one of this ledger's.", "See which it has: scrutiny key show"
        )
    keyring = environment_of(ctx).keyring()
    keyring.keep(pem if keep_passphrase else keys.written(signer), signer.named(ours.name))
    environment_of(ctx).report(f"The signing key {ours.key_id.hex()} is kept in {keyring.keys}.")
    if ours != eras.all[-1].key:
        warn("another key follows that one, so it no longer signs anything.")


def _in_force(ctx: click.Context) -> VerifierKey:
    with environment_of(ctx).open_ledger(location(ctx)) as ledger:
        eras = eras_of(ledger.store)
    if not eras.all:
        raise NotFound("This ledger has no signing key.", "Make one: scrutiny key generate")
    return eras.all[-1].key


def _follow(
    ctx: click.Context,
    keyring: Keyring,
    decision: Callable[[Signer], RotateSigningKey | ReplaceSigningKey],
    secret: bytes | None,
    format: str,
    *signers: Signer,
) -> None:
    """Make the new key, record that it follows, and seal with it."""
    by = actor(ctx)
    with recording(ctx) as ledger:
        origin = ledger.inspectorate().origin
        with unbegun.making(keyring, origin, location(ctx), secret) as key:
            new = keyring.signer(key, None if secret is None else lambda: secret)
            for signer in (new, *signers):
                ledger.signing.lend(signer)
            asked = decision(new)
            shown_and_confirmed(ctx, ledger, [asked], by)
            (receipt,) = ledger.ask(asked, by=by)
        print_receipt(receipt, format, ledger)
