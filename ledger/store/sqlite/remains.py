"""What is left in a folder of a ledger whose database is gone: nobody begins another one over it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from ledger.store.sqlite.schema import DATABASE

if TYPE_CHECKING:
    from pathlib import Path

PUT_BACK = (
    f"Put {DATABASE} back from a copy, and declare that: scrutiny recover --restored-from WHAT --why W. "
    "To begin another ledger, name a new or empty folder: --ledger FOLDER"
)
_LOG = f"{DATABASE}-wal"


def is_missing(folder: Path) -> bool:
    """Whether there is no database in a folder, or an empty file in its place."""
    with suppress(OSError):
        return (folder / DATABASE).stat().st_size == 0
    return True


def remains(folder: Path) -> str:
    """What there is of a ledger beside its database, in words; empty if nothing is."""
    with suppress(OSError):
        # What is hidden is on its way: a command that was killed may have left it.
        names = sorted(file.name for file in (folder / "evidence").iterdir())
        for name in names:
            if not name.startswith("."):
                return f"evidence/{name[:12]}… is still there"
    with suppress(OSError):
        if is_missing(folder) and (folder / _LOG).stat().st_size:
            return f"{_LOG} is still there"
    return ""
