"""A long inspection and many people, over a short one and few: fresh processes that show and that record."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from benchmarks import ledgers, targets
from benchmarks.installed import Installed
from benchmarks.ledgers import Place
from benchmarks.measure import Action, Figure, interleaved
from ledger.ledger import Ledger

ROUNDS = 11
REQUEST = ("evidence", "request", "INS0", "--why", "More is needed.", "--as", "ann")


def run(folder: Path, size: int) -> Iterator[Figure | str]:  # noqa: ARG001  as every family
    """The lines of this family."""
    there = Installed(folder)
    pairs = {
        "long": (ledgers.long(1_000), ledgers.long(20_000)),
        "people": (ledgers.peopled(3), ledgers.peopled(2_000)),
    }
    for what, places in pairs.items():
        few, many = (place.copied(folder / f"{what}-{at}") for at, place in enumerate(places))
        shown = interleaved(ROUNDS, _showing(there, many), _showing(there, few))
        yield targets.measured(f"{what}-show", *shown)
        recorded = interleaved(ROUNDS, _recording(there, many), _recording(there, few))
        for place in (many, few):
            with Ledger.open(str(place.ledger)) as ledger:
                newest = ledger.store.newest_checkpoint()
                if newest is None or newest[0] != ledger.store.head()[0]:
                    raise RuntimeError("what was recorded was not sealed")
        yield targets.measured(f"{what}-record", *recorded)


def _showing(there: Installed, place: Place) -> Action:
    return lambda: there.cpu(there.scrutiny, "show", "INS0", "3", **place.environ)


def _recording(there: Installed, place: Place) -> Action:
    """Asks for evidence on another recommendation each time."""
    with Ledger.open(str(place.ledger)) as ledger:
        inspection = ledger.inspection("INS0")
    numbers = cycle([one.number for one in inspection.recommendations.values() if not one.gone])

    def action() -> float:
        words = (*REQUEST[:3], next(numbers), *REQUEST[3:])
        return there.cpu(there.scrutiny, *words, **place.environ)

    return action
