"""The library's application recorder over one connection to PostgreSQL.

The library has a recorder of its own for PostgreSQL. It takes its ids from a sequence, which jumps after a
crash; it has to be allowed to change the table that it locks; and it sends events through a pipeline, which
over a unix socket waits for ever behind one of 1 MB (psycopg 3.3.9). This one calls the function ``append``
(see ledger.store.postgres.schema), which gives position, place in the tree and time under one lock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, cast
from uuid import UUID

from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    InfrastructureFactory,
    IntegrityError,
    Notification,
    ProcessRecorder,
    StoredEvent,
    Subscription,
    TrackingRecorder,
)
from eventsourcing.utils import Environment

from ledger.errors import Conflict, Overtaken
from ledger.proof.compact import Node
from ledger.store.base import SignLeaves
from ledger.store.postgres import signed
from ledger.store.postgres.nodes import KEEP, values_of
from ledger.store.postgres.session import PATIENCE, Session

BATCH, BYTES = 1_000, 1_000_000
"""Events, and bytes of them, that are sent at once: what is sent is held on both sides."""

_APPEND = "SELECT append(%s::uuid[], %s::bigint[], %s::text[], %s::bytea[], %s, %s::uuid[], %s::bigint[])"

_LEAST, _GREATEST = -(2**63), 2**63 - 1

_COLUMNS = "originator_id, originator_version, topic, state"


class PostgresRecorder(ApplicationRecorder):
    """Records in the tables of a ledger, all or none."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def prepare(self) -> None:
        """Connect."""
        self._session.open()

    def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        expected_head: int | None = None,
        seen: Mapping[UUID, int] | None = None,
        stamps: Sequence[tuple[str, str]] = (),
        firsts: Mapping[str, int] | None = None,
        sign: SignLeaves | None = None,
        **kwargs: Any,  # Any: as the library declares it
    ) -> Sequence[int] | None:
        """Append events and return their ids. Raises IntegrityError if something was recorded meanwhile, or
        for a version that is taken; Overtaken if they have an earlier time than what others recorded
        meanwhile in other streams than those ``seen``; LedgerError for any other trouble.

        ``firsts`` is what another engine needs: the server reads it in the events. What ``sign`` makes of
        the leaves, which are made here and not taken from the server, is kept in the same transaction.
        """
        if not stored_events:
            return []
        session = self._session
        was_in_turn = session.is_in_turn
        if sign is None and not was_in_turn and len(batch := _batch(stored_events, 0)) == len(stored_events):
            # A statement by itself is a transaction, and there and back but once.
            return self._append_alone(batch, expected_head, seen or {})
        if not was_in_turn:
            session.ask("BEGIN")
        try:
            ids: list[int] = []
            at = 0
            while at < len(stored_events):
                batch = _batch(stored_events, at)
                # What comes behind the first batch comes in the same transaction.
                first = self._append(batch, expected_head, seen or {}) if not ids else self._append(batch)
                ids += range(first, first + len(batch))
                if sign is not None:
                    signed.keep(session, first, batch, stamps[at : at + len(batch)], sign, at)
                at += len(batch)
            session.ask("COMMIT")
        except Conflict as error:
            session.end()
            if was_in_turn:
                session.take_turn(PATIENCE)
            if isinstance(error, Overtaken):
                raise
            raise IntegrityError(error.message) from error
        except BaseException:
            session.end()
            raise
        return ids

    def _append_alone(
        self, batch: Sequence[StoredEvent], expected_head: int | None, seen: Mapping[UUID, int]
    ) -> Sequence[int]:
        try:
            first = self._append(batch, expected_head, seen)
        except Overtaken:
            raise
        except Conflict as error:
            raise IntegrityError(error.message) from error
        return list(range(first, first + len(batch)))

    def _append(
        self,
        batch: Sequence[StoredEvent],
        expected_head: int | None = None,
        seen: Mapping[UUID, int] = MappingProxyType({}),
    ) -> int:
        ((first,),) = self._session.ask(
            _APPEND,
            (
                [stored.originator_id for stored in batch],
                [stored.originator_version for stored in batch],
                [stored.topic for stored in batch],
                [stored.state for stored in batch],
                expected_head,
                list(seen),
                list(seen.values()),
            ),
        )
        return cast("int", first)

    def insert_checkpoint(self, size: int, note: str, hashes: bytes, nodes: Sequence[Node]) -> None:
        """Keep a signed note, the compact range it was signed over, and nodes.

        It is not waited for: a note lost in a crash is signed again by the next command.
        """
        values: tuple[object, ...] = (True, size, note, hashes)
        keeping = "SELECT set_config('synchronous_commit', 'off', %s), keep_checkpoint(%s, %s, %s)"
        if nodes:
            keeping += f", {KEEP}"
            values += values_of(nodes)
        self._session.ask(keeping, values)
        self._session.commit()

    def insert_nodes(self, nodes: Sequence[Node]) -> None:
        """Keep nodes."""
        self._session.ask(f"SELECT {KEEP}", values_of(nodes))
        self._session.commit()

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """Events of one stream, by their versions."""
        rows = self._session.ask(
            f"SELECT {_COLUMNS} FROM stored_events WHERE originator_id = %s "  # noqa: S608  constants
            "AND originator_version > %s AND originator_version <= %s "
            f"ORDER BY originator_version {'DESC' if desc else 'ASC'} LIMIT %s",
            (originator_id, _LEAST if gt is None else gt, _GREATEST if lte is None else lte, limit),
        )
        return [
            StoredEvent(UUID(stream), version, topic, state)
            for stream, version, topic, state in cast("list[tuple[str, int, str, bytes]]", rows)
        ]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Events of the whole ledger, by their ids."""
        first = _LEAST if start is None else start + (not inclusive_of_start)
        rows = self._session.ask(
            f"SELECT {_COLUMNS}, notification_id FROM stored_events "  # noqa: S608  constants
            "WHERE notification_id >= %s AND notification_id <= %s "
            "AND (%s OR topic = ANY(%s)) ORDER BY notification_id LIMIT %s",
            (first, _GREATEST if stop is None else stop, not topics, list(topics), limit),
        )
        found = cast("list[tuple[str, int, str, bytes, int]]", rows)
        return [
            Notification(UUID(stream), version, topic, state, position)
            for stream, version, topic, state, position in found
        ]

    def max_notification_id(self) -> int | None:
        """The last id, or None if nothing is recorded."""
        ((last,),) = self._session.ask("SELECT max(notification_id) FROM stored_events")
        return cast("int | None", last)

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """Not offered: no reader of the ledger waits for events to come."""
        raise NotImplementedError("a ledger is read, not subscribed to")


def _batch(stored: Sequence[StoredEvent], at: int) -> list[StoredEvent]:
    """The events from a place on that are sent at once: one at least."""
    batch: list[StoredEvent] = []
    size = 0
    for event in stored[at : at + BATCH]:
        if batch and size + len(event.state) > BYTES:
            break
        batch.append(event)
        size += len(event.state)
    return batch


class LedgerFactory(InfrastructureFactory[TrackingRecorder]):
    """Builds the recorder on a session alone: the library's environment variables have no say."""

    def __init__(self, session: Session) -> None:
        super().__init__(Environment(env={"CREATE_TABLE": "no"}))
        self._session = session

    def application_recorder(self) -> ApplicationRecorder:
        """Ours."""
        return PostgresRecorder(self._session)

    def aggregate_recorder(self, purpose: str = "events") -> AggregateRecorder:
        """Not offered: a ledger has no aggregates."""
        raise NotImplementedError

    def tracking_recorder(self, tracking_recorder_class: type[Any] | None = None) -> Any:  # Any: as declared
        """Not offered: what follows the ledger keeps its place elsewhere."""
        raise NotImplementedError

    def process_recorder(self) -> ProcessRecorder:
        """Not offered: a ledger follows no other application."""
        raise NotImplementedError
