"""The library's application, with records in place of its domain events and our bytes in place of its own.

It keeps no aggregates and takes no snapshots: a snapshot lies outside the log, so an edited one would
change what is seen while every proof holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, cast, overload
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import (
    InfrastructureFactory,
    IntegrityError,
    Mapper,
    Notification,
    PersistenceError,
    StoredEvent,
    Transcoder,
)
from eventsourcing.utils import Environment, EnvType

from ledger.errors import Conflict, Refused, StorageError
from ledger.proof.compact import Node
from ledger.recording import NewRecords
from ledger.records import Record, decode, encode
from ledger.store.base import SignLeaves
from ledger.store.errors import Translating
from ledger.store.limits import ROW_LIMIT

FEW = 100
"""Events of a request up to which all of them are made at once; of more, each is when it is asked for."""


class LedgerRecorder(Protocol):
    """What the recorder of an engine does beside what the library asks of every recorder."""

    def prepare(self) -> None:
        """Open what is needed to append and to keep a checkpoint."""
        ...

    def insert_checkpoint(self, size: int, note: str, hashes: bytes, nodes: Sequence[Node]) -> None:
        """Keep a signed note, the compact range it was signed over, and nodes."""
        ...

    def insert_nodes(self, nodes: Sequence[Node]) -> None:
        """Keep nodes."""
        ...


class NoTranscoder(Transcoder):
    """Stands where the library wants a transcoder: a record has its own bytes."""

    def encode(self, obj: object) -> bytes:
        """Never called."""
        raise NotImplementedError

    def decode(self, data: bytes) -> object:
        """Never called."""
        raise NotImplementedError


class RecordMapper(Mapper[UUID]):
    """Turns records into stored bytes and back. The topic is the event's NAME, never a path to import."""

    def to_stored_event(self, domain_event: DomainEventProtocol[UUID]) -> StoredEvent:
        """The row of a record."""
        record = cast("Record", domain_event)
        return StoredEvent(record.stream, record.version, record.event.NAME, encode(record))

    def to_domain_event(self, stored_event: StoredEvent) -> DomainEventProtocol[UUID]:
        """The record of a row; raises Damaged."""
        position = stored_event.id if isinstance(stored_event, Notification) else 0
        stream = stored_event.originator_id
        return decode(
            (
                position,
                stream.hex if isinstance(stream, UUID) else stream,
                stored_event.originator_version,
                stored_event.topic,
                stored_event.state,
            )
        )


def _held_to_limit(row: StoredEvent) -> StoredEvent:
    """A row; raises Refused for one that is too large."""
    if len(row.state) > ROW_LIMIT:
        raise Refused(
            f"An event of {len(row.state):,} bytes is too large: {ROW_LIMIT:,} may be.",
            "Record it in several parts.",
        )
    return row


class _Stored(Sequence[StoredEvent]):
    """The rows of records, each made when it is asked for: all at once they take far more memory."""

    def __init__(self, records: Sequence[Record], mapper: Mapper[UUID]) -> None:
        self._records = records
        self._mapper = mapper
        self._held: tuple[slice, Sequence[Record]] | None = None

    def __len__(self) -> int:
        return len(self._records)

    @overload
    def __getitem__(self, at: int) -> StoredEvent: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[StoredEvent]: ...
    def __getitem__(self, at: int | slice) -> StoredEvent | Sequence[StoredEvent]:
        """One row or several; raises Refused for one that is too large."""
        return (
            list(map(self._row, self.records(at))) if isinstance(at, slice) else self._row(self._records[at])
        )

    def records(self, at: slice) -> Sequence[Record]:
        """Some of the records; the same ones again if they are asked for twice."""
        if self._held is None or self._held[0] != at:
            self._held = at, self._records[at]
        return self._held[1]

    def _row(self, record: Record) -> StoredEvent:
        return _held_to_limit(self._mapper.to_stored_event(record))


class _Stamps(Sequence[tuple[str, str]]):
    """When each was recorded and by whom."""

    def __init__(self, stored: _Stored) -> None:
        self._stored = stored

    def __len__(self) -> int:
        return len(self._stored)

    @overload
    def __getitem__(self, at: int) -> tuple[str, str]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[tuple[str, str]]: ...
    def __getitem__(self, at: int | slice) -> tuple[str, str] | Sequence[tuple[str, str]]:
        """One or several."""
        if isinstance(at, slice):
            return [(record.recorded_at, record.by) for record in self._stored.records(at)]
        (record,) = self._stored.records(slice(at, at + 1))
        return record.recorded_at, record.by


class LedgerApplication(Application[UUID]):
    """Records go in through ``append``, all or none; the notification log gives them back."""

    name = "ledger"

    def __init__(self, factory: InfrastructureFactory[Any]) -> None:  # Any: no events are followed
        self._given_factory = factory
        super().__init__()

    def construct_env(self, name: str, env: EnvType | None = None) -> Environment:
        """Nothing: settings come in by argument. The library would let the process environment win."""
        return Environment(name, env or {})

    def construct_factory(self, env: Environment) -> InfrastructureFactory:
        """The factory this application was given."""
        return self._given_factory

    def construct_mapper(self) -> Mapper[UUID]:
        """Ours."""
        return RecordMapper(NoTranscoder())

    def prepare(self) -> None:
        """Open all connections, so that nothing is left to open once something is stored."""
        with _translated():
            cast("LedgerRecorder", self.recorder).prepare()

    def append(
        self,
        records: Sequence[Record],
        *,
        expected_head: int,
        seen: Mapping[UUID, int] | None = None,
        sign: SignLeaves | None = None,
    ) -> list[int]:
        """Store all records or none and return their positions; see Store.append."""
        # Not ``save``: that first collects from aggregates, of which there are none, holds each record
        # against its protocols, and makes a notification of it, all of which costs more than storing it.
        stored: Sequence[StoredEvent]
        stamps: Sequence[tuple[str, str]]
        firsts = None
        if len(records) <= FEW:
            made = list(records)
            stored = [_held_to_limit(self.mapper.to_stored_event(record)) for record in made]
            stamps = [(record.recorded_at, record.by) for record in made]
        else:
            stored = _Stored(records, self.mapper)
            stamps = _Stamps(stored)
            firsts = records.firsts() if isinstance(records, NewRecords) else None
        with _translated():
            positions = self.recorder.insert_events(
                stored, expected_head=expected_head, seen=seen, stamps=stamps, firsts=firsts, sign=sign
            )
        return list(positions or ())

    def keep_checkpoint(self, size: int, note: str, hashes: bytes, nodes: Sequence[Node]) -> None:
        """Keep a signed note, the compact range it was signed over, and nodes; see Store.keep_checkpoint."""
        with _translated():
            cast("LedgerRecorder", self.recorder).insert_checkpoint(size, note, hashes, nodes)

    def keep_nodes(self, nodes: Sequence[Node]) -> None:
        """Keep nodes; see Nodes.keep."""
        with _translated():
            cast("LedgerRecorder", self.recorder).insert_nodes(nodes)


class _translated(Translating):  # noqa: N801  said as a function
    """Raise what the library raises as the ledger's own errors, or as what the database raised under it."""

    __slots__ = ()

    def translate(self, error: BaseException) -> None:
        """See Translating."""
        if isinstance(error, IntegrityError):
            raise Conflict(
                "Somebody else recorded something at the same moment.", "Look at it, and ask again."
            ) from error
        if isinstance(error, PersistenceError):
            # The cause says which trouble it was; the library's own classes are too coarse for that.
            if isinstance(error.__cause__, Exception):
                raise error.__cause__ from error
            raise StorageError(f"The storage did not answer: {error}.", "Try again.") from error
