"""Values kept on disk in the order they came, and read from there as often as they are asked for.

What is told of a register is many times the register; only what is being written has to be in memory.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from itertools import islice
from tempfile import TemporaryFile
from typing import Generic, TypeVar
from weakref import finalize

T = TypeVar("T")

_TOGETHER = 64
"""Values that are written and read at once: what recurs among them is kept once."""


class Spool(Generic[T]):
    """The values that were put in; they are read only, and gone with the spool.

    Nobody else can write there: the file has no name where the system lets it have none, so what is read
    back is what was put in.
    """

    def __init__(self, values: Iterable[T] = ()) -> None:
        self._file = TemporaryFile()  # noqa: SIM115  it lives as long as the spool
        finalize(self, self._file.close)
        self._chunks: list[tuple[int, int]] = []
        self._count = 0
        self.extend(values)

    def extend(self, values: Iterable[T]) -> None:
        """Put more in, behind what is there; raises OSError where the disk is full."""
        rest = iter(values)
        while together := list(islice(rest, _TOGETHER)):
            data = pickle.dumps(together, pickle.HIGHEST_PROTOCOL)
            self._chunks.append((self._file.seek(0, 2), len(data)))
            self._file.write(data)
            self._count += len(together)

    def __iter__(self) -> Iterator[T]:
        for start, size in self._chunks:
            # Others may read in between, each at a place of its own.
            self._file.seek(start)
            yield from pickle.loads(self._file.read(size))  # noqa: S301  written above, by us, in a file without a name

    def __len__(self) -> int:
        return self._count
