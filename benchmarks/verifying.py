"""Verifying what was sealed command by command, over the same events sealed in batches, and over the floor.

The floor is a loop of plain Python over the rows: SELECT, the SHA-256 of each state and leaf, and the tree.
``--since`` is of a checkpoint that one in a hundred events are behind. Two cores are measured by the clock,
and say nothing if others use them.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import targets
from benchmarks.contestants import Contestant
from benchmarks.fresh import Used
from benchmarks.installed import Installed
from benchmarks.kept import ROOT
from benchmarks.ledgers import SMALLEST, Place, batched, sealed
from benchmarks.measure import Figure, interleaved

ROUNDS = 3


def run(folder: Path, size: int) -> Iterator[Figure | str]:
    """The lines of this family."""
    there, large, few = Installed(folder), sealed(size), batched(size)
    used: list[Used] = []
    walls: dict[str, list[float]] = {"one": [], "two": []}

    def verifying(place: Place, *words: str) -> float:
        found = there.used(there.scrutiny, "verify", *words, **place.environ)
        used.append(found)
        return found.cpu

    def by_clock(cores: str) -> float:
        found = _on(there, large, cores)
        walls[cores].append(found.wall)
        return found.wall

    floor = [sys.executable, str(ROOT / "benchmarks" / "peers" / "floor.py"), str(large.ledger / "ledger.db")]
    with Contestant(floor, folder, "floor") as loop:
        sealed_each, in_batches, least = interleaved(
            ROUNDS, lambda: verifying(large), lambda: verifying(few), loop.asking({})
        )
        root = loop.answer({})["root"]
    if root != _root(large):
        yield targets.void("verify-floor", "the floor comes to another root")
        return
    yield targets.measured("verify-commands", sealed_each, in_batches)
    yield targets.measured("verify-floor", sealed_each, least)
    yield targets.value("verify-memory", max(one.memory for one in used) / 1e6)
    if size == SMALLEST:
        yield targets.void("verify-cores", targets.LARGER, absent=True)
    elif len(os.sched_getaffinity(0)) < 2:
        yield targets.void("verify-cores", "there is one core")
    else:
        interleaved(ROUNDS, lambda: by_clock("one"), lambda: by_clock("two"))
        yield targets.measured("verify-cores", walls["two"][1:], walls["one"][1:])
    yield from _since(folder, there, large, size)


def _on(there: Installed, place: Place, cores: str) -> Used:
    """Verifying with one core or with all."""
    words = [there.scrutiny, "verify"]
    if cores == "one":
        words = ["taskset", "-c", str(min(os.sched_getaffinity(0))), *words]
    return there.used(*_found(words), **place.environ)


def _found(words: list[str]) -> list[str]:
    import shutil  # noqa: PLC0415  for this alone

    return [shutil.which(words[0]) or words[0], *words[1:]]


def _since(folder: Path, there: Installed, place: Place, size: int) -> Iterator[Figure]:
    held = folder / "held"
    held.write_text(_checkpoint(place, size * 99 // 100))
    try:
        whole, tail = interleaved(
            ROUNDS,
            lambda: there.cpu(there.scrutiny, "verify", **place.environ),
            lambda: there.cpu(there.scrutiny, "verify", "--since", str(held), **place.environ),
        )
    except RuntimeError as error:
        yield targets.void("verify-since", str(error))
    else:
        yield targets.measured("verify-since", tail, whole)


def _checkpoint(place: Place, size: int) -> str:
    """The newest signed checkpoint of at most so many events."""
    with sqlite3.connect(f"file:{place.ledger / 'ledger.db'}?mode=ro", uri=True) as connection:
        ((note,),) = connection.execute(
            "SELECT note FROM ledger_checkpoint WHERE size <= ? ORDER BY size DESC LIMIT 1", (size,)
        )
    return note if isinstance(note, str) else note.decode()


def _root(place: Place) -> str:
    """The root that the newest checkpoint signs."""
    return _checkpoint(place, 1 << 62).splitlines()[2]
