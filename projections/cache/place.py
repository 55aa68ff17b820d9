"""Where the cache of a ledger is: a file of the reader's own, in the folder that XDG gives for such.

    ~/.cache/scrutiny-ledger/readings/<location>.db              (XDG_CACHE_HOME)

It holds what the ledger holds, so nobody else may read it. It may be removed at any time.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from projections.cache.database import CacheTrouble
from projections.cache.tie import digest


def place_of(location: str, variables: Mapping[str, str]) -> Path:
    """Where the cache of a ledger is or would be; raises CacheTrouble where a person has no home."""
    base = variables.get("XDG_CACHE_HOME", "")
    if not base.startswith("/"):
        # A relative one is to be ignored, says the specification.
        home = variables.get("HOME", "")
        if not home.startswith("/"):
            raise CacheTrouble("there is no home folder")
        base = f"{home}/.cache"
    name = digest(os.path.realpath(location).encode("utf-8", "surrogateescape"))[:32]
    return Path(base, "scrutiny-ledger", "readings", f"{name}.db")


def made(path: Path) -> Path:
    """The same path, in a folder that is there, as a file that nobody else may read; raises CacheTrouble."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600))
    except OSError as error:
        raise CacheTrouble(str(error)) from error
    return path
