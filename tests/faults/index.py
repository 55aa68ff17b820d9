"""Every family of faults: its module, how many trials `make faults` makes, how many `make test` makes.

The counts of `make faults` can be said: ``make faults KILLS=50 IMAGES=50``. Where `make test` makes none, the
family has tests of its own.
"""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """One family: ``module`` has ``run`` and ``control`` (see ``tests.faults.base``)."""

    module: str
    full: int
    short: int


FAMILIES = {
    "kills": Entry("kills", 1000, 5),
    "images": Entry("power_cuts", 1000, 6),
    "io": Entry("errors", 1000, 5),
    "ledger": Entry("damaged_ledgers", 20_000, 0),
    "bundle": Entry("damaged_bundles", 5_000, 8),
    "hostile": Entry("hostile_ledgers", 400, 3),
    "together": Entry("together", 200, 3),
    "clocks": Entry("clocks", 600, 6),
    "inputs": Entry("inputs", 20_000, 100),
}
