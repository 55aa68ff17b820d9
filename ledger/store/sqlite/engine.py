"""A ledger in a folder, kept in SQLite: see ledger.store.engine.

Reading a ledger loads the store alone; what copies it, verifies it or makes it again is loaded by who asks.
"""
# ruff: noqa: PLC0415  for that, and reading is to start quickly

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from functools import cached_property
from typing import TYPE_CHECKING

from ledger.store.sqlite.schema import DATABASE, OWN_FILES
from ledger.store.sqlite.store import SQLiteStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ledger.evidence.base import Vault
    from ledger.store.engine import Remark
    from ledger.store.sqlite.filling import Filling
    from ledger.store.sqlite.raw import RawSQLite
    from ledger.store.sqlite.remaking import Remaking


class SQLiteEngine:
    """The ledger in one folder."""

    own_files = OWN_FILES

    def __init__(self, folder: str) -> None:
        self._at = folder

    @cached_property
    def folder(self) -> Path:
        """See Engine."""
        from pathlib import Path

        return Path(self._at)

    def vault(self) -> Vault:
        """See Engine.vault."""
        from ledger.store.sqlite.kept import vault_in

        return vault_in(self.folder)

    def open(self) -> SQLiteStore:
        """See Engine.open."""
        return SQLiteStore(self._at)

    def open_raw(self) -> RawSQLite:
        """See Engine.open_raw."""
        from ledger.store.sqlite.raw import RawSQLite

        return RawSQLite(self.folder)

    def creating(self) -> AbstractContextManager[SQLiteStore]:
        """See Engine.creating."""
        from ledger.store.sqlite.beginning import creating

        return creating(self.folder)

    def copy_into(self, folder: Path) -> None:
        """See Engine.copy_into."""
        from ledger.store.sqlite.copying import copy

        copy(self.folder, folder)

    def filling(self) -> AbstractContextManager[Filling]:
        """See Engine.filling."""
        from ledger.store.sqlite.filling import filling

        return filling(self.folder)

    def remaking(self) -> Remaking:
        """See Engine.remaking."""
        from ledger.store.sqlite.remaking import Remaking

        return Remaking(self.folder)

    def names_itself(self) -> str:
        """See Engine.names_itself. A file is told apart by its place alone."""
        return ""

    def is_same_as(self, other: str) -> bool:
        """See Engine.is_same_as."""
        try:
            return (self.folder / DATABASE).samefile(os.path.join(other, DATABASE))  # noqa: PTH118
        except OSError:
            return False

    def version(self) -> Remark:
        """See Engine.version."""
        from ledger.store.sqlite import checkup

        return checkup.version()

    def access(self) -> None:
        """See Engine.access."""
        return

    def is_begun(self) -> bool:
        """See Engine.is_begun."""
        try:
            return (self.folder / DATABASE).exists()
        except OSError:
            return False

    def locked_out(self) -> Remark | None:
        """See Engine.locked_out."""
        from ledger.store.sqlite import checkup

        return checkup.locked_out(self.folder)

    def size(self) -> int:
        """See Engine.size."""
        from ledger.store.sqlite import checkup

        return checkup.size(self.folder)

    def left_of_a_beginning(self) -> Iterator[Remark]:
        """See Engine.left_of_a_beginning."""
        from ledger.store.sqlite import checkup

        return checkup.left_of_a_beginning(self.folder)

    def left_of_a_remaking(self) -> Iterator[Remark]:
        """See Engine.left_of_a_remaking."""
        from ledger.store.sqlite import checkup

        return checkup.left_of_a_remaking(self.folder)

    def guests(self) -> Iterator[str]:
        """See Engine.guests."""
        from ledger.store.sqlite import checkup

        return checkup.guests(self.folder)

    def names(self) -> set[str]:
        """See Engine.names."""
        from ledger.store.sqlite import checkup

        return checkup.names(self.folder)
