"""``scrutiny backup``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from commands.cli.click_types import LedgerCommand, Whole, location
from commands.cli.context import environment_of
from commands.cli.destinations import WRITTEN
from commands.cli.errors import warn
from commands.cli.helping import option
from commands.cli.options import MISSING_EVIDENCE, TABLE_OR_JSON
from commands.cli.outputs import folder as named
from commands.cli.progress import Looking
from commands.cli.report import Lines, answer
from ledger.checks.base import Report
from ledger.errors import BadInput
from ledger.proof.text import to_base64
from ledger.recovery import backups
from ledger.recovery.backups import Backup
from ledger.recovery.rotating import Rotated, rotate
from ledger.validation import so_many, so_many_events


@click.command(
    "backup",
    cls=LedgerCommand,
    epilog="""\b
Examples:
  scrutiny backup /mnt/backups/ledger
  scrutiny backup /mnt/backups/ledger --keep 14 --format json""",
)
@click.argument("folder", metavar="FOLDER", type=WRITTEN)
@option(
    "--keep",
    type=Whole(min=1),
    metavar="N",
    help="Keep the newest N backups of this ledger that verify. [default: all]",
)
@MISSING_EVIDENCE
@TABLE_OR_JSON
@click.pass_context
def command(ctx: click.Context, folder: str, keep: int | None, missing_evidence: bool, format: str) -> None:
    """Copy the ledger into a new folder in FOLDER, whole while others record, and verify the copy.

    It is named by the time and the root of its tree. With --keep, older backups are removed, but only once
    the new one is verified, N that verify are there, and the new one has all that is in what goes. Whatever
    else is in FOLDER stays as it is. If the copy does not verify, there is no backup, and nothing is removed.
    """
    environment, target = environment_of(ctx), named(folder)
    if not folder or (target.exists() and not target.is_dir()):
        raise BadInput(
            f"{folder!r} is no folder.", "Name a folder, which need not exist: scrutiny backup FOLDER"
        )
    looking = Looking(environment)
    try:
        new, report = backups.make(
            location(ctx),
            target,
            environment.keyring(),
            environment.clock(),
            looking,
            missing_evidence=missing_evidence,
        )
        rotated = Rotated((new.path,), (), ())
        if keep:
            rotated = rotate(new, keep, looking, is_whole=not report.findings)
    finally:
        looking.end()
    answer(ctx, format, _as_json(new, report, rotated), _lines(new, report, rotated, keep), ok=True)
    if report.findings:
        warn(
            f"{so_many(len(report.findings), 'evidence file')} missing or damaged in the ledger and in the "
            "backup, so no older backup is removed; see: scrutiny verify"
        )
    for left in rotated.left:
        warn(f"{left.path} was left as it is, and not counted: {left.why.rstrip('.')}.")


def _as_json(new: Backup, report: Report, rotated: Rotated) -> dict[str, object]:
    return {
        "backup": str(new.path),
        "ledger": str(new.path / backups.COPY),
        "events": report.events,
        "root": to_base64(report.root),
        "sealed": report.newest,
        "missing": len(report.findings),
        "unprotected": report.unprotected,
        "kept": list(map(str, rotated.kept)),
        "removed": list(map(str, rotated.removed)),
        "left": [{"path": str(left.path), "why": left.why} for left in rotated.left],
    }


def _lines(new: Backup, report: Report, rotated: Rotated, keep: int | None) -> Iterator[str]:
    lines = Lines(2)
    yield from lines.wrapped(
        f"Backed up {so_many_events(report.events)} to {new.path}; the copy was read again and verifies."
    )
    yield f"root    {to_base64(report.root)}"
    if keep:
        yield from _names("Kept", rotated.kept)
        yield from _names("Removed", rotated.removed)


def _names(what: str, paths: tuple[Path, ...]) -> Iterator[str]:
    yield f"{what} {len(paths):,}{':' if paths else '.'}"
    for path in paths:
        yield f"  {path.name}"
