"""What is kept of an inspection as those who decide know it, and the inspection as it was.

What was said in it is not kept but read from its stream again if somebody asks: it is where it always was.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from events.imports import RecommendationImported
from ledger.folds.file import dumped, loaded
from ledger.folds.histories import event, event_kept, given, source, source_kept
from ledger.folds.lazily import Lazily, kept, pairs
from ledger.folds.recommendations import (
    DISPUTE,
    EVIDENCE,
    JUDGEMENT,
    Recommendations,
    Slots,
    recommendation_kept,
)
from ledger.state.entities import Cycle, Dispute, Evidence, Judgement
from ledger.state.inspection import Inspection
from ledger.state.kept import KeptEvents
from ledger.state.numbered import Numbered
from ledger.state.numbers import Numbers

if TYPE_CHECKING:
    from events.base import Event
    from ledger.folds.file import Data
    from ledger.state.entities import Recommendation
    from ledger.state.sayings import Sayings

T = TypeVar("T", Evidence, Judgement, Dispute, Cycle)

Fetch = Callable[[Sequence[int]], Iterator["Event"]]
"""Reads the events of a stream at some versions of it, in their order."""

_PLAIN = ("_told", "_made_at", "version", "ref", "title", "responses", "progress", "awaiting", "row_facts")
_SAID = ("replaced", "_of", "_renamed", "_senders", "_disputed", "_slots")
_CYCLE = ("ref", "title", "kind", "on", "closed_on")


class NotKept(Exception):
    """A state is of a form that no decision leads to: it is folded from its events each time."""


class StreamEvents(KeptEvents):
    """Events of a stream by their versions: those of before are read when somebody asks for them."""

    __slots__ = ("_fetch", "places")

    def __init__(self, places: Sequence[int], fetch: Fetch) -> None:
        super().__init__()
        self.places = dict.fromkeys(places)
        self._fetch = fetch

    def __getitem__(self, place: int) -> Event:
        """The event at a place; raises KeyError where none is kept, StorageError."""
        return next(self._fetch((place,))) if place in self.places else super().__getitem__(place)

    def get(self, place: int) -> Event | None:
        """The event at a place, or None; raises StorageError."""
        return self[place] if place in self.places else super().get(place)

    def items(self) -> Iterator[tuple[int, Event]]:
        """Each place and the event there; raises StorageError."""
        yield from zip(self.places, self._fetch(tuple(self.places)), strict=True)
        yield from super().items()


def inspection_kept(one: Inspection) -> Data:
    """What is kept of an inspection; raises NotKept."""
    there = one.recommendations
    made, recommendations = _recommendations_kept(one)
    return (
        tuple(getattr(one, name) for name in _PLAIN),
        {name: tuple(getattr(cycle, of) for of in _CYCLE) for name, cycle in one.cycles.items()},
        recommendations,
        there.numbers.known,
        kept(there.by_slot, _made_at, int),
        kept(one.voided, _made_at, int),
        kept(one.evidence, lambda sent: _part(sent, EVIDENCE), bytes),
        kept(one.judgements, lambda judged: _part(judged, JUDGEMENT), bytes),
        kept(one.disputes, lambda dispute: _part(dispute, DISPUTE), bytes),
        None if one.row is None else event_kept(one.row),
        _source_kept(one, made),
        _sayings_kept(one.sayings),
    )


def inspection(data: Data, blank: Inspection, fetch: Fetch) -> Inspection:
    """The inspection, made of one in which nothing was taken in and what was kept."""
    plain, cycles, recommendations, numbers, slots, voided, evidence, judgements, disputes, *rest = data
    there = Recommendations(recommendations)
    given(blank, _PLAIN, plain)
    blank.cycles = {name: _given(Cycle.__new__(Cycle), _CYCLE, values) for name, values in cycles.items()}
    blank.recommendations = Numbered.of(Numbers.of(numbers), Slots(slots, there))
    blank.voided = Slots(voided, there)
    blank.evidence = _about(evidence, Evidence, EVIDENCE, there)
    blank.judgements = _about(judgements, Judgement, JUDGEMENT, there)
    blank.disputes = _about(disputes, Dispute, DISPUTE, there)
    row, (source_of, said_by), said = rest
    blank.row = None if row is None else event(row, RecommendationImported)
    blank._source = source(said_by) if source_of is None else there.at(source_of).source or blank._source
    _said(blank.sayings, said, fetch)
    return blank


def _given(thing: T, names: Sequence[str], values: Sequence[object]) -> T:
    given(thing, names, values)
    return thing


def _part(one: Evidence | Judgement | Dispute, names: Sequence[str]) -> bytes:
    return dumped((one.about.made_at, tuple(getattr(one, name) for name in names)))


def _about(data: Data, kind: type[T], names: Sequence[str], there: Recommendations) -> dict[str, T]:
    """Things that are about a recommendation, by their keys."""

    def make(kept: bytes) -> T:
        about, values = loaded(kept)
        made = _given(kind.__new__(kind), names, values)
        given(made, ("about",), (there.at(about),))
        return made

    return Lazily(data, bytes, make)


def _made_at(one: Recommendation) -> int:
    return one.made_at


def _recommendations_kept(one: Inspection) -> tuple[list[Recommendation], dict[int, bytes]]:
    """Those that were made by now, and what is kept of all, by the numbers of their first events."""
    made: dict[int, Recommendation] = {}
    found: dict[int, bytes] = {}
    for things in (one.recommendations.by_slot, one.voided):
        there = things.there if isinstance(things, Slots) else None
        if there:
            found |= there.kept
            made |= there.made
        made |= {item.made_at: item for _, item in pairs(things) if not isinstance(item, int)}
    found |= {at: dumped(recommendation_kept(item)) for at, item in made.items()}
    return list(made.values()), found


def _source_kept(one: Inspection, made: Sequence[Recommendation]) -> Data:
    """The recommendation of which the row that was brought in last says more; or what was said of none."""
    sources = [(id(item.source), item.made_at) for item in made if item.source is not None]
    if len(dict(sources)) < len(sources):
        raise NotKept
    of = dict(sources).get(id(one._source))
    return of, None if of is not None else source_kept(one._source)


def _sayings_kept(sayings: Sayings) -> Data:
    events = sayings.events
    places = [*(events.places if isinstance(events, StreamEvents) else ()), *events.own_places]
    return (
        array("I", places).tobytes(),
        kept(sayings.withdrawn, event_kept, tuple),
        [getattr(sayings, name) for name in _SAID],
    )


def _said(sayings: Sayings, data: Data, fetch: Fetch) -> None:
    places, withdrawn, said = data
    sayings.events = StreamEvents(array("I", places), fetch)
    sayings.withdrawn = Lazily(withdrawn, tuple, event)
    given(sayings, _SAID, said)
