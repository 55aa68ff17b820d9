"""``python -m benchmarks [FAMILY…]``: print every target beside what was measured, and end with 0."""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import (
    before,
    importing,
    judging,
    proof,
    publication,
    rebuild,
    save,
    searching,
    server,
    startup,
)

FAMILIES = {
    "startup": startup,
    "save": save,
    "rebuild": rebuild,
    "searching": searching,
    "before": before,
    "judging": judging,
    "importing": importing,
    "proof": proof,
    "publication": publication,
    "server": server,
}


def main() -> None:
    """Measure the families that were named, or all."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measure and print; never fail."
    )
    parser.add_argument("families", nargs="*", metavar="FAMILY", help=f"of {', '.join(FAMILIES)}")
    wanted = parser.parse_args().families or list(FAMILIES)
    if unknown := [name for name in wanted if name not in FAMILIES]:
        parser.exit(0, f"There is no family {', '.join(unknown)}; there are {', '.join(FAMILIES)}.\n")
    print(
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} processors, "
        f"load {os.getloadavg()[0]:.1f}"
    )
    print("ratio of medians [quartiles of the turns]; measured in turn, A B A B, without collecting garbage")
    with TemporaryDirectory() as folder:
        for name in wanted:
            print(f"\n{name}: {(FAMILIES[name].__doc__ or '').splitlines()[0]}")
            try:
                for line in FAMILIES[name].run(Path(folder)):
                    print(line, flush=True)
            except Exception as error:
                print(f"  VOID: {type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
