"""``scrutiny verify``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import click

from commands.cli.click_types import LedgerCommand, location
from commands.cli.context import environment_of
from commands.cli.helping import option
from commands.cli.options import HELD, RESULT, VERIFIER_KEY
from commands.cli.progress import Looking
from commands.cli.report import Lines, answer, read, verifier_key
from ledger.checks.base import Report
from ledger.checks.believed import Held
from ledger.checks.index import SENTENCES
from ledger.checks.trusted import TrustedInputs
from ledger.checks.verify import verify
from ledger.proof.text import to_base64
from ledger.store.location import open_raw
from ledger.validation import so_many_events


@click.command("verify", cls=LedgerCommand)
@HELD
@option("--since", metavar="CHECKPOINT", help="Look only at what came after this checkpoint you kept.")
@VERIFIER_KEY
@RESULT
@click.pass_context
def command(
    ctx: click.Context, files: tuple[str, ...], since: str | None, key: str | None, format: str
) -> None:
    """Check whether anybody altered the record: rows, tree, checkpoints, evidence and the rules.

    It trusts no row. Events that no checkpoint covers (with --held, none of those) are reported as
    unprotected. It remembers the highest checkpoint it saw for you, so that next time it detects a ledger
    that shrank or forked.

    With --since it looks at the events after a checkpoint that you kept, and relies on the hashes kept beside
    the events for those before. It is quick, and lists what it relied on and what it did not look at.
    """
    environment = environment_of(ctx)
    trusted = TrustedInputs(
        None if key is None else verifier_key(key),
        # The one that is relied on comes first.
        [Held(file, read(file, "checkpoint")) for file in (*filter(None, [since]), *files)],
        environment.keyring(),
    )
    raw = open_raw(location(ctx))
    progress = Looking(environment)
    try:
        if since is None:
            report = verify(raw, trusted, progress, environment.clock())
        else:
            from ledger.checks.since import verify_since  # noqa: PLC0415  who looks at all does without

            report = verify_since(raw, trusted, progress, environment.clock())
    finally:
        progress.end()
        raw.close()
    answer(ctx, format, _as_json(report), _lines(report), ok=not report.findings, unread=bool(report.unread))


def _as_json(report: Report) -> dict[str, object]:
    return {
        "ok": report.ok,
        "events": report.events,
        "size": report.events,
        "root": to_base64(report.root),
        "unprotected": report.unprotected,
        "findings": [finding._asdict() for finding in report.findings],
        "unread": [unread._asdict() for unread in report.unread],
        "declared": [remark._asdict() for remark in report.declared],
        "notes": list(report.notes),
        **({"since": report.since._asdict()} if report.since else {}),
    }


def _sentences(report: Report) -> Mapping[str, str]:
    """What holds if nothing was found."""
    if report.since is None:
        return SENTENCES
    from ledger.checks.tail_checks import TAIL_SENTENCES  # noqa: PLC0415  as above

    return TAIL_SENTENCES


def _lines(report: Report) -> Iterator[str]:
    lines = Lines(13)
    wrong: dict[str, list[str]] = {}
    for finding in report.findings:
        wrong.setdefault(finding.code, []).append(finding.message)
    yield from lines.of_checks(_sentences(report), wrong, report.skipped, ["V7"] if report.unread else [])
    yield ""
    if since := report.since:
        yield from lines.wrapped(
            f"Only what came after {since.checkpoint[0].lower()}{since.checkpoint[1:]} was looked at; "
            f"that one has {so_many_events(since.size)}."
        )
        for relied_on in since.relied_on:
            yield from lines.wrapped(f"Relied on:   {relied_on}")
        for left_out in since.not_looked_at:
            yield from lines.wrapped(f"Left out:    {left_out}")
    yield f"{so_many_events(report.events)}. The root of their tree: {to_base64(report.root) or 'unknown'}"
    unprotected = so_many_events(report.unprotected)
    yield from lines.wrapped(
        f"Unprotected: {unprotected} {'is' if report.unprotected == 1 else 'are'} newer than "
        f"{report.protected_by}."
        if report.protected_by
        else f"Unprotected: {unprotected}; no checkpoint covers any."
    )
    for remark in report.declared:
        yield from lines.wrapped(f"DECLARED     {remark.message}")
    for unread in report.unread:
        yield from lines.wrapped(f"Not read, and no finding: {unread.message}")
    for note in report.notes:
        yield from lines.wrapped(f"Note: {note}")
