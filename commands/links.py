"""The commands of ``scrutiny recommendation`` that tie recommendations to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from commands.cli.click_types import LedgerCommand
from commands.cli.options import NUMBER, ON, OPTIONAL_WHY, RECEIPT, REF, WHY, Function, argument, asked
from commands.cli.record import act, act_together
from commands.cli.targets import expand
from ledger.decisions.base import distinct, target
from ledger.decisions.links import (
    RepeatRecommendation,
    SupersedeRecommendation,
    UnlinkRecommendation,
    succeeded,
)

if TYPE_CHECKING:
    from ledger.ledger import Ledger


@click.command("supersede", cls=LedgerCommand)
@REF
@NUMBER
@asked("--by", metavar="REF/NUMBER", multiple=True, help="What replaces it; repeat for each.")
@OPTIONAL_WHY
@ON
@RECEIPT
@click.pass_context
def supersede(
    ctx: click.Context,
    ref: str,
    number: str,
    by: tuple[str, ...],
    why: str | None,
    on: str | None,
    format: str,
) -> None:
    """Let other recommendations replace this one, in this inspection or another."""
    act(ctx, SupersedeRecommendation(inspection=ref, number=number, by=by, why=why, on=on), format)


def _into(function: Function) -> Function:
    """The options of the commands that let several recommendations become others."""
    for option in (
        click.pass_context,
        RECEIPT,
        ON,
        OPTIONAL_WHY,
        asked("--into", metavar="REF/NUMBER", multiple=True, help="What it becomes; repeat for each."),
        argument("WHICH", nargs=-1),
    ):
        function = option(function)
    return function


def _become(
    ctx: click.Context,
    how: str,
    which: tuple[str, ...],
    into: tuple[str, ...],
    why: str | None,
    on: str | None,
    format: str,
) -> None:
    named = [target(word) for word in which]

    def decisions(ledger: Ledger) -> list[SupersedeRecommendation]:
        targets = distinct(
            item for ref, numbers in named for item in expand(ledger, ref, [numbers], "recommendations")
        )
        return succeeded(targets, how, into, why=why, on=on)

    act_together(ctx, decisions, format)


@click.command("merge", cls=LedgerCommand)
@_into
def merge(ctx: click.Context, **options: Any) -> None:  # Any: the options above
    """Merge recommendations, each named as REF/NUMBER, into one that exists. They are closed as merged.

    Several in a row are named as REF/1-5. All of them are merged, or none.
    """
    _become(ctx, "merged", **options)


@click.command("reframe", cls=LedgerCommand)
@_into
def reframe(ctx: click.Context, **options: Any) -> None:  # Any: the options above
    """Reframe recommendations, each named as REF/NUMBER, into another. They are closed as superseded.

    Several in a row are named as REF/1-5. All of them are reframed, or none.
    """
    _become(ctx, "reframed", **options)


@click.command("split", cls=LedgerCommand)
@_into
def split(ctx: click.Context, **options: Any) -> None:  # Any: the options above
    """Split a recommendation, named as REF/NUMBER, into several that exist. It is closed as superseded."""
    _become(ctx, "split", **options)


@click.command("repeat", cls=LedgerCommand)
@REF
@NUMBER
@asked("--of", metavar="REF/NUMBER", help="The earlier one that it repeats.")
@OPTIONAL_WHY
@ON
@RECEIPT
@click.pass_context
def repeat(
    ctx: click.Context, ref: str, number: str, of: str, why: str | None, on: str | None, format: str
) -> None:
    """Record that a recommendation repeats an earlier one; both stay active."""
    act(ctx, RepeatRecommendation(inspection=ref, number=number, of=of, why=why, on=on), format)


@click.command("unlink", cls=LedgerCommand)
@REF
@NUMBER
@asked("--from", "other", metavar="REF/NUMBER", help="The other recommendation.")
@WHY
@RECEIPT
@click.pass_context
def unlink(ctx: click.Context, ref: str, number: str, other: str, why: str, format: str) -> None:
    """Record that a recommendation never repeated another: the link was an error."""
    act(ctx, UnlinkRecommendation(inspection=ref, number=number, other=other, why=why), format)


LINKS = (supersede, merge, reframe, split, repeat, unlink)
