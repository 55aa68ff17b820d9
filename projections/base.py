"""What every projection has in common: the two times it is asked in, and the view it gives."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Protocol

from events.base import Day, Instant
from events.cycles import CycleCorrected, CycleOpened
from events.named import NamedTuple
from ledger import times
from ledger.ledger import Ledger
from ledger.records import Record
from ledger.state.inspectorate import Inspectorate
from ledger.times import last_day, span
from ledger.validation import key, number_key, so_many_events

Item = Mapping[str, Any]  # Any: JSON
"""One row as the JSON of the contract has it."""


class TimeFilter(NamedTuple):
    """The two times of a question: how things were at the end of ``as_of``, by what was recorded until
    ``known_at``. None sets no limit.
    """

    as_of: Day | None = None
    known_at: Instant | None = None

    def includes(self, record: Record) -> bool:
        """Whether this had been recorded by ``known_at``."""
        return self.known_at is None or record.recorded_at <= self.known_at

    def is_effective(self, on: Day | None, told: str, zone: str) -> bool:
        """Whether a fact of the day ``on``, recorded at ``told``, had taken effect by ``as_of``. Without
        a day of its own it always had.
        """
        return self.as_of is None or on is None or span(on, told, zone)[1] <= last_day(self.as_of)

    @property
    def day(self) -> str | None:
        """The day asked about as a full date, or None."""
        return None if self.as_of is None else last_day(self.as_of)

    def in_words(self) -> str:
        """The two times in words, for a caption; empty if neither is given."""
        parts = []
        if self.as_of:
            parts.append(f"as of {self.as_of}")
        if self.known_at:
            parts.append(f"as known at {self.known_at}")
        return ", ".join(parts)


def told_apart(known_at: Instant | None, heard: Sequence[str]) -> Item:
    """What JSON has beside ``known_at``, if it was asked about: the rows that are a source's word."""
    return {} if known_at is None else {"as_seen": heard}


def nothing_yet(day: str) -> str:
    """The warning that stands where a day is asked about before anything was made."""
    return f"nothing was made by {day}."


def today_of(ledger: Ledger, time_filter: TimeFilter) -> Day:
    """The date at ``known_at``, and today if that is not given or still to come."""
    today = times.today(ledger.clock(), zone := ledger.inspectorate().time_zone)
    return today if time_filter.known_at is None else min(today, times.day_of(time_filter.known_at, zone))


class Column(NamedTuple):
    """One column: its heading, the text of an item under it, and whether that text stays on one line.

    ``dated`` says that the text is a day: data have it as it was given, people read it in words. ``figure``
    says that it is a number which the program counted, below zero perhaps, and nobody's words.
    """

    heading: str
    cell: Callable[[Item], str]
    whole: bool = False
    dated: bool = False
    figure: bool = False

    def read(self, item: Item) -> str:
        """The text as people read it."""
        text = self.cell(item)
        return times.shown(text) if self.dated else text


class View(NamedTuple):
    """What is seen, before it is written down in a format.

    ``head`` comes before the rows in JSON; ``facts`` stand above and ``closing`` below the table for people.
    ``listing`` is what a page that has facts calls the table under them.
    ``warning`` is told apart, on standard error, where the question itself may be a slip.
    ``narrow`` are the columns of a table of characters, where the others are too many for it; ``wide`` those
    of one that has room for more.
    ``beside`` are columns behind the others for people; data have what they say without them.
    ``unsaid`` tells which items say only that nobody said anything: people do without them, data have them.
    ``late`` works out what only people read, for which the items have to be read: see ``whole``.
    The items are read in order, and may be many. ``lines`` are the same, each as its JSON, if they are at
    hand: whoever writes JSON needs no items then.
    """

    caption: str
    columns: tuple[Column, ...]
    items: Iterable[Item]
    head: Item
    facts: tuple[tuple[str, str], ...] = ()
    closing: str = ""
    narrow: tuple[Column, ...] = ()
    wide: tuple[Column, ...] = ()
    listing: str = "History"
    warning: str = ""
    unsaid: Callable[[Item], bool] | None = None
    beside: tuple[Column, ...] = ()
    lines: Iterable[bytes] | None = None
    late: Callable[[View], View] | None = None

    def whole(self) -> View:
        """The same with all that people read."""
        return self if self.late is None else self.late(self)._replace(late=None)

    @property
    def for_people(self) -> tuple[Column, ...]:
        """The columns that people read."""
        return (*self.columns, *self.beside)

    @property
    def answered(self) -> str:
        """From how many events it answers, for what is kept; empty if it does not say so."""
        events = self.head.get("events")
        return "" if events is None else f"Answered from {so_many_events(events)}."

    def read(self) -> Iterator[Item]:
        """The items that people read."""
        unsaid = self.unsaid
        return iter(self.items) if unsaid is None else (item for item in self.items if not unsaid(item))


@lru_cache(4096)
def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """The order a person expects: 2 before 10, and figures before words."""
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part.casefold())
        for part in re.split(r"([0-9]+)", text)
        if part
    )


@lru_cache(4096)
def number_order(number: str) -> tuple[tuple[tuple[int, int, str], ...], str]:
    """The order of numbers: by their parts, whatever brackets and blanks stand between these, and however
    wide a letter or long a dash is: ``3``, ``3(a)``, ``3 (b)``, ``3(10)``.

    What has the same parts stands by its signs: ``3(a)``, ``3a``.
    """
    if number.isascii() and number.isalnum():
        return natural(number), ""
    spelt = number_key(number)
    found = re.findall(r"[0-9]+|[^0-9()\[\] ]+", spelt)
    parts = tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in found)
    return parts, "".join(sign for sign in spelt if not sign.isdecimal())


class Cut(NamedTuple):
    """What one inspection had up to a cycle: the cycles until then, and the day the next one opened."""

    cycles: frozenset[str]
    until: str | None

    def has(self, day: str) -> bool:
        """Whether something without a cycle of its own, that came by that full date, belongs to it."""
        return self.until is None or day < self.until


class Recorded(Protocol):
    """Whatever has records: a ledger, or the part of one that a bundle shows."""

    def records(self, *, inspection: str | None = None, topics: Sequence[str] = ()) -> Iterator[Record]:
        """See Ledger.records."""
        ...

    def inspectorate(self) -> Inspectorate:
        """See Ledger.inspectorate."""
        ...


class Cycles:
    """The cycles of each inspection in the order they were opened in (by their day, then as recorded).

    It takes records in recording order and passes over all that neither open nor correct a cycle.
    """

    def __init__(self, zone: str, time_filter: TimeFilter) -> None:
        self.zone, self._time_filter = zone, time_filter
        self._opened: dict[tuple[str, str], tuple[Day, Instant, int, str]] = {}
        self._sorted: dict[str, list[tuple[str, int, str]]] | None = None

    @classmethod
    def read(cls, ledger: Recorded, inspection: str | None, time_filter: TimeFilter) -> Cycles:
        """Those of one inspection, or of all."""
        cycles = cls(ledger.inspectorate().time_zone, time_filter)
        for record in ledger.records(inspection=inspection, topics=[CycleOpened.NAME, CycleCorrected.NAME]):
            cycles.take(record)
        return cycles

    def taking(self, records: Iterable[Record]) -> Iterator[Record]:
        """The records, each taken as it passes."""
        for record in records:
            if record.event.SUBJECT == "cycle":
                self.take(record)
            yield record

    def take(self, record: Record) -> None:
        """Take one more record."""
        match event := record.event:
            case CycleOpened(cycle=ref, on=on) if self._time_filter.includes(record):
                opened = on, record.recorded_at, record.position, ref
                self._opened[key(event.inspection), key(ref)] = opened
            case CycleCorrected(cycle=ref, opened_on=on) if on and self._time_filter.includes(record):
                name = key(event.inspection), key(ref)
                if name in self._opened:
                    self._opened[name] = on, *self._opened[name][1:]
            case _:
                return
        self._sorted = None

    @property
    def _order(self) -> dict[str, list[tuple[str, int, str]]]:
        """By the key of each inspection its cycles that had been opened: day, position, ref."""
        if self._sorted is None:
            self._sorted = {}
            for (of, _), (on, told, position, ref) in self._opened.items():
                if self._time_filter.is_effective(on, told, self.zone):
                    opened = span(on, told, self.zone)[1], position, ref
                    self._sorted.setdefault(of, []).append(opened)
            for order in self._sorted.values():
                order.sort()
        return self._sorted

    def opened(self, inspection: str) -> list[tuple[str, str]]:
        """The cycles of an inspection, each with the last day that it can have been opened on."""
        return [(day, ref) for day, _, ref in self._order.get(key(inspection), [])]

    def cut(self, inspection: str, cycle: str) -> Cut | None:
        """What an inspection had up to a cycle, or None where it has no such cycle."""
        before: list[str] = []
        for at, (_, _, ref) in enumerate(opened := self._order.get(key(inspection), [])):
            before.append(key(ref))
            if key(ref) == key(cycle):
                later = [day for day, _, _ in opened[at + 1 :]]
                return Cut(frozenset(before), later[0] if later else None)
        return None

    def has(self, cycle: str) -> bool:
        """Whether any inspection has a cycle."""
        return any(key(ref) == key(cycle) for order in self._order.values() for _, _, ref in order)

    def running(self, inspection: str, on: Day | None, told: str) -> str | None:
        """The cycle that had last been opened on the day of what was recorded at ``told``: the one that work
        without a cycle belongs to.
        """
        found = None
        last = "" if on is None else span(on, told, self.zone)[1]
        for day, _, ref in self._order.get(key(inspection), []):
            if day <= last:
                found = ref
        return found
