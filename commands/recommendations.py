"""``scrutiny recommendation``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from commands.cli.click_types import TEXT, LedgerCommand
from commands.cli.finding_group import FindingGroup
from commands.cli.helping import option
from commands.cli.options import (
    NEW_NUMBER,
    NUMBER,
    ON,
    OPTIONAL_WHY,
    RECEIPT,
    REF,
    SEVERAL_NUMBERS,
    WHY,
    Function,
    argument,
    asked,
    running_cycle,
    within,
)
from commands.cli.record import act, act_together
from commands.cli.targets import expand
from commands.cli.understood import VocabularyWord
from commands.links import LINKS
from ledger.decisions.classification import ClassifyRecommendation
from ledger.decisions.recommendation_corrections import (
    VOIDABLE,
    CorrectRecommendation,
    UnvoidRecommendation,
    VoidRecommendation,
)
from ledger.decisions.recommendations import (
    MakeRecommendation,
    ReaddressRecommendation,
    RescheduleRecommendation,
    RestateRecommendation,
    WithdrawRecommendation,
)

if TYPE_CHECKING:
    from ledger.ledger import Ledger

MADE_TO = asked("--made-to", metavar="BODY", multiple=True, help="The body it is made to; repeat for each.")


def sorting(function: Function) -> Function:
    """The options that say what a recommendation is sorted by."""
    for each in (
        within("--under", metavar="NUMBER", help="The recommendation or concern that it is a part of."),
        option("--place", metavar="PLACE", help="Where in its source: a paragraph, a page."),
        option("--source", metavar="URL", help="The address of the publication it stands in."),
        option(
            "--topic",
            "topics",
            metavar="WORD",
            type=VocabularyWord("topic"),
            multiple=True,
            help="A topic; repeat for each.",
        ),
        option(
            "--priority",
            metavar="WORD",
            type=VocabularyWord("priority"),
            help="A priority of the vocabulary.",
        ),
    ):
        function = each(function)
    return function


@click.group("recommendation", cls=FindingGroup)
def command() -> None:
    """Make and change recommendations."""


@command.command("make", cls=LedgerCommand)
@REF
@NEW_NUMBER
@running_cycle("The cycle it is made in.")
@asked("--text", long_text=True, help="The recommendation; - reads standard input.")
@MADE_TO
@option(
    "--kind",
    metavar="KIND",
    type=VocabularyWord("kind"),
    default="recommendation",
    show_default=True,
    help="recommendation, area-for-development, or a word of yours.",
)
@option("--due", metavar="DATE", help="The date by which it is to be met.")
@sorting
@ON
@RECEIPT
@click.pass_context
def make(
    ctx: click.Context,
    /,
    ref: str,
    number: str,
    cycle: str,
    text: str,
    made_to: tuple[str, ...],
    kind: str,
    due: str | None,
    on: str | None,
    format: str,
    **sorted_by: Any,  # Any: what ``sorting`` gives
) -> None:
    """Publish a numbered recommendation."""
    decision = MakeRecommendation(
        inspection=ref,
        number=number,
        cycle=cycle,
        text=text,
        made_to=made_to,
        kind=kind,
        due=due,
        on=on,
        **sorted_by,
    )
    act(ctx, decision, format, doubts=lambda ledger: _slips(ledger, ref, number, made_to))


@command.command("classify", cls=LedgerCommand)
@REF
@SEVERAL_NUMBERS
@sorting
@ON
@RECEIPT
@click.pass_context
def classify(
    ctx: click.Context,
    /,
    ref: str,
    number: tuple[str, ...],
    topics: tuple[str, ...],
    on: str | None,
    format: str,
    **sorted_by: str | None,
) -> None:
    """Sort recommendations by priority, topic, source or place, or put them under another: 3 7 10, or 1-10.

    What is not given stays as it is; an empty value, --priority "", takes it away.
    """

    def decisions(ledger: Ledger) -> list[ClassifyRecommendation]:
        return [
            ClassifyRecommendation(
                inspection=target.inspection,
                number=target.name,
                topics=topics or None,
                on=on,
                **sorted_by,
            )
            for target in expand(ledger, ref, number, "recommendations")
        ]

    act_together(ctx, decisions, format)


@command.command("restate", cls=LedgerCommand)
@REF
@NUMBER
@asked("--text", long_text=True, help="The new text; - reads standard input.")
@WHY
@ON
@RECEIPT
@click.pass_context
def restate(
    ctx: click.Context, ref: str, number: str, text: str, why: str, on: str | None, format: str
) -> None:
    """Put a recommendation in other words; the earlier words stay in the record."""
    act(ctx, RestateRecommendation(inspection=ref, number=number, text=text, why=why, on=on), format)


@command.command("readdress", cls=LedgerCommand)
@REF
@NUMBER
@MADE_TO
@OPTIONAL_WHY
@ON
@RECEIPT
@click.pass_context
def readdress(
    ctx: click.Context,
    ref: str,
    number: str,
    made_to: tuple[str, ...],
    why: str | None,
    on: str | None,
    format: str,
) -> None:
    """Address a recommendation to other bodies."""
    decision = ReaddressRecommendation(inspection=ref, number=number, made_to=made_to, why=why, on=on)
    act(ctx, decision, format, doubts=lambda ledger: _new_names(ledger, ref, made_to))


def _slips(ledger: Ledger, ref: str, number: str, made_to: tuple[str, ...]) -> Iterator[str]:
    """A new number and names of bodies that may be slips."""
    from projections.near_numbers import new_number  # noqa: PLC0415  help does without

    yield from new_number(ledger, ref, number)
    yield from _new_names(ledger, ref, made_to)


def _new_names(ledger: Ledger, ref: str, made_to: tuple[str, ...]) -> Iterator[str]:
    """Names of bodies that may be slips."""
    from projections.near_names import new_names  # noqa: PLC0415  help does without

    yield from new_names(ledger, made_to, ref)


@command.command("reschedule", cls=LedgerCommand)
@REF
@SEVERAL_NUMBERS
@asked("--due", metavar="DATE", help="The new date by which it is to be met.")
@option("--approved-by", metavar="WHO", help="The role or board that allowed it, not a person's name.")
@OPTIONAL_WHY
@ON
@RECEIPT
@click.pass_context
def reschedule(
    ctx: click.Context,
    ref: str,
    number: tuple[str, ...],
    due: str,
    approved_by: str | None,
    why: str | None,
    on: str | None,
    format: str,
) -> None:
    """Give a recommendation another due date; the original and every revision stay in the record.

    Several get the same date at once, all or none: 3 7 10, or 1-10.
    """

    def decisions(ledger: Ledger) -> list[RescheduleRecommendation]:
        return [
            RescheduleRecommendation(
                inspection=target.inspection,
                number=target.name,
                due=due,
                approved_by=approved_by,
                why=why,
                on=on,
            )
            for target in expand(ledger, ref, number, "recommendations")
        ]

    act_together(ctx, decisions, format)


@command.command("withdraw", cls=LedgerCommand)
@REF
@NUMBER
@OPTIONAL_WHY
@ON
@RECEIPT
@click.pass_context
def withdraw(ctx: click.Context, ref: str, number: str, why: str | None, on: str | None, format: str) -> None:
    """Take a recommendation back."""
    act(ctx, WithdrawRecommendation(inspection=ref, number=number, why=why, on=on), format)


@command.command("correct", cls=LedgerCommand)
@REF
@NUMBER
@option("--number", "new_number", metavar="NUMBER", help="The right number; the old one still finds it.")
@option("--text", type=TEXT, help="The right text; - reads standard input.")
@option("--made-to", metavar="BODY", multiple=True, help="The right body; repeat for each.")
@option("--due", metavar="DATE", help="The right date.")
@option("--made-on", metavar="DATE", help="The day it was really made.")
@option("--kind", metavar="KIND", type=VocabularyWord("kind"), help="The right kind.")
@within("--cycle", metavar="CYCLE", help="The cycle it was really made in.")
@option(
    "--void",
    type=click.Choice(VOIDABLE),
    help="What should never have been recorded; end: its withdrawal or succession.",
)
@option("--of", metavar="DATE", help="Correct the value of that day. [default: the value that holds now]")
@WHY
@RECEIPT
@click.pass_context
def correct(
    ctx: click.Context,
    /,
    ref: str,
    number: str,
    format: str,
    **options: Any,  # Any: the options above
) -> None:
    """Correct a recommendation that was recorded wrongly.

    A change (restate, readdress, reschedule) holds from its day. A correction puts the right value in place
    from the beginning; the wrong one stays in the record, and --known-at before it still shows that.
    """
    decision = CorrectRecommendation(inspection=ref, number=number, **options)
    right = decision.new_number
    act(ctx, decision, format, doubts=lambda ledger: _slips(ledger, ref, right, ()) if right else ())


@command.command("void", cls=LedgerCommand)
@REF
@NUMBER
@WHY
@RECEIPT
@click.pass_context
def void(ctx: click.Context, ref: str, number: str, why: str, format: str) -> None:
    """Say that a recommendation was entered in error, and was never made.

    Once that is known it is in no register, figure or bundle for any day; the trail keeps all that was
    recorded. Its number may be given to another.
    """
    act(ctx, VoidRecommendation(inspection=ref, number=number, why=why), format)


@command.command("unvoid", cls=LedgerCommand)
@REF
@argument("NUMBER", check="voided number")
@WHY
@RECEIPT
@click.pass_context
def unvoid(ctx: click.Context, ref: str, number: str, why: str, format: str) -> None:
    """Say that a recommendation was not entered in error after all: it is there again.

    What it had taken the place of stands on until that is recorded again.
    """
    act(ctx, UnvoidRecommendation(inspection=ref, number=number, why=why), format)


for link in LINKS:
    command.add_command(link)
