"""``scrutiny judgement``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commands.cli.click_types import TEXT, LedgerCommand
from commands.cli.finding_group import FindingGroup
from commands.cli.helping import option
from commands.cli.options import (
    INTERNAL_WHY,
    ON,
    RECEIPT,
    REF,
    SEVERAL_NUMBERS,
    WHY,
    argument,
    asked,
    running_cycle,
    within,
)
from commands.cli.record import act, act_together
from commands.cli.targets import expand
from commands.cli.understood import OwnStatus, Status, VocabularyWord, check_meant
from ledger.errors import BadInput
from ledger.policies import REASONS, STATUSES

if TYPE_CHECKING:
    from ledger.decisions.judgements import RecordJudgement, ReturnJudgement, SignOffJudgement
    from ledger.ledger import Ledger

TAKEN_PLACE = ("superseded", "merged")
"""Reasons that something else took its place."""

JUDGEMENT = argument("JUDGEMENT")
SEVERAL_JUDGEMENTS = argument("JUDGEMENT", nargs=-1)


@click.group("judgement", cls=FindingGroup)
def command() -> None:
    """Record judgements and sign them off."""


@command.command("record", cls=LedgerCommand)
@REF
@SEVERAL_NUMBERS
@running_cycle("The cycle it is judged in.")
@asked(
    "--status",
    type=Status(STATUSES, "status"),
    when=lambda given: not given.get("word"),
    help="Its status, or a word of yours that means one; leave it out with --word.",
)
@asked(
    "--word",
    metavar="WORD",
    type=OwnStatus("status"),
    when=lambda _: False,
    implied=True,
    help="Your own word for where it stands, of the vocabulary.",
)
@asked(
    "--reason",
    metavar="REASON",
    type=VocabularyWord("reason"),
    when=lambda given: "closed" in (given.get("status"), given.get("status meant")),
    implied=True,
    help=f"Why it is closed; {', '.join(REASONS)}, or a word of yours.",
)
@asked(
    "--by",
    metavar="REF/NUMBER",
    multiple=True,
    when=lambda given: given.get("reason") in TAKEN_PLACE and "reason" in given["asked"],
    optional=True,
    help="What took its place; with the reason superseded or merged. That is recorded, and no judgement.",
)
@asked("--rationale", long_text=True, help="Why, for the public; - reads standard input.")
@asked(
    "--evidence",
    metavar="E1",
    multiple=True,
    when=lambda _: True,
    optional=True,
    guided=True,
    check="evidence it rests on",
    help="Evidence it rests on; repeat for each.",
)
@option("--made-to", metavar="BODY", help="Judge this body's share alone. [default: every body's]")
@within("--until", metavar="CYCLE", help="Leave it open on purpose until that later cycle.")
@option("--note", type=TEXT, help="An internal note, never published.")
@ON
@RECEIPT
@click.pass_context
def record(
    ctx: click.Context,
    ref: str,
    number: tuple[str, ...],
    cycle: str,
    word: str | None,
    status: str | None,
    reason: str | None,
    by: tuple[str, ...],
    rationale: str,
    evidence: tuple[str, ...],
    made_to: str | None,
    until: str | None,
    note: str | None,
    on: str | None,
    format: str,
) -> None:
    """Judge a recommendation. The judgement counts once a second person has signed it off.

    You can judge several alike, all or none: 3 7 10, or 1-10, and CUSTODY/1-5 in another inspection, which
    needs a cycle of the same name. Each judgement gets the evidence that was handed in for its
    recommendation.
    """
    check_meant(ctx, reason)
    if by:
        if status != "closed" or reason not in TAKEN_PLACE or evidence or made_to or until or note:
            raise BadInput(
                "What takes the place of a recommendation is recorded as that, and is no judgement.",
                "Give --by with --status closed --reason superseded (or merged) and --rationale alone.",
            )
        from ledger.decisions.links import succeeded  # noqa: PLC0415  few judge so

        how = str(reason)
        act_together(
            ctx,
            lambda ledger: succeeded(
                expand(ledger, ref, number, "recommendations"), how, by, why=rationale, on=on
            ),
            format,
        )
        return

    def decisions(ledger: Ledger) -> list[RecordJudgement]:
        from ledger.decisions.judgements import RecordJudgement, cited  # noqa: PLC0415  help does without a ledger

        judged = expand(ledger, ref, number, "recommendations")
        refs = cited(judged, expand(ledger, ref, evidence, "evidence"), ledger.inspection)
        return [
            RecordJudgement(
                inspection=target.inspection,
                number=target.name,
                cycle=cycle,
                word=word,
                status=status,
                rationale=rationale,
                reason=reason,
                evidence=tuple(refs[target]),
                note=note,
                made_to=made_to,
                until=until,
                on=on,
            )
            for target in judged
        ]

    act_together(ctx, decisions, format, ref)


@command.command("sign-off", cls=LedgerCommand)
@REF
@SEVERAL_JUDGEMENTS
@RECEIPT
@click.pass_context
def sign_off(ctx: click.Context, ref: str, judgement: tuple[str, ...], format: str) -> None:
    """Confirm another person's judgement: from now on it counts.

    You can sign off several together, all or none: J1 J2 J7, or J1-J10, and CUSTODY/J1-J5 in another
    inspection.
    """

    def decisions(ledger: Ledger) -> list[SignOffJudgement]:
        from ledger.decisions.judgements import SignOffJudgement  # noqa: PLC0415  help does without a ledger

        return [
            SignOffJudgement(inspection=target.inspection, judgement=target.name)
            for target in expand(ledger, ref, judgement, "judgements")
        ]

    act_together(ctx, decisions, format, ref)


@command.command("return", cls=LedgerCommand)
@REF
@SEVERAL_JUDGEMENTS
@INTERNAL_WHY
@RECEIPT
@click.pass_context
def return_(ctx: click.Context, ref: str, judgement: tuple[str, ...], why: str, format: str) -> None:
    """Send a judgement back to its author; it will not count.

    You can return several together, all or none: J1 J2 J7, or J1-J10.
    """

    def decisions(ledger: Ledger) -> list[ReturnJudgement]:
        from ledger.decisions.judgements import ReturnJudgement  # noqa: PLC0415  help does without a ledger

        return [
            ReturnJudgement(inspection=target.inspection, judgement=target.name, why=why)
            for target in expand(ledger, ref, judgement, "judgements")
        ]

    act_together(ctx, decisions, format, ref)


@command.command("correct", cls=LedgerCommand)
@REF
@JUDGEMENT
@option("--void", is_flag=True, help="It should not have counted: it no longer does.")
@option("--judged-on", metavar="DATE", help="The day it was really judged.")
@option("--rationale", type=TEXT, help="The right rationale; - reads standard input.")
@WHY
@RECEIPT
@click.pass_context
def correct(
    ctx: click.Context,
    ref: str,
    judgement: str,
    void: bool,
    judged_on: str | None,
    rationale: str | None,
    why: str,
    format: str,
) -> None:
    """Correct a judgement that was wrong when it was recorded. This takes an approver who did not record it.

    If the finding has changed since, record a new judgement instead.
    """
    from ledger.decisions.judgement_corrections import CorrectJudgement  # noqa: PLC0415  judging does without

    decision = CorrectJudgement(
        inspection=ref,
        judgement=judgement,
        void=void,
        judged_on=judged_on,
        rationale=rationale,
        why=why,
    )
    act(ctx, decision, format)
