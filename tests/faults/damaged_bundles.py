"""A bundle is changed: its words, rows, entries, links and files, mostly with the sums written anew.

Each change is detected, says nothing else to anybody, or is named as not proved; see ``bundle_mutations``.
"""

from __future__ import annotations

from pathlib import Path

from tests.faults import bundle_mutations
from tests.faults.base import MOST_TOLD, Figures

PIECE = 500
"""So many are tried at a time, in a folder that is cleared after them."""


def run(count: int, seed: int, folder: Path, *, blind: bool = False) -> Figures:
    """See Family.run."""
    figures = Figures()
    for first in range(0, count, PIECE):
        tally = bundle_mutations.run(min(PIECE, count - first), seed, first=first, blind=blind)
        figures.tried += tally.tried
        figures.unseen += tally.unseen
        figures.hung += tally.hung
        figures.foreign += tally.foreign
        figures.note("detected", tally.detected)
        figures.note("said nothing else", tally.harmless)
        figures.reproducers += tally.reproducers[: MOST_TOLD - len(figures.reproducers)]
    return figures


def control(seed: int, folder: Path) -> Figures:
    """A verify-bundle that does not write the files anew."""
    return run(20, seed, folder, blind=True)
