"""``scrutiny verify-bundle``."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

import click
import orjson

from commands.options import Verb
from commands.seeing import NARROWEST_TERMINAL, columns
from commands.verify import read, verifier_key
from ledger.checks.base import shown
from ledger.checks.reader import Held
from ledger.errors import Tampered
from ledger.proof.text import to_base64
from projections.formats.visible import visible
from projections.publication.checking.base import CHECKS, Report
from projections.publication.checking.bundle import check

_INDENT = 12


@click.command("verify-bundle", cls=Verb)
@click.argument("folder", type=click.Path())
@click.option(
    "--key",
    required=True,
    metavar="VERIFIER_KEY",
    help="The verifier key you were given, or a file that has it.",
)
@click.option(
    "--held", "files", metavar="CHECKPOINT", multiple=True, help="A file with an earlier checkpoint you kept."
)
@click.option(
    "--format", type=click.Choice(["table", "json"]), default="table", help="How the result is printed."
)
@click.pass_context
def command(ctx: click.Context, folder: str, key: str, files: tuple[str, ...], format: str) -> None:
    """Look whether a publication in FOLDER holds together, with no ledger: files, proofs, rows and formats.

    Take the key from elsewhere than the bundle. What no bundle can tell is noted.
    """
    held = [Held(file, read(file, "checkpoint")) for file in files]
    report = check(folder, verifier_key(key), held)
    if format == "json":
        click.echo(orjson.dumps(_as_json(report)).decode())
    else:
        for line in _lines(report, max(columns(), NARROWEST_TERMINAL)):
            click.echo(line)
    if not report.ok:
        ctx.exit(Tampered.exit_status)


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
        "notes": report.notes,
        "findings": [_encodable(found.code, found.file, found.message) for found in report.findings],
    }


def _encodable(code: str, file: str, message: str) -> dict[str, str]:
    # A file's name may hold bytes that are no text.
    return {"code": code, "file": file.encode("utf-8", "backslashreplace").decode(), "message": message}


def _lines(report: Report, columns: int) -> Iterator[str]:
    for code, holds in CHECKS.items():
        found = [finding for finding in report.findings if finding.code == code]
        if found:
            yield f"{code:<3} BROKEN  {len(found):,} finding{'s' if len(found) > 1 else ''}:"
            for finding in found:
                named = f"{shown(finding.file)[1:-1]}: " if finding.file else ""
                yield from _wrapped(f"{named}{finding.message}", _INDENT, columns)
        elif code in report.not_looked_at:
            yield from _wrapped(f"{code:<3} -       Not looked at, because of what was found.", 0, columns)
        else:
            yield from _wrapped(f"{code:<3} holds   {holds}", 0, columns)
    yield ""
    if report.ok:
        yield from _wrapped(_proved(report), 0, columns)
    for note in report.notes:
        yield from _wrapped(f"Note: {note}", 0, columns)


def _proved(report: Report) -> str:
    return (
        f"Proved: {report.rows:,} rows, as of {report.as_of} and as known at {report.known_at}, follow from "
        f"{report.events:,} events in the tree of {report.size:,} that {report.origin} signed. "
        f"Its root: {to_base64(report.root)}"
    )


def _wrapped(text: str, indent: int, columns: int) -> list[str]:
    return textwrap.wrap(
        visible(text),
        columns,
        initial_indent=" " * indent,
        subsequent_indent=" " * _INDENT,
        break_on_hyphens=False,
    )
