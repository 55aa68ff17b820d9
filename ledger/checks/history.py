"""V11: what is replayed, and when: not before the tree over it is known to hold."""

from __future__ import annotations

from collections import deque

from ledger.checks.replay import Replay
from ledger.checks.seen import facts_of
from ledger.checks.walk import REST, Walk
from ledger.store.raw import Cell, RawRow

TREE_CODES = ("V1", "V2", "V3", "V4", "V5", "V9")
"""If one of these finds something, nothing is replayed."""

_WAITING = 4 * 1024 * 1024
"""Stored bytes of events that are kept until a checkpoint covers them; the rest is read again at the end."""


class History:
    """Replays events once the tree over them holds."""

    PHASE = REST

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._replay = Replay(walk.findings)
        self._waiting: deque[tuple[int, list[RawRow], int]] = deque()
        self._weight = 0
        self._replayed: Cell = None
        self._too_long = False

    def take(self, rows: list[RawRow]) -> None:
        """The next events, of which the checkpoints have been compared."""
        walk = self._walk
        self._too_long = self._too_long or self._weight >= _WAITING or walk.findings.has(*TREE_CODES)
        if self._too_long:
            self._waiting.clear()
            return
        # As they are stored: what was read of them takes several times the memory, and as much time to find
        # again in it as to read it anew.
        self._waiting.append((walk.tree.size, rows, walk.batch.weight))
        self._weight += walk.batch.weight
        while self._waiting and self._waiting[0][0] <= walk.covered:
            self._next()

    def close(self) -> None:
        """Replay the rest, which no checkpoint covers or too late, if that may be done at all."""
        if self._walk.findings.has(*TREE_CODES):
            self._walk.skipped.append("V11")
            return
        while self._waiting:
            self._next()
        while self._too_long and (rows := self._walk.raw.events(self._replayed)):
            self._live(rows)
        self._replay.close()

    def _next(self) -> None:
        _, rows, weight = self._waiting.popleft()
        self._weight -= weight
        self._live(rows)

    def _live(self, rows: list[RawRow]) -> None:
        self._replayed = rows[-1][0]
        self._replay.take(facts_of(rows))
