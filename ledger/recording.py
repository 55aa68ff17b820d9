"""From events that were decided to records on disk, and the receipts for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, overload
from uuid import UUID

import orjson

from events.base import Instant
from events.named import NamedTuple
from ledger import times
from ledger.errors import Conflict, Damaged, LedgerError, OutcomeUnknown, Refused, StorageError, as_trouble
from ledger.records import Record, stream_of
from ledger.state.kept import Drafts

if TYPE_CHECKING:
    from ledger.decisions.base import Outcome
    from ledger.recovery.spans import Spans
    from ledger.store.base import SignLeaves, Store

SETTLING = 5.0
"""Seconds that the writers' lock is waited for, to find out what became of a request."""

Entropy = Callable[[int], bytes]
"""Gives as many random bytes as it is asked for."""


class Recorded(NamedTuple):
    """One event as a receipt names it."""

    name: str
    position: int
    recorded_at: Instant
    leaf_index: int


class Receipt(NamedTuple):
    """What one decision made, the events that are on disk for it, and their place in the proof.

    ``leaf_index`` is that of the first event, the others follow it. ``checkpoint_size`` is that of the
    signed checkpoint which covers them, or None where nobody here could sign.
    """

    ref: str
    events: tuple[Recorded, ...]
    leaf_index: int
    checkpoint_size: int | None


class Head(NamedTuple):
    """The last event: its position, when it was recorded, and the machine's time if that was earlier."""

    position: int = 0
    recorded_at: Instant = Instant("")
    clock: Instant | None = None


def head(store: Store) -> Head:
    """The last event, or a head at 0 if nothing was recorded. Raises StorageError."""
    return read_head(*store.head())


def read_head(position: int, state: bytes) -> Head:
    """The last event, from its position and bytes, or a head at 0; raises Damaged."""
    if not position:
        return Head()
    try:
        stored = orjson.loads(state)
        found = Head(position, Instant(stored["recorded_at"]), stored.get("clock"))
        # In the one form that the ledger writes it in nothing else can be wrong; in any other much can.
        look = datetime.fromisoformat if times.is_instant(found.recorded_at) else times.after
        look(found.recorded_at)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise Damaged(
            f"Event {position} cannot be read: its stored bytes are damaged.",
            "Do not record anything more; restore the ledger from a copy and compare the two.",
        ) from error
    return found


class Stamp(NamedTuple):
    """When something is recorded: the time that orders it, and the machine's own if that is earlier."""

    recorded_at: Instant
    clock: Instant | None = None


def stamp(now: datetime, latest: Instant) -> Stamp:
    """When this is recorded. A clock that stepped back must not put an event before its cause: then it is
    the next microsecond, and what the clock said stands beside it.
    """
    instant = times.instant(now)
    return Stamp(instant) if instant > latest else Stamp(times.after(latest), instant)


def is_behind(when: Stamp, last: Head, spans: Spans) -> bool:
    """Whether the clock is minutes behind the last event, or behind what its clock said if it was declared
    that an earlier one ran ahead.
    """
    # What declares it is itself the first that comes after it.
    if when.clock is None or spans.has(last.position):
        return False
    before = (
        last.clock if last.clock and any(span.last <= last.position for span in spans) else last.recorded_at
    )
    return when.clock[:16] < before[:16]


class NewRecords(Sequence[Record]):
    """The records of events with their versions: one instant and one command for all, a salt for each.

    Each is made when it is asked for: of an import there are many, and all take as much as the events.
    """

    def __init__(self, events: Drafts, by: str, when: Stamp, entropy: Entropy) -> None:
        self._events = events
        self._count = len(events)
        self._by = by
        self._when = when
        self._random = entropy(16 * (self._count + 1))
        self._command = self._random[:16].hex()

    @property
    def when(self) -> Stamp:
        """When all of them are recorded."""
        return self._when

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> Record: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Record]: ...
    def __getitem__(self, at: int | slice) -> Record | Sequence[Record]:
        """One or several of them."""
        places = range(self._count)[at]
        return self._record(places) if isinstance(places, int) else [self._record(place) for place in places]

    def __iter__(self) -> Iterator[Record]:
        return map(self._record, range(self._count))

    def at(self, when: Stamp) -> NewRecords:
        """The same records at another time."""
        later = NewRecords.__new__(NewRecords)
        later._events, later._by, later._when = self._events, self._by, when
        later._random, later._command, later._count = self._random, self._command, self._count
        return later

    def firsts(self) -> dict[str, int]:
        """The version of the first of each stream."""
        firsts: dict[str, int] = {}
        for event, version in self._events.firsts():
            firsts.setdefault(stream_of(event).hex, version)
        return firsts

    def names(self) -> Iterator[str]:
        """What each event is called."""
        return self._events.names()

    def _record(self, place: int) -> Record:
        event, version = self._events[place]
        (instant, clock), random = self._when, self._random
        salt = random[16 * place + 16 : 16 * place + 32].hex()
        stream = stream_of(event)
        return Record(0, stream, version, instant, self._by, self._command, salt, event, clock)


def append(
    store: Store,
    records: Sequence[Record],
    expected_head: int,
    seen: Mapping[UUID, int] | None = None,
    sign: SignLeaves | None = None,
) -> list[int]:
    """Store all records or none; where the storage fails, find out whether they are there all the same.

    Raises Conflict or StorageError, and then nothing was recorded; OutcomeUnknown where nobody can tell.
    """
    try:
        return store.append(records, expected_head=expected_head, seen=seen, sign=sign)
    except (Conflict, Refused):
        raise
    except BaseException as error:
        if isinstance(error, StorageError) and error.is_certain:
            raise _nothing_recorded(error) from error
        try:
            # A server that was lost may still be about to commit it: then the lock is not to be had.
            with store.in_turn(SETTLING):
                found = [
                    position
                    for position, *_, state in store.rows(after=expected_head)
                    if orjson.loads(state)["command"] == records[0].command
                ]
        except (LedgerError, MemoryError, OSError, ValueError, KeyError, TypeError):
            raise OutcomeUnknown(
                f"The storage failed ({as_trouble(error).message}) and it is not known whether this was "
                "recorded.",
                f"When it can be read again, look for the command {records[0].command}: "
                "scrutiny trail --format json",
            ) from error
        if len(found) == len(records):
            # What a server that went down had not sent to its standby yet is there when it comes up again.
            store.confirm(SETTLING)
            return found
        if isinstance(error, StorageError):
            raise _nothing_recorded(error) from error
        raise


def _nothing_recorded(error: StorageError) -> StorageError:
    return type(error)(f"{error.message} Nothing was recorded.", error.remedy)


def receipts(
    made: Sequence[Outcome],
    records: NewRecords,
    positions: Sequence[int],
    first_leaf: int,
    size: int | None,
    known: Instant,
) -> tuple[Receipt, ...]:
    """One receipt for each decision, with the events that came of it and the time they are known at."""
    if not made:
        return ()
    told = [
        Recorded(name, position, known, index)
        for index, (name, position) in enumerate(zip(records.names(), positions, strict=True), first_leaf)
    ]
    given, at = [], 0
    for answer in made:
        events = tuple(told[at : at + len(answer.events)])
        given.append(Receipt(answer.ref, events, events[0].leaf_index, size))
        at += len(events)
    return tuple(given)
