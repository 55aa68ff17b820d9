"""A folder of evidence that is filled beside its place, and put there at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger.evidence.folder import FolderVault
from ledger.recovery.beside import making_beside, refuse_a_place_in_use
from ledger.signing.synced import sync_folder
from ledger.store.errors import file_error

_HOW = "SCRUTINY_EVIDENCE=FOLDER"


class FilledFolder:
    """See FilledVault."""

    def __init__(self, made: Path, target: Path) -> None:
        self.vault = FolderVault(made)
        self._made, self._target = made, target

    def put_in_place(self) -> None:
        """See FilledVault.put_in_place."""
        try:
            sync_folder(self._made)
            self._made.replace(self._target)
            sync_folder(self._target.parent)
        except OSError as error:
            refuse_a_place_in_use(self._target, _HOW)
            raise file_error(error, self._target) from error


@contextmanager
def filling(target: Path) -> Iterator[FilledFolder]:
    """Lay one beside its place, which has to be free; it is gone at the end, unless it was put there."""
    refuse_a_place_in_use(target, _HOW)
    with making_beside(target, "restoring") as made:
        yield FilledFolder(made, target)
