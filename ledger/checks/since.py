"""``verify`` from a checkpoint on that somebody kept: what came after it is checked, and the rest relied on.

1. CHECKPOINT has to be signed as one that is held outside, and is compared with what is kept beside the
   events; if it does not come out, that is a finding (V4), and the rest is looked at all the same.
2. It never says of the events before that they are right: the report has what was relied on, and what was not
   looked at.
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import datetime

from ledger.checks.base import Findings, Report
from ledger.checks.future import Future
from ledger.checks.known import Known
from ledger.checks.tail import Tail
from ledger.checks.tail_checks import TAIL_CHECKS
from ledger.checks.trusted import TrustedInputs
from ledger.checks.verify import Progress, looked_at, through
from ledger.checks.walk import Walk
from ledger.errors import BadInput
from ledger.store.raw import TailStore
from ledger.validation import so_many_events

_WHOLE = "Look at the whole ledger: scrutiny verify"


def verify_since(
    raw: TailStore, trusted: TrustedInputs, progress: Progress | None = None, now: datetime | None = None
) -> Report:
    """Look at what came after the first of the checkpoints held outside that ``trusted`` was given.

    Raises BadInput for one that is not to be trusted, or that nothing can be after; NoLedger, StorageError.
    """

    def look(findings: Findings, progress: Progress | None, future: Future | None, end: ExitStack) -> Report:
        known = trusted.load(raw, findings)
        if trusted.refused:
            raise trusted.refused
        since = known[0]
        _check(since)
        last = raw.last()
        events = raw.rank(last) + 1 if last else 0
        walk = Walk(raw, findings, known, trusted.trust, end)
        if events >= since.size:
            walk.tail = tail = Tail(raw, since, findings)
            walk.tree, walk.size = tail.tree, tail.size
            if tail.tree.size == since.size:
                return through(walk, trusted, TAIL_CHECKS, progress, future)
        else:
            findings.add(
                "V3",
                None,
                f"{since.name} has {so_many_events(since.size)}: this ledger has {events:,}, so its end was "
                "cut off or it is an older copy.",
            )
        rest = tuple(code for code in TAIL_CHECKS if not findings.has(code))
        return Report(events, b"", 0, "", tuple(findings), rest, tuple(trusted.notes))

    raw.leave_out_the_ways()
    return looked_at(raw, trusted, look, progress, now)


def _check(since: Known) -> None:
    """Raise BadInput for a checkpoint after which nothing can be looked at."""
    if not since.size:
        raise BadInput("That checkpoint covers no event.", f"Use a later one. {_WHOLE}")
    if since.gap:
        raise BadInput(
            f"That checkpoint, of {so_many_events(since.size)}, is of what event {since.gap.position} "
            "declares lost.",
            f"Use a later one. {_WHOLE}",
        )
