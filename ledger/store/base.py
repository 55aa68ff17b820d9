"""What every store can do, whatever database is behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol
from uuid import UUID

from ledger.records import Record

Row = tuple[int, str, int, str, bytes]
"""A stored event as it lies there: position, stream (hex), version, name, state bytes."""


class Store(Protocol):
    """Where records are kept. Reading costs no import of the library that writes."""

    location: str
    evidence: Path

    def rows(
        self, *, stream: UUID | None = None, after: int = 0, topics: Sequence[str] = ()
    ) -> Iterator[Row]:
        """Stored rows in recording order, in one consistent view, one at a time.

        With a stream ``after`` is a version of it, else a position. Raises StorageError.
        """
        ...

    def head(self) -> tuple[int, bytes]:
        """The last position and the state bytes there; (0, b"") where nothing was recorded yet."""
        ...

    def exclusive(self) -> AbstractContextManager[None]:
        """Keep other writers out, so that they wait in turn instead of colliding; raises Busy."""
        ...

    def append(self, records: Sequence[Record], *, expected_head: int) -> list[int]:
        """Store all records or none and return their positions.

        Raises Conflict where something was recorded after ``expected_head``, StorageError otherwise.
        """
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
