"""What every store can do, whatever database is behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from ledger.records import Record, Row

if TYPE_CHECKING:
    from ledger.evidence.base import Vault
    from ledger.proof.compact import Node

SignLeaves = Callable[[int, Sequence[bytes]], Sequence[bytes | None]]
"""Signs the leaves of new events, given from which place of the request on: a signature each, or None."""

LeafRow = tuple[int, int, bytes]
"""A cached leaf: its index, the position of its event, its eight lines."""

Look = tuple[int, bytes, Mapping[UUID, Sequence[Row]]]
"""The last event, its position and state bytes, and what was recorded by then in some streams.

A stream that is not among them has to be read for itself.
"""

Unsigned = tuple[tuple[int, str] | None, Sequence[Row], Sequence[LeafRow]]
"""The newest checkpoint, the rows behind a position, and the leaves from an index on."""


class Nodes(Protocol):
    """The nodes that are kept: see ledger.proof.nodes. Every method raises StorageError."""

    def last(self) -> int:
        """The greatest middle of one; 0 if there is none, below 0 if none can be kept."""
        ...

    def at(self, middles: Sequence[int]) -> Mapping[int, bytes]:
        """Those there are of some middles."""
        ...

    def keep(self, nodes: Sequence[Node], /) -> None:
        """Keep more; one that is there stays."""
        ...


class Rows(Protocol):
    """The part of a store that is asked what was recorded, as far as somebody shows it."""

    def rows(
        self, *, stream: UUID | None = None, after: int = 0, topics: Sequence[str] = ()
    ) -> Iterator[Row]:
        """See Store.rows."""
        ...

    def positions(self, size: int) -> Iterator[int]:
        """See Store.positions."""
        ...

    def rank(self, position: int) -> int:
        """See Store.rank."""
        ...

    def leaves(self, first: int = 0) -> Iterator[LeafRow]:
        """See Store.leaves."""
        ...


class Store(Protocol):
    """Where records are kept. Reading costs no import of the library that writes."""

    location: str
    decides_in_turn: bool
    """Whether who decides keeps others out meanwhile; else what was looked at is compared under the lock."""
    nodes: Nodes

    def hold(self, *, again: bool = False) -> None:
        """From the next question on all is read as it is then, until the turn to write is taken: an answer is
        made of many, and what others record meanwhile is in none of them. ``again``: if it is so already,
        then as it is by now. Raises StorageError.
        """
        ...

    def vault(self, limit: int | None = None) -> Vault:
        """Where its evidence is kept, for files of at most so many bytes; raises StorageError."""
        ...

    def rows(
        self, *, stream: UUID | None = None, after: int = 0, topics: Sequence[str] = ()
    ) -> Iterator[Row]:
        """Stored rows in recording order, in one consistent view, one at a time.

        With a stream ``after`` is a version of it, else a position. Raises StorageError.
        """
        ...

    def some(self, stream: UUID, versions: Sequence[int]) -> Iterator[Row]:
        """The rows of a stream at some versions of it, which rise; raises StorageError if one is missing."""
        ...

    def row(self, position: int) -> Row:
        """The row of the event at a position; raises Damaged if it is not there, StorageError."""
        ...

    def beginnings(self) -> Iterator[Row]:
        """The first row of each stream, in recording order, without a walk through the others."""
        ...

    def positions(self, size: int) -> Iterator[int]:
        """The positions of the first ``size`` events, in recording order: the rank of each is its leaf's."""
        ...

    def rank(self, position: int) -> int:
        """How many events were recorded before that at a position, which is the index of its leaf.

        A position rises and may leave gaps; a rank does not. It is not read from the cached leaves. Of the
        events that this store appended itself it is known, so to ask it of them raises nothing.
        """
        ...

    def head(self) -> tuple[int, bytes]:
        """The last position and the state bytes there; (0, b"") if nothing was recorded yet."""
        ...

    def look(self, known: Mapping[UUID, int]) -> Look:
        """The head and, if that costs no question more, the rows behind a version of each stream.

        All of it is as it was at one moment. Raises StorageError.
        """
        ...

    def exclusive(self, patience: float | None = None) -> AbstractContextManager[object]:
        """Keep other writers out, so that they wait in turn instead of colliding; raises Busy.

        Who has it already has it all the same. ``patience`` is for how many seconds it is waited for.
        Evidence that a killed command was taking in is cleared.
        """
        ...

    def in_turn(self, patience: float | None = None) -> AbstractContextManager[object]:
        """Keep other writers out as ``exclusive`` does, and change nothing; raises Busy."""
        ...

    def attached(self) -> set[str]:
        """The hashes of the evidence files that events name; raises StorageError."""
        ...

    def prepare(self) -> None:
        """Open and load what is needed to append and to keep a checkpoint; raises StorageError."""
        ...

    def append(
        self,
        records: Sequence[Record],
        *,
        expected_head: int,
        seen: Mapping[UUID, int] | None = None,
        sign: SignLeaves | None = None,
    ) -> list[int]:
        """Store all records or none and return their positions.

        ``sign`` is given the leaves once they are made, and what it gives is stored with them; whatever it
        raises is raised, and nothing is stored.

        ``seen`` are the streams that were looked at and their versions, if the decision was made while others
        could record: then what they recorded in other streams is no conflict. Raises Conflict if something
        was recorded after ``expected_head``, Overtaken if no more than the time has to be a later one,
        StorageError otherwise.
        """
        ...

    @property
    def is_alone(self) -> bool:
        """Whether what was appended last is on one server only, for all that is known, though a commit waits
        for others.
        """
        ...

    def confirm(self, patience: float) -> None:
        """Wait for so many seconds until all that is stored is wherever a commit waits for it; ``is_alone``
        says whether it is not known to be.
        """
        ...

    def before(self, position: int) -> int:
        """The position of the event before that at a position; 0 if there is none."""
        ...

    def leaves(self, first: int = 0, count: int | None = None) -> Iterator[LeafRow]:
        """The cached leaves from an index on, in their order, one at a time; so many if it is said."""
        ...

    def leaf_index(self, position: int) -> int:
        """The index of the leaf of the event at a position; raises StorageError if it has none."""
        ...

    def checkpoints(self, size: int | None = None, *, since: int = 0) -> Iterator[tuple[int, str]]:
        """The signed checkpoints (size, note), smallest first; of one size, or from a size on."""
        ...

    def newest_checkpoint(self) -> tuple[int, str] | None:
        """The signed checkpoint of the greatest size: (size, note), or None."""
        ...

    def unsigned(self, after: int, size: int) -> Unsigned | None:
        """The newest checkpoint, the rows behind a position and the leaves behind so many, all as they were
        at one moment; None if there are many, or each is asked for as quickly by itself.

        Raises StorageError.
        """
        ...

    def sealed(self) -> tuple[int, bytes]:
        """The compact range that was signed last: its size and its hashes, 32 bytes each."""
        ...

    def signature(self, position: int) -> bytes | None:
        """The signature over the leaf of the event at a position, if somebody signed it."""
        ...

    def keep_checkpoint(self, size: int, note: str, hashes: bytes, nodes: Sequence[Node] = ()) -> None:
        """Keep a signed note, the compact range it was signed over, and nodes; raises StorageError."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...
