"""``scrutiny init``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from commands.cli.click_types import LedgerCommand, confirms, new_location, person
from commands.cli.context import Environment, environment_of
from commands.cli.destinations import check_free
from commands.cli.helping import option
from commands.cli.options import RECEIPT, asked
from commands.cli.passphrases import PASSPHRASE, new_passphrase
from commands.cli.pens import LocalPens, given_key, remember_key
from commands.cli.receipts import print_receipt
from commands.cli.stops import waiting
from ledger import validation as words
from ledger.decisions.inspectorates import OpenLedger
from ledger.errors import BadInput, KeyNotWritten
from ledger.ledger import Ledger
from ledger.policies import SIGN_OFF, SIGNATURES
from ledger.recovery.places import place_of
from ledger.store.location import folder_of, is_on_server, shown


@click.command("init", cls=LedgerCommand)
@asked("--name", check="a new name", help="Your name.")
@option("--title", default="Scrutiny ledger", show_default=True, help="Whose ledger it is.")
@option(
    "--time-zone",
    metavar="ZONE",
    default="Europe/London",
    show_default=True,
    help="The zone whose days count.",
)
@option(
    "--sign-off",
    type=click.Choice(SIGN_OFF),
    default="required",
    show_default=True,
    help="Whether a second person must sign off each judgement.",
)
@option(
    "--origin",
    help="Its name in its checkpoints, such as a host and path of yours. [default: a unique name]",
)
@option(
    "--signatures",
    type=click.Choice(SIGNATURES),
    default="none",
    show_default=True,
    help="Whether only those may record who have a key to sign it with.",
)
@option("--ssh-key", metavar="FILE", help="The file of your SSH key (Ed25519), if you sign what you record.")
@option("--no-key", is_flag=True, help="Make no signing key: until there is one, nothing is sealed.")
@PASSPHRASE
@RECEIPT
@click.pass_context
def command(
    ctx: click.Context,
    name: str,
    title: str,
    time_zone: str,
    sign_off: str,
    origin: str | None,
    signatures: str,
    ssh_key: str | None,
    no_key: bool,
    passphrase: bool,
    passphrase_fd: int | None,
    format: str,
) -> None:
    """Create a ledger in a new or empty folder. The person who does it is its first administrator.

    The command makes a signing key and keeps it with that person, outside the ledger's folder.
    """
    if origin is not None:
        words.origin(origin)
    by = person(ctx)
    if not by:
        raise BadInput("It is not known who begins the ledger.", "Choose an id for yourself: --as ID")
    secret = new_passphrase(passphrase, passphrase_fd)
    environment = environment_of(ctx)
    opening = OpenLedger(
        person=by,
        name=name,
        title=title,
        time_zone=time_zone,
        sign_off=sign_off,
        origin=origin or "",
        signatures=signatures,
        public_key=None if ssh_key is None else given_key(environment, ssh_key),
    )
    where = new_location(ctx)
    if not is_on_server(where):
        check_free(str(folder_of(where)), environment, replaces=True)
    keyring = environment.keyring()
    here = place_of(where)
    before = keyring.was_signed_at(here)
    if confirms(ctx):
        from commands.cli.confirming import confirm_lines  # noqa: PLC0415  at a terminal only

        signing = (
            "a judgement counts at once" if sign_off == "none" else "a second person signs judgements off"
        )
        key = "no signing key" if no_key else "a signing key of yours"
        if signatures == "required":
            key += "; whoever records signs it with an SSH key"
        elif ssh_key is not None:
            key += "; you sign what you record with your SSH key"
        what = f"{title}; its days are those of {time_zone}; {signing}; {key}. Zone and sign-off stay so."
        head = f"A ledger is begun in {new_location(ctx)} by {by} ({name}), its first administrator:"
        confirm_lines(ctx, [head, what])
    with _or_without(), waiting() as hold:
        ledger, receipt = Ledger.create(
            where,
            opening,
            environment.clock,
            environment.entropy,
            keyring=None if no_key else keyring,
            passphrase=secret,
            before_commit=hold,
            pens=LocalPens(environment),
        )
        with ledger:
            print_receipt(receipt, format, ledger)
        lines = [f"A ledger was begun in {shown(where)}; its days are those of {time_zone}."]
        if not no_key:
            where = _short(keyring.keys, environment)
            lines.append(f"Its signing key is in {where}; keep a copy apart from the ledger.")
        if ssh_key is not None:
            remember_key(environment)
        if signatures == "required" and ssh_key is None:
            lines.append(
                "Note: everybody signs here, so nothing else is recorded before you enrol your key: "
                f"scrutiny person enrol {by} --ssh-key FILE"
            )
        if before:
            lines.append(
                f"Note: you signed another ledger in {here} before, and it is not there any more. If you "
                "need it, put it back from a copy, in another folder."
            )
        environment.try_to_report("\n".join(lines))


@contextmanager
def _or_without() -> Iterator[None]:
    """If no key can be written: a ledger can be begun without one."""
    try:
        yield
    except KeyNotWritten as error:
        error.remedy = f"{error.remedy} Or go without: --no-key"
        raise


def _short(path: Path, environment: Environment) -> str:
    """A path as people write it: ``~`` for their home."""
    home = environment.variables.get("HOME", "")
    return f"~/{path.relative_to(home)}" if home and path.is_relative_to(home) else str(path)
