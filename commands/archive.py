"""``scrutiny archive``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click

from commands.cli.click_types import STANDARD_OUTPUT, LedgerCommand, location
from commands.cli.context import environment_of
from commands.cli.destinations import WRITTEN
from commands.cli.errors import warn
from commands.cli.options import MISSING_EVIDENCE, TABLE_OR_JSON
from commands.cli.outputs import put_bytes
from commands.cli.progress import Looking
from commands.cli.report import Lines, answer
from ledger.archive.writing import Writing, refuse_if_wrong
from ledger.checks.base import Report
from ledger.checks.trusted import TrustedInputs
from ledger.checks.verify import verify
from ledger.errors import BadInput
from ledger.proof.text import to_base64
from ledger.store.errors import file_error
from ledger.store.location import open_raw
from ledger.validation import so_many, so_many_events

_PRIVATE = 0o660
"""The mode of an archive: it has what is not public, such as notes, names and restricted evidence."""


@click.command(
    "archive",
    cls=LedgerCommand,
    epilog="""\b
Examples:
  scrutiny archive ledger-2026-11-28.tar
  scrutiny archive - --ledger /srv/scrutiny/ledger | xz > ledger.tar.xz""",
)
@click.argument("file", metavar="FILE", type=WRITTEN)
@MISSING_EVIDENCE
@TABLE_OR_JSON
@click.pass_context
def command(ctx: click.Context, file: str, missing_evidence: bool, format: str) -> None:
    """Write the whole ledger into one FILE: every event, its evidence and its signed checkpoints.

    The same ledger gives the same bytes, whenever and wherever the file is written. The ledger is verified
    first, and no file is written if there are findings. No signing key is in it. It has what is not public:
    keep it as you keep the ledger. A file of that name is replaced; - is standard output.
    """
    _check(file)
    environment = environment_of(ctx)
    trusted = TrustedInputs(None, (), environment.keyring())
    looking = Looking(environment)
    with closing(open_raw(location(ctx))) as raw:
        try:
            report = verify(raw, trusted, looking)
        finally:
            looking.end()
        refuse_if_wrong(report, "No archive is made of this ledger", missing_evidence=missing_evidence)
        archiving = Looking(environment, "Archiving")
        writing = Writing(raw, archiving.counting(report.events), missing_evidence=missing_evidence)
        try:
            put_bytes(writing.pieces(), file, _PRIVATE)
        except OSError as error:
            if file == STANDARD_OUTPUT:
                raise
            raise file_error(error, Path(file).absolute().parent) from error
        finally:
            archiving.end()
    if writing.missing:
        warn(
            f"{so_many(len(writing.missing), 'evidence file')} missing or damaged, and not in the archive: "
            f"{', '.join(writing.missing[:3])}{' …' if len(writing.missing) > 3 else ''}."
        )
    if file != STANDARD_OUTPUT:
        answer(ctx, format, _as_json(file, writing, report), _lines(file, writing, report), ok=True)


def _check(file: str) -> None:
    if file == STANDARD_OUTPUT:
        return
    if not file:
        raise BadInput("The name of the archive is empty.", "Name a file: scrutiny archive FILE")
    if Path(file).is_dir():
        raise BadInput(f"{file} is a folder, and an archive is a file.", "Name a file: scrutiny archive FILE")
    if not Path(file).absolute().parent.is_dir():
        raise BadInput(f"There is no folder to write {file} to.", "Make it, or choose another place.")


def _as_json(file: str, writing: Writing, report: Report) -> dict[str, object]:
    summary = writing.summary
    return {
        "file": file,
        "format": summary.format if summary else 0,
        "bytes": writing.size,
        "sha256": writing.sha256,
        "events": report.events,
        "root": to_base64(report.root),
        "sealed": report.newest,
        "evidence": summary.evidence if summary else 0,
        "missing": writing.missing,
        "unprotected": report.unprotected,
    }


def _lines(file: str, writing: Writing, report: Report) -> Iterator[str]:
    lines = Lines(2)
    evidence = writing.summary.evidence if writing.summary else 0
    yield from lines.wrapped(
        f"Archived {so_many_events(report.events)} and {so_many(evidence, 'evidence file')} in {file}: "
        f"{so_many(writing.size, 'byte')}."
    )
    yield f"SHA-256 {writing.sha256}"
    yield f"root    {to_base64(report.root)}"
    if report.events > report.newest:
        yield from lines.wrapped(
            f"{so_many_events(report.events - report.newest)} not signed yet: whoever has the file could "
            "change them unseen. To sign them first: scrutiny seal"
        )
