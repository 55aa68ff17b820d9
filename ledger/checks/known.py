"""Checkpoints as they are known, and several of them with which the same is wrong told as one."""

from __future__ import annotations

from typing import NamedTuple

from ledger.checks.base import Findings, shown
from ledger.proof.errors import ProofError
from ledger.proof.merkle import CompactRange
from ledger.signing.eras import Gap
from ledger.store.raw import Cell, RawStore


class Known(NamedTuple):
    """A size and a root that somebody signed. ``name`` is empty for the ledger's own.

    ``gap`` is the declared gap that it falls into, if it is one of those lost; ``claimed``, of what such a
    declaration names itself, is that. Of a copy, what was seen of its original need not be there:
    ``elsewhere``.
    """

    size: int
    root: bytes
    name: str = ""
    note: bytes = b""
    gap: Gap | None = None
    claimed: Gap | None = None
    elsewhere: bool = False


class Run:
    """Checkpoints one after another with which the same is wrong."""

    def __init__(self, code: str, findings: Findings) -> None:
        self._code = code
        self._findings = findings
        self._sizes: tuple[object, object] | None = None
        self._count = 0
        self._position: Cell = None
        self._wrong = ""

    def add(self, size: object, wrong: str, position: Cell = None) -> None:
        """One more; another one if something else is wrong with it. ``position`` counts for the first."""
        if wrong != self._wrong:
            self.end()
        self._sizes = (self._sizes[0] if self._sizes else size, size)
        self._position = self._position if self._count else position
        self._count += 1
        self._wrong = wrong

    def end(self) -> None:
        """The next one was right, or there is none: say what was wrong until then."""
        if not self._sizes:
            return
        first, last = self._sizes
        which = f"The checkpoint of size {_size(first)}"
        if self._count > 1:
            which = f"Each of the {self._count:,} checkpoints of size {_size(first)} to {_size(last)}"
        self._findings.add(self._code, self._position, f"{which}: {self._wrong}.")
        self._sizes, self._count, self._wrong = None, 0, ""


def _size(size: object) -> str:
    """A size as it is told, or what stands in its place."""
    return f"{size:,}" if type(size) is int else shown(size)


def stopped(raw: RawStore, findings: Findings) -> Known | None:
    """The tree that was signed last, by the ledger's own note of where sealing stopped."""
    row = raw.sealed()
    if row is None:
        return None
    size, hashes = row
    damaged = "it is no size with hashes"
    if type(size) is int and type(hashes) is bytes:
        try:
            tree = CompactRange(size, [hashes[at : at + 32] for at in range(0, len(hashes), 32)])
            return Known(size, tree.root(), "The place where sealing stopped")
        except ProofError as error:
            damaged = str(error)
    findings.add("V4", None, f"The place where sealing stopped cannot be read: {damaged}.")
    return None
