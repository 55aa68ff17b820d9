"""Reading a ledger as it is stored: any type, any bytes, and no word of it believed yet.

What is read here may have been written by anybody, so a row's column may be text, bytes, a number or
nothing, whatever the schema says. Text that is not UTF-8 comes with the wrong bytes as lone surrogates,
which no leaf can carry; a row with a value of more than 4 MB comes as its key alone. A table is gone
through in the order of its key, up to where a key does not rise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from ledger.evidence.base import Vault

BATCH = 128
"""How many events or leaves are read at once."""

Cell = int | float | str | bytes | None
"""What a column of a row may hold."""

RawRow = tuple[Cell, ...]
"""A row with its columns in the order that a method names them in."""


class Astray(NamedTuple):
    """A way that does not lead where the table says: the position of the first event, a sentence."""

    position: Cell
    message: str


class Departure(NamedTuple):
    """One, in a sentence. ``bars``: what stands in a table's place may be anything, so read nothing."""

    message: str
    bars: bool = False


class RawStore(Protocol):
    """What ``verify`` reads from, all of it as it was at one moment. Every method raises StorageError."""

    location: str

    def vault(self) -> Vault:
        """Where its evidence is kept."""
        ...

    def events(self, after: Cell = None) -> list[RawRow]:
        """The first events, or those next behind a position: at most BATCH, and none at the end.

        Position, stream, version, name, state.
        """
        ...

    def last(self) -> int:
        """The last position, for who wants to know how far it is."""
        ...

    def rank(self, position: int) -> int:
        """How many events have smaller positions; by no cached leaf."""
        ...

    def named(self, stream: str, topics: Sequence[str]) -> list[RawRow]:
        """The events of some names in a stream: position, name, state."""
        ...

    def last_of(self, topics: Sequence[str]) -> dict[str, dict[str, int]]:
        """By each of some names, and each stream with an event of it, where the last of them is; by no index.

        Raises Damaged if the rows cannot all be looked through.
        """
        ...

    def leaves(self, first: int, count: int) -> list[RawRow]:
        """So many cached leaves, from an index on: index, position, leaf."""
        ...

    def leaf(self, position: Cell) -> RawRow | None:
        """The cached leaf of the event at a position: index, position, leaf."""
        ...

    def leaf_count(self) -> int:
        """How many leaves are cached."""
        ...

    def strays(self) -> Iterator[RawRow]:
        """The cached leaves that belong to no event: index, position."""
        ...

    def checkpoints(self) -> Iterator[RawRow]:
        """Every kept checkpoint, smallest first: size, note."""
        ...

    def sealed(self) -> RawRow | None:
        """Where sealing stopped: the size, and the hashes of its compact range."""
        ...

    def ever(self) -> list[Cell]:
        """The greatest position that was ever given out: one, unless somebody wrote there."""
        ...

    def owner(self) -> str:
        """The role that owns the tables on a server; empty for a ledger that is kept in a folder."""
        ...

    def witnesses(self, after: Cell = None) -> list[RawRow]:
        """What the server itself put beside the first events, or those next behind a position: at most BATCH.

        Position, the role that appended it, the server's time (an instant). None if it is kept in a folder.
        """
        ...

    def nodes(self, after: Cell = None) -> list[RawRow]:
        """The first nodes that are kept, or those next behind a middle: at most BATCH. Middle, hash."""
        ...

    def signatures(self, after: Cell = None) -> list[RawRow]:
        """The first signatures of people, or those next behind a position: at most BATCH.

        The position of the event that each is of, its bytes.
        """
        ...

    def departures(self) -> Iterator[Departure]:
        """How schema and header depart from ours."""
        ...

    def guests(self) -> Iterator[str]:
        """What others keep beside our tables that is known and is no departure, a sentence for each."""
        ...

    def astray(self) -> Iterator[Astray]:
        """The ways to rows that do not lead where the tables say: no reader sees by them what is there."""
        ...

    def renew(self) -> None:
        """See the ledger as it is at the next question, and no more as it was at the first one."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


class TailStore(RawStore, Protocol):
    """What is asked besides of a ledger that is looked at from a checkpoint on. See ledger.checks.tail."""

    def leave_out_the_ways(self) -> None:
        """Nobody will ask for what is astray in the whole, so nothing of it is looked at meanwhile."""
        ...

    def checkpoints(self, *, since: int | None = None) -> Iterator[RawRow]:
        """As RawStore.checkpoints; from a size on."""
        ...

    def last_checkpoint(self, size: int) -> int:
        """The greatest size of a kept checkpoint up to that one; 0 if there is none."""
        ...

    def place(self, stream: Cell, version: int) -> Cell:
        """The position of the event of a version in a stream, by the index; None if there is none."""
        ...

    def history(self, stream: str, last: int) -> list[RawRow]:
        """The events of a stream up to a position, by the index, up to where they do not rise."""
        ...

    def nodes_at(self, middles: Sequence[int]) -> Mapping[int, bytes]:
        """Those there are of some middles."""
        ...
