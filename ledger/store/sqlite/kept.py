"""Where the evidence of a ledger in a folder is kept: in that folder."""

from __future__ import annotations

from pathlib import Path

from ledger.evidence.base import SIZE_LIMIT
from ledger.evidence.folder import FolderVault


def vault_in(folder: Path, limit: int | None = None) -> FolderVault:
    """The vault of the ledger in a folder."""
    return FolderVault(folder / "evidence", limit or SIZE_LIMIT)
