"""A ledger in PostgreSQL by its events and checkpoints alone: see ledger.store.engine.SalvagedEvents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from ledger.store import traces
from ledger.store.postgres.paging import Paged
from ledger.store.postgres.place import Place
from ledger.store.postgres.raw import RawPostgres
from ledger.store.postgres.tables import Beside
from ledger.store.raw import Astray, Cell, Departure, RawRow
from ledger.store.salvaged import MadeOfEvents, is_note

_BY_TABLE = "; ".join(f"SET LOCAL enable_{way} = off" for way in ("indexscan", "indexonlyscan", "bitmapscan"))

_BESIDE = (
    "SELECT notification_id, db_user::text, timestamptz_send(db_time) FROM stored_events "
    "WHERE notification_id > %s ORDER BY notification_id LIMIT %s"
)
_KINDS = {
    "db_user": ("name", "text", "character varying"),
    "db_time": ("timestamp with time zone",),
}
_LONGEST = 63
"""The bytes that the name of a role has at most."""


class EventsAlone(MadeOfEvents, RawPostgres):
    """A RawStore in which all but events and checkpoints is as it follows from the events."""

    def __init__(self, place: Place) -> None:
        """Open; raises NoLedger or StorageError."""
        super().__init__(place)
        self.brought: list[tuple[int, str]] = []
        self._batch: list[RawRow] = []
        self._rank = 0
        self._tables = {
            str(name)
            for (name,) in self._ask(
                "SELECT relname FROM pg_class WHERE relnamespace = 'scrutiny'::regnamespace AND relkind = 'r'"
            )
        }
        self.lost: tuple[str, ...] = ()
        self._notes: list[RawRow] = []
        self._is_witnessed = False
        if "stored_events" in self._tables:
            self._is_witnessed = self._has_witnesses()
            self._read_notes()

    def _page(self) -> None:
        super()._page()
        self._beside = Paged(self._session, _BESIDE, 0.3)

    def _begin(self) -> None:
        super()._begin()
        # No index has a say: one that is damaged is made again.
        self._session.run(_BY_TABLE)

    def departures(self) -> Iterator[Departure]:
        """Nothing but what is in the place of the events bars the way."""
        if "stored_events" not in self._tables:
            yield Departure("The table stored_events is missing, or is no table.", bars=True)

    def events(self, after: Cell = None) -> list[RawRow]:
        """See RawStore.events."""
        if after is None:
            self._rank = 0
        elif self._batch and self._batch[-1][0] == after:
            self._rank += len(self._batch)
        else:
            ((self._rank,),) = cast(
                "list[tuple[int]]",
                self._ask("SELECT count(*) FROM stored_events WHERE notification_id <= %s", (after,)),
            )
        self._batch = super().events(after)
        return self._batch

    def ever(self) -> list[Cell]:
        """Made again."""
        return [self.last()]

    def astray(self) -> Iterator[Astray]:
        """Made again."""
        return iter(())

    def out_of_order(self) -> Iterator[Astray]:
        """See SalvagedEvents.out_of_order. The server sorts what it reads, so nothing comes out of order."""
        return iter(())

    def checkpoints(self, *, since: int | None = None) -> Iterator[RawRow]:
        """Every note that can be read, and those that were brought, smallest first."""
        sizes = {size for size, _ in self._notes}
        brought: list[RawRow] = [row for row in self.brought if row[0] not in sizes]
        yield from sorted([*self._notes, *brought], key=lambda row: cast("int", row[0]))

    def signatures(self, after: Cell = None) -> list[RawRow]:
        """See RawStore.signatures."""
        return super().signatures(after) if "ledger_signature" in self._tables else []

    def witnesses(self, after: Cell = None) -> list[RawRow]:
        """See RawStore.witnesses: those that can be read."""
        found = super().witnesses(after) if self._is_witnessed else []
        return [row for row in found if _is_role(row[1]) and row[2] is not None]

    def beside(self, after: Cell = None) -> dict[int, Beside]:
        """What the server put beside the first events, or those next behind a position, if it can be read."""
        found = self._beside.behind(after) if self._is_witnessed else []
        return {
            cast("int", position): (cast("str", role), time)
            for position, role, time in found
            if _is_role(role) and type(time) is bytes
        }

    def _has_witnesses(self) -> bool:
        columns = self._ask(
            "SELECT attname::text, atttypid::regtype::text FROM pg_attribute "
            "WHERE attrelid = 'scrutiny.stored_events'::regclass AND attnum > 0 AND NOT attisdropped"
        )
        kinds = {str(name): str(kind) for name, kind in columns}
        return all(kinds.get(name) in readable for name, readable in _KINDS.items())

    def _read_notes(self) -> None:
        if "ledger_checkpoint" not in self._tables:
            self.lost = ("The table of checkpoints is missing, and all that were in it.",)
            return
        lost = []
        for size, text in super().checkpoints():
            if is_note(text):
                self._notes.append((size, text))
            else:
                lost.append(f"The checkpoint of size {size!r} cannot be read any more.")
        if "ledger_signature" not in self._tables:
            lost.append("The table of signatures is missing, and all that were in it.")
        self.lost = tuple(lost)

    def trace_of_others(self, events: int, protected: int) -> str:
        """See SalvagedEvents.trace_of_others."""
        return traces.of_others(self, events, protected)

    def stored_leaves(self, index: int, *, behind: bool = False) -> Sequence[RawRow]:
        """See Salvaged.stored_leaves."""
        if "ledger_leaf" not in self._tables:
            return ()
        return self._ask(
            "SELECT leaf_index, notification_id, leaf FROM ledger_leaf "
            "WHERE leaf_index = %s OR (%s AND leaf_index > %s) ORDER BY leaf_index LIMIT 1",
            (index, behind, index),
        )

    def stored_ranges(self) -> Sequence[RawRow]:
        """See Salvaged.stored_ranges."""
        if "ledger_compact_range" not in self._tables:
            return ()
        return self._ask("SELECT size, hashes FROM ledger_compact_range WHERE one = 1")

    def counted(self) -> Cell:
        """See Salvaged.counted."""
        if "ledger_head" not in self._tables:
            return None
        found = self._ask("SELECT position FROM ledger_head")
        return found[0][0] if len(found) == 1 else None


def _is_role(name: Cell) -> bool:
    return type(name) is str and 0 < len(name.encode()) <= _LONGEST
