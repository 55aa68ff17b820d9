"""V9: the nodes that are kept to make proofs of are those of the leaves, and none is left out among them.

Nodes are kept of the first leaves up to some block of 16, as far as sealing has come; a ledger that an older
program sealed has fewer, or none. So what is missing at the end is no finding: proofs take longer, and come
out as they should. A wrong one shows in no proof either, for every proof is compared with the signed root.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from math import inf

from ledger.checks.base import Findings, shown
from ledger.checks.walk import Walk
from ledger.proof.compact import KEPT, Node
from ledger.proof.nodes import BLOCK, is_middle, span
from ledger.store.raw import Cell, RawRow, TailStore
from ledger.validation import so_many


class Nodes:
    """Goes along with the tree as it grows. ``kept`` is how many leaves have theirs, in whole blocks."""

    def __init__(self, walk: Walk) -> None:
        self._raw = walk.raw
        self._all = walk.findings
        self._findings = Findings()
        self._after: Cell = None
        self._rows: deque[RawRow] = deque()
        self._pending: dict[int, bytes] = {}
        self._missing: list[int] = []
        self._count = 0
        self._is_over = False
        self.kept = 0
        if walk.tail:
            self._begin(walk.tail.size, walk.tail.raw)

    def _begin(self, size: int, raw: TailStore) -> None:
        """Go on behind so many leaves, with the nodes that begin before and were not complete by then."""
        open_yet = (
            (size - size % (1 << level)) + (1 << level - 1) for level in range(KEPT, size.bit_length() + 1)
        )
        self._pending = dict(raw.nodes_at([middle for middle in open_yet if middle < size < span(middle)[1]]))
        self._after = size - 1

    def take(self, size: int, nodes: Iterable[Node]) -> None:
        """The tree has so many leaves by now, and these nodes of it are complete since the last time."""
        self._read(size)
        for middle, node in sorted(nodes, key=_completed):
            there = self._pending.pop(middle, None)
            if there is None:
                self._missing = self._missing or [middle]
                self._count += 1
                # Those that are complete at once are kept at once.
                if span(middle)[1] == self.kept:
                    self._tell_missing()
                continue
            self._tell_missing()
            self.kept = span(middle)[1]
            if there != node:
                self._findings.add("V9", None, f"{_named(middle)} is not the one that they make.")

    def close(self) -> None:
        """Tell what was found, unless the leaves are not those that were signed: nodes differ then."""
        self._read(inf)
        for middle in self._pending:
            self._findings.add("V9", None, f"{_named(middle)} is there, and not all of them are.")
        if not self._all.has("V3", "V4", "V5", "V9"):
            for finding in self._findings:
                self._all.add(*finding)

    def notes(self, sealed: int) -> Iterator[str]:
        """What is to be said if fewer are kept than sealing has come to."""
        if 0 < self.kept < sealed - sealed % BLOCK:
            yield (
                f"Nodes for quick proofs are kept of the first {so_many(self.kept, 'leaf', 'leaves')} alone: "
                "sealing goes on with them, and scrutiny rebuild makes them at once."
            )

    def _read(self, size: float) -> None:
        """Take in those that stand in the middle of the leaves that there are by now."""
        while self._rows or self._more():
            middle, node = self._rows[0]
            if type(middle) is int and middle >= size:
                return
            self._rows.popleft()
            if isinstance(middle, int) and is_middle(middle, inf):
                self._pending[middle] = node if type(node) is bytes else b""
            else:
                self._findings.add("V9", None, f"There is a node at {shown(middle)}, where no tree has one.")

    def _more(self) -> bool:
        if not self._is_over:
            self._rows += self._raw.nodes(self._after)
            self._is_over = not self._rows
        if self._rows:
            self._after = self._rows[-1][0]
        return bool(self._rows)

    def _tell_missing(self) -> None:
        if self._missing:
            more = f", and {so_many(self._count - 1, 'other')} after it" if self._count > 1 else ""
            self._findings.add("V9", None, f"{_named(self._missing[0])} is not kept{more}.")
        self._missing, self._count = [], 0


def _completed(node: Node) -> tuple[int, int]:
    """In which order nodes are complete."""
    low, high = span(node[0])
    return high, -low


def _named(middle: int) -> str:
    low, high = span(middle)
    return f"The node over the leaves {low:,} to {high - 1:,}"
