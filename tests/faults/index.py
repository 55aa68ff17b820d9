"""Every family of faults: its module, how many trials `make faults` makes and `make test` makes.

The counts of `make faults` can be said: ``make faults KILLS=50 IMAGES=50``. Where `make test` makes none, the
family has tests of its own.
"""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """One family: ``module`` has ``run`` and ``control`` (see ``tests.faults.base``).

    ``minutes`` is about what the full count takes: the longest begins first.
    """

    module: str
    full: int
    short: int
    minutes: int


FAMILIES = {
    "kills": Entry("kills", 1000, 5, 5),
    "images": Entry("power_cuts", 1000, 6, 3),
    "io": Entry("errors", 1000, 5, 5),
    "ledger": Entry("damaged_ledgers", 20_000, 0, 25),
    "bundle": Entry("damaged_bundles", 5_000, 8, 15),
    "hostile": Entry("hostile_ledgers", 400, 3, 4),
    "together": Entry("together", 200, 3, 3),
    "clocks": Entry("clocks", 600, 6, 1),
    "failover": Entry("failover", 50, 0, 3),
    "inputs": Entry("inputs", 20_000, 100, 2),
}
