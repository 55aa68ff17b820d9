"""A record is an event in its place: which stream and version, when, by whom; and its exact bytes.

The bytes of one, as they are stored and hashed (one line):

    {"version":1,"recorded_at":"2026-11-22T10:02:11.123456Z","by":"ann",
     "command":"0f…","salt":"9c…","data":{"inspection":"OCSAE","judgement":"J1"}}

If the ledger's order made ``recorded_at`` later than the machine's clock, that stands behind it as ``clock``.
``salt`` is 128 random bits, so that a published hash cannot be guessed back to its content; ``command``
names the one request that all of its events came from, so that an answer lost on the way can be looked up.
Stored bytes are never written again: what is hashed is what was stored.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from functools import lru_cache
from uuid import UUID

import orjson

from events.base import Event, EventShapeError, InspectionEvent, Instant
from events.named import NamedTuple
from events.registry import EVENTS
from ledger.errors import Damaged
from ledger.times import is_instant
from ledger.validation import key

try:
    # As Python's own ``random`` does: ``hashlib`` loads OpenSSL, a fifth of the interpreter's start.
    from _sha1 import sha1  # type: ignore[import-not-found]  # private to CPython, so it has no stubs
except ImportError:  # pragma: no cover
    from hashlib import sha1

Row = tuple[int, str, int, str, bytes]
"""A stored event as it lies there: position, stream (hex), version, name, state bytes."""

_STREAMS = UUID("5d3d0f5e-6d0c-5c53-9f8d-5c1d6a5b8f11")


def _stream_named(name: str) -> UUID:
    """As ``uuid.uuid5``, which loads ``hashlib``."""
    digest = sha1(_STREAMS.bytes + name.encode(), usedforsecurity=False).digest()
    return UUID(bytes=digest[:16], version=5)


LEDGER_STREAM = _stream_named("ledger")
"""The stream of settings and people."""


class Record(NamedTuple):
    """An event in its place. ``position`` is its place in the whole ledger, from 1; 0 until stored.

    ``clock`` is what the machine's clock said, if the ledger's order made ``recorded_at`` a later time.
    ``stamp`` is the time that orders it, if ``recorded_at`` was mended since (see ledger.recovery.mended).
    Answers the library's protocol of domain events (``originator_id``, ``originator_version``).
    """

    position: int
    stream: UUID
    version: int
    recorded_at: Instant
    by: str
    command: str
    salt: str
    event: Event
    clock: Instant | None = None
    stamp: Instant | None = None

    @property
    def originator_id(self) -> UUID:
        """The stream."""
        return self.stream

    @property
    def originator_version(self) -> int:
        """The event's place in its stream, from 1."""
        return self.version


def inspection_stream(ref: str) -> UUID:
    """The stream of an inspection, whichever way its ref is capitalised."""
    return _stream_of_key(key(ref))


@lru_cache(maxsize=4096)
def _stream_of_key(ref: str) -> UUID:
    # What was typed may hold half a character; no inspection has such a ref, and so none is found.
    name = f"inspection {ref}".encode("utf-8", "backslashreplace").decode()
    return _stream_named(name)


_stream_of_hex = lru_cache(maxsize=4096)(UUID)


def stream_of(event: Event) -> UUID:
    """The stream that an event belongs to."""
    return inspection_stream(event.inspection) if isinstance(event, InspectionEvent) else LEDGER_STREAM


def encode(record: Record) -> bytes:
    """The bytes that are stored for a record: UTF-8 JSON."""
    # Only if it says something else: so it is in no ledger whose clocks were right.
    clock = {} if record.clock is None else {"clock": record.clock}
    return orjson.dumps(
        {
            "version": record.event.VERSION,
            "recorded_at": record.recorded_at,
            **clock,
            "by": record.by,
            "command": record.command,
            "salt": record.salt,
            "data": record.event.fields,
        }
    )


def decode(row: Row) -> Record:
    """Read a stored row; raises Damaged, naming the position, for any bytes that are not a record."""
    position, stream, version, topic, state = row
    event_class = EVENTS.get(topic)
    if event_class is None:
        raise Damaged(
            f"Event {position} is called {topic!r}, a name that this program does not know.",
            "It was written by a newer version, or by something else: run the newest scrutiny.",
        )
    try:
        stored = orjson.loads(state)
        recorded_at = stored["recorded_at"]
        by, command, salt = stored["by"], stored["command"], stored["salt"]
        event = event_class.from_fields(stored["version"], stored["data"])
        if not (is_instant(recorded_at) and type(by) is type(command) is type(salt) is str):
            raise EventShapeError("recorded_at, by, command or salt is not what the ledger writes")
        clock = stored.get("clock")
        if clock is not None and not (is_instant(clock) and clock < recorded_at):
            raise EventShapeError("clock is no earlier time than the one that orders it")
        # As Record(…), at half its price: this is done for every event of a ledger.
        return tuple.__new__(
            Record,
            (position, _stream_of_hex(stream), version, recorded_at, by, command, salt, event, clock, None),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(
            f"Event {position} ({topic}) cannot be read: its stored bytes are damaged.",
            "Do not record anything more; restore the ledger from a copy and compare the two.",
        ) from error


class HeldRecords:
    """Records that were read once and are held as they are stored, to be gone through more than once.

    That takes half the memory of decoded ones, and leaves the garbage collector nothing to look through.
    """

    def __init__(self, rows: Iterable[Row], mend: Callable[[Record], Record] | None = None) -> None:
        # Each name and each stream is held once.
        once: dict[str, str] = {}
        self._rows: list[Row] = [
            (position, once.setdefault(stream, stream), version, once.setdefault(topic, topic), state)
            for position, stream, version, topic, state in rows
        ]
        self._mend = mend

    def __iter__(self) -> Iterator[Record]:
        """All of them; raises Damaged."""
        return self._decoded(self._rows)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._rows)

    def of(self, topics: Container[str]) -> Iterator[Record]:
        """Those of some names; raises Damaged."""
        return self._decoded(row for row in self._rows if row[3] in topics)

    def at(self, positions: Container[int]) -> Iterator[Record]:
        """Those at some positions; raises Damaged."""
        return self._decoded(row for row in self._rows if row[0] in positions)

    def rows(self) -> list[Row]:
        """All of them as they are stored: what leaves are made of."""
        return self._rows

    def _decoded(self, rows: Iterable[Row]) -> Iterator[Record]:
        records = map(decode, rows)
        return records if self._mend is None else map(self._mend, records)


class DecodedRecords(HeldRecords):
    """Records that are held as they are, without the rows that they are stored in: of one stream, say."""

    def __init__(self, records: list[Record]) -> None:
        super().__init__(())
        self._records = records

    def __iter__(self) -> Iterator[Record]:
        """All of them."""
        return iter(self._records)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._records)

    def of(self, topics: Container[str]) -> Iterator[Record]:
        """Those of some names."""
        return (record for record in self._records if record.event.NAME in topics)

    def at(self, positions: Container[int]) -> Iterator[Record]:
        """Those at some positions."""
        return (record for record in self._records if record.position in positions)
