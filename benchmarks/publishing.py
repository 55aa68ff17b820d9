"""Publishing, over ``cp -r`` of what it publishes: fresh processes, with what the system does for them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from benchmarks import targets
from benchmarks.fresh import run as fresh
from benchmarks.installed import Installed
from benchmarks.ledgers import sealed
from benchmarks.measure import Figure

ROUNDS = 2
LARGEST = 100_000
"""A million events are as many files."""


def run(folder: Path, size: int) -> Iterator[Figure | str]:
    """The lines of this family; of fewer files a file costs the system anything from 30 to 500 µs."""
    if size < LARGEST:
        yield targets.void("publish", targets.LARGER, absent=True)
        return
    there, numbers = Installed(folder), count()
    place = sealed(LARGEST).copied(folder / "publishing")
    first = folder / "bundle"
    words = (there.scrutiny, "publish", "--as-of", "2026-01-01", "--as", "ann", "--output")
    there.used(*words, str(first), **place.environ)

    def published() -> float:
        return there.cpu(*words, str(folder / f"bundle-{next(numbers)}"), **place.environ)

    def copied() -> float:
        return fresh("/bin/cp", "-r", str(first), str(folder / f"copy-{next(numbers)}"), env={}).cpu

    # Nothing is removed in between: to make files just behind that took many times the system's time.
    # What was published first warmed both: a turn takes minutes.
    turns = [(published(), copied()) for _ in range(ROUNDS)]
    yield targets.measured("publish", [ours for ours, _ in turns], [plain for _, plain in turns])
    yield f"      {sum(1 for one in first.rglob('*') if one.is_file()):,} files"
