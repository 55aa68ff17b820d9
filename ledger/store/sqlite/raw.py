"""A ledger in SQLite, read as it is stored (see ledger.store.raw)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.errors import Damaged
from ledger.store.limits import ROW_LIMIT
from ledger.store.raw import BATCH, Astray, Cell, Departure, RawRow
from ledger.store.sqlite import paths
from ledger.store.sqlite.ahead import Ahead
from ledger.store.sqlite.departures import departures, guests
from ledger.store.sqlite.nodes import at as nodes_at
from ledger.store.sqlite.opening import Database
from ledger.store.sqlite.paths import Checked
from ledger.store.sqlite.schema import NODES, has
from ledger.store.sqlite.unreadable import cannot_be_read, check_readable
from ledger.store.sqlite.walks import Order, Walks

if TYPE_CHECKING:
    from ledger.evidence.base import Vault

_VERSIONS = ((2, 2), (1, 1))
"""To write and to read: with a log, or without one as in some backups. Later ones SQLite does not write."""

_LEAF = Order("leaf_index, notification_id, leaf", "ledger_leaf NOT INDEXED", "leaf_index")
_CHECKPOINT = Order("size, note", "ledger_checkpoint", "size")


class RawSQLite:
    """The raw reader of a folder."""

    _beside: int | None = None
    """The database opened beside SQLite. To close it takes away all locks that this process has on it (2.2 in
    https://www.sqlite.org/howtocorrupt.html), and another process would then write over what is being read.
    """

    def __init__(self, folder: Path) -> None:
        """Open, and hold on to how the ledger is now; raises NoLedger or StorageError."""
        self.location = str(folder)
        self._database = Database.with_events(folder)
        self._walks = Walks.of(self._database)
        self._ahead: Ahead | None = None
        self._checked: Checked | None = None
        self._has_nodes = False
        self._looks_ahead = True

    def vault(self) -> Vault:
        """See RawStore.vault."""
        from ledger.store.sqlite.kept import vault_in  # noqa: PLC0415  reading does without

        return vault_in(self._database.folder)

    def renew(self) -> None:
        """See RawStore.renew."""
        self._walks.renew()

    def events(self, after: Cell = None) -> list[RawRow]:
        """See RawStore.events."""
        if after is None and self._ahead is None and self._looks_ahead:
            # What is looked at in C is looked at meanwhile.
            self._ahead = Ahead(self._database.another)
        return self._walks.events(after, BATCH)

    def sealed(self) -> RawRow | None:
        """See RawStore.sealed."""
        rows = self._walks.answer("SELECT size, hashes FROM ledger_compact_range WHERE one = 1")
        return rows[0] if rows else None

    def ever(self) -> list[Cell]:
        """See RawStore.ever."""
        return [
            row[0]
            for row in self._walks.answer("SELECT seq FROM sqlite_sequence WHERE name = 'stored_events'")
        ]

    def last(self) -> int:
        """See RawStore.last."""
        return self._walks.last()

    def rank(self, position: int) -> int:
        """See RawStore.rank. Positions of ours run from 1 without a gap."""
        return position - 1

    def last_of(self, topics: Sequence[str]) -> dict[str, dict[str, int]]:
        """See RawStore.last_of."""
        return self._walks.last_of(topics)

    def named(self, stream: str, topics: Sequence[str]) -> list[RawRow]:
        """See RawStore.named. By the index, which is compared besides; if it has none, without."""
        with suppress(Damaged):
            if found := self._walks.of_stream(stream, topics):
                return found
        return self._walks.of_stream(stream, topics, by_table=True)

    def leaves(self, first: int, count: int) -> list[RawRow]:
        """See RawStore.leaves."""
        return self._walks.next(_LEAF, first - 1, count)

    def leaf(self, position: Cell) -> RawRow | None:
        """See RawStore.leaf."""
        by_position = Order(_LEAF.columns, "ledger_leaf", "notification_id")
        try:
            rows = self._walks.page(by_position, "=", position, 1)
        except Damaged:
            return None  # the index leads to a row that a search does not find: see astray
        return rows[0] if rows else None

    def leaf_count(self) -> int:
        """See RawStore.leaf_count. An index might tell another number than the table."""
        if self._check().broken:
            return -1
        ((count,),) = self._walks.answer("SELECT count(*) FROM ledger_leaf NOT INDEXED")
        return count if type(count) is int else -1

    def strays(self) -> Iterator[RawRow]:
        """See RawStore.strays."""
        if self._check().broken:
            return
        statement = (
            "SELECT leaf_index, notification_id FROM ledger_leaf NOT INDEXED "
            "WHERE notification_id NOT IN (SELECT rowid FROM stored_events) ORDER BY leaf_index"
        )
        with self._walks.any_text() as connection:
            yield from connection.execute(statement)

    def leave_out_the_ways(self) -> None:
        """See TailStore.leave_out_the_ways."""
        self._looks_ahead = False

    def last_checkpoint(self, size: int) -> int:
        """See TailStore.last_checkpoint."""
        rows = self._walks.answer(
            "SELECT size FROM ledger_checkpoint WHERE size <= ? ORDER BY size DESC LIMIT 1", size
        )
        return rows[0][0] if rows and type(rows[0][0]) is int else 0

    def place(self, stream: Cell, version: int) -> Cell:
        """See TailStore.place."""
        statement = "SELECT rowid FROM stored_events WHERE originator_id = ? AND originator_version = ?"
        rows = self._walks.answer(statement, stream, version)
        return rows[0][0] if rows else None

    def history(self, stream: str, last: int) -> list[RawRow]:
        """See TailStore.history."""
        return self._walks.history(stream, last)

    def nodes_at(self, middles: Sequence[int]) -> Mapping[int, bytes]:
        """See TailStore.nodes_at."""
        with self._walks.any_text() as connection:
            self._has_nodes = self._has_nodes or has(connection, NODES)
            return nodes_at(connection, middles) if self._has_nodes else {}

    def checkpoints(self, *, since: int | None = None) -> Iterator[RawRow]:
        """See RawStore.checkpoints."""
        if since is not None:
            after: Cell = since - 1
            while rows := self._walks.next(_CHECKPOINT, after, BATCH):
                yield from rows
                after = rows[-1][0]
            return
        # Nothing is behind nothing. The schema says that there is none, so "IS NULL" would not be asked.
        for row in self._walks.answer("SELECT size, note FROM ledger_checkpoint ORDER BY size"):
            if row[0] is not None:
                break
            yield row
        after = None
        while rows := self._walks.next(_CHECKPOINT, after, BATCH):
            yield from rows
            after = rows[-1][0]

    def owner(self) -> str:
        """See RawStore.owner."""
        return ""

    def witnesses(self, after: Cell = None) -> list[RawRow]:
        """See RawStore.witnesses."""
        return []

    def signatures(self, after: Cell = None) -> list[RawRow]:
        """See RawStore.signatures."""
        return self._walks.signatures(after)

    def nodes(self, after: Cell = None) -> list[RawRow]:
        """See RawStore.nodes."""
        return self._walks.nodes(after)

    def departures(self) -> Iterator[Departure]:
        """See RawStore.departures."""
        try:
            if self._beside is None:
                self._beside = os.open(self._database.path, os.O_RDONLY | os.O_CLOEXEC)
            versions = tuple(os.pread(self._beside, 2, 18))
        except OSError as error:
            raise cannot_be_read(self._database.path, error) from error
        if versions not in _VERSIONS:
            yield Departure(
                f"The header names the versions {versions} of the format, and ours is {_VERSIONS[0]}."
            )
        with self._walks.any_text(ROW_LIMIT) as connection:
            yield from list(departures(connection))

    def guests(self) -> Iterator[str]:
        """See RawStore.guests."""
        with self._walks.any_text(ROW_LIMIT) as connection:
            yield from list(guests(connection))

    def astray(self) -> Iterator[Astray]:
        """See RawStore.astray."""
        checked = self._check()
        if checked.broken:
            yield Astray(None, f"The pages of the database are damaged: {checked.broken}.")
        yield from self._walks.astray()
        if self._astray(checked):
            # What the disk would not give looks like damage, too: so nothing is reported at once.
            check_readable(self._database.path)
            yield from self._astray(checked)

    def _astray(self, checked: Checked) -> list[Astray]:
        with self._walks.any_text() as connection:
            return list(paths.astray(connection, checked))

    def _check(self) -> Checked:
        """What a look at the pages and at every row by every way says."""
        if self._checked is not None:
            return self._checked
        self._checked = self._ahead.result() if self._ahead else None
        if self._checked is None or self._checked.broken:
            check_readable(self._database.path)
            with self._walks.any_text(ROW_LIMIT) as connection:
                self._checked = paths.check(connection)
        return self._checked

    def close(self) -> None:
        """See RawStore.close."""
        if self._ahead:
            self._ahead.stop()
        self._database.close()
        if self._beside is not None:
            os.close(self._beside)
            self._beside = None
