"""``scrutiny cycle``."""

from __future__ import annotations

import click

from commands.cli.click_types import LedgerCommand
from commands.cli.finding_group import FindingGroup
from commands.cli.helping import option
from commands.cli.options import CYCLE_OF, INTERNAL_WHY, NEW_CYCLE, ON, RECEIPT, REF, WHY, asked
from commands.cli.record import act
from ledger.decisions.cycles import CloseCycle, CorrectCycle, OpenCycle, ReopenCycle


@click.group("cycle", cls=FindingGroup)
def command() -> None:
    """Open, close and correct a pass over a subject."""


def _expectations(
    ctx: click.Context, param: click.Parameter, texts: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    pairs = [(number.strip(), text.strip()) for number, _, text in (given.partition("=") for given in texts)]
    for given, (number, text) in zip(texts, pairs, strict=True):
        if not (number and text):
            raise click.BadParameter(
                f"{given!r} is not NUMBER=TEXT, such as 3='Minutes of the board'.", ctx, param
            )
    return tuple(pairs)


@command.command("open", cls=LedgerCommand)
@REF
@NEW_CYCLE
@asked("--title", help="What this pass is called.")
@option("--kind", help="What kind of review it is, in your own words.")
@option(
    "--expect",
    "expectations",
    metavar="NUMBER=TEXT",
    multiple=True,
    callback=_expectations,
    help="What evidence would satisfy a recommendation; repeat for each.",
)
@ON
@RECEIPT
@click.pass_context
def open_(
    ctx: click.Context,
    ref: str,
    cycle: str,
    title: str,
    kind: str | None,
    expectations: tuple[tuple[str, str], ...],
    on: str | None,
    format: str,
) -> None:
    """Begin a pass over a subject: the review of 2020, the progress review of 2021."""
    decision = OpenCycle(
        inspection=ref, cycle=cycle, title=title, kind=kind, expectations=expectations, on=on
    )
    act(ctx, decision, format)


@command.command("close", cls=LedgerCommand)
@REF
@CYCLE_OF
@ON
@RECEIPT
@click.pass_context
def close(ctx: click.Context, ref: str, cycle: str, on: str | None, format: str) -> None:
    """End a pass: nothing more is made or judged in it."""
    act(ctx, CloseCycle(inspection=ref, cycle=cycle, on=on), format)


@command.command("correct", cls=LedgerCommand)
@REF
@CYCLE_OF
@option("--title", help="What its title should have been.")
@option("--kind", help="What kind of review it really was.")
@option("--on", "opened_on", metavar="DATE", help="The day it was really opened.")
@WHY
@RECEIPT
@click.pass_context
def correct(
    ctx: click.Context,
    ref: str,
    cycle: str,
    title: str | None,
    kind: str | None,
    opened_on: str | None,
    why: str,
    format: str,
) -> None:
    """Correct the title, kind or day of a cycle. Once recorded, the right value holds for every day."""
    decision = CorrectCycle(inspection=ref, cycle=cycle, title=title, kind=kind, opened_on=opened_on, why=why)
    act(ctx, decision, format)


@command.command("reopen", cls=LedgerCommand)
@REF
@CYCLE_OF
@INTERNAL_WHY
@RECEIPT
@click.pass_context
def reopen(ctx: click.Context, ref: str, cycle: str, why: str, format: str) -> None:
    """Take back the closing of a cycle that was closed in error."""
    act(ctx, ReopenCycle(inspection=ref, cycle=cycle, why=why), format)
