"""A ledger's files are damaged: any page, index, pointer, header, free list, text of the schema, log.

Each damage is detected, or changes nothing that any command shows or records; see ``ledger_mutations``.
"""

from __future__ import annotations

from pathlib import Path

from tests.faults import ledger_mutations
from tests.faults.base import MOST_TOLD, Figures

PIECE = 500
"""So many are tried at a time, in a folder that is cleared after them."""


def run(count: int, seed: int, folder: Path, *, blind: bool = False) -> Figures:
    """See Family.run."""
    figures = Figures()
    for first in range(0, count, PIECE):
        tally = ledger_mutations.run(min(PIECE, count - first), seed, first=first, blind=blind)
        figures.tried += tally.tried
        figures.unseen += tally.unseen
        figures.hung += tally.hung
        figures.foreign += tally.foreign
        figures.note("detected", tally.detected)
        figures.note("changed nothing", tally.harmless)
        figures.reproducers += tally.reproducers[: MOST_TOLD - len(figures.reproducers)]
    return figures


def control(seed: int, folder: Path) -> Figures:
    """A verify that counts the indexes, and does not compare them."""
    return run(60, seed, folder, blind=True)
