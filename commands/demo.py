"""``scrutiny demo``: a real inspection, asked decision by decision, as the command line would."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
import orjson

from commands.cli.click_types import LEDGER, LedgerCommand, new_location
from commands.cli.context import environment_of
from commands.cli.destinations import PUT_WHOLE, check_free
from commands.cli.read import put
from events.base import Day
from ledger.decisions.base import Decision
from ledger.decisions.cycles import OpenCycle
from ledger.decisions.evidence import RequestEvidence, SubmitEvidence
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.inspectorates import OpenLedger
from ledger.decisions.judgements import RecordJudgement, SignOffJudgement
from ledger.decisions.people import GrantRole, RegisterPerson
from ledger.decisions.recommendations import MakeRecommendation
from ledger.errors import BadInput, StorageError
from ledger.evidence.nowhere import HOW
from ledger.ledger import Clock, Ledger, system_clock
from ledger.signing.keyring import Keyring
from ledger.store.location import folder_of, is_on_server, named_evidence, shown
from projections.base import TimeFilter
from projections.register import register
from projections.trail import trail

Case = dict[str, Any]  # Any: JSON, see data/ocsae.json


@click.command("demo", cls=LedgerCommand)
@click.argument("folder", required=False, type=PUT_WHOLE)
@click.pass_context
def command(ctx: click.Context, folder: str | None) -> None:
    """Play a real inspection into a new ledger in FOLDER, and show what it can tell.

    If you leave FOLDER out, it is where --ledger says, else scrutiny-demo.

    Eleven recommendations to Police Scotland and the National Crime Agency, made in 2020 and 2021, with the
    judgements of 2021 and what was handed in until 2024.
    """
    case, environment = the_case(), environment_of(ctx)
    where = _place(ctx, folder)
    with play(case, where, environment.clock, environment.keyring()) as ledger:
        ref = case["inspection"]["ref"]
        for day in ("2020-02-26", "2021-08-18"):
            put(register(ledger, ref, time_filter=TimeFilter(as_of=Day(day))), "table", None)
            environment.show()
        put(trail(ledger, ref, "3"), "table", None)
    program = "scrutiny" if shutil.which("scrutiny") else os.path.relpath(environment.program)
    environment.show(f"\nThe ledger is in {shown(where)}. Look around, for instance:")
    for words in (
        f"register {ref}",
        f"show {ref} 5",
        f"register {ref} --as-of 2021-08-17 --format csv",
        "verify",
    ):
        environment.show(f"  {program} {words} --ledger {shlex.quote(shown(where))}")


def _place(ctx: click.Context, folder: str | None) -> str:
    """Where the ledger is made; raises BadInput if two are named, Refused or StorageError if it cannot be."""
    named: str | None = ctx.meta.get(LEDGER)
    if folder and named and folder != named:
        raise BadInput(f"The ledger can be in {folder} or in {shown(named)}.", "Name one of the two places.")
    if named and not is_on_server(named):
        check_free(str(folder_of(named)), environment_of(ctx), replaces=True)
    where = new_location(ctx) if named else folder or "scrutiny-demo"
    if is_on_server(where) and not named_evidence(where):
        # Its bodies hand in files, and half of it is no demonstration.
        raise StorageError(f"Nobody named the place for the evidence of {shown(where)}.", HOW)
    return where


def the_case() -> Case:
    """The case as data, with what its registers must come to under ``expected``."""
    case: Case = orjson.loads(files("commands").joinpath("data/ocsae.json").read_bytes())
    return case


def play(case: Case, folder: str, clock: Clock = system_clock, keyring: Keyring | None = None) -> Ledger:
    """Make a ledger in a folder and ask every decision of the case there; raises as the decisions do."""
    inspector, approver = case["people"]
    opening = OpenLedger(
        person=inspector["id"],
        name=inspector["name"],
        title="Demonstration ledger",
        time_zone="Europe/London",
        sign_off="required",
        origin="scrutiny-ledger.invalid/demo",
    )
    ledger, _ = Ledger.create(folder, opening, clock, keyring=keyring)
    try:
        _play(case, ledger, inspector, approver)
    except BaseException:
        ledger.close()
        raise
    return ledger


def _play(case: Case, ledger: Ledger, inspector: Case, approver: Case) -> None:
    ann, bob = inspector["id"], approver["id"]
    inspection = case["inspection"]
    ref = inspection["ref"]
    ledger.ask(
        *(GrantRole(person=ann, role=role) for role in inspector["roles"]),
        RegisterPerson(person=bob, name=approver["name"], roles=tuple(approver["roles"])),
        OpenInspection(inspection=ref, title=inspection["title"]),
        by=ann,
    )
    for cycle in case["cycles"]:
        ledger.ask(*_cycle(case, ref, cycle), by=ann)
        for judged in case["judgements"]:
            if judged["cycle"] == cycle["ref"]:
                for number in judged["numbers"]:
                    _judge(ledger, ref, number, judged, ann, bob)
    for later in case["later"]:
        _submit(ledger, ref, later["number"], later, ann)
        if later["request"]:
            asking = RequestEvidence(
                inspection=ref, number=later["number"], why=later["request"], on=later["on"]
            )
            ledger.ask(asking, by=ann)


def _cycle(case: Case, ref: str, cycle: Case) -> Iterator[Decision]:
    yield OpenCycle(
        inspection=ref, cycle=cycle["ref"], title=cycle["title"], kind=cycle["kind"], on=cycle["on"]
    )
    for made in case["recommendations"]:
        if made["cycle"] == cycle["ref"]:
            yield MakeRecommendation(
                inspection=ref,
                number=made["number"],
                cycle=cycle["ref"],
                text=made["text"],
                made_to=tuple(made["made_to"]),
                on=made["on"],
            )


def _judge(ledger: Ledger, ref: str, number: str, judged: Case, ann: str, bob: str) -> None:
    evidence = _submit(ledger, ref, number, judged, ann)
    finding = RecordJudgement(
        inspection=ref,
        number=number,
        cycle=judged["cycle"],
        status=judged["status"],
        reason=judged["reason"],
        rationale=judged["rationale"],
        evidence=(evidence,),
        on=judged["on"],
    )
    (receipt,) = ledger.ask(finding, by=ann)
    ledger.ask(SignOffJudgement(inspection=ref, judgement=receipt.ref), by=bob)


def _submit(ledger: Ledger, ref: str, number: str, submitted: Case, ann: str) -> str:
    summary = submitted["evidence"].format(number=number)
    with ledger.store.vault() as vault, TemporaryDirectory() as papers:
        paper = Path(papers, f"{ref} recommendation {number}, {submitted['on']}.txt")
        paper.write_text(f"A stand-in for a paper that was not published.\n\n{summary}\n", encoding="utf-8")
        submission = SubmitEvidence(
            inspection=ref,
            number=number,
            body="Police Scotland",
            summary=summary,
            files=(vault.stage(str(paper)),),
            proposes_closure=submitted.get("proposes_closure", submitted.get("status") == "closed"),
            on=submitted["on"],
        )
        (receipt,) = ledger.ask(submission, by=ann, attachments=vault)
    return receipt.ref
