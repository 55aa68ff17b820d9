"""``python -m tests.faults [--kills 50 …] [FAMILY…]``: inject faults, print a table, end with 1 if any harms.

The same seed gives the same faults. Each family has a control: the same trials on a program that is broken on
purpose. If a control finds nothing, the family cannot see what it looks for, and the run fails.
"""

from __future__ import annotations

import argparse
import sys
import time
from importlib import import_module

from tests.faults.base import TROUBLES, Figures, scratch
from tests.faults.index import FAMILIES


def main() -> int:
    """Run the families that were named, or all; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("families", nargs="*", metavar="FAMILY", help=f"of {', '.join(FAMILIES)}; or all")
    parser.add_argument("--seed", type=int, default=11, help="what is chosen by chance hangs on it alone")
    for name, entry in FAMILIES.items():
        parser.add_argument(f"--{name}", type=int, default=entry.full, help=f"trials; {entry.full} if unsaid")
    said = parser.parse_args()
    if unknown := [name for name in said.families if name not in FAMILIES]:
        parser.error(f"there is no family {', '.join(unknown)}; there are {', '.join(FAMILIES)}")
    wanted = {name: getattr(said, name) for name in said.families or FAMILIES}
    _line("family", "tried", *TROUBLES, "control", "minutes")
    failed = False
    told: list[str] = []
    with scratch() as folder:
        for name, count in wanted.items():
            begun = time.monotonic()
            family = import_module(f"tests.faults.{FAMILIES[name].module}")
            figures: Figures = family.run(count, said.seed, folder / name)
            control: Figures = family.control(said.seed, folder / f"{name}-control")
            caught = f"{control.troubles}/{control.tried}"
            minutes = (time.monotonic() - begun) / 60
            numbers = [getattr(figures, trouble) for trouble in TROUBLES]
            _line(name, figures.tried, *numbers, caught, f"{minutes:.1f}")
            told += [f"{name}: {what}: {number:,}" for what, number in sorted(figures.notes.items())]
            told += [f"{name}: FAULT: {how}" for how in figures.reproducers]
            if not control.troubles:
                told.append(f"{name}: FAULT: the control found nothing")
            failed = failed or bool(figures.troubles) or not control.troubles
    print(f"\nseed {said.seed}")
    print("\n".join(told))
    return int(failed)


def _line(name: object, *columns: object) -> None:
    print(f"{name!s:<14}", *(f"{column!s:>8}" for column in columns), flush=True)


if __name__ == "__main__":
    sys.exit(main())
