"""A bundle is changed: its words, rows, entries, links and files, mostly with the sums written anew.

Each change is detected, says nothing else to anybody, or is named as not proved; see ``bundle_mutations``.
"""

from __future__ import annotations

from pathlib import Path

from tests.faults import bundle_mutations
from tests.faults.base import Figures
from tests.faults.pieces import in_pieces


def run(count: int, seed: int, folder: Path, *, blind: bool = False) -> Figures:
    """See Family.run."""
    return in_pieces(bundle_mutations.run, count, seed, blind=blind, harmless="said nothing else")


def control(seed: int, folder: Path) -> Figures:
    """A verify-bundle that does not write the files anew."""
    return run(20, seed, folder, blind=True)
