"""The titles of an inspection and its cycles, as they were opened and corrected."""

from __future__ import annotations

from collections.abc import Iterator

from events.cycles import CycleCorrected, CycleOpened
from events.inspections import InspectionCorrected, InspectionOpened
from ledger.records import Record
from ledger.times import last_day
from ledger.validation import key
from projections.base import TimeFilter
from projections.publication.edition import Cycle


class Opened:
    """Its records go in as they come; others change nothing."""

    def __init__(self, time_filter: TimeFilter, zone: str) -> None:
        self.title = ""
        self._time_filter, self._zone = time_filter, zone
        self._cycles: dict[str, Cycle] = {}
        self._recorded: dict[str, str] = {}
        self._own: list[int] = []
        self._of_cycles: dict[str, list[int]] = {}

    def take(self, record: Record) -> None:
        """Take one in."""
        match event := record.event:
            case InspectionOpened(title=title) | InspectionCorrected(title=title):
                self.title = title
                self._own.append(record.position)
            case CycleOpened(cycle=ref, title=title, kind=kind, on=on):
                self._cycles[key(ref)] = Cycle(ref, title, kind, on)
                self._recorded[key(ref)] = record.recorded_at
                self._of_cycles[key(ref)] = [record.position]
            case CycleCorrected(cycle=ref) if cycle := self._cycles.get(key(ref)):
                self._of_cycles[key(ref)].append(record.position)
                self._cycles[key(ref)] = Cycle(
                    cycle.ref,
                    event.title or cycle.title,
                    event.kind or cycle.kind,
                    event.opened_on or cycle.on,
                )

    def effective_cycles(self) -> tuple[Cycle, ...]:
        """The cycles that had been opened by the day, in the order of days."""
        cycles = [cycle for ref, cycle in self._cycles.items() if self._is_effective(ref)]
        return tuple(sorted(cycles, key=lambda cycle: last_day(cycle.on)))

    def positions(self) -> Iterator[int]:
        """The positions of what its title and those of these cycles rest on."""
        yield from self._own
        for ref, positions in self._of_cycles.items():
            if self._is_effective(ref):
                yield from positions

    def _is_effective(self, ref: str) -> bool:
        """Whether a cycle, by its key, had been opened by the day."""
        return self._time_filter.is_effective(self._cycles[ref].on, self._recorded[ref], self._zone)
