"""A ledger in a database of PostgreSQL: see ledger.store.base.

Reading goes page by page, each page a statement of its own, up to the last event that there was when the
reading began: no transaction is held open, and what is read is one past, because positions rise in the order
of commits. Appending goes through the library's application over our recorder, as on SQLite.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, cast
from uuid import UUID

from events.evidence import EvidenceAttached
from ledger.errors import Damaged
from ledger.records import Row, decode
from ledger.store.postgres import looking, signed
from ledger.store.postgres.commits import confirm, reach
from ledger.store.postgres.looking import BEGINNINGS, COLUMNS, FIRST, PAGE
from ledger.store.postgres.nodes import KeptNodes
from ledger.store.postgres.place import Place
from ledger.store.postgres.session import Session

if TYPE_CHECKING:
    from ledger.evidence.base import Vault
    from ledger.proof.compact import Node
    from ledger.records import Record
    from ledger.store.application import LedgerApplication
    from ledger.store.base import LeafRow, Look, Nodes, SignLeaves, Unsigned
    from ledger.store.postgres.connection import Answer

_LAST = "(SELECT max(notification_id) FROM stored_events)"

SEE = "See what is wrong: scrutiny verify"


class PostgresStore:
    """The store in a database. To open one never makes one: see ledger.store.postgres.beginning."""

    decides_in_turn = False

    def __init__(self, place: Place, session: Session | None = None) -> None:
        """Open the ledger of a place; raises NoLedger if there is none, or StorageError.

        ``session`` is given by who keeps other writers out already.
        """
        self.location = place.shown
        self._place = place
        self._session = session or Session(place)
        self._application: LedgerApplication | None = None
        self._appended = range(0)
        self.nodes: Nodes = KeptNodes(self._session, lambda: self.application)
        try:
            self._session.check()
        except BaseException:
            self.close()
            raise

    def hold(self, *, again: bool = False) -> None:
        """See Store.hold."""
        if self._session.is_held or not again:
            self._session.hold()

    def vault(self, limit: int | None = None) -> Vault:
        """See Store.vault."""
        return self._place.vault(limit)

    def rows(
        self, *, stream: UUID | None = None, after: int = 0, topics: Sequence[str] = ()
    ) -> Iterator[Row]:
        """See Store.rows."""
        order = "notification_id" if stream is None else "originator_version"
        where = f"{order} > %s AND notification_id <= coalesce(%s, {_LAST})"
        fixed: list[object] = []
        if stream is not None:
            where += " AND originator_id = %s"
            fixed.append(stream)
        if topics:
            where += " AND topic = ANY(%s)"
            fixed.append(list(topics))
        # The first page says which event was the last one by then, and what comes behind it is not read.
        statement = f"SELECT {COLUMNS}, {_LAST} FROM stored_events WHERE {where} ORDER BY {order} LIMIT %s"  # noqa: S608  constants
        key, whole = 0 if stream is None else 2, stream is not None and not topics
        bound, size = None, FIRST
        under_way: Answer | None = None
        while True:
            asked = (after, bound, *fixed, size)
            found = self._session.fetch(under_way) if under_way else self._session.ask(statement, asked)
            under_way = None
            if len(found) == PAGE:
                # The server looks for the next page while this one is looked at.
                under_way = self._session.send(statement, (found[-1][key], bound, *fixed, PAGE))
            for *columns, last in found:
                row = cast("Row", tuple(columns))
                bound = last if bound is None else bound
                place = cast("int", row[key])
                if place <= after or (whole and place != after + 1):
                    raise Damaged(f"Event {row[0]} does not come where {after + 1} was due.", SEE)
                after = place
                yield row
            if len(found) < size:
                return
            size = PAGE

    def some(self, stream: UUID, versions: Sequence[int]) -> Iterator[Row]:
        """See Store.some."""
        return looking.some(self._session, stream, versions)

    def row(self, position: int) -> Row:
        """See Store.row."""
        return looking.row(self._session, position)

    def beginnings(self) -> Iterator[Row]:
        """See Store.beginnings."""
        yield from cast("list[Row]", self._session.ask(BEGINNINGS))

    def positions(self, size: int) -> Iterator[int]:
        """See Store.positions."""
        return looking.positions(self._session, size)

    def rank(self, position: int) -> int:
        """See Store.rank. Positions run from 1 without a gap (see ledger.store.postgres.schema)."""
        return position - 1

    def before(self, position: int) -> int:
        """See Store.before."""
        return max(position - 1, 0)

    def head(self) -> tuple[int, bytes]:
        """See Store.head."""
        found = self._session.ask("SELECT notification_id, state FROM stored_events ORDER BY 1 DESC LIMIT 1")
        return cast("tuple[int, bytes]", found[0]) if found else (0, b"")

    def look(self, known: Mapping[UUID, int]) -> Look:
        """See Store.look."""
        return looking.look(self._session, known)

    @contextmanager
    def exclusive(self, patience: float | None = None) -> Iterator[None]:
        """See Store.exclusive."""
        with self._session.in_turn(patience) as was_free:
            if was_free and self._place.evidence:
                self.vault().clear(self.attached)
            yield

    def in_turn(self, patience: float | None = None) -> AbstractContextManager[object]:
        """See Store.in_turn. A server that was lost may come back meanwhile, or another take its place."""
        return self._session.in_turn(None if patience is None else reach(self._session, patience))

    def attached(self) -> set[str]:
        """See Store.attached."""
        rows = self.rows(topics=[EvidenceAttached.NAME])
        return {event.sha256 for row in rows if isinstance(event := decode(row).event, EvidenceAttached)}

    def prepare(self) -> None:
        """See Store.prepare."""
        self.application.prepare()

    def append(
        self,
        records: Sequence[Record],
        *,
        expected_head: int,
        seen: Mapping[UUID, int] | None = None,
        sign: SignLeaves | None = None,
    ) -> list[int]:
        """See Store.append."""
        self._session.is_alone = False
        stored = self.application.append(records, expected_head=expected_head, seen=seen, sign=sign)
        # The function that took them gave each the leaf of its rank.
        self._appended = range(stored[0], stored[-1] + 1) if stored else range(0)
        return stored

    def confirm(self, patience: float) -> None:
        """See Store.confirm."""
        confirm(self._session, patience)

    @property
    def is_alone(self) -> bool:
        """See Store.is_alone."""
        return self._session.is_alone

    def leaves(self, first: int = 0, count: int | None = None) -> Iterator[LeafRow]:
        """See Store.leaves."""
        statement = (
            "SELECT leaf_index, notification_id, leaf FROM ledger_leaf "
            "WHERE leaf_index >= %s AND notification_id <= %s ORDER BY leaf_index LIMIT %s"
        )
        bound, size = looking.last(self._session), FIRST if count is None else count
        while True:
            found = cast("list[LeafRow]", self._session.ask(statement, (first, bound, size)))
            for row in found:
                if row[0] < first:
                    raise Damaged(f"Leaf {row[0]} does not come where {first} was due.", SEE)
                first = row[0] + 1
                yield row
            if len(found) < size or count is not None:
                return
            size = PAGE

    def leaf_index(self, position: int) -> int:
        """See Store.leaf_index."""
        if position in self._appended:
            return self.rank(position)
        return signed.leaf_index(self._session, position)

    def checkpoints(self, size: int | None = None, *, since: int = 0) -> Iterator[tuple[int, str]]:
        """See Store.checkpoints."""
        yield from signed.checkpoints(self._session, size, since)

    def newest_checkpoint(self) -> tuple[int, str] | None:
        """See Store.newest_checkpoint."""
        return signed.newest_checkpoint(self._session)

    def unsigned(self, after: int, size: int) -> Unsigned | None:
        """See Store.unsigned."""
        return looking.unsigned(self._session, after, size)

    def sealed(self) -> tuple[int, bytes]:
        """See Store.sealed."""
        found = self._session.ask("SELECT size, hashes FROM ledger_compact_range WHERE one = 1")
        return cast("tuple[int, bytes]", found[0]) if found else (0, b"")

    def signature(self, position: int) -> bytes | None:
        """See Store.signature."""
        return signed.signature(self._session, position)

    def keep_checkpoint(self, size: int, note: str, hashes: bytes, nodes: Sequence[Node] = ()) -> None:
        """See Store.keep_checkpoint."""
        self.application.keep_checkpoint(size, note, hashes, nodes)

    @property
    def application(self) -> LedgerApplication:
        """The library's application on this database; made when something is appended."""
        if self._application is None:
            from ledger.store.application import LedgerApplication  # noqa: PLC0415  slow to import
            from ledger.store.postgres.recorder import LedgerFactory  # noqa: PLC0415  as above

            self._application = LedgerApplication(LedgerFactory(self._session))
        return self._application

    def close(self) -> None:
        """See Store.close."""
        if self._application is not None:
            self._application.close()
            self._application = None
        self._session.close()
