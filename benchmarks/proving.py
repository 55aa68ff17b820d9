"""A proof, over showing what it proves: fresh processes, on a ledger that was sealed command by command."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from math import log10
from pathlib import Path
from statistics import median

from benchmarks import targets
from benchmarks.fresh import instructions
from benchmarks.installed import Installed
from benchmarks.ledgers import SMALLEST, Place, sealed
from benchmarks.measure import Action, Figure, duration, interleaved

ROUNDS = 7
WHAT = ("INS0", "3")


def run(folder: Path, size: int) -> Iterator[Figure | str]:
    """The lines of this family."""
    there, large = Installed(folder), sealed(size)
    numbers = count()

    def proving(place: Place) -> Action:
        def action() -> float:
            to = str(folder / f"proof-{next(numbers)}")
            return there.cpu(there.scrutiny, "prove", *WHAT, "--output", to, **place.environ)

        return action

    def showing() -> float:
        return there.cpu(there.scrutiny, "show", *WHAT, **large.environ)

    if counted := _counted(there, large, folder):
        yield counted
    if size == SMALLEST:
        yield targets.measured("prove", *interleaved(ROUNDS, proving(large), showing))
        yield targets.void("prove-growth", targets.LARGER, absent=True)
        return
    proved, shown, few = interleaved(ROUNDS, proving(large), showing, proving(sealed(SMALLEST)))
    yield targets.measured("prove", proved, shown)
    grown = (median(proved) / median(few)) ** (1 / log10(size / SMALLEST))
    yield targets.value("prove-growth", grown, f"{duration(median(proved))} and {duration(median(few))}")


def _counted(there: Installed, place: Place, folder: Path) -> str:
    """The instructions of both, if valgrind can count them."""
    environ = {**there.environ, **place.environ}
    proof = ("prove", *WHAT, "--output", str(folder / "counted"))
    proved, shown = (instructions(there.scrutiny, *words, env=environ) for words in (proof, ("show", *WHAT)))
    if proved is None or shown is None:
        return ""
    return f"      {proved / 1e6:.0f} M over {shown / 1e6:.0f} M instructions, {proved / shown:.2f}x"
