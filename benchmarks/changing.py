"""One durable change in process, over the same change by others, who keep no more than its history.

Ours is one decision, asked and sealed: rules, leaf, checkpoint and all. Each is on disk before it is
answered; counted is the processor. All have a hundred recommendations, one of which gets another date.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

from benchmarks import targets
from benchmarks.against import told
from benchmarks.contestants import Contestant
from benchmarks.environments import NAMES, Absent
from benchmarks.kept import ROOT
from benchmarks.ledgers import SMALLEST
from benchmarks.measure import Figure, Target, compared, interleaved
from benchmarks.reading import readable

ROUNDS = 40
KEYS = {
    "django": "change-django",
    "continuum": "change-continuum",
    "emmett": "change-emmett",
    "git": "change-git",
}
FREE = Target(None, speed=True)


def run(folder: Path, size: int) -> Iterator[Figure | str]:  # noqa: ARG001  as every family
    """The lines of this family."""
    found = readable(SMALLEST)
    for name in NAMES:
        try:
            yield _against(folder, name, told(name, found, SMALLEST))
        except Absent as error:
            yield _none(name, str(error), absent=True)
        except Exception as error:
            yield _none(name, f"{type(error).__name__}: {error}")


def _against(folder: Path, name: str, told_of: tuple[list[str], Path, Path]) -> Figure:
    words, home, store = told_of
    copy = folder / f"{name}-changed"
    os.system(f"cp -r '{store}' '{copy}'")
    with ExitStack() as stack:
        ours = stack.enter_context(_ours(folder, name))
        other = stack.enter_context(
            Contestant([*words, "change", str(copy)], folder, f"{name}-changing", cwd=home)
        )
        numbers, others = count(), count()
        taken, theirs = interleaved(
            ROUNDS, lambda: ours.change(next(numbers)), lambda: other.change(next(others))
        )
    figure = compared(f"one durable change, {NAMES[name]}", taken, theirs, FREE)
    key = KEYS.get(name)
    return figure._replace(key=key, target=targets.TARGETS[key].target) if key else figure


def _ours(folder: Path, name: str) -> Contestant:
    words = [sys.executable, str(ROOT / "benchmarks" / "peers" / "changing.py"), str(folder / f"{name}-ours")]
    environ = {"HOME": str(folder / f"{name}-home"), "PYTHONPATH": str(ROOT), "PATH": os.defpath}
    return Contestant(words, folder, f"{name}-ours", env=environ)


def _none(name: str, why: str, *, absent: bool = False) -> Figure:
    if key := KEYS.get(name):
        return targets.void(key, why, absent=absent)
    return Figure(f"one durable change, {NAMES[name]}", FREE, why=why, absent=True)
