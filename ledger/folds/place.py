"""Where the folds of a ledger are kept: in a folder of the reader's own, under the one that XDG gives.

    ~/.cache/scrutiny-ledger/folds/<location>/inspection-0e948684….fold          (XDG_CACHE_HOME)

They hold what the ledger holds, so nobody else may read them. They may be removed at any time.
"""

from __future__ import annotations

from collections.abc import Mapping

from ledger.caches import place

ENDING = ".fold"


def folder_of(location: str, variables: Mapping[str, str]) -> str | None:
    """Where the folds of a ledger are or would be; None where a person has no home."""
    return place(location, "folds", variables)
