"""Events that may be asked for again, by their places in a stream; in half the memory that they take whole.

Of each its values are kept, and what is the same in all of its shape, the class and the names, only once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, overload

from events.base import Event

Shape = tuple[type[Event], tuple[str, ...]]


class KeptEvents:
    """Takes in events and gives them back as they were."""

    __slots__ = ("_shapes", "_values")

    def __init__(self) -> None:
        self._shapes: dict[Shape, Shape] = {}
        self._values: dict[int, tuple[Any, ...]] = {}  # Any: a shape, and fields of any kind

    @property
    def own_places(self) -> Sequence[int]:
        """The places of what it was given."""
        return tuple(self._values)

    def put(self, place: int, event: Event) -> None:
        """Keep the event at a place."""
        # Not what is stored: an older shape has more than that.
        fields = vars(event)
        shape = type(event), tuple(fields)
        self._values[place] = self._shapes.setdefault(shape, shape), *fields.values()

    def __getitem__(self, place: int) -> Event:
        """The event at a place; raises KeyError where none is kept."""
        shape: Shape
        shape, *values = self._values[place]
        kind, names = shape
        return kind(**dict(zip(names, values, strict=True)))

    def get(self, place: int) -> Event | None:
        """The event at a place, or None."""
        return self[place] if place in self._values else None

    def items(self) -> Iterator[tuple[int, Event]]:
        """Each place and the event there."""
        for place in self._values:
            yield place, self[place]


class Drafts(Sequence[tuple[Event, int]]):
    """Events that are to be recorded, each with its version, in the order in which they were taken in."""

    __slots__ = ("_shapes", "_values")

    def __init__(self) -> None:
        self._shapes: dict[Shape, Shape] = {}
        self._values: list[tuple[Any, ...]] = []  # Any: a shape, a version, and fields of any kind

    def add(self, event: Event, version: int) -> None:
        """Take in one more."""
        # Not what is stored: an older shape has more than that.
        fields = vars(event)
        shape = type(event), tuple(fields)
        self._values.append((self._shapes.setdefault(shape, shape), version, *fields.values()))

    def __len__(self) -> int:
        return len(self._values)

    @overload
    def __getitem__(self, at: int) -> tuple[Event, int]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[tuple[Event, int]]: ...
    def __getitem__(self, at: int | slice) -> tuple[Event, int] | Sequence[tuple[Event, int]]:
        """An event as it was, and its version; or several."""
        if isinstance(at, slice):
            return [self[place] for place in range(len(self))[at]]
        shape: Shape
        shape, version, *values = self._values[at]
        kind, names = shape
        return kind(**dict(zip(names, values, strict=True))), version

    def names(self) -> Iterator[str]:
        """What each event is called."""
        return (kind.NAME for (kind, _), *_ in self._values)

    def firsts(self) -> Iterator[tuple[Event, int]]:
        """The first of each inspection, and the first of what is of none."""
        seen: set[str | None] = set()
        for place, ((_, names), _, *values) in enumerate(self._values):
            ref = values[names.index("inspection")] if "inspection" in names else None
            if ref not in seen:
                seen.add(ref)
                yield self[place]
