"""Mutations tried piece by piece, each in a folder that is cleared after it; and what they did, added up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from tests.faults.base import MOST_TOLD, Figures

PIECE = 500
"""So many are tried at a time."""


class Tally(Protocol):
    """What one piece did."""

    tried: int
    unseen: int
    hung: int
    foreign: int
    detected: int
    harmless: int
    reproducers: Sequence[str]


def in_pieces(run: Callable[..., Tally], count: int, seed: int, *, blind: bool, harmless: str) -> Figures:
    """Run so many mutations; ``harmless`` is what is said of those that nobody need detect."""
    figures = Figures()
    for first in range(0, count, PIECE):
        tally = run(min(PIECE, count - first), seed, first=first, blind=blind)
        figures.tried += tally.tried
        figures.unseen += tally.unseen
        figures.hung += tally.hung
        figures.foreign += tally.foreign
        figures.note("detected", tally.detected)
        figures.note(harmless, tally.harmless)
        figures.reproducers += tally.reproducers[: MOST_TOLD - len(figures.reproducers)]
    return figures
