"""The trail of everything, to a file, over splicing the stored bytes of the same events into one.

The file is the program's JSON; the splice writes position, topic and stored state of each row, undecoded.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks import targets
from benchmarks.contestants import Contestant
from benchmarks.fresh import Used
from benchmarks.installed import Installed
from benchmarks.kept import ROOT
from benchmarks.ledgers import sealed
from benchmarks.measure import Figure, interleaved

ROUNDS = 3


def run(folder: Path, size: int) -> Iterator[Figure | str]:
    """The lines of this family."""
    there, place, used = Installed(folder), sealed(size), list[Used]()

    def told() -> float:
        words = (there.scrutiny, "trail", "--format", "json", "--output", str(folder / "trail.json"))
        used.append(there.used(*words, **place.environ))
        return used[-1].cpu

    script = [
        sys.executable,
        str(ROOT / "benchmarks" / "peers" / "splice.py"),
        str(place.ledger / "ledger.db"),
    ]
    with Contestant(script, folder, "splice") as splice:
        trail, spliced = interleaved(ROUNDS, told, splice.asking({}))
    yield targets.measured("trail", trail, spliced)
    yield targets.value("trail-memory", max(one.memory for one in used) / 1e6)
    size_of = (folder / "trail.json").stat().st_size / 1e6
    yield f"      {size_of:.0f} MB written, the splice {splice.to.stat().st_size / 1e6:.0f} MB"
