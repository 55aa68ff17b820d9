"""A ledger that is filled from stored rows in one transaction, which nobody sees until it is put in place.

It has a schema of another name until then. Rows go in by COPY, so the owner alone can fill one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from ledger.errors import Damaged, Refused
from ledger.records import Row
from ledger.recovery.beside import making_beside, refuse_a_place_in_use
from ledger.signing.synced import sync_folder
from ledger.store.errors import file_error
from ledger.store.postgres.beginning import already_there
from ledger.store.postgres.fitting import functions
from ledger.store.postgres.place import NO_FOLDER, Place
from ledger.store.postgres.raw import RawPostgres
from ledger.store.postgres.session import Session
from ledger.store.postgres.tables import Tables


class Filling:
    """A ledger in a database that is being filled: see ledger.store.engine.Filling."""

    def __init__(self, place: Place, evidence: Path, session: Session) -> None:
        self.evidence = evidence
        self._place = place
        self._session = session
        # What is put in is not waited for until it is committed.
        session.connection.patience = None
        self._schema = f"scrutiny_filling_{os.urandom(6).hex()}"
        self._tables = Tables(session, self._schema)

    def keep(self, checkpoints: Sequence[tuple[int, str]]) -> None:
        """See Filling.keep."""
        tables = self._tables
        for size, _ in checkpoints:
            if size <= tables.covered:
                raise Damaged(f"The checkpoint of size {size:,} comes behind that of {tables.covered:,}.")
            tables.covered = size
        tables.keep(checkpoints)

    def take(self, rows: Sequence[Row]) -> None:
        """See Filling.take."""
        self._tables.take(rows)

    def sign(self, signatures: Sequence[tuple[int, bytes]]) -> None:
        """See Filling.sign."""
        self._tables.sign(signatures)

    def written(self) -> RawPostgres:
        """See Filling.written."""
        self._tables.finish()
        return RawPostgres(self._place._replace(evidence=self.evidence), self._session)

    def put_in_place(self) -> None:
        """See Filling.put_in_place."""
        session = self._session
        if session.has_schema():
            raise already_there(self._place.shown)
        session.ask(f"ALTER SCHEMA {self._schema} RENAME TO scrutiny")
        session.ask("SET LOCAL search_path = scrutiny, pg_temp")
        session.run(functions())
        self._put_evidence()
        session.ask("COMMIT")

    def _put_evidence(self) -> None:
        target = self._place.evidence
        try:
            sync_folder(self.evidence)
            self.evidence.replace(target)
            sync_folder(target.parent)
        except OSError as error:
            refuse_a_place_in_use(target, "SCRUTINY_EVIDENCE=FOLDER")
            raise file_error(error, target) from error


@contextmanager
def filling(place: Place) -> Iterator[Filling]:
    """Lay a ledger out of sight; see Engine.filling. What was not put in place is gone at the end."""
    if place.evidence == NO_FOLDER:
        raise Refused(
            f"No folder is named for the evidence of {place.shown}.", "Name one: SCRUTINY_EVIDENCE=FOLDER"
        )
    with closing(Session(place)) as session:
        session.check_server()
        if session.has_schema():
            raise already_there(place.shown)
        refuse_a_place_in_use(place.evidence, "SCRUTINY_EVIDENCE=FOLDER")
        with making_beside(place.evidence, "restoring") as made:
            try:
                yield Filling(place, made, session)
            finally:
                session.end()
