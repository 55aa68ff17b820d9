"""Where the folds of a ledger are kept: in a folder of the reader's own, under the one that XDG gives.

    ~/.cache/scrutiny-ledger/folds/<location>/inspection-0e948684….fold          (XDG_CACHE_HOME)

They hold what the ledger holds, so nobody else may read them. They may be removed at any time.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from ledger.folds.file import digest

ENDING = ".fold"


def folder_of(location: str, variables: Mapping[str, str]) -> str | None:
    """Where the folds of a ledger are or would be; None where a person has no home."""
    base = variables.get("XDG_CACHE_HOME", "")
    if not base.startswith("/"):
        # A relative one is to be ignored, says the specification.
        home = variables.get("HOME", "")
        if not home.startswith("/"):
            return None
        base = f"{home}/.cache"
    name = digest(os.path.realpath(location).encode("utf-8", "surrogateescape")).hex()[:32]
    return f"{base}/scrutiny-ledger/folds/{name}"
