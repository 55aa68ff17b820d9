"""``scrutiny judgement``."""

from __future__ import annotations

import click

from commands.acting import act
from commands.options import TEXT, Shy, Verb
from commands.parts import NUMBER, ON, RECEIPT, REF, WHY, argument, asked
from ledger.decisions.judgements import RecordJudgement, ReturnJudgement, SignOffJudgement
from ledger.policies import REASONS, STATUSES

JUDGEMENT = argument("JUDGEMENT")


@click.group("judgement", cls=Shy)
def command() -> None:
    """Record judgements and sign them off."""


@command.command("record", cls=Verb)
@REF
@NUMBER
@asked("--cycle", metavar="CYCLE", help="The cycle it is judged in.")
@asked("--status", type=click.Choice(list(STATUSES)), help="Where it stands.")
@click.option("--reason", type=click.Choice(REASONS), help="Why it is closed.")
@asked("--rationale", long_text=True, help="Why, for the public; - reads standard input.")
@click.option("--evidence", metavar="E1", multiple=True, help="Evidence it rests on; again for each.")
@click.option("--note", type=TEXT, help="An internal note, never published.")
@ON
@RECEIPT
@click.pass_context
def record(
    ctx: click.Context,
    ref: str,
    number: str,
    cycle: str,
    status: str,
    reason: str | None,
    rationale: str,
    evidence: tuple[str, ...],
    note: str | None,
    on: str | None,
    format: str,
) -> None:
    """Say what was found on a recommendation. It counts once a second person has signed it off."""
    decision = RecordJudgement(
        inspection=ref,
        number=number,
        cycle=cycle,
        status=status,
        rationale=rationale,
        reason=reason,
        evidence=evidence,
        note=note,
        on=on,
    )
    act(ctx, decision, format)


@command.command("sign-off", cls=Verb)
@REF
@JUDGEMENT
@RECEIPT
@click.pass_context
def sign_off(ctx: click.Context, ref: str, judgement: str, format: str) -> None:
    """Confirm another person's judgement: from here it counts."""
    act(ctx, SignOffJudgement(inspection=ref, judgement=judgement), format)


@command.command("return", cls=Verb)
@REF
@JUDGEMENT
@WHY
@RECEIPT
@click.pass_context
def return_(ctx: click.Context, ref: str, judgement: str, why: str, format: str) -> None:
    """Send a judgement back to its author; it will not count."""
    act(ctx, ReturnJudgement(inspection=ref, judgement=judgement, why=why), format)
