"""A damaged ledger by its events alone: whatever else is damaged or missing, they are read.

1. Events are read from their table in the order of its key, and leaves are made of them. No index, counter,
   cached leaf or place where sealing stopped has a say.
2. Checkpoints were signed and cannot be made again: each note that can still be read is taken, one by one if
   need be, and what can not is counted.
3. What is made again may still bear witness to what was there: see ledger.store.traces.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import suppress
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.errors import Damaged
from ledger.store import traces
from ledger.store.raw import BATCH, Astray, Cell, Departure, RawRow
from ledger.store.salvaged import MadeOfEvents, is_note
from ledger.store.sqlite.departures import due_schema
from ledger.store.sqlite.opening import Database
from ledger.store.sqlite.paths import in_order
from ledger.store.sqlite.schema import DATABASE, LATER, SIGNATURES, TABLE
from ledger.store.sqlite.signed import kept_signatures
from ledger.store.sqlite.walks import Walks

if TYPE_CHECKING:
    from ledger.evidence.base import Vault

_MOST_NOTES = 5_000_000

_LEAST = 400
"""Bytes that an event takes at least, with its leaf."""


class EventsAlone(MadeOfEvents):
    """A RawStore in which all but events and checkpoints is as it follows from the events.

    ``lost`` has, in words, what was signed and can no longer be read. ``brought`` are notes of checkpoints
    from elsewhere that stand beside the ledger's own.
    """

    def __init__(self, folder: Path) -> None:
        """Open; raises NoLedger or StorageError."""
        self.location = str(folder)
        self._database = Database.with_events(folder, any_schema=True)
        self._walks = Walks.of(self._database)
        self.brought: list[tuple[int, str]] = []
        self._batch: list[RawRow] = []
        self._rank = 0
        self._intact = self._tables()
        self._notes, self.lost = self._read_notes() if TABLE in self._intact else ([], ())
        self._signatures, lost = kept_signatures(self._walks, intact=SIGNATURES in self._intact)
        self.lost = (*self.lost, *lost)

    def vault(self) -> Vault:
        """See RawStore.vault."""
        from ledger.store.sqlite.kept import vault_in  # noqa: PLC0415  reading does without

        return vault_in(self._database.folder)

    def _tables(self) -> frozenset[str]:
        """The tables that stand in the schema just as the ledger makes them, each once."""
        with self._walks.any_text() as connection:
            there = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema").fetchall()
        names = [row[1] for row in there]
        due = {row for row in due_schema(*LATER) if row[0] == "table"}
        return frozenset(str(row[1]) for row in there if row in due and names.count(row[1]) == 1)

    def owner(self) -> str:
        """See RawStore.owner."""
        return ""

    def witnesses(self, after: Cell = None) -> list[RawRow]:
        """See RawStore.witnesses."""
        return []

    def departures(self) -> Iterator[Departure]:
        """Nothing but what stands in the place of the events bars the way."""
        if TABLE not in self._intact:
            yield Departure(f"The table {TABLE} is missing, or is not as the ledger makes it.", bars=True)

    def guests(self) -> Iterator[str]:
        """See RawStore.guests. What is made again has none."""
        return iter(())

    def events(self, after: Cell = None) -> list[RawRow]:
        """See RawStore.events."""
        if after is None:
            self._rank = 0
        elif self._batch and self._batch[-1][0] == after:
            self._rank += len(self._batch)
        else:
            with self._walks.any_text() as connection:
                statement = f"SELECT count(*) FROM {TABLE} NOT INDEXED WHERE rowid <= ?"  # noqa: S608  ours
                (self._rank,) = connection.execute(statement, (after,)).fetchone()
        self._batch = self._walks.events(after, BATCH)
        return self._batch

    def last_of(self, topics: Sequence[str]) -> dict[str, dict[str, int]]:
        """See RawStore.last_of."""
        return self._walks.last_of(topics)

    def named(self, stream: str, topics: Sequence[str]) -> list[RawRow]:
        """See RawStore.named. Without the index."""
        return self._walks.of_stream(stream, topics, by_table=True)

    def ever(self) -> list[Cell]:
        """Made again."""
        return [self.last()]

    def astray(self) -> Iterator[Astray]:
        """Made again; but if the table itself is out of order, nobody knows what is missing."""
        return self.out_of_order()

    def out_of_order(self) -> Iterator[Astray]:
        """See SalvagedEvents.out_of_order."""
        return self._walks.astray()

    def last(self) -> int:
        """See RawStore.last."""
        return self._walks.last()

    def rank(self, position: int) -> int:
        """See RawStore.rank. Positions of ours run from 1 without a gap."""
        return position - 1

    def renew(self) -> None:
        """See RawStore.renew."""
        self._walks.renew()

    def close(self) -> None:
        """See RawStore.close."""
        self._database.close()

    def trace_of_others(self, events: int, protected: int) -> str:
        """See SalvagedEvents.trace_of_others."""
        return traces.of_others(self, events, protected)

    def checkpoints(self) -> Iterator[RawRow]:
        """Every note that can be read, and those that were brought, smallest first."""
        sizes = {size for size, _ in self._notes}
        brought = [row for row in self.brought if row[0] not in sizes]
        yield from sorted([*self._notes, *brought], key=lambda row: in_order(row[0]))

    def _read_notes(self) -> tuple[list[RawRow], tuple[str, ...]]:
        if "ledger_checkpoint" not in self._intact:
            return [], ("The table of checkpoints is missing, and all that were in it.",)
        rows, whole = self._note_rows()
        lost = [] if whole else ["Pages of the table of checkpoints cannot be read, nor what is on them."]
        notes: dict[int, RawRow] = {}
        for size, text in rows.values():
            if type(size) is int and size not in notes and is_note(text):
                notes[size] = size, text
            else:
                lost.append(f"The checkpoint of size {size!a:.40} cannot be read any more.")
        return list(notes.values()), tuple(lost)

    def signatures(self, after: Cell = None) -> list[RawRow]:
        """See RawStore.signatures: those that can be read."""
        first = 0 if after is None else bisect_right(self._signatures, after, key=itemgetter(0))
        return self._signatures[first : first + BATCH]

    def _note_rows(self) -> tuple[dict[int, tuple[Cell, Cell]], bool]:
        """The rows of checkpoints that can be read, and whether those are all."""
        query = "SELECT rowid, size, note FROM ledger_checkpoint NOT INDEXED"
        notes: dict[int, tuple[Cell, Cell]] = {}
        with suppress(Damaged), self._walks.any_text() as connection:
            for rowid, size, text in connection.execute(f"{query} ORDER BY rowid LIMIT {_MOST_NOTES}"):
                if rowid in notes:
                    return notes, False  # the pages go round in circles
                notes[rowid] = size, text
            return notes, True
        # Some pages may be whole still: there is at most one checkpoint for each event.
        for rowid in range(1, self.last() + 1):
            with suppress(Damaged), self._walks.any_text() as connection:
                for place, size, text in connection.execute(f"{query} WHERE rowid = ?", (rowid,)):
                    notes.setdefault(place, (size, text))
        return notes, False

    def stored_leaves(self, index: int, *, behind: bool = False) -> list[RawRow]:
        """See Salvaged.stored_leaves."""
        where = ">= ? ORDER BY leaf_index LIMIT 1" if behind else "= ?"
        statement = "SELECT leaf_index, notification_id, leaf FROM ledger_leaf NOT INDEXED WHERE leaf_index"
        return self._stored("ledger_leaf", f"{statement} {where}", index)

    def stored_ranges(self) -> list[RawRow]:
        """See Salvaged.stored_ranges."""
        statement = "SELECT size, hashes FROM ledger_compact_range WHERE one = 1"
        return self._stored("ledger_compact_range", statement)

    def counted(self) -> Cell:
        """See Salvaged.counted. A counter that names more than the file had room for is damaged."""
        statement = "SELECT seq FROM sqlite_sequence WHERE name = 'stored_events'"
        counted = self._stored("sqlite_sequence", statement)
        ever = counted[0][0] if len(counted) == 1 else None
        return ever if type(ever) is int and ever * _LEAST <= self._size() else None

    def _size(self) -> int:
        """Bytes of the database with its log."""
        size = 0
        for name in (DATABASE, f"{DATABASE}-wal"):
            with suppress(OSError):
                size += (self._database.folder / name).stat().st_size
        return size

    def _stored(self, table: str, statement: str, *values: Cell) -> list[RawRow]:
        """The first rows of an answer that a table gives which is made again; none if it cannot be read."""
        if table in self._intact:
            with suppress(Damaged), self._walks.any_text() as connection:
                return connection.execute(statement, values).fetchmany(2)
        return []
