"""Whether a cache is there, how far it came, and whether it is whole."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ledger.doctor.base import size_of
from ledger.ledger import Ledger
from projections.cache.database import CacheTrouble, Database, asked, trouble
from projections.cache.source import Stored
from projections.cache.tie import holds, identity, tie_of


class Look(NamedTuple):
    """What was seen, in a sentence, and whether the cache should be made again."""

    found: str
    is_broken: bool = False


def look(path: Path, ledger: Ledger) -> Look:
    """Read all of a cache, and hold it against its ledger; nothing is changed."""
    if not path.is_file() or not path.stat().st_size:
        return Look("There is none yet: readings come from the events.")
    try:
        with Database(path) as cache, trouble():
            if asked(cache.connection, "PRAGMA integrity_check(1)") != [("ok",)]:
                return Look(f"{path} is damaged.", is_broken=True)
            if not asked(cache.connection, "SELECT 1 FROM state"):
                # A reading of much more than it takes in while somebody waits leaves it so.
                return Look(f"{path} has nothing yet: readings come from the events.")
            source = Stored(ledger)
            tie = tie_of(cache.connection)
            if tie is None or not holds(tie, source, identity(source)):
                return Look(f"{path} is of another state of the ledger or of the program.", is_broken=True)
            return Look(
                f"{path} has {tie.events:,} events, takes {size_of(path.stat().st_size)}, and is whole."
            )
    except CacheTrouble:
        return Look(f"{path} is damaged, or in use.", is_broken=True)
