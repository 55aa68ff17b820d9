"""A ledger's files are damaged: any page, index, pointer, header, free list, text of the schema, log.

Each damage is detected, or changes nothing that any command shows or records; see ``ledger_mutations``.
"""

from __future__ import annotations

from pathlib import Path

from tests.faults import ledger_mutations
from tests.faults.base import Figures
from tests.faults.pieces import in_pieces


def run(count: int, seed: int, folder: Path, *, blind: bool = False) -> Figures:
    """See Family.run."""
    return in_pieces(ledger_mutations.run, count, seed, blind=blind, harmless="changed nothing")


def control(seed: int, folder: Path) -> Figures:
    """A verify that counts the indexes, and does not compare them."""
    return run(60, seed, folder, blind=True)
