"""``scrutiny server``."""

from __future__ import annotations

import click
import orjson

from commands.cli.click_types import LedgerCommand, SuggestingGroup, location
from commands.cli.context import environment_of
from commands.cli.helping import option
from commands.cli.options import RECEIPT, RESULT, argument
from commands.cli.record import act
from ledger.decisions.people import AssignDatabaseRole, RemoveDatabaseRole
from ledger.errors import Refused
from ledger.store.engine import Access
from ledger.store.location import engine_of

ROLE = click.argument("ROLE")


@click.group("server", cls=SuggestingGroup)
def command() -> None:
    """Let people use a ledger on a server, each by a database role of their own."""


@command.command(
    "grant",
    cls=LedgerCommand,
    epilog="""\b
Examples:
  scrutiny server grant ann
  scrutiny server grant bob --database-role p_bob --as ada""",
)
@argument("ID")
@option(
    "--database-role",
    metavar="R",
    help="The role that is to speak for them, if none does yet. [default: ID]",
)
@RECEIPT
@click.pass_context
def grant(ctx: click.Context, id: str, database_role: str | None, format: str) -> None:
    """Let a person record: a database role that may read and append, and nothing else.

    From then on that role alone speaks for them, whatever program they use. If there is no such role it is
    made, without a password: set one as your server's rules demand. You log in as the owner of the tables.
    """
    access = _access(ctx)
    environment = environment_of(ctx)
    with environment.open_ledger(location(ctx)) as ledger:
        speaks = ledger.inspectorate().database_roles.get(id)
    role = database_role or speaks or id
    access.consider(role)
    if role != speaks:
        act(ctx, AssignDatabaseRole(person=id, database_role=role), format)
    made = access.admit(role, records=True)
    if role == speaks:
        _nothing_recorded(ctx, id, format)
    how = "made, without a password, and let in" if made else "let in"
    environment.try_to_report(f"The database role {role} was {how}; it alone speaks for {id}.")


@command.command(
    "read",
    cls=LedgerCommand,
    epilog="""\b
Examples:
  scrutiny server read auditors
  scrutiny server read website --ledger postgresql://db.example.org/ledger""",
)
@ROLE
@click.pass_context
def read(ctx: click.Context, role: str) -> None:
    """Let a database role read, and record nothing. If there is no such role it is made."""
    made = _access(ctx).admit(role, records=False)
    how = "made, without a password, and let in" if made else "let in"
    environment_of(ctx).show(f"The database role {role} was {how}, to read.")


@command.command(
    "revoke",
    cls=LedgerCommand,
    epilog="""\b
Examples:
  scrutiny server revoke p_bob
  scrutiny server revoke auditors""",
)
@ROLE
@RECEIPT
@click.pass_context
def revoke(ctx: click.Context, role: str, format: str) -> None:
    """Shut a database role out. If it spoke for a person, the owner of the tables does from now on."""
    access = _access(ctx)
    spoke = [one.person for one in access.admitted() if one.role == role and one.person]
    for person in spoke:
        act(ctx, RemoveDatabaseRole(person=str(person)), format)
    access.shut_out(role)
    if not spoke:
        _nothing_recorded(ctx, role, format)
    environment_of(ctx).try_to_report(f"The database role {role} was shut out.")


@command.command(
    "list",
    cls=LedgerCommand,
    epilog="""\b
Examples:
  scrutiny server list
  scrutiny server list --format json""",
)
@RESULT
@click.pass_context
def listed(ctx: click.Context, format: str) -> None:
    """The database roles that are let in, for whom each speaks, and whether it may record."""
    found = _access(ctx).admitted()
    environment = environment_of(ctx)
    if format == "json":
        rows = [{"database_role": one.role, "person": one.person, "records": one.records} for one in found]
        environment.show(orjson.dumps({"rows": rows}).decode())
        return
    for one in found:
        whom = f"speaks for {one.person}" if one.person else "speaks for nobody"
        environment.show(f"{one.role}  {'records' if one.records else 'reads'}, {whom}")
    if not found:
        environment.show("No database role is let in but the owner.")


def _nothing_recorded(ctx: click.Context, ref: str, format: str) -> None:
    """The receipt of what is done without an event: whoever asked for an object gets one."""
    if format == "json":
        environment_of(ctx).show(orjson.dumps({"ref": ref, "events": []}).decode())


def _access(ctx: click.Context) -> Access:
    """Who may use the ledger; raises Refused for one in a folder."""
    access = engine_of(location(ctx)).access()
    if access is None:
        raise Refused(
            "This ledger is in a folder: who may use it is decided by the modes of its files.",
            "Let a group use the folder; see docs/operating.md.",
        )
    return access
