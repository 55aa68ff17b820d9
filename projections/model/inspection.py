"""One inspection, held for an answer about one recommendation: its stream is read once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from functools import cached_property
from typing import Self

from ledger.errors import NotFound
from ledger.ledger import Ledger
from ledger.records import Record
from ledger.times import day_of
from ledger.validation import key
from projections.as_seen import AsSeen, as_seen
from projections.base import Cycles, TimeFilter
from projections.model.abouts import About, Abouts, slot_now
from projections.model.doubts import Ends
from projections.model.effective_day import Told, in_days
from projections.model.fold import InspectionFold
from projections.model.reading import ref_of, stream
from projections.model.recommendation import Recommendation
from projections.model.worded import Worded


def _as_it_is(record: Record) -> Record:
    return record


class InspectionReading:
    """All records of one inspection, held for an answer about one recommendation.

    ``records`` are all there are, ``known`` those that the time filter includes, ``fold`` is what the known
    ones amount to, ``words`` the vocabulary that was known. What a source said by then is known, too (see
    projections.as_seen); ``source`` is the ledger as that has it. Raises NotFound if there is no such
    inspection.

    If only some ``numbers`` are asked about, the records may be those alone that answers about them hang on;
    ``is_whole`` says that they are all. ``events`` counts all that were known.
    """

    def __init__(
        self,
        ledger: Ledger,
        inspection: str,
        time_filter: TimeFilter = TimeFilter(),
        numbers: Collection[str] | None = None,
    ) -> None:
        self._ledger, self.time_filter = ledger, time_filter
        self.source = as_seen(ledger, time_filter.known_at)
        self._heard = self.source.heard if isinstance(self.source, AsSeen) else _as_it_is
        self.settings = self.source.inspectorate()
        self.words = self.settings.vocabulary.known(time_filter.known_at)
        # What a source said is known at other times than the order of recording has.
        about = None
        if numbers is not None and self.source is ledger:
            about = ledger.about(inspection, numbers, time_filter.known_at)
        self.is_whole = about is None
        if about is None:
            ref, records = stream(ledger, inspection)
            self.ref, self.records = str(ref), list(records)
        else:
            self.records = about.records
            self.ref = ref_of(about.records[0] if about.records else None, inspection)
        self.known = [record for record in self.records if time_filter.includes(self._heard(record))]
        self.events = len(self.known) if about is None else about.events
        self.fold = self.fold_of(self.known)

    @classmethod
    def about(
        cls, ledger: Ledger, inspection: str, number: str, time_filter: TimeFilter = TimeFilter()
    ) -> Self:
        """The same for an answer about one recommendation: of its records alone, if it is found in them."""
        reading = cls(ledger, inspection, time_filter, (number,))
        return reading if reading.is_whole or reading._there(number) else cls(ledger, inspection, time_filter)

    def _there(self, number: str) -> Recommendation | None:
        known = self.fold.recommendations.get(key(number))
        return known if known is not None and known.was_there(self.time_filter.day) else None

    def fold_of(self, records: Iterable[Record]) -> InspectionFold:
        """What some of the records amount to."""
        fold = InspectionFold.of(self.settings, self.time_filter.known_at)
        for record in records:
            fold.take(self._heard(record))
        return fold

    def recommendation(self, number: str) -> Recommendation:
        """A recommendation that was there by the day asked about; raises NotFound."""
        if (known := self._there(number)) is not None:
            return known
        from ledger.decisions.base import recommendation as recommendation_of  # noqa: PLC0415  rarely

        if void := self.fold.voids.of(number):
            from ledger.rules.things import in_error  # noqa: PLC0415  rarely

            recorded = next(one.recorded_at for one in self.known if one.position == void.position)
            raise in_error(self.ref, void.number, void.why, recorded).refusal()
        today = recommendation_of(self._ledger.inspection(self.ref), number)
        known, number = self.fold.recommendations.by_slot.get(today.slot), today.number
        if known is not None and known.was_there(self.time_filter.day):
            # It had another number by what was known then.
            return known
        when = self.time_filter.in_words()
        raise NotFound(
            f"Recommendation {number} of {self.ref} was not there yet, {when}.",
            "Ask about a later day or time.",
        )

    @cached_property
    def worded(self) -> Worded:
        """The words of judgements and evidence, as far as they were known."""
        worded = Worded()
        for record in self.known:
            worded.take(record)
        return worded

    @cached_property
    def by_slot(self) -> dict[str, list[tuple[Record, About]]]:
        """All that was known of each recommendation, with what it is about, whatever its day and number."""
        cycles = Cycles(self.settings.time_zone, TimeFilter(None, self.time_filter.known_at))
        for record in self.records:
            cycles.take(self._heard(record))
        abouts, moved = Abouts(cycles), self.fold.evidence_moved
        found: dict[str, list[tuple[Record, About]]] = {}
        for record in self.known:
            about = abouts.of(record)
            slot = slot_now(record.event, about, moved)
            if slot is not None:
                found.setdefault(slot, []).append((record, about))
        return found

    def history(self, slot: str) -> list[Told]:
        """All that was known of a recommendation, whatever its day and its number."""
        found, zone = self.by_slot.get(slot, []), self.settings.time_zone
        told = in_days(((self._heard(record), about) for record, about in found), zone)
        # It counts from when its source had it, and people read when the ledger was told.
        return [
            one._replace(record=record, recorded_on=day_of(record.recorded_at, zone))
            for one, (record, _) in zip(told, found, strict=True)
        ]

    def ends(self) -> Ends:
        """When recommendations of this inspection, or of any other, were withdrawn."""

        def fold(ref: str) -> InspectionFold | None:
            if key(ref) == key(self.ref):
                return self.fold
            from ledger.state.related import others  # noqa: PLC0415  few are linked to another inspection

            with suppress(NotFound):
                numbers = {
                    number
                    for record in self.known
                    for of, number in others(record.event)
                    if key(of) == key(ref)
                }
                return InspectionReading(self._ledger, ref, self.time_filter, numbers).fold
            return None

        return Ends(fold, self.time_filter.day)
