"""``python -m benchmarks [FAMILY…] [--size EVENTS]``: measure, and end with 1 if a target is missed.

Without families all that ``benchmarks.targets`` names are measured; the others are measured by name alone.
"""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

from benchmarks import results, targets
from benchmarks.kept import KEPT
from benchmarks.ledgers import SIZES
from benchmarks.measure import MISSED, VOID, Figure

Line = Figure | str
JOBS = {
    "reading": "reading",
    "growth": "growth",
    "peers": "against",
    "keeping": "keeping",
    "proving": "proving",
    "verifying": "verifying",
    "startup": "startup",
    "trails": "trails",
    "changing": "changing",
    "long": "long",
    "publishing": "publishing",
    "profiles": "profiles",
}
"""The families of the targets, and the module of each."""

OTHERS = (
    *("save", "rebuild", "searching", "before", "judging", "importing", "proof", "publication"),
    "server",
)
"""What is measured by name alone: it is slow, or holds to targets of earlier versions."""


def measured(family: str, run: Callable[[], Iterable[Line]]) -> Iterator[Line]:
    """The lines of a family; what it has to measure and does not is void, with the reason."""
    left, why = dict.fromkeys(targets.of_family(family)), "it was not measured"
    try:
        for line in run():
            if isinstance(line, Figure):
                left.pop(line.key, None)
            yield line
    except Exception as error:
        why = f"{type(error).__name__}: {error}".replace("\n", " ")
        if not left:
            yield f"  VOID: {why}"
    yield from (targets.void(key, why) for key in left)


def failed(line: Line) -> bool:
    """Whether a target was missed or could not be measured; a peer that is not to be had is neither."""
    if isinstance(line, Figure):
        return line.verdict in (MISSED, VOID)
    return "VOID:" in line or " MISSED " in line


def family_of(module: ModuleType, name: str, folder: Path, size: int) -> Callable[[], Iterable[Line]]:
    """What measures a family."""
    if name in JOBS:
        return partial(module.run, folder, size)
    return partial(module.run, folder)


def main(words: list[str] | None = None) -> int:
    """Measure the families that were named, or all that have a target."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").splitlines()[0])
    names = ", ".join((*JOBS, *OTHERS))
    parser.add_argument("families", nargs="*", metavar="FAMILY", help=f"of {names}")
    parser.add_argument("--size", type=int, choices=SIZES, default=100_000, help="events of the ledger")
    parser.add_argument("--write", action="store_true", help="put what was measured into README and docs")
    parser.add_argument("--no-run", action="store_true", help="measure nothing, and write what was before")
    given = parser.parse_args(words)
    wanted = given.families or [name for name in JOBS if targets.of_family(name)]
    if unknown := [name for name in wanted if name not in (*JOBS, *OTHERS)]:
        parser.error(f"There is no family {', '.join(unknown)}; there are {names}.")
    missed = [] if given.no_run else _run(wanted, given.size)
    if given.write:
        from benchmarks import writing  # noqa: PLC0415  few ask for it

        writing.write()
    if missed:
        print(f"\n{len(missed)} missed or void:")
        for line in missed:
            print(line)
    return 1 if missed else 0


def _run(wanted: list[str], size: int) -> list[Line]:
    print(
        f"{size:,} events; Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}"
    )
    print("ratio of medians [quartiles of the turns]; processor time, in turn, A B A B")
    missed: list[Line] = []
    KEPT.mkdir(parents=True, exist_ok=True)
    for name in wanted:
        # Beside what is kept, for many a temporary folder is in memory.
        with TemporaryDirectory(dir=KEPT) as folder:
            module = import_module(f"benchmarks.{JOBS.get(name, name)}")
            print(f"\n{name}: {(module.__doc__ or '').splitlines()[0]}")
            lines = []
            for line in measured(name, family_of(module, name, Path(folder), size)):
                print(line, flush=True)
                lines.append(line)
            missed += [line for line in lines if failed(line)]
        results.keep(name, size, [line for line in lines if isinstance(line, Figure)])
    return missed


if __name__ == "__main__":
    sys.exit(main())
