"""``scrutiny person``."""

from __future__ import annotations

import click

from commands.cli.click_types import TEXT, LedgerCommand
from commands.cli.context import environment_of
from commands.cli.finding_group import FindingGroup
from commands.cli.helping import option
from commands.cli.options import INTERNAL_WHY, RECEIPT, argument, asked
from commands.cli.pens import given_key, remember_key
from commands.cli.record import act
from commands.cli.understood import OneOf
from ledger.decisions.people import GrantRole, RegisterPerson, RenamePerson, RevokeRole
from ledger.decisions.personal_keys import EnrolKey, RetireKey, RuleSignatures
from ledger.policies import ROLES, SIGNATURES

ID = argument("ID")
KEY = argument("KEY")
RULE = argument("RULE", type=OneOf(SIGNATURES, "rule on signatures"))
ROLE = argument("ROLE", type=OneOf(ROLES, "role"))


@click.group("person", cls=FindingGroup)
def command() -> None:
    """Register and rename people, and grant roles."""


@command.command("register", cls=LedgerCommand)
@argument("ID", check="new id")
@asked("--name", help="The person's name.")
@asked(
    "--role",
    "roles",
    type=OneOf(ROLES, "role"),
    multiple=True,
    help="A role; repeat for each.",
)
@option("--database-role", metavar="R", help="On a server: the database role that alone speaks for them.")
@RECEIPT
@click.pass_context
def register(
    ctx: click.Context, id: str, name: str, roles: tuple[str, ...], database_role: str | None, format: str
) -> None:
    """Give a person an id and roles. Each event they record has the id, and not the name.

    On a server the role that --database-role names is let in by: scrutiny server grant ID
    """
    act(ctx, RegisterPerson(person=id, name=name, roles=roles, database_role=database_role), format)


@command.command("rename", cls=LedgerCommand)
@ID
@asked("--name", help="The person's name from now on.")
@RECEIPT
@click.pass_context
def rename(ctx: click.Context, id: str, name: str, format: str) -> None:
    """Change a person's name, if it changed or was misspelt. The id stays."""
    act(ctx, RenamePerson(person=id, name=name), format)


@command.command("grant", cls=LedgerCommand)
@ID
@ROLE
@RECEIPT
@click.pass_context
def grant(ctx: click.Context, id: str, role: str, format: str) -> None:
    """Give a person one more role."""
    act(ctx, GrantRole(person=id, role=role), format)


@command.command("revoke", cls=LedgerCommand)
@ID
@ROLE
@RECEIPT
@click.pass_context
def revoke(ctx: click.Context, id: str, role: str, format: str) -> None:
    """Take a role from a person."""
    act(ctx, RevokeRole(person=id, role=role), format)


@command.command("enrol", cls=LedgerCommand)
@ID
@asked(
    "--ssh-key", metavar="FILE", help="The file of their SSH key (Ed25519), such as ~/.ssh/id_ed25519.pub."
)
@option(
    "--replaces",
    metavar="KEY",
    multiple=True,
    help="A key of theirs that it takes the place of, as person show names it, or all; repeat for each.",
)
@option("--why", type=TEXT, help="Why it is replaced; this is not published.")
@RECEIPT
@click.pass_context
def enrol(
    ctx: click.Context, id: str, ssh_key: str, replaces: tuple[str, ...], why: str | None, format: str
) -> None:
    """Have a person sign what they record, with their SSH key, from now on.

    Whatever they record carries a signature that ssh-keygen -Y verify accepts, and verify reports what does
    not. Who enrols the first key of their own signs that with it.
    """
    environment = environment_of(ctx)
    line = given_key(environment, ssh_key)
    act(ctx, EnrolKey(person=id, public_key=line, replaces=replaces, why=why), format)
    remember_key(environment)


@command.command("retire-key", cls=LedgerCommand)
@ID
@KEY
@INTERNAL_WHY
@RECEIPT
@click.pass_context
def retire_key(ctx: click.Context, id: str, key: str, why: str, format: str) -> None:
    """Let a key of a person sign nothing any more, because it is lost or in other hands.

    KEY is its fingerprint, as person show names it. What it signed before stays signed.
    """
    act(ctx, RetireKey(person=id, key=key, why=why), format)


@command.command("signatures", cls=LedgerCommand)
@RULE
@INTERNAL_WHY
@RECEIPT
@click.pass_context
def signatures(ctx: click.Context, rule: str, why: str, format: str) -> None:
    """Say whether only those may record who have a key (required), or others, too (none).

    Who has a key signs in any case.
    """
    act(ctx, RuleSignatures(signatures=rule, why=why), format)
