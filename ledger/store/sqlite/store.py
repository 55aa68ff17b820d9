"""A ledger in a folder: ``ledger.db`` (SQLite), ``ledger.lock`` and ``evidence/``.

Reading takes a plain cursor; appending takes the library's recorder, imported only then: it costs several
times the interpreter's own start.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING
from uuid import UUID

from events.evidence import EvidenceAttached
from ledger.errors import StorageError
from ledger.records import Row, decode
from ledger.store.lock import PATIENCE, Turn
from ledger.store.some import some
from ledger.store.sqlite import signed
from ledger.store.sqlite.asked import ALL, BEGINNINGS, at_versions, positions
from ledger.store.sqlite.errors import translated, uri
from ledger.store.sqlite.nodes import KeptNodes
from ledger.store.sqlite.opening import Database
from ledger.store.sqlite.typed import check_types, found, out_of_turn

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from ledger.evidence.base import Vault
    from ledger.proof.compact import Node
    from ledger.records import Record
    from ledger.store.application import LedgerApplication
    from ledger.store.base import LeafRow, Look, Nodes, SignLeaves, Unsigned


class SQLiteStore:
    """The store in a folder. To open one never makes one: see ledger.store.sqlite.beginning."""

    decides_in_turn = True
    is_alone = False

    def __init__(self, folder: Path | str, turn: Turn | None = None) -> None:
        """Open the ledger of a folder; raises NoLedger if there is none, or StorageError.

        ``turn`` is given by who keeps other writers out already.
        """
        self._database = Database(folder)
        self.location, self._file = self._database.at, self._database.file
        self._turn = turn or Turn(folder)
        self._application: LedgerApplication | None = None
        self._is_prepared = False
        self.nodes: Nodes = KeptNodes(self._database, lambda: self.application)
        try:
            self._database.check()
        except BaseException:
            self.close()
            raise

    @property
    def database(self) -> Path:
        """The file of the database."""
        return self._database.path

    def hold(self, *, again: bool = False) -> None:
        """See Store.hold."""
        with translated(self._file):
            self._database.hold(again=again)

    def vault(self, limit: int | None = None) -> Vault:
        """See Store.vault."""
        from ledger.store.sqlite.kept import vault_in  # noqa: PLC0415  reading does without

        return vault_in(self._database.folder, limit)

    def rows(
        self, *, stream: UUID | None = None, after: int = 0, topics: Sequence[str] = ()
    ) -> Iterator[Row]:
        """See Store.rows."""
        parameters: list[str | int] = [after]
        if stream is None:
            where, order = "rowid > ?", "rowid"
        else:
            where, order = "originator_version > ? AND originator_id = ?", "originator_version"
            parameters.append(stream.hex)
        if topics:
            where += f" AND topic IN ({', '.join('?' * len(topics))})"
            parameters.extend(topics)
        statement = f"{ALL} WHERE {where} ORDER BY {order}"
        try:
            with translated(self._file):
                # Not "yield from": that would close the cursor of a reading that is given up, and fail
                # if its connection was closed before.
                last, key, whole = after, 0 if stream is None else 2, bool(stream and not topics)
                for row in self._execute(statement, parameters):
                    place = row[key]
                    if type(place) is not int or place <= last or (whole and place != last + 1):
                        raise out_of_turn(row[0], last + 1, place if stream else None)
                    last = place
                    yield row
        except StorageError:
            self._database.check_unchanged()
            raise
        self._database.check_unchanged()

    def some(self, stream: UUID, versions: Sequence[int]) -> Iterator[Row]:
        """See Store.some."""
        with translated(self._file):
            yield from some(lambda wanted: self._execute(*at_versions(stream, wanted)), versions)
        self._database.check_unchanged()

    def row(self, position: int) -> Row:
        """See Store.row."""
        with translated(self._file):
            return found(self._execute(f"{ALL} WHERE rowid = ?", (position,)).fetchone(), position)

    def beginnings(self) -> Iterator[Row]:
        """See Store.beginnings."""
        with translated(self._file):
            for row in self._execute(BEGINNINGS, ()):  # noqa: UP028  as in ``rows``
                yield row
        self._database.check_unchanged()

    def positions(self, size: int) -> Iterator[int]:
        """See Store.positions."""
        with translated(self._file):
            yield from positions(self._database.reader(), size)

    def head(self) -> tuple[int, bytes]:
        """See Store.head."""
        with translated(self._file):
            cursor = self._execute("SELECT rowid, state FROM stored_events ORDER BY rowid DESC LIMIT 1")
            row = cursor.fetchone() or (0, b"")
        check_types(row, (int, bytes), "the last event")
        return row[0], row[1]

    def look(self, known: Mapping[UUID, int]) -> Look:
        """See Store.look. Here a question costs next to nothing."""
        return *self.head(), {}

    def exclusive(self, patience: float | None = None) -> AbstractContextManager[object]:
        """See Store.exclusive."""
        self._database.let_go()
        return self._turn.take(patience, self._clear)

    def _clear(self) -> None:
        from ledger.store.sqlite.kept import clear  # noqa: PLC0415  as above

        clear(self._database.folder, self.attached)

    def in_turn(self, patience: float | None = None) -> AbstractContextManager[object]:
        """See Store.in_turn."""
        self._database.let_go()
        return self._turn.take(patience)

    def rank(self, position: int) -> int:
        """See Store.rank. Positions run from 1 without a gap (see ledger.store.sqlite.recorder)."""
        return position - 1

    def before(self, position: int) -> int:
        """See Store.before."""
        return max(position - 1, 0)

    def attached(self) -> set[str]:
        """The hashes of the evidence files that events name; raises StorageError."""
        rows = self.rows(topics=[EvidenceAttached.NAME])
        return {event.sha256 for row in rows if isinstance(event := decode(row).event, EvidenceAttached)}

    def prepare(self) -> None:
        """See Store.prepare."""
        if not self._is_prepared:
            with translated(self._file):
                self._database.reader()
                self.application.prepare()
            self._is_prepared = True

    def append(
        self,
        records: Sequence[Record],
        *,
        expected_head: int,
        seen: Mapping[UUID, int] | None = None,
        sign: SignLeaves | None = None,
    ) -> list[int]:
        """See Store.append. Who decides has the lock, so nobody else can have recorded anything."""
        with translated(self._database.in_place()):
            return self.application.append(records, expected_head=expected_head, sign=sign)

    def confirm(self, patience: float) -> None:
        """See Store.confirm. A commit waits for the disk alone."""

    def leaves(self, first: int = 0, count: int | None = None) -> Iterator[LeafRow]:
        """See Store.leaves."""
        with translated(self._file):
            yield from signed.leaves(self._database.reader(), first, count)

    def leaf_index(self, position: int) -> int:
        """See Store.leaf_index."""
        with translated(self._file):
            return signed.leaf_index(self._database.reader(), position)

    def checkpoints(self, size: int | None = None, *, since: int = 0) -> Iterator[tuple[int, str]]:
        """See Store.checkpoints."""
        with translated(self._file):
            yield from signed.checkpoints(self._database.reader(), size, since)

    def newest_checkpoint(self) -> tuple[int, str] | None:
        """See Store.newest_checkpoint."""
        with translated(self._file):
            return signed.newest_checkpoint(self._database.reader())

    def unsigned(self, after: int, size: int) -> Unsigned | None:
        """See Store.unsigned."""
        with translated(self._file):
            return signed.unsigned(self._database.reader(), after, size)

    def sealed(self) -> tuple[int, bytes]:
        """See Store.sealed."""
        with translated(self._file):
            return signed.sealed(self._database.reader())

    def signature(self, position: int) -> bytes | None:
        """See Store.signature."""
        with translated(self._file):
            return signed.signature(self._database.reader(), position)

    def keep_checkpoint(self, size: int, note: str, hashes: bytes, nodes: Sequence[Node] = ()) -> None:
        """See Store.keep_checkpoint."""
        with translated(self._file):
            self.application.keep_checkpoint(size, note, hashes, nodes)

    def _execute(self, statement: str, parameters: Sequence[str | int | None] = ()) -> sqlite3.Cursor:
        return self._database.reader().execute(statement, parameters)

    @property
    def application(self) -> LedgerApplication:
        """The library's application over this database."""
        if self._application is None:
            from ledger.store.application import LedgerApplication  # noqa: PLC0415  readers do without
            from ledger.store.sqlite.recorder import LedgerFactory  # noqa: PLC0415

            self._application = LedgerApplication(LedgerFactory(uri(self._file, "rw"), int(PATIENCE)))
        return self._application

    def close(self) -> None:
        """See Store.close."""
        self._database.close()
        if self._application is not None:
            self._application.close()
            self._application = None
