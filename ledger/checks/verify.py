"""Whether anybody altered the record: every check, over the rows as they lie.

1. Nothing is believed before it was looked at: rows are raw, and no event is replayed before a checkpoint
   over it held, or, where none covers it, before everything else did.
2. Memory grows with streams, inspections and what is in them, and not with the events.
3. Everything that is wrong is said. The reader's memory is renewed only where nothing is.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime

from ledger.checks import evidence
from ledger.checks.base import CHECKS, Findings, Report, Unread
from ledger.checks.checkpoints import Checkpoints
from ledger.checks.future import Future
from ledger.checks.known import Known
from ledger.checks.replay import Replay
from ledger.checks.rows import Rows
from ledger.checks.seen import facts_of
from ledger.checks.trusted import TrustedInputs
from ledger.errors import Damaged, NoLedger, StorageError, Unreadable
from ledger.store.raw import Cell, RawRow, RawStore
from ledger.validation import so_many_events

TREE = ("V1", "V2", "V3", "V4", "V5", "V9")
"""Where one of these finds something, nothing is replayed."""

_WAITING = 4 * 1024 * 1024
"""Stored bytes of events that are kept until a checkpoint covers them; the rest is read again at the end."""

Progress = Callable[[int, int], None]
"""Told how many events of about how many were looked at."""


def verify(
    raw: RawStore, trusted: TrustedInputs, progress: Progress | None = None, now: datetime | None = None
) -> Report:
    """Look at everything; at ``now``, times after that are noted.

    Raises BadInput for a held checkpoint, NoLedger, StorageError.
    """
    findings = Findings()
    barred = False
    for departure in raw.departures():
        findings.add("V10", None, departure.message)
        barred = barred or departure.bars
    try:
        if barred:
            raise Damaged("What stands in the place of a table may be anything.")
        trusted.recall(raw)
        raw.renew()
        return _verify(raw, trusted, findings, progress, None if now is None else Future(now))
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
        findings.add("V10", None, f"So the rest was not looked at: {error.message}")
        rest = tuple(code for code in CHECKS if code != "V10" and not findings.has(code))
        return Report(0, b"", 0, "", tuple(findings), rest, tuple(trusted.notes))


def _verify(
    raw: RawStore,
    trusted: TrustedInputs,
    findings: Findings,
    progress: Progress | None,
    future: Future | None,
) -> Report:
    known = trusted.load(raw, findings)
    checkpoints = Checkpoints(raw, known, trusted.trust, findings)
    rows = Rows(raw, findings)
    history = _History(raw, findings, checkpoints)
    last = raw.last()
    after: Cell = None
    while batch_rows := raw.events(after):
        batch = rows.take(batch_rows)
        checkpoints.take(batch)
        if future:
            future.take(batch.facts)
        history.take(batch_rows, batch.weight)
        after = batch.positions[-1]
        if progress:
            progress(rows.size, last)
    if not rows.size and not checkpoints.any:
        raise NoLedger(
            "This ledger was begun and not finished: it has no event.", "Begin it again: scrutiny init"
        )
    trusted.notes.extend(future.notes() if future else ())
    rows.close()
    checkpoints.close()
    unread = evidence.check(rows.attached, raw.evidence, findings)
    replayed = history.close()
    if not any(True for _ in findings):
        if trusted.refused:
            raise trusted.refused
        trusted.remember(checkpoints.newest)
    newest = checkpoints.newest.size if checkpoints.newest else 0
    signed = max(map(_signed_here, known), default=0)
    # Where another history was signed there is more amiss than a lost note, and sealing refuses.
    if newest < signed <= rows.size and not findings.has("V3", "V4"):
        trusted.notes.append(
            f"A checkpoint of {so_many_events(signed)} was signed, and the ledger's own newest is of "
            f"{newest:,}: its note was lost, as in a power cut. Sign it again: scrutiny seal"
        )
    if findings.has("V3", "V4") and not findings.has(*(code for code in CHECKS if code not in ("V3", "V4"))):
        trusted.notes.append(
            "If the ledger was put back to an older copy, an administrator says so, and that is shown in the "
            "place of these findings: scrutiny recover --restored-from WHAT --why W"
        )
    protected, by = trusted.protected(checkpoints.newest, checkpoints.lost)
    return Report(
        rows.size,
        checkpoints.tree.root(),
        max(rows.size - protected, 0),
        by,
        tuple(findings),
        () if replayed else ("V11",),
        tuple(trusted.notes),
        tuple(unread),
        tuple(trusted.declared(checkpoints.lost)),
        newest,
    )


def _signed_here(known: Known) -> int:
    """The size of a checkpoint of what should be here, or 0."""
    return 0 if known.gap or known.claimed or known.elsewhere else known.size


class _History:
    """What is to be replayed, once the tree over it is known to hold."""

    def __init__(self, raw: RawStore, findings: Findings, checkpoints: Checkpoints) -> None:
        self._raw = raw
        self._findings = findings
        self._checkpoints = checkpoints
        self._replay = Replay(findings)
        self._waiting: deque[tuple[int, list[RawRow], int]] = deque()
        self._weight = 0
        self._replayed: Cell = None
        self._too_long = False

    def take(self, rows: list[RawRow], weight: int) -> None:
        """The next events, of which the checkpoints have been compared."""
        self._too_long = self._too_long or self._weight >= _WAITING or self._findings.has(*TREE)
        if self._too_long:
            self._waiting.clear()
            return
        # As they are stored: what was read of them takes several times the memory, and as much time to find
        # again in it as to read it anew.
        self._waiting.append((self._checkpoints.tree.size, rows, weight))
        self._weight += weight
        while self._waiting and self._waiting[0][0] <= self._checkpoints.covered:
            self._next()

    def close(self) -> bool:
        """Replay the rest, which no checkpoint covers or too late; whether that was to be done at all."""
        if self._findings.has(*TREE):
            return False
        while self._waiting:
            self._next()
        while self._too_long and (rows := self._raw.events(self._replayed)):
            self._live(rows)
        self._replay.close()
        return True

    def _next(self) -> None:
        _, rows, weight = self._waiting.popleft()
        self._weight -= weight
        self._live(rows)

    def _live(self, rows: list[RawRow]) -> None:
        self._replayed = rows[-1][0]
        self._replay.take(facts_of(rows))
