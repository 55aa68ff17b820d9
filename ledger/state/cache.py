"""What the past amounts to now: the inspectorate and the inspections, folded once and kept up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import UUID

from events.base import Event, InspectionEvent
from ledger.errors import Damaged
from ledger.records import LEDGER_STREAM, Record, Row, decode, inspection_stream
from ledger.state.inspectorate import Inspectorate
from ledger.state.stored import MANY
from ledger.validation import key

if TYPE_CHECKING:
    from events.words import WordsWithdrawn
    from ledger.state.inspection import Inspection
    from ledger.state.stored import Folds
    from ledger.store.base import Store

Last = tuple[int, str]
"""An event, by its position and when it was recorded."""

_MISSING = "Events are missing: restore the ledger from a copy and compare the two."


class StateCache:
    """The folded streams of a store; each look takes in what was recorded since the last."""

    def __init__(self, store: Store, folds: Folds | None = None) -> None:
        self.store, self.folds = store, folds
        self._inspectorate = Inspectorate()
        self._inspections: dict[str, Inspection] = {}
        self._looked_at: dict[UUID, Inspectorate | Inspection] = {LEDGER_STREAM: self._inspectorate}
        self._seen: dict[UUID, int] = {}
        self._drafted: set[UUID] = set()
        self._news: dict[UUID, Iterable[Row]] = {}
        self._is_asked = False
        self._settled: tuple[Last, frozenset[UUID]] = (0, ""), frozenset()
        self._unmoved: frozenset[UUID] = frozenset()

    def known(self) -> dict[UUID, int]:
        """The streams that were looked at the last time, which may be those of the next, and the version up
        to which each is known.
        """
        return {stream: self._looked_at[stream].version for stream in (LEDGER_STREAM, *self._seen)}

    def begin(self, news: Mapping[UUID, Sequence[Row]], last: Last) -> None:
        """From now on remember which streams are looked at, and at which versions: each of them once, for
        what is recorded meanwhile is found when it is stored. ``news`` are rows behind what is known. If the
        last event is the one that was recorded here, nothing is new of what was looked at then.
        """
        self._forget()
        self._news.update(news)
        self._is_asked = True
        settled, streams = self._settled
        self._unmoved = streams if settled == last else frozenset()

    def _forget(self) -> None:
        self._seen.clear()
        self._drafted.clear()
        self._news.clear()
        self._unmoved = frozenset()
        self._is_asked = False

    @property
    def seen(self) -> Mapping[UUID, int]:
        """The streams that were looked at since ``begin``, and the version of the last event of each."""
        return self._seen

    def inspectorate(self) -> Inspectorate:
        """The settings and the people; raises Damaged."""
        known = self._inspectorate
        if self._is_settled(LEDGER_STREAM, known):
            return known
        begins = self.folds and not known.version and LEDGER_STREAM not in self._news
        if begins and self.folds and (found := self.folds.inspectorate(self.store)):
            known, self._news[LEDGER_STREAM] = found
            self._inspectorate = self._looked_at[LEDGER_STREAM] = known
        for record in self._since(LEDGER_STREAM, known):
            with _nothing_missing(record):
                known.apply(record.event, record.recorded_at, record.position)
        self._seen[LEDGER_STREAM] = known.version
        return known

    @property
    def last_known(self) -> Inspectorate:
        """The same as it was when it was looked at last; looked at now if it never was."""
        return self._inspectorate if self._inspectorate.version else self.inspectorate()

    def inspection(self, ref: str) -> Inspection:
        """An inspection; one without a version where there is none of that ref; raises Damaged."""
        known, stream = self._inspections.get(key(ref)), inspection_stream(ref)
        if known is None:
            known = self._inspections[key(ref)] = self._new(stream)
        self._looked_at[stream] = known
        if self._is_settled(stream, known):
            return known
        for record in self._since(stream, known):
            with _nothing_missing(record):
                known.apply(record.event, record.by, record.recorded_at)
        self._seen[stream] = known.version
        return known

    def _is_settled(self, stream: UUID, known: Inspectorate | Inspection) -> bool:
        """Whether nothing more of a stream is read: behind a draft, twice for one request, or if nothing is
        new.
        """
        if stream in self._drafted or (self._is_asked and stream in self._seen):
            return True
        if stream in self._unmoved:
            self._seen[stream] = known.version
            return True
        return False

    def _new(self, stream: UUID) -> Inspection:
        from ledger.state.inspection import Inspection  # noqa: PLC0415  projections have folds of their own

        settings = self.inspectorate()
        blank = Inspection(settings.sign_off, settings.time_zone)
        if self.folds and (found := self.folds.inspection(self.store, stream, blank)):
            blank, self._news[stream] = found
        return blank

    def inspections(self) -> Mapping[str, Inspection]:
        """Every inspection by its key, each looked up when it is asked for and then held."""
        return _Asked(self.inspection)

    def apply(self, event: Event, by: str, told: str) -> int:
        """Fold an event that was decided and is not stored yet, as of the instant it will be told at.

        Returns the version it will have.
        """
        if not isinstance(event, InspectionEvent):
            self._drafted.add(LEDGER_STREAM)
            self._inspectorate.apply(event, told)
            return self._inspectorate.version
        self._drafted.add(inspection_stream(event.inspection))
        inspection = self._inspections[key(event.inspection)]
        inspection.apply(event, by, told)
        return inspection.version

    def follows(self, event: Event, version: int) -> Iterator[WordsWithdrawn]:
        """What an event that was taken in withdraws from view, for it says what others should have said."""
        if isinstance(event, InspectionEvent):
            yield from self._inspections[key(event.inspection)].sayings.follows(event, version)

    def settle(self, last: Last) -> None:
        """What was decided is stored, and this is the last of it: go on reading behind it.

        Nobody recorded anything in a stream that was looked at, or it would not have been stored.
        """
        self._settled = last, frozenset(self._seen) | self._drafted
        self._drafted.clear()
        self._news.clear()
        self._unmoved = frozenset()
        self._is_asked = False

    def begin_anew(self) -> None:
        """Begin anew, and read what was looked at: who has a turn then only reads what is newer."""
        names = [name for name in self._inspections if inspection_stream(name) in self._seen]
        self.reset()
        for name in names:
            self.inspection(name)

    def reset(self) -> None:
        """Begin anew: what was decided did not come to be stored."""
        self._forget()
        self._settled = (0, ""), frozenset()
        self._inspectorate = Inspectorate()
        self._inspections.clear()
        self._looked_at = {LEDGER_STREAM: self._inspectorate}

    def _since(self, stream: UUID, known: Inspectorate | Inspection) -> Iterator[Record]:
        """What came since a state; it is kept once many were taken in."""
        begun = version = known.version
        news = self._news.pop(stream, None)
        row: Row | None = None
        for row in self.store.rows(stream=stream, after=version) if news is None else news:
            version += 1
            if row[2] != version:
                raise Damaged(
                    f"Event {row[0]} is number {row[2]} of its stream where {version} was due.", _MISSING
                )
            yield decode(row)
        if self.folds and row and version - begun >= MANY:
            self.folds.keep(self.store, stream, known, row)


class _Asked(dict[str, "Inspection"]):
    """Finds what it has not when it is asked for."""

    def __init__(self, find: Callable[[str], Inspection]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, name: str) -> Inspection:
        found = self[name] = self._find(name)
        return found


@contextmanager
def _nothing_missing(record: Record) -> Iterator[None]:
    """Tell as damage what a fold does not find, for an earlier event must have made it."""
    try:
        yield
    except KeyError as error:
        raise Damaged(
            f"Event {record.position} ({record.event.NAME}) speaks of {error}, which no earlier event made.",
            _MISSING,
        ) from error
