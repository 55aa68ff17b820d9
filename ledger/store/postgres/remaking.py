"""Tables of the same events and checkpoints, all the rest made from them; and putting them in place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ledger.errors import LedgerError, StorageError, Tampered
from ledger.store.postgres.access import NO_OTHER, grant, granted
from ledger.store.postgres.checkup import KEPT, NEW
from ledger.store.postgres.commits import LAST, commit_last
from ledger.store.postgres.fitting import function_names, functions
from ledger.store.postgres.place import Place
from ledger.store.postgres.raw import RawPostgres
from ledger.store.postgres.salvage import EventsAlone
from ledger.store.postgres.session import Session
from ledger.store.postgres.tables import Tables
from ledger.validation import so_many_events

if TYPE_CHECKING:
    from ledger.records import Row
    from ledger.store.raw import Cell, RawStore

SEE = "Nothing was changed. See all that is wrong: scrutiny verify"

# Whoever waits for the lock of the old tables meanwhile finds that they are not the ledger any more.
_SET_ASIDE = """\
UPDATE ledger_head SET version = -1;
ALTER SCHEMA scrutiny RENAME TO {kept};
DROP TRIGGER IF EXISTS stored_events_are_kept ON {kept}.stored_events;
DROP TRIGGER IF EXISTS checkpoints_are_kept ON {kept}.ledger_checkpoint;
DROP TRIGGER IF EXISTS signatures_are_kept ON {kept}.ledger_signature;
DROP FUNCTION IF EXISTS {functions};
ALTER SCHEMA {new} RENAME TO scrutiny;
"""


class Remaking:
    """The tables of a database, made again: see ledger.store.engine.Remaking."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._session = Session(place)

    @contextmanager
    def in_turn(self) -> Iterator[None]:
        """See Remaking.in_turn."""
        try:
            with self._session.in_turn():
                yield
        finally:
            self._session.close()

    def salvage(self) -> EventsAlone:
        """See Remaking.salvage."""
        return EventsAlone(self._place)

    def write(self, events: RawStore, tree: tuple[int, bytes], covered: int) -> tuple[str, ...]:
        """See Remaking.write."""
        session = Session(self._place)
        try:
            session.connection.patience = None
            session.run(f"DROP SCHEMA IF EXISTS {NEW} CASCADE")
            made = Tables(session, NEW, covered)
            old = cast("EventsAlone", events)  # which salvage gave
            owner = old.owner()
            unknown: list[Cell] = []
            after: Cell = None
            while rows := old.events(after):
                # Whoever owns the new tables is the owner now, if another did.
                beside = {
                    position: (made.by_owner[0] if role == owner else role, time)
                    for position, (role, time) in old.beside(after).items()
                }
                made.take(cast("list[Row]", rows), beside)
                unknown += [row[0] for row in rows if row[0] not in beside]
                after = rows[-1][0]
            if (made.growing.tree.size, made.growing.tree.root()) != tree:
                raise Tampered("The events changed while they were read.", SEE)
            signed: Cell = None
            while signatures := events.signatures(signed):
                made.sign(cast("list[tuple[int, bytes]]", signatures))
                signed = signatures[-1][0]
            made.keep(cast("list[tuple[int, str]]", list(events.checkpoints())))
            made.finish()
            session.connection.patience = LAST
            session.ask("COMMIT")
            return _said_of(unknown)
        finally:
            session.end()
            session.close()

    def written(self) -> RawPostgres:
        """See Remaking.written."""
        return RawPostgres(self._place, schema=NEW)

    def put_in_place(self) -> Path:
        """See Remaking.put_in_place."""
        session = self._session
        if not session.is_in_turn:
            raise StorageError("Others may be writing.")
        number, kept = 1, KEPT
        while session.has_schema(kept):
            number += 1
            kept = f"{KEPT}_{number}"
        if session.ask("SELECT to_regclass('scrutiny.ledger_role') IS NOT NULL") == [(True,)]:
            session.run(NO_OTHER)
        may = granted(session)
        session.run(
            _SET_ASIDE.format(
                kept=kept, new=NEW, functions=", ".join(f"{kept}.{name}" for name in function_names())
            )
        )
        session.ask("SET LOCAL search_path = scrutiny, pg_temp")
        session.run(functions())
        for role, records in may:
            grant(session, role, records=records)
        commit_last(session, "Look in some minutes: scrutiny verify")
        return Path(kept)

    def discard(self) -> None:
        """See Remaking.discard."""
        with suppress(LedgerError):
            self._session.run(f"DROP SCHEMA IF EXISTS {NEW} CASCADE")
        if not self._session.is_in_turn:
            self._session.close()

    def clear(self) -> None:
        """See Remaking.clear."""
        with suppress(LedgerError):
            if self._session.has_schema(NEW):
                with self._session.in_turn(0):
                    self._session.run(f"DROP SCHEMA IF EXISTS {NEW} CASCADE")
                    self._session.commit()
        self._session.close()


def _said_of(unknown: Sequence[Cell]) -> tuple[str, ...]:
    """What is said of events of which nobody can read any more who appended them, and when."""
    if not unknown:
        return ()
    which = f"event {unknown[0]!r}"
    if len(unknown) > 1:
        which = f"the first is {which}, the last {unknown[-1]!r}"
    said = f"Which database role appended {so_many_events(len(unknown))} and when cannot be read any more"
    return (f"{said} ({which}): the owner of the tables put in what is in the new ones.",)
