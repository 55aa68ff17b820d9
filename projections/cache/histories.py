"""All that was recorded of each recommendation of an inspection, as it comes to be known event by event: what
``projections.model.inspection.InspectionReading.by_slot`` has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ledger.records import Record
from projections.base import Cycles, TimeFilter
from projections.model.abouts import About, Abouts, HasSlot, slot_now

Told = tuple[Record, About]


class Histories:
    """Of one inspection, in a time zone. ``by_slot`` has them, each in the order of recording."""

    def __init__(self, zone: str) -> None:
        self._cycles = Cycles(zone, TimeFilter())
        self._abouts = Abouts(self._cycles)
        self._known: list[Record] = []
        self.by_slot: dict[str, list[Told]] = {}

    def take(
        self, records: Sequence[Record], moved: Mapping[str, HasSlot], *, anew: bool = False
    ) -> set[str]:
        """Take in what was recorded next; the slots of which anything became known or is about something else
        than before: a cycle that was opened on an earlier day makes much be about that.

        ``moved`` has by its ref what evidence is for that was recorded for another; if that may be another
        than before, all is looked at ``anew``.
        """
        self._known += records
        cycles = [record for record in records if record.event.SUBJECT == "cycle"]
        if not (cycles or anew):
            return self._add(records, moved)
        for record in cycles:
            self._cycles.take(record)
        before, self.by_slot, self._abouts = self.by_slot, {}, Abouts(self._cycles)
        self._add(self._known, moved)
        return {slot for slot in {**before, **self.by_slot} if self._differs(slot, before)}

    def _differs(self, slot: str, before: Mapping[str, list[Told]]) -> bool:
        return _abouts_of(self.by_slot.get(slot)) != _abouts_of(before.get(slot))

    def _add(self, records: Iterable[Record], moved: Mapping[str, HasSlot]) -> set[str]:
        found = set()
        for record in records:
            about = self._abouts.of(record)
            slot = slot_now(record.event, about, moved)
            if slot is not None:
                self.by_slot.setdefault(slot, []).append((record, about))
                found.add(slot)
        return found


def _abouts_of(told: Iterable[Told] | None) -> list[tuple[int, About]]:
    return [(record.position, about) for record, about in told or ()]
