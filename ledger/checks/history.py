"""V11: what is replayed, and when: not before the tree over it is known to hold."""

from __future__ import annotations

import marshal
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING

from events.inspectorates import ClockCorrected
from events.words import WordsWithdrawn
from ledger.checks.elsewhere import Elsewhere, Ended, is_worth_it
from ledger.checks.seen import facts_of
from ledger.checks.walk import REST, Walk
from ledger.errors import StorageError
from ledger.store.raw import Cell, RawRow

if TYPE_CHECKING:
    from ledger.checks.replay import Last, Replay

TREE_CODES = ("V1", "V2", "V3", "V4", "V5", "V9")
"""If one of these finds something, nothing is replayed."""

LAST = WordsWithdrawn.NAME, ClockCorrected.NAME
"""The events for which more has to be known of all before them: what was said, and what clocks gave."""

_WAITING = 4 * 1024 * 1024
"""Bytes of events that are kept until a checkpoint covers them; the rest is read again at the end."""


class History:
    """Replays events once the tree over them holds, in a process of its own if that is worth it."""

    PHASE = REST

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._made: Replay | None = None
        walk.elsewhere = _elsewhere(walk)
        self._waiting: deque[tuple[int, Cell, bytes]] = deque()
        self._weight = 0
        self._replayed: Cell = None
        self._too_long = False
        walk.findings.await_all = self._collect

    def take(self, rows: list[RawRow]) -> None:
        """The next events, of which the checkpoints have been compared."""
        walk = self._walk
        self._too_long = self._too_long or self._weight >= _WAITING or walk.findings.has(*TREE_CODES)
        if self._too_long:
            self._waiting.clear()
            return
        if not (self._waiting or walk.elsewhere) and walk.tree.size <= walk.covered:
            self._here.take(walk.batch.facts)
            self._replayed = rows[-1][0]
            return
        # As bytes: otherwise they take several times the memory. To read what is stored once more would take
        # three times as long as to read these.
        facts = marshal.dumps(list(walk.batch.facts))
        self._waiting.append((walk.tree.size, rows[-1][0], facts))
        self._weight += len(facts)
        while self._waiting and self._waiting[0][0] <= walk.covered:
            self._next()
        if walk.elsewhere:
            walk.elsewhere.nudge()

    def close(self) -> None:
        """Replay the rest, which no checkpoint covers or too late, if that may be done at all."""
        if self._walk.findings.has(*TREE_CODES):
            self._collect()
            self._walk.skipped.append("V11")
            return
        while self._waiting:
            self._next()
        while self._too_long and (rows := self._walk.raw.events(self._replayed)):
            self._live(rows[-1][0], marshal.dumps(facts_of(rows)))
        self._collect(is_end=True)
        if not self._walk.elsewhere:
            self._here.close()

    @property
    def _here(self) -> Replay:
        """What is done in this process, if it is."""
        if self._made is None:
            # All rules are loaded for it.
            from ledger.checks.replay import Replay  # noqa: PLC0415  another process mostly does it

            self._made = Replay(self._walk.findings)
            self._made.know(self._last())
        return self._made

    def _last(self) -> Last | None:
        with suppress(StorageError):
            return self._walk.raw.last_of(LAST)
        return None

    def _next(self) -> None:
        _, position, facts = self._waiting.popleft()
        self._weight -= len(facts)
        self._live(position, facts)

    def _live(self, position: Cell, facts: bytes) -> None:
        """Have the events up to a position replayed."""
        elsewhere, is_first = self._walk.elsewhere, self._replayed is None
        self._replayed = position
        if not elsewhere:
            self._here.take(marshal.loads(facts))  # noqa: S302  written here
            return
        if is_first:
            elsewhere.know(self._last())
        elsewhere.send(facts)

    def _collect(self, *, is_end: bool = False) -> None:
        """Take in what was found elsewhere by now."""
        if self._walk.elsewhere:
            self._walk.findings.add_taken("V11", *self._walk.elsewhere.found(is_end=is_end))


def _elsewhere(walk: Walk) -> Elsewhere | None:
    if walk.is_alone or not is_worth_it(walk.raw.last()):
        return None
    try:
        elsewhere = Elsewhere()
    except Ended:
        return None
    walk.end.callback(elsewhere.stop)
    return elsewhere
