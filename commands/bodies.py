"""``scrutiny body``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from commands.cli.cached import bodies_of
from commands.cli.click_types import LedgerCommand
from commands.cli.finding_group import FindingGroup
from commands.cli.helping import option
from commands.cli.options import ON, OPTIONAL_WHY, RECEIPT, WHY, argument, asked, examples
from commands.cli.read import opened, put, reading, time_filter
from commands.cli.record import act
from ledger.decisions.bodies import AddAlias, BodyDecision, MergeBodies, RegisterBody, RenameBody, SucceedBody
from projections.base import TimeFilter

if TYPE_CHECKING:
    from ledger.ledger import Ledger

NAME = argument("NAME", check="known body")


@click.group("body", cls=FindingGroup)
def command() -> None:
    """Say which names mean one body, what it is called from when, and who takes over from it."""


@command.command("register", cls=LedgerCommand)
@argument("NAME", check="body name")
@option("--on", metavar="DATE", help="The day since which it exists. [default: not known]")
@RECEIPT
@click.pass_context
def register(ctx: click.Context, name: str, on: str | None, format: str) -> None:
    """Register a body under a name. A name that recommendations have already is registered by itself once
    anything else is said of it.
    """

    def doubts(ledger: Ledger) -> Iterator[str]:
        from projections.near_names import new_names  # noqa: PLC0415  help does without

        yield from new_names(ledger, [name])

    act(ctx, RegisterBody(body=name, on=on), format, doubts=doubts)


@command.command("alias", cls=LedgerCommand)
@NAME
@asked("--also", check="body name", help="How else its name is written.")
@RECEIPT
@click.pass_context
def alias(ctx: click.Context, name: str, also: str, format: str) -> None:
    """Say how else a body is written: an abbreviation, its name in another language."""
    _act(ctx, AddAlias(body=name, also=also), also, format)


@command.command("rename", cls=LedgerCommand)
@NAME
@asked("--to", check="body name", help="The name that it bears from that day on.")
@ON
@WHY
@RECEIPT
@click.pass_context
def rename(ctx: click.Context, name: str, to: str, on: str | None, why: str, format: str) -> None:
    """Give a body another name from a day on, as its name in law changes.

    Nothing that it was asked to do moves. For days before, the register has the name it had then.
    """
    _act(ctx, RenameBody(body=name, to=to, on=on, why=why), to, format)


@command.command("merge", cls=LedgerCommand)
@NAME
@asked("--into", check="known body", help="The name that is right, on every day.")
@WHY
@RECEIPT
@click.pass_context
def merge(ctx: click.Context, name: str, into: str, why: str, format: str) -> None:
    """Say that two names meant one body all along, as two spellings of it do."""
    _act(ctx, MergeBodies(body=name, into=into, why=why), into, format)


@command.command("succeed", cls=LedgerCommand)
@NAME
@asked("--by", check="known body", help="The body that takes over.")
@ON
@OPTIONAL_WHY
@RECEIPT
@click.pass_context
def succeed(ctx: click.Context, name: str, by: str, on: str | None, why: str | None, format: str) -> None:
    """Say that another body takes over from a day on: what is not closed passes to it, the closed stays."""
    _act(ctx, SucceedBody(body=name, by=by, on=on, why=why), by, format)


@command.command(
    "list",
    cls=LedgerCommand,
    epilog=examples("scrutiny body list OCSAE", "scrutiny body list --as-of 2021-08-18 --format csv"),
)
@click.argument("ref", metavar="[REF]", required=False)
@reading
@click.pass_context
def list_(
    ctx: click.Context,
    ref: str | None,
    as_of: str | None,
    known_at: str | None,
    format: str | None,
    output: str | None,
) -> None:
    """Every body, with its names and how much it was asked to do; or those that an inspection names."""
    from projections.bodies import bodies  # noqa: PLC0415  recording needs no projection

    with opened(ctx) as ledger:
        when = time_filter(ledger, as_of, known_at)
        view = bodies_of(ctx, ledger) if ref is None and when == TimeFilter() else None
        put(view or bodies(ledger, inspection=ref, time_filter=when), format, output)


@command.command(
    "show",
    cls=LedgerCommand,
    epilog=examples(
        'scrutiny body show "Police Scotland"', "scrutiny body show SPA --as-of 2012-12-31 --format json"
    ),
)
@NAME
@reading
@click.pass_context
def show(
    ctx: click.Context,
    name: str,
    as_of: str | None,
    known_at: str | None,
    format: str | None,
    output: str | None,
) -> None:
    """One body, by any of its names."""
    from commands.cli.knowing import put_page  # noqa: PLC0415  recording needs no projection
    from projections.bodies import bodies  # noqa: PLC0415

    with opened(ctx) as ledger:
        when = time_filter(ledger, as_of, known_at)
        put_page(ledger, when, lambda at: bodies(ledger, name, time_filter=at), format, output)


def _act(ctx: click.Context, decision: BodyDecision, other: str, format: str) -> None:
    """Ask it of a body that is registered, or that a recommendation was made to; ``other`` may be a slip."""
    from projections.bodies import known_body, no_body  # noqa: PLC0415  it costs other commands nothing

    with opened(ctx) as ledger:
        name = known_body(ledger, decision.body)
        if name is None:
            raise no_body(decision.body)

    def doubts(ledger: Ledger) -> Iterator[str]:
        from projections.near_names import new_names  # noqa: PLC0415  help does without

        yield from new_names(ledger, [other], beside=name)

    act(ctx, type(decision)(**{**vars(decision), "body": name}), format, doubts=doubts)
