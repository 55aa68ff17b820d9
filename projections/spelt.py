"""Items that are at hand as JSON: a format that writes JSON takes them as they are, others read them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import orjson

from projections.base import Item
from projections.formats.visible import visible


def spelt(found: object) -> bytes:
    """Something as JSON in which whatever would act on a terminal is written by its code."""
    return visible(orjson.dumps(found).decode()).encode()


class Spelt(Collection[Item]):
    """Items, each of which is JSON as ``spelt`` makes it; they are read when somebody asks what they say."""

    def __init__(self, found: Sequence[bytes] = ()) -> None:
        self._found = found

    def spelt(self) -> Iterator[bytes]:
        """Each as JSON."""
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __contains__(self, item: object) -> bool:
        return any(one == item for one in self)

    def __iter__(self) -> Iterator[Item]:
        return map(orjson.loads, self.spelt())
