"""The folds of one ledger: which there are, whether they hold, and what they are made of and kept as.

    folds = Folds(folder)
    folds.inspection(store, stream, Inspection("required", "UTC"))

A fold holds if it is of the same ledger, by its first event, and the event up to which it came is there still
just as it was: each has random bits of its own, so a stream with another past has another event there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from ledger.caches import digest
from ledger.folds.file import Data, Tie, read, write
from ledger.folds.place import ENDING
from ledger.records import LEDGER_STREAM, Row, decode
from ledger.state.inspection import Inspection
from ledger.state.inspectorate import Inspectorate

if TYPE_CHECKING:
    from events.base import Event
    from ledger.state.related import Related
    from ledger.store.base import Store

S = TypeVar("S")

_MADE_WRONG = (KeyError, ValueError, TypeError, IndexError, AttributeError, EOFError)
"""What is raised if what was kept is not of the form that it has to be."""


class Folds:
    """Those in a folder; see ledger.state.stored."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._ledger: bytes | None = None

    def inspectorate(self, store: Store) -> tuple[Inspectorate, Iterator[Row]] | None:
        """See ledger.state.stored.Folds."""
        from ledger.folds.inspectorates import inspectorate  # noqa: PLC0415  a fold is rarely there

        return self._found(store, "inspectorate", LEDGER_STREAM, (), inspectorate)

    def inspection(
        self, store: Store, stream: UUID, blank: Inspection
    ) -> tuple[Inspection, Iterator[Row]] | None:
        """See ledger.state.stored.Folds."""

        def made(data: Data) -> Inspection:
            from ledger.folds.inspections import inspection  # noqa: PLC0415  as above

            fresh = Inspection(blank.sign_off, blank.zone)
            return inspection(data, fresh, lambda places: _events(store, stream, places))

        return self._found(store, "inspection", stream, (blank.sign_off, blank.zone), made)

    def related(self, store: Store, stream: UUID) -> tuple[Related, Iterator[Row]] | None:
        """See ledger.state.stored.Folds."""
        from ledger.state.related import Related  # noqa: PLC0415  as above

        return self._found(store, "related", stream, (), Related.of)

    def _found(
        self, store: Store, kind: str, stream: UUID, settings: tuple[str, ...], made: Callable[[Data], S]
    ) -> tuple[S, Iterator[Row]] | None:
        kept = read(self.path(kind, stream))
        if kept is None:
            return None
        tie, data = kept
        if (tie.kind, tie.stream, tie.settings) != (kind, stream.hex, settings):
            return None
        rows = self._behind(store, tie)
        try:
            return None if rows is None else (made(data), rows)
        except _MADE_WRONG:
            return None

    def _behind(self, store: Store, tie: Tie) -> Iterator[Row] | None:
        """What came behind the event up to which a fold came; None unless that is there as it was."""
        if tie.ledger != self._whose(store):
            return None
        rows = store.rows(stream=UUID(tie.stream), after=tie.version - 1)
        last = next(rows, None)
        return None if last is None or digest_of(last) != tie.last else rows

    def holds(self, store: Store, path: str) -> bool:
        """Whether what is in a file is a fold that would be taken; raises StorageError."""
        if (kept := read(path)) is None:
            return False
        tie, _ = kept
        return path == self.path(tie.kind, UUID(tie.stream)) and self._behind(store, tie) is not None

    def keep(self, store: Store, stream: UUID, state: Inspectorate | Inspection | Related, last: Row) -> None:
        """See ledger.state.stored.Folds."""
        kind, settings, data = _kept(state)
        if data is None:
            return
        tie = Tie(self._whose(store), kind, stream.hex, state.version, digest_of(last), settings)
        write(self.path(kind, stream), tie, data)

    def path(self, kind: str, stream: UUID) -> str:
        """Where a fold is or would be."""
        return f"{self.folder}/{kind}-{stream.hex}{ENDING}"

    def _whose(self, store: Store) -> bytes:
        """What the ledger is known by: its first event."""
        if self._ledger is None:
            self._ledger = digest_of(next(store.some(LEDGER_STREAM, (1,))))
        return self._ledger


def digest_of(row: Row) -> bytes:
    """What identifies an event in its place."""
    position, stream, version, topic, state = row
    return digest(f"{position} {stream} {version} {topic}\n".encode() + state)


def _kept(state: Inspectorate | Inspection | Related) -> tuple[str, tuple[str, ...], Data | None]:
    """The kind of a fold, what it was folded by, and what is kept of it; nothing of one of no known form."""
    match state:
        case Inspectorate():
            from ledger.folds.inspectorates import inspectorate_kept  # noqa: PLC0415  as above

            return "inspectorate", (), inspectorate_kept(state)
        case Inspection():
            from ledger.folds.inspections import NotKept, inspection_kept  # noqa: PLC0415  as above

            settings = state.sign_off, state.zone
            try:
                return "inspection", settings, inspection_kept(state)
            except NotKept:
                return "inspection", settings, None
        case _:
            return "related", (), state.kept()


def _events(store: Store, stream: UUID, versions: Sequence[int]) -> Iterator[Event]:
    return (decode(row).event for row in store.some(stream, versions))
