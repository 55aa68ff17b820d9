"""Where the evidence of a ledger in a folder is kept: in that folder."""
# ruff: noqa: PLC0415  who records no evidence needs nothing of what keeps it, and is to start quickly

from __future__ import annotations

import os
from collections.abc import Callable, Container
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.evidence.names import INCOMING

if TYPE_CHECKING:
    from ledger.evidence.folder import FolderVault


def vault_in(folder: Path, limit: int | None = None) -> FolderVault:
    """The vault of the ledger in a folder."""
    from ledger.evidence.base import SIZE_LIMIT
    from ledger.evidence.folder import FolderVault

    return FolderVault(folder / "evidence", limit or SIZE_LIMIT)


def clear(folder: Path, named: Callable[[], Container[str]]) -> None:
    """Clear away what killed commands left there, if there is anything; see Vault.clear."""
    if os.path.lexists(f"{folder}/evidence/{INCOMING}"):
        vault_in(folder).clear(named)
