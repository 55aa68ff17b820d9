"""What has numbers of its own, found by any way in which a number is written; see ledger.state.numbers."""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, ValuesView
from typing import Any, Self, TypeVar

from ledger.state.numbers import Numbers

T = TypeVar("T")


class Numbered(Mapping[str, T]):
    """Items by their numbers. ``[]``, ``get`` and ``in`` take a number, however it is written.

    Iterating gives slots, which stay what they are whatever number an item has; ``at`` takes a slot.
    """

    __slots__ = ("_items", "_numbers")

    def __init__(self) -> None:
        self._numbers = Numbers()
        self._items: dict[str, T] = {}

    @classmethod
    def of(cls, numbers: Numbers, items: dict[str, T]) -> Self:
        """Items by their slots, with numbers that mean these."""
        numbered = cls()
        numbered._numbers, numbered._items = numbers, items
        return numbered

    def make(self, number: str, item: T) -> str:
        """Give a number to something new; returns its slot."""
        slot = self._numbers.take(number)
        self._items[slot] = item
        return slot

    def next_slot(self, number: str) -> str:
        """The slot that something new of this number will have."""
        return self._numbers.next_slot(number)

    def renumber(self, slot: str, number: str) -> None:
        """Give an item another number; the one that it had goes on finding it until another has that."""
        self._numbers.renumber(slot, number)

    def slot(self, number: str) -> str | None:
        """The slot of what a number means, or None."""
        slot = self._numbers.find(number)
        return slot if slot in self._items else None

    @property
    def numbers(self) -> Numbers:
        """What each number means."""
        return self._numbers

    @property
    def by_slot(self) -> Mapping[str, T]:
        """The items by their slots."""
        return self._items

    def at(self, slot: str) -> T:
        """What has a slot; raises KeyError."""
        return self._items[slot]

    def drop(self, slot: str) -> None:
        """Leave an item out: its numbers find nothing, and may be given again."""
        del self._items[slot]
        self._numbers.drop(slot)

    def restore(self, slot: str, number: str, item: T) -> None:
        """Bring back what had been left out, under its number."""
        self._items[slot] = item
        self._numbers.restore(slot, number)

    def __getitem__(self, number: str) -> T:
        slot = self._numbers.find(number)
        if slot is None:
            raise KeyError(number)
        return self._items[slot]

    def found(self, number: str) -> T | None:
        """What a number means, or None."""
        slot = self._numbers.find(number)
        return None if slot is None else self._items.get(slot)

    def get(self, number: str, default: Any = None) -> Any:  # Any: as of any mapping
        """As of any mapping, without the error that its own catches: a fold asks for each event."""
        found = self.found(number)
        return default if found is None else found

    def __contains__(self, number: object) -> bool:
        return isinstance(number, str) and self._numbers.find(number) in self._items

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def items(self) -> ItemsView[str, T]:
        """Each slot with its item, in the order in which they were made."""
        return self._items.items()

    def values(self) -> ValuesView[T]:
        """The items, in the order in which they were made."""
        return self._items.values()
