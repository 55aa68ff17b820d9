"""The tables of a ledger in a schema of another name, which are filled with stored rows by COPY.

Events and checkpoints are put in as they are given; leaves, the head and the place where sealing stopped
follow from them. All of it is one transaction of the session that is given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, cast
from uuid import UUID

from events.base import Event
from events.people import DatabaseRoleAssigned, DatabaseRoleRemoved
from ledger.errors import Conflict, Damaged
from ledger.leaves import leaf_of
from ledger.records import Row, decode
from ledger.store.growing import Growing
from ledger.store.postgres.schema import SCHEMA_VERSION, TABLES
from ledger.store.postgres.session import Session

if TYPE_CHECKING:
    from psycopg.abc import Buffer, Dumper

_ROLES = (DatabaseRoleAssigned.NAME, DatabaseRoleRemoved.NAME)

Beside = tuple[str, bytes]
"""What the server put beside an event: the role that appended it, and its time by ``timestamptz_send``."""

_EVENT = {
    "notification_id": "int8", "originator_id": "uuid", "originator_version": "int8", "topic": "text",
    "state": "bytea",
}  # fmt: skip
_BESIDE = {"db_user": "name", "db_time": "timestamptz"}


class Tables:
    """Empty tables in a new schema, to be filled; sealing stopped behind ``covered`` events."""

    def __init__(self, session: Session, schema: str, covered: int = 0) -> None:
        """Begin; raises StorageError."""
        self.growing = Growing(covered)
        self._recorded_at = ""
        self._roles: dict[str, str] = {}
        self._session = session
        session.ask("BEGIN")
        session.ask(f"CREATE SCHEMA {schema}")
        session.ask(f"SET LOCAL search_path = {schema}, pg_temp")
        session.run(TABLES)

    def keep(self, checkpoints: Sequence[tuple[int, str]]) -> None:
        """Put in signed checkpoints, sizes and notes; raises StorageError."""
        self._copy("ledger_checkpoint (size, note)", ("int8", "text"), checkpoints)

    def take(self, rows: Sequence[Row], beside: Mapping[int, Beside] | None = None) -> None:
        """Put in the next events, with their leaves; raises Damaged, StorageError.

        If what stood ``beside`` them is given, by position, that is kept, and the rest is put in by the owner
        now, as all of it is otherwise.
        """
        self.growing.check(rows)
        leaves = [leaf_of(row) for row in rows]
        try:
            columns = _EVENT if beside is None else _EVENT | _BESIDE
            self._copy(
                f"stored_events ({', '.join(columns)})",
                tuple(columns.values()),
                [
                    (position, UUID(stream), *others, *self._beside(beside, position))
                    for position, stream, *others in rows
                ],
            )
        except Conflict as error:
            raise Damaged(f"Among the events up to {rows[-1][0]} one is there twice.") from error
        self._copy(
            "ledger_leaf (leaf_index, notification_id, leaf)",
            ("int8", "int8", "bytea"),
            [
                (index, row[0], leaf)
                for index, (row, leaf) in enumerate(zip(rows, leaves, strict=True), self.growing.tree.size)
            ],
        )
        for row in rows:
            if row[3] in _ROLES:
                self._speak(decode(row).event)
        if rows:
            self._recorded_at = decode(rows[-1]).recorded_at
        nodes = self.growing.take(leaves)
        self._copy("ledger_node (middle, hash)", ("int8", "bytea"), nodes)

    def _beside(self, beside: Mapping[int, Beside] | None, position: int) -> tuple[object, ...]:
        return () if beside is None else beside.get(position) or self.by_owner

    @cached_property
    def by_owner(self) -> Beside:
        """What stands beside an event that whoever fills the tables puts in now."""
        found = self._session.ask("SELECT session_user::text, timestamptz_send(clock_timestamp())")
        return cast("Beside", tuple(found[0]))

    def _speak(self, event: Event) -> None:
        if isinstance(event, DatabaseRoleAssigned):
            self._roles[event.person] = event.database_role
        elif isinstance(event, DatabaseRoleRemoved):
            self._roles.pop(event.person, None)

    def sign(self, signatures: Sequence[tuple[int, bytes]]) -> None:
        """Put in signatures of people, with the positions of their events; raises Damaged, StorageError."""
        try:
            self._copy("ledger_signature (notification_id, signature)", ("int8", "bytea"), signatures)
        except Conflict as error:
            last = signatures[-1][0]
            raise Damaged(f"Among the signatures up to that of event {last} one is there twice.") from error

    def _copy(self, into: str, types: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
        session = self._session
        with (
            session.translated(),
            session.connection.cursor() as cursor,
            cursor.copy(f"COPY {into} FROM STDIN (FORMAT BINARY)".encode()) as copy,
        ):
            if "timestamptz" in types:
                cursor.adapters.register_dumper(None, _as_sent())
            copy.set_types(types)
            for row in rows:
                copy.write_row(row)

    def finish(self) -> None:
        """Put in what follows from all of it."""
        if covered := self.growing.covered:
            self._session.ask(
                "INSERT INTO ledger_compact_range VALUES (1, %s, %s)",
                (covered, b"".join(self.growing.sealed.hashes())),
            )
        self._copy("ledger_role (person, role)", ("text", "name"), list(self._roles.items()))
        self._session.ask(
            "INSERT INTO ledger_head VALUES (1, %s, %s, %s, %s)",
            # Positions run from 1 without a gap, so the last is their number.
            (SCHEMA_VERSION, self.growing.tree.size, self.growing.tree.size, self._recorded_at),
        )
        # Without it a server takes full tables for empty ones until it looks at them by itself.
        self._session.run("ANALYZE stored_events, ledger_leaf, ledger_checkpoint")


def _as_sent() -> type[Dumper]:
    """How a time of the server goes back as it came, also one that Python has none for."""
    from psycopg import adapt, pq  # noqa: PLC0415  psycopg is slow to import

    class AsSent(adapt.Dumper):
        oid = 1184
        format = pq.Format.BINARY

        def dump(self, obj: Buffer) -> Buffer:
            return obj

    return AsSent
