"""``scrutiny verify``."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click
import orjson

from commands.options import Verb, location
from commands.seeing import NARROWEST_TERMINAL, columns
from ledger.checks.base import CHECKS, Report
from ledger.checks.reader import Held, Reader
from ledger.checks.verify import verify
from ledger.errors import BadInput, Tampered
from ledger.keyring import Keyring
from ledger.proof.text import to_base64
from ledger.store.raw import open_raw
from projections.formats.visible import visible

_LONGEST_FILE = 1_000_000


@click.command("verify", cls=Verb)
@click.option(
    "--held", "files", metavar="CHECKPOINT", multiple=True, help="A file with a checkpoint kept outside."
)
@click.option("--key", metavar="VERIFIER_KEY", help="The verifier key you were given, or a file that has it.")
@click.option(
    "--format", type=click.Choice(["table", "json"]), default="table", help="How the result is printed."
)
@click.pass_context
def command(ctx: click.Context, files: tuple[str, ...], key: str | None, format: str) -> None:
    """Look whether anybody altered the record: rows, tree, checkpoints, evidence and the rules.

    It trusts no row. What no checkpoint covers is told as unprotected, with --held what none of those covers.
    The highest
    checkpoint it saw is remembered for you, so that a ledger that shrank or forked is noticed next time.
    """
    reader = Reader(
        None if key is None else verifier_key(key),
        [Held(file, read(file, "checkpoint")) for file in files],
        Keyring.of(os.environ),
    )
    raw = open_raw(location(ctx))
    progress = _Progress()
    try:
        report = verify(raw, reader, progress)
    finally:
        progress.end()
        raw.close()
    if format == "json":
        click.echo(orjson.dumps(_as_json(report)).decode())
    else:
        for line in _lines(report, max(columns(), NARROWEST_TERMINAL)):
            click.echo(line)
    if not report.ok:
        ctx.exit(Tampered.exit_status)


def verifier_key(said: str) -> str:
    """The key that was said, or that stands in the file that was said."""
    there = False
    with suppress(OSError, ValueError):
        there = Path(said).is_file()
    if "+" in said and not there:
        return said
    try:
        return read(said, "verifier key").decode().strip()
    except UnicodeDecodeError:
        raise BadInput(f"The verifier key {said} is not text.") from None


def read(file: str, what: str) -> bytes:
    """The bytes of a file that the reader named, not much more than may be in one; raises BadInput."""
    try:
        with Path(file).open("rb") as opened:
            return opened.read(_LONGEST_FILE + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "its name has a null character"
        raise BadInput(f"The {what} {file} cannot be read: {why}.") from error


class _Progress:
    """A line on a terminal that is written over, and gone at the end; nothing where nobody looks."""

    def __init__(self) -> None:
        self._shown = ""

    def __call__(self, done: int, last: int) -> None:
        """Say how far it is."""
        percent = f"{100 * done // max(done, last)} %"
        if not self._shown.endswith(f", {percent}"):
            self._show(f"{done:,} events looked at, {percent}")

    def end(self) -> None:
        """Leave the line empty."""
        if self._shown:
            self._show(" " * len(self._shown))
            click.echo("\r", nl=False, err=True)

    def _show(self, text: str) -> None:
        if sys.stderr.isatty():
            self._shown = text
            click.echo(f"\r{text}", nl=False, err=True)


def _as_json(report: Report) -> dict[str, object]:
    return {
        "ok": report.ok,
        "events": report.events,
        "size": report.events,
        "root": to_base64(report.root),
        "unprotected": report.unprotected,
        "findings": [found._asdict() for found in report.findings],
    }


def _lines(report: Report, columns: int) -> Iterator[str]:
    for code, holds in CHECKS.items():
        found = [finding for finding in report.findings if finding.code == code]
        if found:
            yield f"{code:<4} BROKEN  {len(found):,} finding{'s' if len(found) > 1 else ''}:"
            for finding in found:
                yield from _wrapped(finding.message, 13, columns)
        elif code in report.not_looked_at:
            yield from _wrapped(f"{code:<4} -       Not looked at, because of what was found.", 0, columns)
        else:
            yield from _wrapped(f"{code:<4} holds   {holds}", 0, columns)
    yield ""
    yield f"{report.events:,} events. The root of their tree: {to_base64(report.root) or 'unknown'}"
    yield from _wrapped(
        f"Unprotected: {report.unprotected:,} events are newer than {report.protected_by}."
        if report.protected_by
        else f"Unprotected: {report.unprotected:,} events; no checkpoint covers any.",
        0,
        columns,
    )
    for note in report.notes:
        yield from _wrapped(f"Note: {note}", 0, columns)


def _wrapped(text: str, indent: int, columns: int) -> list[str]:
    return textwrap.wrap(
        visible(text),
        columns,
        initial_indent=" " * indent,
        subsequent_indent=" " * 13,
        break_on_hyphens=False,
    )
