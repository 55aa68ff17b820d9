"""Whether anybody altered the record: every check, over the rows as they are stored.

1. Nothing is believed before it was checked: rows are raw, and no event is replayed before a checkpoint over
   it held, or, if none covers it, before everything else did.
2. Memory grows with streams, inspections and what is in them, and not with the events.
3. Everything that is wrong is reported. The reader's memory is renewed only if nothing is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import datetime
from functools import partial

from ledger.checks.base import Findings, Report, Unread
from ledger.checks.elsewhere import Unsure
from ledger.checks.future import Future
from ledger.checks.index import CHECKS
from ledger.checks.known import Known
from ledger.checks.trusted import TrustedInputs
from ledger.checks.walk import Check, Walk, checkers_of
from ledger.errors import Damaged, NoLedger, StorageError, Unreadable
from ledger.store.raw import Cell, RawStore
from ledger.validation import so_many_events

Progress = Callable[[int, int], None]
"""Told how many events of about how many were looked at."""

Look = Callable[[Findings, Progress | None, Future | None, ExitStack], Report]


def verify(
    raw: RawStore, trusted: TrustedInputs, progress: Progress | None = None, now: datetime | None = None
) -> Report:
    """Look at everything; at ``now``, times after that are noted.

    Raises BadInput for a held checkpoint, NoLedger, StorageError.
    """
    look = partial(_verify, raw, trusted)
    try:
        return looked_at(raw, trusted, look, progress, now)
    except Unsure:
        return looked_at(raw, trusted, partial(look, is_alone=True), progress, now)


def looked_at(
    raw: RawStore, trusted: TrustedInputs, look: Look, progress: Progress | None, now: datetime | None
) -> Report:
    """What a look at a ledger comes to that may be damaged in any way; raises as ``verify`` does."""
    findings = Findings()
    barred = False
    for departure in raw.departures():
        findings.add("V10", None, departure.message)
        barred = barred or departure.bars
    try:
        if barred:
            raise Damaged("a table is missing, or is none of the ledger's.")
        with ExitStack() as end:
            return look(findings, progress, None if now is None else Future(now), end)
    except NoLedger:
        raise
    except Unreadable as error:
        if not findings.has("V10"):
            raise
        rest = tuple(code for code in CHECKS if not findings.has(code))
        unread = (Unread("ledger.db", error.message),)
        return Report(0, b"", 0, "", tuple(findings), rest, tuple(trusted.notes), unread)
    except StorageError as error:
        # What was planted or taken away may well be what cannot be read now.
        if not findings.has("V10"):
            raise
        findings.add("V10", None, f"So the rest was not checked: {error.message}")
        rest = tuple(code for code in CHECKS if code != "V10" and not findings.has(code))
        return Report(0, b"", 0, "", tuple(findings), rest, tuple(trusted.notes))


def _verify(
    raw: RawStore,
    trusted: TrustedInputs,
    findings: Findings,
    progress: Progress | None,
    future: Future | None,
    end: ExitStack,
    *,
    is_alone: bool = False,
) -> Report:
    known = trusted.load(raw, findings)
    walk = Walk(raw, findings, known, trusted.trust, end, is_alone=is_alone)
    return through(walk, trusted, CHECKS, progress, future)


def through(
    walk: Walk,
    trusted: TrustedInputs,
    checks: Mapping[str, Check],
    progress: Progress | None,
    future: Future | None,
) -> Report:
    """What a walk comes to, from the first event on or behind where its tail begins."""
    raw, findings, known = walk.raw, walk.findings, walk.known
    checkers = checkers_of(checks.values(), walk)
    last = raw.last()
    after: Cell = walk.tail.position if walk.tail else None
    while rows := raw.events(after):
        for checker in checkers:
            checker.take(rows)
        if future:
            future.take(walk.batch.facts)
        after = rows[-1][0]
        if progress:
            progress(walk.size, last)
    if not walk.size and not walk.has_checkpoints:
        raise NoLedger(
            "This ledger was begun and not finished: it has no event.", "Begin it again: scrutiny init"
        )
    trusted.notes.extend(future.notes() if future else ())
    for checker in checkers:
        checker.close()
    trusted.notes.extend([*walk.notes, *raw.guests()])
    if not any(True for _ in findings):
        if trusted.refused:
            raise trusted.refused
        trusted.remember(walk.newest)
    newest = walk.newest.size if walk.newest else 0
    signed = max(map(_signed_here, known), default=0)
    # Where another history was signed there is more amiss than a lost note, and sealing refuses.
    if newest < signed <= walk.size and not findings.has("V3", "V4", "V9", "V10"):
        trusted.notes.append(
            f"A checkpoint of {so_many_events(signed)} was signed, and the ledger's own newest is of "
            f"{newest:,}: its note was lost, as in a power cut. Sign it again: scrutiny seal"
        )
    elif not newest and 0 < signed <= walk.size and not findings.has("V1", "V4"):
        trusted.notes.append(
            f"No checkpoint is left in the ledger. The one of {so_many_events(signed)} that is known here "
            "stands in for them: scrutiny rebuild"
        )
    if findings.has("V3", "V4") and not findings.has(*(code for code in CHECKS if code not in ("V3", "V4"))):
        trusted.notes.append(
            "If the ledger was put back to an older copy, an administrator says so, and that is shown in the "
            "place of these findings: scrutiny recover --restored-from WHAT --why W"
        )
    protected, by = trusted.protected(walk.newest, walk.lost)
    return Report(
        walk.size,
        walk.tree.root(),
        max(walk.size - protected, 0),
        by,
        tuple(findings),
        tuple(walk.skipped),
        tuple(trusted.notes),
        tuple(walk.unread),
        tuple(trusted.declared(walk.lost)),
        newest,
        walk.tail.said() if walk.tail else None,
    )


def _signed_here(known: Known) -> int:
    """The size of a checkpoint of what should be here, or 0."""
    return 0 if known.gap or known.claimed or known.elsewhere else known.size
