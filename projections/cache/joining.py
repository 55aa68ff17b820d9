"""From what is said on each of some days to what is said from a day until another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

END = "~"
"""After every day."""

K = TypeVar("K")
V = TypeVar("V")


def joined(
    days: Sequence[str], found: Sequence[Mapping[K, V]], begun: dict[K, tuple[str, V]]
) -> Iterator[tuple[K, str, str, V]]:
    """By key, since when and until when each value is; ``begun`` are so before all the days.

    What is the same on one side of a day and on the other is one.
    """
    for day, on_it in zip(days, found, strict=True):
        for key, (first, value) in list(begun.items()):
            if on_it.get(key) != value:
                yield key, first, day, value
                del begun[key]
        for key, value in on_it.items():
            begun.setdefault(key, (day, value))
    for key, (first, value) in begun.items():
        yield key, first, END, value
