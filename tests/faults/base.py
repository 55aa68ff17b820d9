"""What every family of faults counts, and how one is run.

A family is a module with ``run(count, seed, folder)`` and ``control(seed, folder)``: the same trials on the
program, and on a variant of it that is broken on purpose. A control that finds nothing fails the run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from tests import memory

Patch = Callable[[], None]
"""Breaks the program, in the process of one trial alone."""

TROUBLES = ("lost", "unseen", "hung", "foreign", "false", "left")
MOST_TOLD = 12


@dataclass
class Figures:
    """What came of the trials of one family; anything but ``tried`` and ``notes`` is a fault.

    lost: acknowledged and not there, or there by halves. unseen: altered, shown otherwise, and verify holds.
    hung: not ended in its time. foreign: an error that is none of ours. false: an answer that is not so.
    left: files of a killed command that no later one cleared away.
    """

    tried: int = 0
    lost: int = 0
    unseen: int = 0
    hung: int = 0
    foreign: int = 0
    false: int = 0
    left: int = 0
    notes: dict[str, int] = field(default_factory=dict)
    reproducers: list[str] = field(default_factory=list)

    @property
    def troubles(self) -> int:
        """How many faults were found."""
        return sum(getattr(self, name) for name in TROUBLES)

    def note(self, what: str, count: int = 1) -> None:
        """Count something that is worth knowing and no fault."""
        self.notes[what] = self.notes.get(what, 0) + count

    def found(self, trouble: str, how: str) -> None:
        """Count a fault, and keep how to come to it again."""
        assert trouble in TROUBLES
        setattr(self, trouble, getattr(self, trouble) + 1)
        if len(self.reproducers) < MOST_TOLD:
            self.reproducers.append(f"{trouble}: {how}")


@contextmanager
def scratch() -> Iterator[Path]:
    """A passing folder, in memory if there is room: that a write was synced is known without waiting."""
    with TemporaryDirectory(
        prefix="scrutiny-faults-", dir=memory.MEMORY if memory.is_roomy() else None
    ) as folder:
        yield Path(folder)


class Family(Protocol):
    """A module of this folder that injects one kind of fault."""

    __doc__: str | None

    def run(self, count: int, seed: int, folder: Path) -> Figures:
        """So many trials; the same for the same seed."""
        ...

    def control(self, seed: int, folder: Path) -> Figures:
        """A few trials on a variant that is broken on purpose."""
        ...
