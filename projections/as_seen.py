"""What the sources of imported facts said by an instant at which the ledger had not been told of it.

A file that was seen on a day and brought in later is, between the two, its source's word. All that its
request recorded is known so from the end of that day, in the ledger's time zone. Readings show it and say
which rows it is in; whatever is about the ledger's own knowing (the trail, ``diff`` between instants,
``verify``, publications, proofs) does without.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy

from events.base import Day, Instant
from events.imports import FileImported
from events.recommendations import RecommendationCorrected, RecommendationMade
from events.registry import EVENTS
from ledger.moments import moment
from ledger.records import Record
from ledger.state.bodies import Bodies
from ledger.state.inspectorate import Inspectorate
from ledger.state.vocabulary import Vocabulary
from ledger.times import shown
from ledger.validation import key, number_key, so_many
from projections.base import Recorded
from projections.model.recommendation import Recommendation

_SETTINGS = tuple(name for name, event in EVENTS.items() if event.SUBJECT in ("body", "vocabulary"))
"""What says which names mean one body, and which words there are."""


class AsSeen:
    """A ledger in which the facts of some files are known from the days on which these were seen.

    ``sources`` has these instants by the stamp that orders the request, and ``days`` the days. ``given`` has
    the positions from which on a number that nothing bore then is one of a recommendation which nobody had
    told of: what is said of it is about none that once bore it. ``positions`` are those of the facts that
    were read.
    """

    def __init__(
        self,
        ledger: Recorded,
        sources: Mapping[Instant, Instant],
        days: Iterable[Day],
        given: Mapping[tuple[str, str], int],
    ) -> None:
        self._ledger, self._sources, self._given = ledger, sources, given
        self.days = sorted(set(days))
        self.positions: set[int] = set()

    def heard(self, record: Record) -> Record:
        """A record with the instant by which its source had it, if the ledger was told later."""
        at = self._sources.get(record.stamp or record.recorded_at)
        if at is None or self._is_of_later(record):
            return record
        self.positions.add(record.position)
        return record._replace(recorded_at=at)

    def _is_of_later(self, record: Record) -> bool:
        fields = record.event.fields
        if not self._given or "number" not in fields:
            return False
        since = self._given.get(_numbered(fields["inspection"], fields["number"]))
        return since is not None and since < record.position

    def records(self, *, inspection: str | None = None, topics: Sequence[str] = ()) -> Iterator[Record]:
        """See Ledger.records."""
        return map(self.heard, self._ledger.records(inspection=inspection, topics=topics))

    def inspectorate(self) -> Inspectorate:
        """See Ledger.inspectorate."""
        settings = copy(self._ledger.inspectorate())
        bodies, settings.vocabulary = Bodies(settings.time_zone), Vocabulary()
        bodies.clock, settings.bodies = settings.bodies.clock, bodies
        for record in self.records(topics=_SETTINGS):
            if record.event.SUBJECT == "body":
                bodies.apply(record.event, record.version, record.recorded_at, record.position)
            else:
                settings.vocabulary.apply(record.event, record.recorded_at)
        return settings


def as_seen(ledger: Recorded, known_at: Instant | None) -> Recorded:
    """A ledger as it is read at an instant (None: now): itself, unless a source is heard that it was told of
    later.
    """
    if known_at is None or not (settings := ledger.inspectorate()).imports:
        return ledger
    sources, days = {}, []
    for record in ledger.records(topics=[FileImported.NAME]):
        seen_on = record.event.fields["seen_on"]
        heard = moment(seen_on, settings.time_zone).last
        if heard <= known_at < record.recorded_at:
            sources[record.stamp or record.recorded_at] = heard
            days.append(seen_on)
    return AsSeen(ledger, sources, days, _given(ledger, sources, known_at)) if sources else ledger


def _given(
    ledger: Recorded, sources: Mapping[Instant, Instant], known_at: Instant
) -> Mapping[tuple[str, str], int]:
    """At which positions numbers that nothing bore by then came to what nobody had told of by then."""
    given: dict[tuple[str, str], int] = {}
    borne: set[tuple[str, str]] = set()
    for record in ledger.records(topics=[RecommendationMade.NAME, RecommendationCorrected.NAME]):
        fields = record.event.fields
        before, after = fields["number"], fields.get("new_number") or fields["number"]
        if before == after and not isinstance(record.event, RecommendationMade):
            continue
        number = _numbered(fields["inspection"], after)
        if record.recorded_at > known_at and (record.stamp or record.recorded_at) not in sources:
            given.setdefault(number, record.position)
        else:
            borne.discard(_numbered(fields["inspection"], before))
            borne.add(number)
    return {number: since for number, since in given.items() if number not in borne}


def _numbered(inspection: str, number: str) -> tuple[str, str]:
    return key(inspection), number_key(number)


def heard_of(source: Recorded, found: Iterable[tuple[str, Recommendation]], day: str | None) -> list[str]:
    """``REF/NUMBER`` of those whose rows on a day say what only a source said by then, in their order."""
    if not isinstance(source, AsSeen):
        return []
    return [
        f"{ref}/{recommendation.number}"
        for ref, recommendation in found
        if not source.positions.isdisjoint(recommendation.rests_on(day))
    ]


def note(source: Recorded, heard: Sequence[str]) -> str:
    """What people read about the rows that ``heard_of`` gives; empty if there are none."""
    if not heard or not isinstance(source, AsSeen):
        return ""
    days = " and ".join(shown(day) for day in source.days)
    said = so_many(len(heard), "recommendation")
    return f"As the source's word: {said}, as seen in another register on {days}. This ledger was told later."
