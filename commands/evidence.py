"""``scrutiny evidence``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from commands.cli.alone import inspection_with, no_inspection, ref_if_needed
from commands.cli.click_types import TEXT, LedgerCommand, location
from commands.cli.context import environment_of
from commands.cli.destinations import WRITTEN
from commands.cli.finding_group import FindingGroup
from commands.cli.helping import option
from commands.cli.options import (
    NUMBER,
    ON,
    RECEIPT,
    REF,
    SEVERAL_NUMBERS,
    TABLE_OR_JSON,
    WHY,
    argument,
    asked,
    running_cycle,
    within,
)
from commands.cli.outputs import folder
from commands.cli.prompts import WithReason
from commands.cli.record import act, act_together, not_made_to
from commands.cli.targets import expand
from commands.cli.vaults import stage, vault_of
from ledger.decisions.evidence import (
    CorrectEvidence,
    ExpectEvidence,
    RequestEvidence,
    SubmitEvidence,
    WithdrawEvidence,
    resting_on,
)
from ledger.validation import so_many

if TYPE_CHECKING:
    from ledger.ledger import Ledger

EVIDENCE = argument("EVIDENCE")


@click.group("evidence", cls=FindingGroup)
def command() -> None:
    """Submit, withdraw, request and hand back evidence."""


@command.command("submit", cls=LedgerCommand)
@REF
@SEVERAL_NUMBERS
@asked("--by", "body", metavar="BODY", help="Who handed it in.")
@asked("--summary", long_text=True, help="What it shows; - reads standard input.")
@option("--file", "files", metavar="PATH", multiple=True, help="A file of it; repeat for each.")
@option("--propose-closure", is_flag=True, help="The body asks for the recommendation to be closed.")
@option("--restricted", metavar="WHY", cls=WithReason, help="Why its content is not public.")
@within("--cycle", metavar="CYCLE", help="The cycle it is for. [default: the cycle of that day]")
@ON
@RECEIPT
@click.pass_context
def submit(
    ctx: click.Context,
    ref: str,
    number: tuple[str, ...],
    body: str,
    summary: str,
    files: tuple[str, ...],
    propose_closure: bool,
    restricted: str | None,
    cycle: str | None,
    on: str | None,
    format: str,
) -> None:
    """Record evidence that a body handed in for a recommendation. Its files are copied into the vault.

    What it hands in for several is recorded for each, all or none, and its files are kept once: 3 7 10, or
    1-10, and CUSTODY/1-5 in another inspection.
    """
    with vault_of(ctx) as vault:
        staged = tuple(stage(ctx, vault, path) for path in files)

        def decisions(ledger: Ledger) -> list[SubmitEvidence]:
            return [
                SubmitEvidence(
                    inspection=target.inspection,
                    number=target.name,
                    body=body,
                    summary=summary,
                    files=staged,
                    proposes_closure=propose_closure,
                    restricted=restricted,
                    cycle=cycle,
                    on=on,
                )
                for target in expand(ledger, ref, number, "recommendations")
            ]

        def doubts(ledger: Ledger) -> Iterator[str]:
            return not_made_to(ledger, ref, number, body, on)

        act_together(ctx, decisions, format, ref, vault, doubts)


@command.command("withdraw", cls=LedgerCommand)
@REF
@EVIDENCE
@asked("--why", help="Why, in words that may be published (not if the evidence is restricted).", type=TEXT)
@ON
@RECEIPT
@click.pass_context
def withdraw(ctx: click.Context, ref: str, evidence: str, why: str, on: str | None, format: str) -> None:
    """Record that evidence may no longer be relied on; the record and the files stay.

    The receipt names the judgements that rest on it. They count until somebody judges anew, and are marked.
    """

    def concerns(ledger: Ledger) -> dict[str, list[str]]:
        return {"rests_on_it": resting_on(ledger.inspection(ref), evidence)}

    decision = WithdrawEvidence(inspection=ref, evidence=evidence, why=why, on=on)
    act(ctx, decision, format, concerns=concerns)


@command.command("correct", cls=LedgerCommand)
@REF
@EVIDENCE
@within("--number", metavar="NUMBER", help="The recommendation that it is really for.")
@option("--by", "body", metavar="BODY", help="Who really handed it in.")
@option("--summary", type=TEXT, help="What it really shows; - reads standard input.")
@WHY
@RECEIPT
@click.pass_context
def correct(
    ctx: click.Context,
    ref: str,
    evidence: str,
    number: str | None,
    body: str | None,
    summary: str | None,
    why: str,
    format: str,
) -> None:
    """Correct evidence that was recorded wrongly; the files stay. A wrong summary is withdrawn from view.

    If it is for another recommendation, the receipt names the judgements that rest on it: they are in doubt.
    """

    def concerns(ledger: Ledger) -> dict[str, list[str]]:
        return {"rests_on_it": resting_on(ledger.inspection(ref), evidence)} if number else {}

    decision = CorrectEvidence(
        inspection=ref, evidence=evidence, number=number, body=body, summary=summary, why=why
    )
    act(ctx, decision, format, concerns=concerns)


@command.command("request", cls=LedgerCommand)
@REF
@SEVERAL_NUMBERS
@option("--made-to", "body", metavar="BODY", help="The body that is asked. [default: all it is made to]")
@WHY
@ON
@RECEIPT
@click.pass_context
def request(
    ctx: click.Context,
    ref: str,
    number: tuple[str, ...],
    body: str | None,
    why: str,
    on: str | None,
    format: str,
) -> None:
    """Ask for more evidence on a recommendation, or on several, all or none: 3 7 10, or 1-10."""

    def decisions(ledger: Ledger) -> list[RequestEvidence]:
        return [
            RequestEvidence(inspection=target.inspection, number=target.name, body=body, why=why, on=on)
            for target in expand(ledger, ref, number, "recommendations")
        ]

    act_together(ctx, decisions, format)


@command.command("expect", cls=LedgerCommand)
@REF
@NUMBER
@running_cycle("The cycle in which it is judged.")
@asked("--text", long_text=True, help="What would satisfy it; - reads standard input.")
@ON
@RECEIPT
@click.pass_context
def expect(
    ctx: click.Context, ref: str, number: str, cycle: str, text: str, on: str | None, format: str
) -> None:
    """Record what evidence would satisfy a recommendation in a cycle, before it is judged."""
    act(ctx, ExpectEvidence(inspection=ref, number=number, cycle=cycle, text=text, on=on), format)


@command.command("get", cls=LedgerCommand)
@ref_if_needed(no_inspection)
@EVIDENCE
@asked(
    "--output",
    metavar="DIR",
    type=WRITTEN,
    help="The folder to copy them to; it is created if it is missing.",
)
@TABLE_OR_JSON
@click.pass_context
def get(ctx: click.Context, ref: str | None, evidence: str, output: str, format: str) -> None:
    """Copy the files of a submission to a folder, under the names they were handed in by.

    Each is hashed on the way: a file that is not what was handed in is not copied (exit 7). No file is
    replaced. REF may be left out if just one inspection has evidence of that ref.
    """
    from ledger.evidence.retrieval import retrieve  # noqa: PLC0415  recording does without

    into = folder(output)
    environment = environment_of(ctx)
    with environment.open_ledger(location(ctx)) as ledger:
        ledger.store.hold()
        if ref is None:
            ref = inspection_with(ledger, "evidence", evidence, ctx.command_path)
        rows = [file._asdict() for file in retrieve(ledger, ref, evidence, into)]
    if format == "json":
        import orjson  # noqa: PLC0415  reading has loaded it already

        environment.show(orjson.dumps({"rows": rows}).decode())
        return
    for row in rows:
        environment.show(f"{row['path']} ({so_many(row['size'], 'byte')}, SHA-256 {row['sha256']})")
