"""``scrutiny verify-bundle``."""

from __future__ import annotations

from collections.abc import Iterator

import click

from commands.cli.click_types import LedgerCommand
from commands.cli.helping import option
from commands.cli.options import RESULT
from commands.cli.report import Lines, answer, read, verifier_key
from commands.cli.status import ExitStatus
from ledger.checks.base import shown
from ledger.checks.believed import Held
from ledger.proof.text import to_base64
from ledger.validation import so_many, so_many_events
from projections.publication.checking.base import CHECKS, Report
from projections.publication.checking.bundle import check
from projections.publication.checking.other import gathered

_LAST = "B9"
"""The check that compares whole files, and rests on all others."""


@click.command("verify-bundle", cls=LedgerCommand)
@click.argument("folder", type=click.Path())
@option(
    "--key",
    required=True,
    metavar="VERIFIER_KEY",
    help="The verifier key you were given, or a file that has it.",
)
@option(
    "--held", "files", metavar="CHECKPOINT", multiple=True, help="A file with an earlier checkpoint you kept."
)
@RESULT
@click.pass_context
def command(ctx: click.Context, folder: str, key: str, files: tuple[str, ...], format: str) -> None:
    """Check a publication in FOLDER without the ledger: its files, proofs, rows and formats.

    Take the key from elsewhere than the bundle. The command lists what the bundle shows and does not prove.
    """
    held = [Held(file, read(file, "checkpoint")) for file in files]
    report = check(folder, verifier_key(key), held)
    answer(ctx, format, _as_json(report), _lines(report), ok=not report.findings)
    if report.not_read:
        # What cannot be read is no finding, and was not checked either.
        ctx.exit(ExitStatus.STORAGE)
    if report.not_compared:
        # Neither is what another version may have written otherwise: nobody is told that all of it holds.
        ctx.exit(ExitStatus.OTHER)


def _as_json(report: Report) -> dict[str, object]:
    return {
        "ok": report.ok,
        "origin": report.origin,
        "size": report.size,
        "root": to_base64(report.root),
        "as_of": report.as_of or None,
        "known_at": report.known_at or None,
        "rows": report.rows,
        "events": report.events,
        "formats": report.formats,
        "not_looked_at": report.not_looked_at,
        "declared": report.declared,
        "notes": report.notes,
        "not_proved": report.not_proved,
        "not_read": [{"file": _text(file), "why": why} for file, why in report.not_read],
        "not_compared": [{"file": _text(file), "why": why} for file, why in report.not_compared],
        "version": report.version,
        "findings": [_encodable(item.code, item.file, item.message) for item in report.findings],
    }


def _encodable(code: str, file: str, message: str) -> dict[str, str]:
    # A file's name may hold bytes that are no text.
    return {"code": code, "file": _text(file), "message": message}


def _text(file: str) -> str:
    return file.encode("utf-8", "backslashreplace").decode()


def _lines(report: Report) -> Iterator[str]:
    lines = Lines(12)
    wrong: dict[str, list[str]] = {}
    for finding in report.findings:
        named = f"{shown(finding.file)[1:-1]}: " if finding.file else ""
        wrong.setdefault(finding.code, []).append(f"{named}{finding.message}")
    left_open = {_LAST: _not_compared(report)} if report.not_compared else {}
    yield from lines.of_checks(CHECKS, wrong, report.not_looked_at, left_open=left_open)
    yield ""
    if report.rows_hold:
        yield from lines.wrapped(_proved(report))
    for remark in report.declared:
        yield from lines.wrapped(f"DECLARED    {remark}")
    # Before what is the same for every bundle: somebody may have made it to hide something.
    for note in report.notes:
        yield from lines.wrapped(f"NOTE        {note}")
    for what in report.not_proved:
        yield from lines.wrapped(f"Not proved by this bundle: {what}.")
    if report.not_compared:
        yield from lines.wrapped(f"Not compared: {', '.join(_files(report))}.")
        yield from lines.wrapped(_how(report))
    for file, why in report.not_read:
        yield from lines.wrapped(f"Not looked at: {shown(file)[1:-1]} cannot be read: {why}.")


def _not_compared(report: Report) -> str:
    return (
        f"Not all of it could be compared: {so_many(len(report.not_compared), 'file')} may be as version "
        f"{report.version} writes them; see below."
    )


def _files(report: Report) -> Iterator[str]:
    for path in gathered([file for file, _ in report.not_compared]):
        yield shown(path)[1:-1] or "what is shown"


def _how(report: Report) -> str:
    return (
        f"Version {report.version} of the program, which the bundle says wrote it, checks these: install it "
        "and give it the same command. Whoever has the next publication can compare, too: its history.jsonl "
        "has the SHA-256 of this bundle's SHA256SUMS (publication.made, sums)."
    )


def _proved(report: Report) -> str:
    return (
        f"Proved: {so_many(report.rows, 'row')}, as of {report.as_of} and as known at "
        f"{report.known_at}, follow from "
        f"{so_many_events(report.events)} in the tree of {report.size:,} that {report.origin} signed. "
        f"Its root: {to_base64(report.root)}"
    )
