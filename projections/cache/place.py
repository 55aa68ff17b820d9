"""Where the cache of a ledger is: a file of the reader's own, in the folder that XDG gives for such.

    ~/.cache/scrutiny-ledger/readings/<location>.db              (XDG_CACHE_HOME)

It holds what the ledger holds, so nobody else may read it. It may be removed at any time.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ledger.caches import place
from projections.cache.database import CacheTrouble


def place_of(location: str, variables: Mapping[str, str]) -> Path:
    """Where the cache of a ledger is or would be; raises CacheTrouble where a person has no home."""
    there = place(location, "readings", variables)
    if there is None:
        raise CacheTrouble("there is no home folder")
    return Path(f"{there}.db")


def made(path: Path) -> Path:
    """The same path, in a folder that is there, which nobody else may read; raises CacheTrouble."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CacheTrouble(str(error)) from error
    return path
