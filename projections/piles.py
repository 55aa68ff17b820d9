"""Values in piles by a key, of which no more than a few megabytes are in memory: the rest lies on disk.

    piles = Piles[str, Row](ROOM)
    piles.put(stream, row, 512)
    piles.of(stream)                        # [row]

The values are what ``marshal`` knows: numbers, texts, bytes, and tuples of them.
"""

from __future__ import annotations

import marshal
import os
from collections import defaultdict
from collections.abc import Iterator
from typing import BinaryIO, Generic, TypeVar

from ledger.errors import StorageError

K = TypeVar("K")
V = TypeVar("V")


class Piles(Generic[K, V]):
    """See above. ``room`` is about how many bytes are held before they are put on disk.

    Nobody else can write there: the file has no name where the system lets it have none, so what is read
    back is what was put in.
    """

    def __init__(self, room: int) -> None:
        self._room, self._held, self._end = room, 0, 0
        self._piles: defaultdict[K, list[V]] = defaultdict(list)
        self._written: defaultdict[K, list[tuple[int, int]]] = defaultdict(list)
        self._file: BinaryIO | None = None

    def put(self, key: K, value: V, size: int) -> None:
        """Put one more on a pile; ``size`` is about how many bytes it takes. Raises StorageError."""
        self._piles[key].append(value)
        self._held += size
        if self._held > self._room:
            self._write()

    def of(self, key: K) -> list[V]:
        """What is on a pile, in the order in which it came; raises StorageError."""
        values: list[V] = []
        for start, size in self._written.get(key, ()):
            values += marshal.loads(self._read(start, size))  # noqa: S302  written below, in a file without a name
        return values + self._piles.get(key, [])

    def taken(self, key: K) -> list[V]:
        """The same, which is not held any longer."""
        values = self.of(key)
        self._piles.pop(key, None)
        self._written.pop(key, None)
        return values

    def __iter__(self) -> Iterator[K]:
        """The keys of all piles."""
        return iter(self._written.keys() | self._piles.keys())

    def _write(self) -> None:
        """Put what is held on disk."""
        try:
            if self._file is None:
                # What fits into memory needs neither.
                from tempfile import TemporaryFile  # noqa: PLC0415
                from weakref import finalize  # noqa: PLC0415

                self._file = TemporaryFile()  # noqa: SIM115  it lives as long as the piles
                finalize(self, self._file.close)
            for key, values in self._piles.items():
                data = marshal.dumps(values)
                self._file.write(data)
                self._written[key].append((self._end, len(data)))
                self._end += len(data)
            self._file.flush()
        except OSError as error:
            raise _no_room(error) from error
        self._piles.clear()
        self._held = 0

    def _read(self, start: int, size: int) -> bytes:
        if self._file is None:  # pragma: no cover  nothing was written
            return b""
        try:
            data = os.pread(self._file.fileno(), size, start)
        except OSError as error:
            raise _no_room(error) from error
        if len(data) != size:
            raise _no_room(None)
        return data


def _no_room(error: OSError | None) -> StorageError:
    why = error.strerror if error else "it is not as it was written"
    return StorageError(
        f"What does not fit into memory cannot be kept in a temporary file: {why}.",
        "Name a folder with more room: TMPDIR=FOLDER",
    )
