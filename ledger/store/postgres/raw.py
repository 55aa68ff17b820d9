"""A ledger in PostgreSQL, read as it is stored (see ledger.store.raw), in one transaction that only reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from ledger.store.postgres.departures import departures
from ledger.store.postgres.looking import COLUMNS, PAGE
from ledger.store.postgres.paging import Paged
from ledger.store.postgres.place import Place
from ledger.store.postgres.session import ONE_MOMENT, Session
from ledger.store.raw import Astray, Cell, Departure, RawRow

if TYPE_CHECKING:
    from ledger.evidence.base import Vault

_BEHIND = "WHERE notification_id > %s ORDER BY notification_id LIMIT %s"
_EVENTS = f"SELECT {COLUMNS} FROM stored_events {_BEHIND}"  # noqa: S608  constants
_LAST_OF = "SELECT originator_id, max(notification_id) FROM stored_events WHERE topic = %s GROUP BY 1"
_LEAF = "SELECT leaf_index, notification_id, leaf FROM ledger_leaf"
_LEAVES = f"{_LEAF} WHERE leaf_index > %s ORDER BY leaf_index LIMIT %s"
_WITNESSES = (
    "SELECT notification_id, db_user::text, "
    "coalesce(to_char(db_time AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), db_time::text) "
    "FROM stored_events " + _BEHIND
)
_PLACE = "SELECT notification_id FROM stored_events WHERE originator_id = %s AND originator_version = %s"
_HISTORY = (
    f"SELECT {COLUMNS} FROM stored_events WHERE originator_id = %s AND notification_id <= %s "  # noqa: S608  as above
    "ORDER BY originator_version"
)
_NODES = "SELECT middle, hash FROM ledger_node WHERE middle > %s ORDER BY middle LIMIT %s"
_SIGNATURES = f"SELECT notification_id, signature FROM ledger_signature {_BEHIND}"  # noqa: S608  constants

# Each way counts and sums up the same rows; an index that lost or made up one gives another sum.
_BY_TABLE = ("off", "off", "on")
_BY_INDEX = ("on", "on", "off")
_WAYS = {
    "stored_events": ("notification_id", "originator_id, originator_version"),
    "ledger_leaf": ("leaf_index", "notification_id"),
    "ledger_checkpoint": ("size",),
    "ledger_signature": ("notification_id",),
    "ledger_node": ("middle",),
}

_BOTH = "uuid_hash_extended(originator_id, originator_version)"


class RawPostgres:
    """The raw reader of a database."""

    def __init__(
        self,
        place: Place,
        session: Session | None = None,
        schema: str = "scrutiny",
        vault: Vault | None = None,
    ) -> None:
        """Open, and hold on to how the ledger is at the first question; raises NoLedger or StorageError.

        ``session`` is given by who fills a ledger, and in it a transaction is open. Tables that are made
        again have another ``schema`` until they are put in place; ``vault`` has the evidence meanwhile.
        """
        self.location = place.shown
        self._place, self._vault = place, vault
        self._schema = schema
        self._given = session is not None
        self._session = session or Session(place)
        self._page()
        if session is None:
            try:
                self._session.check()
                self._begin()
            except BaseException:
                self.close()
                raise

    def vault(self) -> Vault:
        """See RawStore.vault."""
        return self._vault or self._place.vault()

    def _page(self) -> None:
        self._events = Paged(self._session, _EVENTS)
        self._leaves = Paged(self._session, _LEAVES, 0.6)
        self._witnesses = Paged(self._session, _WITNESSES, 0.3)
        self._signatures = Paged(self._session, _SIGNATURES, 0.8)
        self._nodes = Paged(self._session, _NODES, 0.45)

    def _begin(self) -> None:
        self._page()
        self._session.ask(ONE_MOMENT)
        if self._schema != "scrutiny":
            self._session.ask(f"SET LOCAL search_path = {self._schema}, pg_temp")

    def _ask(self, statement: str, parameters: Sequence[object] = ()) -> list[RawRow]:
        return cast("list[RawRow]", self._session.ask(statement, parameters))

    def renew(self) -> None:
        """See RawStore.renew."""
        if not self._given:
            self._session.end()
            self._begin()

    def events(self, after: Cell = None) -> list[RawRow]:
        """See RawStore.events."""
        return self._events.behind(after)

    def last(self) -> int:
        """See RawStore.last."""
        ((last,),) = self._ask("SELECT coalesce(max(notification_id), 0) FROM stored_events")
        return cast("int", last)

    def rank(self, position: int) -> int:
        """See RawStore.rank. Positions of ours run from 1 without a gap."""
        return position - 1

    def last_of(self, topics: Sequence[str]) -> dict[str, dict[str, int]]:
        """See RawStore.last_of."""
        return {topic: dict(cast("list[tuple[str, int]]", self._ask(_LAST_OF, (topic,)))) for topic in topics}

    def named(self, stream: str, topics: Sequence[str]) -> list[RawRow]:
        """See RawStore.named."""
        return self._ask(
            "SELECT notification_id, topic, state FROM stored_events "
            "WHERE originator_id = %s AND topic = ANY(%s) ORDER BY originator_version",
            (stream, list(topics)),
        )

    def leaves(self, first: int, count: int) -> list[RawRow]:
        """See RawStore.leaves."""
        return self._leaves.behind(first - 1, count)

    def leaf(self, position: Cell) -> RawRow | None:
        """See RawStore.leaf."""
        found = self._ask(f"{_LEAF} WHERE notification_id = %s", (position,))
        return found[0] if found else None

    def leaf_count(self) -> int:
        """See RawStore.leaf_count."""
        ((count,),) = self._ask("SELECT count(*) FROM ledger_leaf")
        return cast("int", count)

    def strays(self) -> Iterator[RawRow]:
        """See RawStore.strays."""
        yield from self._ask(
            "SELECT leaf_index, notification_id FROM ledger_leaf WHERE NOT EXISTS "
            "(SELECT 1 FROM stored_events AS e WHERE e.notification_id = ledger_leaf.notification_id) "
            "ORDER BY leaf_index"
        )

    def leave_out_the_ways(self) -> None:
        """See TailStore.leave_out_the_ways. Nothing is, before it is asked for."""

    def last_checkpoint(self, size: int) -> int:
        """See TailStore.last_checkpoint."""
        found = self._ask("SELECT coalesce(max(size), 0) FROM ledger_checkpoint WHERE size <= %s", (size,))
        return cast("int", found[0][0])

    def place(self, stream: Cell, version: int) -> Cell:
        """See TailStore.place."""
        found = self._ask(_PLACE, (stream, version))
        return found[0][0] if found else None

    def history(self, stream: str, last: int) -> list[RawRow]:
        """See TailStore.history."""
        return self._ask(_HISTORY, (stream, last))

    def nodes_at(self, middles: Sequence[int]) -> Mapping[int, bytes]:
        """See TailStore.nodes_at."""
        found = self._ask("SELECT middle, hash FROM ledger_node WHERE middle = ANY(%s)", (list(middles),))
        return {
            cast("int", middle): node for middle, node in found if type(node) is bytes and len(node) == 32
        }

    def checkpoints(self, *, since: int | None = None) -> Iterator[RawRow]:
        """See RawStore.checkpoints."""
        after: Cell = -(2**63) if since is None else since - 1
        while rows := self._ask(
            "SELECT size, note FROM ledger_checkpoint WHERE size > %s ORDER BY size LIMIT %s", (after, PAGE)
        ):
            yield from rows
            after = rows[-1][0]

    def sealed(self) -> RawRow | None:
        """See RawStore.sealed."""
        found = self._ask("SELECT size, hashes FROM ledger_compact_range WHERE one = 1")
        return found[0] if found else None

    def ever(self) -> list[Cell]:
        """See RawStore.ever. Positions are given under the lock of one row, which holds the last one."""
        return [row[0] for row in self._ask("SELECT position FROM ledger_head")]

    def owner(self) -> str:
        """See RawStore.owner."""
        found = self._ask(
            "SELECT pg_get_userbyid(nspowner)::text FROM pg_namespace WHERE nspname = %s", (self._schema,)
        )
        # While it is filled, only its owner can have put anything in.
        return str(found[0][0]) if found and not self._given else ""

    def witnesses(self, after: Cell = None) -> list[RawRow]:
        """See RawStore.witnesses."""
        if self._given:
            return []
        return self._witnesses.behind(after)

    def signatures(self, after: Cell = None) -> list[RawRow]:
        """See RawStore.signatures."""
        return self._signatures.behind(after)

    def nodes(self, after: Cell = None) -> list[RawRow]:
        """See RawStore.nodes."""
        return self._nodes.behind(after)

    def departures(self) -> Iterator[Departure]:
        """See RawStore.departures."""
        if not self._given and self._schema == "scrutiny":
            yield from departures(self._session)

    def guests(self) -> Iterator[str]:
        """See RawStore.guests. Who keeps more in the database keeps it in another schema."""
        return iter(())

    def astray(self) -> Iterator[Astray]:
        """See RawStore.astray."""
        if self._given:
            return
        for table, ways in _WAYS.items():
            for way in ways:
                if self._sum(table, way, _BY_INDEX) != self._sum(table, way, _BY_TABLE):
                    yield Astray(
                        None, f"By its index of {way} the table {table} has other rows than by itself."
                    )

    def _sum(self, table: str, way: str, settings: tuple[str, str, str]) -> list[RawRow]:
        """The number of rows and a sum over their keys, in the order of a way, read as the settings say."""
        for name, value in zip(("indexscan", "indexonlyscan", "seqscan"), settings, strict=True):
            self._ask(f"SET LOCAL enable_{name} = {value}")
        self._ask("SET LOCAL enable_bitmapscan = off")
        self._ask("SET LOCAL enable_sort = on")
        key = _BOTH if "," in way else f"hashint8extended({way}, 0)"
        order = f"ORDER BY {way}" if settings == _BY_INDEX else ""
        return self._ask(
            f"SELECT count(*), sum({key})::text FROM (SELECT {way} FROM {table} {order}) AS found"  # noqa: S608  constants
        )

    def close(self) -> None:
        """See RawStore.close."""
        if not self._given:
            self._session.close()
