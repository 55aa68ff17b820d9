"""``scrutiny cycle``."""

from __future__ import annotations

import click

from commands.acting import act
from commands.options import Shy, Verb
from commands.parts import CYCLE_OF, ON, RECEIPT, REF, asked
from ledger.decisions.cycles import CloseCycle, OpenCycle


@click.group("cycle", cls=Shy)
def command() -> None:
    """Open and close a pass over a subject."""


def _expectations(
    ctx: click.Context, param: click.Parameter, said: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    pairs = [(number.strip(), text.strip()) for number, _, text in (one.partition("=") for one in said)]
    for one, (number, text) in zip(said, pairs, strict=True):
        if not (number and text):
            raise click.BadParameter(
                f"{one!r} is not NUMBER=TEXT, such as 3='Minutes of the board'.", ctx, param
            )
    return tuple(pairs)


@command.command("open", cls=Verb)
@REF
@CYCLE_OF
@asked("--title", help="What this pass is called.")
@click.option("--kind", help="What kind of review it is, in your own words.")
@click.option(
    "--expect",
    "expectations",
    metavar="NUMBER=TEXT",
    multiple=True,
    callback=_expectations,
    help="What evidence would satisfy a recommendation; again for each.",
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


@command.command("close", cls=Verb)
@REF
@CYCLE_OF
@ON
@RECEIPT
@click.pass_context
def close(ctx: click.Context, ref: str, cycle: str, on: str | None, format: str) -> None:
    """End a pass: nothing more is made or judged in it."""
    act(ctx, CloseCycle(inspection=ref, cycle=cycle, on=on), format)
