"""Which events of an inspection an answer about one recommendation hangs on.

    related.versions(["3"])          the versions of those events, rising

Whatever bears or ever bore a number, however it is written, hangs together; so does what one event names: a
recommendation and the other end of its link, what it stands under, its new number, the judgement and the
evidence that this rests on. What names nothing of the kind, such as a cycle, every answer hangs on.

Rather too much than too little: what is read beside makes an answer no other, what is left out might.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ledger.validation import key, number_key

if TYPE_CHECKING:
    from events.base import Event

NUMBERS = ("number", "new_number", "under")
"""The fields of events that have a number of the inspection."""
OTHERS = ("other", "by")
"""Those that have numbers of this or of other inspections, ``REF/NUMBER``."""
REFS = ("judgement", "evidence", "dispute", "response", "progress")
"""Those that have a ref, or several."""

_VERSION = "I"


class Related:
    """All events of one inspection in groups, by the numbers and the refs that they name.

    ``is_in_order`` says whether none was recorded before the one that it comes behind.
    """

    def __init__(self) -> None:
        self.version = 0
        self.is_in_order = True
        self._told = ""
        self._groups: dict[str, int] = {}
        self._joined: dict[int, int] = {}
        self._events: list[array[int] | bytes] = [array(_VERSION)]

    @classmethod
    def of(cls, kept: Any) -> Related:  # Any: what was kept
        """The same, of what was kept of it."""
        related = cls()
        related.version, related.is_in_order, related._told, related._groups, related._events = kept
        return related

    def kept(self) -> object:
        """What is to be kept of it."""
        groups = {name: self._now(group) for name, group in self._groups.items()}
        events = [bytes(versions) for versions in self._events]
        return self.version, self.is_in_order, self._told, groups, events

    def take(self, event: Event, told: str) -> None:
        """Take in one more event of the stream, and when it was recorded."""
        self.version += 1
        self.is_in_order, self._told = self.is_in_order and self._told <= told, told
        groups = {self._group(name) for name in names(event)}
        group = self._join(groups) if groups else 0
        versions = self._events[group]
        if isinstance(versions, bytes):
            versions = self._events[group] = array(_VERSION, versions)
        versions.append(self.version)

    def versions(self, numbers: Iterable[str]) -> list[int]:
        """The versions of the events that answers about some numbers hang on, rising."""
        known = (self._groups.get(number_key(number)) for number in numbers)
        groups = {0, *(self._now(group) for group in known if group is not None)}
        return sorted(version for group in groups for version in array(_VERSION, bytes(self._events[group])))

    def _group(self, name: str) -> int:
        group = self._groups.get(name)
        if group is None:
            group = self._groups[name] = len(self._events)
            self._events.append(array(_VERSION))
        return self._now(group)

    def _now(self, group: int) -> int:
        """What a group is part of by now."""
        while (into := self._joined.get(group)) is not None:
            group = into
        return group

    def _join(self, groups: Iterable[int]) -> int:
        """Make one of several, the one with the most events."""
        first, *others = sorted(groups, key=lambda group: (-len(self._events[group]), group))
        for other in others:
            joined = array(_VERSION, bytes(self._events[first]) + bytes(self._events[other]))
            self._events[first], self._events[other] = joined, b""
            self._joined[other] = first
        return first


def others(event: Event) -> Iterator[tuple[str, str]]:
    """The refs and numbers of the other ends that an event names, of whichever inspection."""
    for field in OTHERS:
        for name in _several(event.fields.get(field)):
            ref, _, number = name.partition("/")
            yield ref, number


def names(event: Event) -> Iterator[str]:
    """The numbers and the refs that an event names, as they are known here."""
    fields = event.fields
    for field in NUMBERS:
        if number := fields.get(field):
            yield number_key(number)
    for ref, number in others(event):
        if key(ref) == key(fields["inspection"]):
            yield number_key(number)
    for field in REFS:
        for ref in _several(fields.get(field)):
            yield f"{field}\n{key(ref)}"


def _several(value: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()
