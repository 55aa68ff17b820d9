"""What a cache is filled from: the events of a ledger, as they are stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol
from uuid import UUID

from events.registry import EVENTS
from ledger.ledger import Ledger
from ledger.records import LEDGER_STREAM, Record, decode
from ledger.state.inspectorate import Inspectorate
from projections.cache.database import CacheTrouble

_TIME = b'"recorded_at":"'
_LENGTH = len("2026-11-22T10:02:11.123456Z")


class Head(NamedTuple):
    """An event, as far as it need be read to know whose it is: ``stream`` is empty for the ledger's."""

    position: int
    stream: str
    recorded_at: str
    about_bodies: bool
    row: tuple[int, str, int, str, bytes]

    @property
    def identity(self) -> bytes:
        """What identifies it in its place."""
        position, stream, version, topic, state = self.row
        return b"%d\n%s\n%d\n%s\n%s" % (position, stream.encode(), version, topic.encode(), state)


class Source(Protocol):
    """Whatever has events."""

    def heads(self, after: int) -> Iterator[Head]:
        """Those behind a position, in recording order."""
        ...

    def stream(self, name: str, after: int = 0) -> Iterator[Record]:
        """The records of a stream behind a version of it."""
        ...

    def some(self, name: str, versions: Sequence[int]) -> Iterator[Record]:
        """Those at some versions of it, which rise."""
        ...

    def inspectorate(self) -> Inspectorate:
        """The settings."""
        ...

    def renew(self) -> None:
        """See what was recorded since it was asked first."""
        ...

    def checkpoint(self, size: int | None = None) -> tuple[int, str]:
        """The newest signed checkpoint, or that of a size: its size and its note; of none 0 and nothing."""
        ...


class Stored:
    """A ledger as a source. Times are those that order it: one whose clock ran ahead has no cache."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def heads(self, after: int) -> Iterator[Head]:
        """See Source.heads."""
        of_ledger = LEDGER_STREAM.hex
        for row in self._ledger.store.rows(after=after):
            position, stream, _, topic, state = row
            event = EVENTS.get(topic)
            at = state.find(_TIME, 0, 64) + len(_TIME)
            if event is None or at < len(_TIME):
                raise CacheTrouble(f"event {position} is none that this program knows")
            told = state[at : at + _LENGTH].decode("ascii", "replace")
            whose = "" if stream == of_ledger else stream
            yield Head(position, whose, told, event.SUBJECT == "body", row)

    def stream(self, name: str, after: int = 0) -> Iterator[Record]:
        """See Source.stream."""
        return map(decode, self._ledger.store.rows(stream=UUID(hex=name), after=after))

    def some(self, name: str, versions: Sequence[int]) -> Iterator[Record]:
        """See Source.some."""
        return map(decode, self._ledger.store.some(UUID(hex=name), versions))

    def inspectorate(self) -> Inspectorate:
        """See Source.inspectorate."""
        return self._ledger.inspectorate()

    def renew(self) -> None:
        """See Source.renew."""
        self._ledger.store.hold(again=True)

    def checkpoint(self, size: int | None = None) -> tuple[int, str]:
        """See Source.checkpoint."""
        store = self._ledger.store
        if size is None:
            return store.newest_checkpoint() or (0, "")
        return next(((at, note) for at, note in store.checkpoints(size)), (0, ""))
