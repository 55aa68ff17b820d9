"""V10: whether readers are shown what is stored, by whichever way they look it up.

One altered byte of an index hides a sign-off from who reads a stream, and a bundle made of that would say
what no event says. So nothing is published until it is mended.
"""

from __future__ import annotations

from ledger.checks.walk import ROWS, Walk
from ledger.errors import Damaged
from ledger.store.location import open_raw
from ledger.store.raw import RawRow


class Ways:
    """What ``verify`` looks at once it has read everything. The schema it looks at before: see there."""

    PHASE = ROWS

    def __init__(self, walk: Walk) -> None:
        self._walk = walk

    def take(self, rows: list[RawRow]) -> None:
        """Nothing is to be seen by single rows."""

    def close(self) -> None:
        """Report every way that does not lead where the table says."""
        for astray in self._walk.raw.astray():
            self._walk.findings.add("V10", *astray)


def check_ways(location: str) -> None:
    """Look at the schema and every way to a row of a ledger; raises Damaged, naming the first that is wrong.

    Raises StorageError for a ledger that cannot be read.
    """
    raw = open_raw(location)
    try:
        wrong = [*(item.message for item in raw.departures()), *(item.message for item in raw.astray())]
    finally:
        raw.close()
    if wrong:
        raise Damaged(
            f"What readers are shown is not what is stored, so nothing is published: {wrong[0]}",
            "See all that is wrong: scrutiny verify. An index is made again by: scrutiny rebuild",
        )
