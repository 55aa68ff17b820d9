"""A ledger in a database of PostgreSQL: see ledger.store.engine."""
# ruff: noqa: PLC0415  reading a ledger is to start quickly: what else is done with it is loaded by who asks

from __future__ import annotations

from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.errors import LedgerError
from ledger.store.postgres.place import place_of
from ledger.store.postgres.session import Session
from ledger.store.postgres.store import PostgresStore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledger.evidence.base import Vault
    from ledger.store.engine import Remark
    from ledger.store.postgres.access import Access
    from ledger.store.postgres.filling import Filling
    from ledger.store.postgres.raw import RawPostgres
    from ledger.store.postgres.remaking import Remaking


class PostgresEngine:
    """The ledger in one database."""

    own_files: frozenset[str] = frozenset()

    def __init__(self, location: str) -> None:
        self._place = place_of(location)

    @property
    def folder(self) -> Path | None:
        """See Engine."""
        return None

    def vault(self) -> Vault:
        """See Engine.vault."""
        return self._place.vault()

    def open(self) -> PostgresStore:
        """See Engine.open."""
        return PostgresStore(self._place)

    def open_raw(self) -> RawPostgres:
        """See Engine.open_raw."""
        from ledger.store.postgres.raw import RawPostgres

        return RawPostgres(self._place)

    def creating(self) -> AbstractContextManager[PostgresStore]:
        """See Engine.creating."""
        from ledger.store.postgres.beginning import creating

        return creating(self._place)

    def copy_into(self, folder: Path) -> None:
        """See Engine.copy_into."""
        from ledger.store.postgres.copying import copy

        copy(self._place, folder)

    def filling(self) -> AbstractContextManager[Filling]:
        """See Engine.filling."""
        from ledger.store.postgres.filling import filling

        return filling(self._place)

    def remaking(self) -> Remaking:
        """See Engine.remaking."""
        from ledger.store.postgres.remaking import Remaking

        return Remaking(self._place)

    def is_same_as(self, other: str) -> bool:
        """See Engine.is_same_as."""
        if "://" not in other:
            return False
        return self.names_itself() == PostgresEngine(other).names_itself() != ""

    def names_itself(self) -> str:
        """See Engine.names_itself: the cluster, and the database's number in it."""
        try:
            with closing(Session(self._place)) as session:
                found = session.ask(
                    "SELECT system_identifier, (SELECT oid::bigint FROM pg_database "
                    "WHERE datname = current_database()) FROM pg_control_system()"
                )
        except LedgerError:
            return ""
        return "/".join(map(str, found[0])) if found else ""

    def version(self) -> Remark:
        """See Engine.version."""
        from ledger.store.postgres import checkup

        return checkup.version(self._place)

    def access(self) -> Access:
        """See Engine.access."""
        from ledger.store.postgres.access import Access

        return Access(self._place)

    def is_begun(self) -> bool:
        """See Engine.is_begun."""
        with closing(Session(self._place)) as session:
            try:
                return session.has_ledger()
            except LedgerError:
                return False

    def locked_out(self) -> Remark | None:
        """See Engine.locked_out. A server keeps nobody out by the modes of a file."""
        return None

    def size(self) -> int:
        """See Engine.size."""
        from ledger.store.postgres import checkup

        return checkup.size(self._place)

    def left_of_a_beginning(self) -> Iterator[Remark]:
        """See Engine.left_of_a_beginning. A beginning is one transaction, of which nothing is left."""
        return iter(())

    def left_of_a_remaking(self) -> Iterator[Remark]:
        """See Engine.left_of_a_remaking."""
        from ledger.store.postgres import checkup

        return checkup.left_of_a_remaking(self._place)

    def guests(self) -> Iterator[str]:
        """See Engine.guests."""
        return iter(())

    def names(self) -> set[str]:
        """See Engine.names."""
        from ledger.store.postgres import checkup

        return checkup.names(self._place)
