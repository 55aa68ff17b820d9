"""``scrutiny intake``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

import click
import orjson

from commands.cli.click_types import LedgerCommand
from commands.cli.context import environment_of
from commands.cli.doubts import settle
from commands.cli.helping import option
from commands.cli.offers import first_words
from commands.cli.options import RECEIPT
from commands.cli.prompts import WithReason
from commands.cli.read import opened
from commands.cli.receipts import More, print_receipt
from commands.cli.record import actor, recording, shown_and_confirmed
from commands.cli.report import Lines
from commands.cli.status import ExitStatus
from commands.cli.targets import shorten
from commands.cli.vaults import stage, vault_of
from ledger.decisions.base import Decision, Target, check_entitled
from ledger.decisions.evidence import Attachment
from ledger.errors import Conflict
from ledger.evidence.base import Vault
from ledger.importing.base import Problem
from ledger.importing.intake import IfUnchanged, decided
from ledger.importing.intake_files import Folder
from ledger.importing.intake_reading import Returned, read_returned
from ledger.recording import Receipt
from ledger.tables.reading import read_tables
from ledger.validation import so_many
from projections.packs.examining import Examined, examine
from projections.packs.since import Changed

if TYPE_CHECKING:
    from ledger.ledger import Ledger

_TRIES = 5
"""How often a pack is looked at anew when somebody else records meanwhile."""


@click.command(
    "intake",
    cls=LedgerCommand,
    epilog="""\b
Examples:
  scrutiny intake police.xlsx --files received/ --as ann
  scrutiny intake fife.ods --on 2026-12-01 --dry-run --format json""",
)
@click.argument("file", metavar="FILE", type=click.Path())
@option("--files", "folder", metavar="DIR", help="The folder that has the evidence files it names.")
@option("--by", "sender", metavar="BODY", help="Who sent it: the pack of another body is refused.")
@option("--on", metavar="DATE", help="The day on which the body said it. [default: today]")
@option(
    "--restricted", metavar="WHY", cls=WithReason, help="Why its reports and its evidence are not public."
)
@option("--dry-run", is_flag=True, help="Say what would be recorded, and record nothing.")
@RECEIPT
@click.pass_context
def command(
    ctx: click.Context,
    file: str,
    folder: str | None,
    sender: str | None,
    on: str | None,
    restricted: str | None,
    dry_run: bool,
    format: str,
) -> None:
    """Take in the workbook that a body filled in: its answers, its progress and its evidence.

    All of it is recorded or nothing. Each cell that cannot be taken is named, and then the exit status is 4.
    What was taken in before is not recorded again. If the ledger has changed since scrutiny pack made the
    workbook, it is said what is otherwise now.

    An .xlsx needs the extra import to be installed, an .ods nothing.
    """
    by = actor(ctx)
    returned, headings = read_returned(read_tables(file))
    there = Folder(folder)
    with vault_of(ctx) as vault, _ledger(ctx, dry_run=dry_run) as ledger:
        check_entitled(ledger.inspectorate(), by, IfUnchanged)
        staged: dict[Path, Attachment] = {}

        def taken_in(path: Path) -> Attachment:
            if path not in staged:
                staged[path] = stage(ctx, vault, str(path))
            return staged[path]

        for tries_left in reversed(range(_TRIES)):
            if headings:
                examined = Examined(tuple(headings))
            else:
                examined = examine(
                    ledger, returned, there, taken_in, by=by, on=on, sender=sender, restricted=restricted
                )
            told = _Told(file, returned, examined, dry_run=dry_run)
            if examined.refused or dry_run or not examined.items:
                _show(ctx, format, told)
                return
            settle(ctx, examined.doubts())
            asked = decided(examined.items, examined.versions)
            shown_and_confirmed(ctx, ledger, asked, by)
            try:
                _record(ledger, told, asked, vault, by, format)
            except Conflict:
                if not tries_left:
                    raise
            else:
                return


def _ledger(ctx: click.Context, *, dry_run: bool) -> AbstractContextManager[Ledger]:
    return opened(ctx) if dry_run else recording(ctx)


def _record(
    ledger: Ledger, told: _Told, asked: Sequence[Decision], vault: Vault, by: str, format: str
) -> None:
    found = told.examined.items
    receipts = ledger.ask(*asked, by=by, attachments=vault)
    made = [
        Target(item.decision.inspection, receipt.ref) for item, receipt in zip(found, receipts, strict=True)
    ]
    refs = {target.inspection for target in made}
    within = refs.pop() if len(refs) == 1 else ""
    together = Receipt(
        shorten(made, within),
        tuple(event for receipt in receipts for event in receipt.events),
        receipts[0].leaf_index,
        receipts[0].checkpoint_size,
    )
    each = tuple(shorten([target], within) for target in made)
    print_receipt(together, format, ledger, each, more=More(told.facts(), list(told.lines())))


class _Told:
    """What is said of a pack, as JSON and in lines."""

    def __init__(self, file: str, returned: Returned, examined: Examined, *, dry_run: bool) -> None:
        self.file, self.returned, self.examined, self.dry_run = file, returned, examined, dry_run

    def facts(self) -> dict[str, object]:
        """The object, in the shape of that of an import."""
        examined, head = self.examined, self.returned.head
        return {
            "file": self.file,
            "body": head.body,
            "pack": {"origin": head.origin, "events": head.events, "root": head.root, "on": head.day},
            "rows": len(examined.rows),
            "recorded": 0 if examined.refused else len(examined.recorded),
            "already": len(examined.already),
            "problems": [problem._asdict() for problem in examined.problems],
            "changed": [_changed(one) for one in examined.changed],
            "unnamed_files": list(examined.unnamed),
            "dry_run": self.dry_run,
        }

    def lines(self) -> Iterator[str]:
        """Sentences for people."""
        lines, examined, head = Lines(2), self.examined, self.returned.head
        rows = so_many(len(examined.rows), "row")
        for problem in examined.problems:
            yield from lines.wrapped(_sentence(problem))
        for one in examined.changed:
            yield from lines.wrapped(
                f"Changed since {head.day}: {one.recommendation}, {_NAMES.get(one.field, one.field)}: "
                f"{_brief(one.before)} -> {_brief(one.after)}"
            )
        if examined.unnamed:
            yield from lines.wrapped(f"No row names these files: {', '.join(examined.unnamed)}.")
        if examined.already:
            count = so_many(len(examined.already), "row")
            yield f"Of {rows} that say something, {count} had been taken in before."
        if examined.refused:
            yield "Nothing was recorded."
        elif not examined.rows:
            yield "Nothing was recorded: nothing is filled in."
        elif not examined.items:
            yield "Nothing was recorded: all of it had been taken in before."
        elif self.dry_run:
            count = so_many(len(examined.items), "thing")
            yield f"{count} would be recorded, of {so_many(len(examined.recorded), 'row')}."


_NAMES: Mapping[str, str] = {
    "made_to": "made to",
    "answer_due": "answer due",
    "answer_given": "answer given",
    "open": "open to the body",
}


def _brief(text: str) -> str:
    return first_words(text) or "nothing"


def _changed(one: Changed) -> dict[str, str]:
    return {
        "recommendation": one.recommendation,
        "field": one.field,
        "before": one.before,
        "after": one.after,
    }


def _sentence(problem: Problem) -> str:
    place = f"{problem.sheet}, row {problem.row}" if problem.row else problem.sheet
    column = f", {problem.column}" if problem.column else ""
    value = f" {_brief(problem.value)!r}" if problem.value.strip() else ""
    remedy = f" {problem.remedy}" if problem.remedy else ""
    return f"{place}{column}{value}: {problem.problem}{remedy}"


def _show(ctx: click.Context, format: str, told: _Told) -> None:
    """Say what is to be said if nothing is recorded, and end with the exit status that it means."""
    environment = environment_of(ctx)
    if format == "json":
        environment.show(orjson.dumps({"ref": None, "events": []} | told.facts()).decode())
    else:
        for line in told.lines():
            environment.show(line)
    if told.examined.refused:
        ctx.exit(ExitStatus.REFUSED)
