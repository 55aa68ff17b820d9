"""A ledger that is filled from stored rows in one transaction, which nobody sees until it is put in place.

It has a schema of another name until then. Rows go in by COPY, so the owner alone can fill one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

from ledger.evidence.base import FilledVault
from ledger.records import Row
from ledger.store.growing import Growing
from ledger.store.postgres.beginning import already_there
from ledger.store.postgres.commits import commit_last
from ledger.store.postgres.fitting import functions
from ledger.store.postgres.place import Place
from ledger.store.postgres.raw import RawPostgres
from ledger.store.postgres.session import Session
from ledger.store.postgres.tables import Tables


class Filling:
    """A ledger in a database that is being filled: see ledger.store.engine.Filling."""

    def __init__(self, place: Place, evidence: FilledVault, session: Session) -> None:
        self.vault = evidence.vault
        self._evidence = evidence
        self._place = place
        self._session = session
        # What is put in is not waited for until it is committed.
        session.connection.patience = None
        self._schema = f"scrutiny_filling_{os.urandom(6).hex()}"
        self._tables = Tables(session, self._schema)

    @property
    def growing(self) -> Growing:
        """See Filling.growing."""
        return self._tables.growing

    def keep(self, checkpoints: Sequence[tuple[int, str]]) -> None:
        """See Filling.keep."""
        self.growing.cover(checkpoints)
        self._tables.keep(checkpoints)

    def take(self, rows: Sequence[Row]) -> None:
        """See Filling.take."""
        self._tables.take(rows)

    def sign(self, signatures: Sequence[tuple[int, bytes]]) -> None:
        """See Filling.sign."""
        self._tables.sign(signatures)

    def written(self) -> RawPostgres:
        """See Filling.written."""
        self._tables.finish()
        return RawPostgres(self._place, self._session, vault=self.vault)

    def put_in_place(self) -> None:
        """See Filling.put_in_place."""
        session = self._session
        if session.has_schema():
            raise already_there(self._place.shown)
        session.ask(f"ALTER SCHEMA {self._schema} RENAME TO scrutiny")
        session.ask("SET LOCAL search_path = scrutiny, pg_temp")
        session.run(functions())
        self._evidence.put_in_place()
        commit_last(session, "See the servers, and look then whether it is there: scrutiny verify")


@contextmanager
def filling(place: Place) -> Iterator[Filling]:
    """Lay a ledger out of sight; see Engine.filling. What was not put in place is gone at the end."""
    with closing(Session(place)) as session:
        session.check_server()
        if session.has_schema():
            raise already_there(place.shown)
        with place.vault().filling() as made:
            try:
                yield Filling(place, made, session)
            finally:
                session.end()
