"""``scrutiny restore``."""

from __future__ import annotations

from collections.abc import Iterator

import click

from commands.cli.click_types import LedgerCommand, new_location
from commands.cli.context import environment_of
from commands.cli.destinations import check_free
from commands.cli.errors import warn
from commands.cli.options import HELD, MISSING_EVIDENCE, TABLE_OR_JSON, VERIFIER_KEY
from commands.cli.progress import Looking
from commands.cli.report import Lines, answer, read, verifier_key
from ledger.archive.restoring import Restored, length_of, restore
from ledger.checks.believed import Held
from ledger.proof.text import to_base64
from ledger.store.location import is_on_server, shown
from ledger.validation import so_many, so_many_events


@click.command(
    "restore",
    cls=LedgerCommand,
    epilog="""\b
Examples:
  scrutiny restore ledger-2026-11-28.tar --ledger /srv/scrutiny/ledger
  scrutiny restore ledger.tar --ledger L --key KEYS.txt --held auditor.txt""",
)
@click.argument("file", metavar="FILE", type=click.Path())
@HELD
@VERIFIER_KEY
@MISSING_EVIDENCE
@TABLE_OR_JSON
@click.pass_context
def command(
    ctx: click.Context,
    file: str,
    files: tuple[str, ...],
    key: str | None,
    missing_evidence: bool,
    format: str,
) -> None:
    """Make a ledger of an archive, in a new or empty folder: the same events, evidence and checkpoints.

    Everything is checked first, as verify does, and against the checkpoints and the key that you give. An
    archive that does not verify is refused, and then nothing is there. The receipt says what to do before
    anybody records: if more was recorded after the archive was made, that has to be declared.
    """
    environment, where = environment_of(ctx), new_location(ctx)
    if not is_on_server(where):
        check_free(where, environment, replaces=True)
    held = [Held(name, read(name, "checkpoint")) for name in files]
    reading, looking = Looking(environment, "Restoring"), Looking(environment)
    try:
        done = restore(
            file,
            where,
            environment.keyring(),
            key=None if key is None else verifier_key(key),
            held=held,
            missing_evidence=missing_evidence,
            progress=(reading.counting(length_of(file)), looking),
        )
    finally:
        reading.end()
        looking.end()
    if missing := done.summary.missing:
        warn(f"{so_many(missing, 'evidence file')} that events name is not there; see: scrutiny verify")
    answer(ctx, format, _as_json(where, done), _lines(file, where, done), ok=True)


def _as_json(where: str, done: Restored) -> dict[str, object]:
    return {
        "ledger": shown(where),
        "events": done.summary.events,
        "root": to_base64(done.summary.root),
        "sealed": done.summary.sealed,
        "evidence": done.summary.evidence,
        "missing": done.summary.missing,
        "unprotected": done.report.unprotected,
        "declared": [remark._asdict() for remark in done.report.declared],
        "notes": list(done.report.notes),
        "steps": list(done.steps),
    }


def _lines(file: str, where: str, done: Restored) -> Iterator[str]:
    lines = Lines(2)
    yield from lines.wrapped(
        f"Restored {so_many_events(done.summary.events)} and "
        f"{so_many(done.summary.evidence, 'evidence file')} from {file} to {shown(where)}; it verifies."
    )
    yield f"root    {to_base64(done.summary.root)}"
    if done.report.unprotected:
        yield from lines.wrapped(
            f"Unprotected: no checkpoint covers the last {so_many_events(done.report.unprotected)}."
        )
    for remark in done.report.declared:
        yield from lines.wrapped(f"DECLARED  {remark.message}")
    for note in done.report.notes:
        yield from lines.wrapped(f"Note: {note}")
    for step in done.steps:
        yield from lines.wrapped(f"Next: {step}")
