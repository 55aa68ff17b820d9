"""Events that may be asked for again, by their places in a stream; in half the memory that they take whole.

Of each its values are kept, and what is the same in all of its shape, the class and the names, only once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from events.base import Event

Shape = tuple[type[Event], tuple[str, ...]]


class KeptEvents:
    """Takes in events and gives them back as they were."""

    __slots__ = ("_shapes", "_values")

    def __init__(self) -> None:
        self._shapes: dict[Shape, Shape] = {}
        self._values: dict[int, tuple[Any, ...]] = {}  # Any: a shape, and fields of any kind

    def put(self, place: int, event: Event) -> None:
        """Keep the event at a place."""
        fields = event.fields
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
