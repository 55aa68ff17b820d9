"""``scrutiny person``."""

from __future__ import annotations

import click

from commands.cli.click_types import LedgerCommand
from commands.cli.finding_group import FindingGroup
from commands.cli.options import RECEIPT, argument, asked
from commands.cli.record import act
from commands.cli.understood import OneOf
from ledger.decisions.people import GrantRole, RegisterPerson, RenamePerson, RevokeRole
from ledger.policies import ROLES

ID = argument("ID")
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
@click.option(
    "--database-role", metavar="R", help="On a server: the database role that alone speaks for them."
)
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
