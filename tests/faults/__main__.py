"""``python -m tests.faults [--kills 50 …] [FAMILY…]``: inject faults, print a table, end with 1 if any harms.

The same seed gives the same faults. Each family has a control: the same trials on a program that is broken on
purpose. If a control finds nothing, the family cannot see what it looks for, and the run fails.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from tests.faults.base import TROUBLES, scratch
from tests.faults.index import FAMILIES
from tests.faults.running import family


def main() -> int:
    """Run the families that were named, or all; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("families", nargs="*", metavar="FAMILY", help=f"of {', '.join(FAMILIES)}; or all")
    parser.add_argument("--seed", type=int, default=11, help="what is chosen by chance hangs on it alone")
    parser.add_argument("--jobs", type=int, default=2, help="so many families beside each other; 2 if unsaid")
    for name, entry in FAMILIES.items():
        parser.add_argument(f"--{name}", type=int, default=entry.full, help=f"trials; {entry.full} if unsaid")
    said = parser.parse_args()
    if unknown := [name for name in said.families if name not in FAMILIES]:
        parser.error(f"there is no family {', '.join(unknown)}; there are {', '.join(FAMILIES)}")
    wanted = {name: getattr(said, name) for name in said.families or FAMILIES}
    # The longest first, so that the others go on beside it.
    order = sorted(wanted, key=lambda name: -wanted[name] / FAMILIES[name].full * FAMILIES[name].minutes)
    _line("family", "tried", *TROUBLES, "control", "minutes")
    told: dict[str, list[str]] = {}
    harm = False
    with (
        scratch() as folder,
        ProcessPoolExecutor(said.jobs, get_context("spawn"), max_tasks_per_child=1) as workers,
    ):
        runs = {workers.submit(family, name, wanted[name], said.seed, folder): name for name in order}
        for done in as_completed(runs):
            name, (figures, control, minutes) = runs[done], done.result()
            numbers = [getattr(figures, trouble) for trouble in TROUBLES]
            _line(name, figures.tried, *numbers, f"{control.troubles}/{control.tried}", f"{minutes:.1f}")
            told[name] = [f"{what}: {number:,}" for what, number in sorted(figures.notes.items())]
            told[name] += [f"FAULT: {how}" for how in figures.reproducers]
            told[name] += [] if control.troubles else ["FAULT: the control found nothing"]
            harm = harm or bool(figures.troubles) or not control.troubles
    print(f"\nseed {said.seed}")
    for name in wanted:
        for line in told[name]:
            print(f"{name}: {line}")
    return int(harm)


def _line(name: object, *columns: object) -> None:
    print(f"{name!s:<14}", *(f"{column!s:>8}" for column in columns), flush=True)


if __name__ == "__main__":
    sys.exit(main())
