"""Phase 1: every leaf is made again from its event's row, and each row is looked at on the way.

1. V2: the versions of a stream run from 1. V6: recorded times never step back.
2. V5: the name is known, the state parses in that event's shape, and the leaf says what the state says.
3. V9: the cached leaf is the one made again, and its index is the event's rank.
4. A row that no leaf can be made of is a finding, and takes the place of a leaf that nothing signed can have.

Rows are looked at many at once; where anything is not just as the ledger writes it, one by one.
"""

from __future__ import annotations

from ledger.checks.base import Findings, shown
from ledger.checks.fast_path import fast_path
from ledger.checks.seen import Batch, Seen
from ledger.checks.slow_path import slow_path
from ledger.store.raw import RawRow, RawStore


class Rows:
    """Takes in all rows of events in their order."""

    def __init__(self, raw: RawStore, findings: Findings) -> None:
        self._raw = raw
        self._findings = findings
        self._seen = Seen()

    @property
    def size(self) -> int:
        """How many were taken in."""
        return self._seen.size

    @property
    def attached(self) -> dict[tuple[str, int], int]:
        """The hash and size of each evidence file, and the position of the event that names it first."""
        return self._seen.attached

    def take(self, rows: list[RawRow]) -> Batch:
        """Look at the next rows."""
        batch = fast_path(rows, self._seen, self._raw) or slow_path(
            rows, self._seen, self._raw, self._findings
        )
        self._seen.size += len(rows)
        self._seen.note_evidence(batch.facts)
        return batch

    def close(self) -> None:
        """Say what is left over once all rows were taken."""
        for astray in self._raw.astray():
            self._findings.add("V10", *astray)
        if self._raw.leaf_count() != self._seen.cached:
            for index, position in self._raw.strays():
                self._findings.add(
                    "V9",
                    position,
                    f"Leaf {shown(index)} is cached for event {shown(position)}, which is not there.",
                )
