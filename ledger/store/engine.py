"""What every kind of database can do with a whole ledger: begin, open, copy and rebuild it, and check it.

The doors are in ledger.store.location. The rest of the program knows engines by this contract alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Protocol

from ledger.evidence.base import Vault
from ledger.records import Row
from ledger.store.base import Store
from ledger.store.growing import Growing
from ledger.store.raw import Astray, RawStore, TailStore


class Remark(NamedTuple):
    """What ``doctor`` says of an engine, and what to do about it; nothing is to be done if that is empty."""

    message: str
    remedy: str = ""


class SalvagedEvents(RawStore, Protocol):
    """A damaged ledger in which all but events and checkpoints is as it follows from the events.

    ``lost`` has, in words, what was signed and can no longer be read. ``brought`` are notes of checkpoints
    from elsewhere that stand beside the ledger's own.
    """

    brought: list[tuple[int, str]]
    lost: tuple[str, ...]

    def out_of_order(self) -> Iterator[Astray]:
        """Where the events were not read to their end, because their keys do not rise."""
        ...

    def trace_of_others(self, events: int, protected: int) -> str:
        """What shows that other events were here once, or more than there are now; empty if nothing does.

        The first ``protected`` of so many events are signed.
        """
        ...


class Remaking(Protocol):
    """One ledger's database, made again from its events beside the old one, and put in its place."""

    def in_turn(self) -> AbstractContextManager[object]:
        """Keep writers out; raises Busy, StorageError."""
        ...

    def salvage(self) -> SalvagedEvents:
        """The events, whatever else is damaged; raises NoLedger or StorageError."""
        ...

    def write(self, events: SalvagedEvents, tree: tuple[int, bytes], covered: int) -> tuple[str, ...]:
        """Make the new database. ``tree`` is the size and root of the events, of which the first ``covered``
        are those that the newest checkpoint speaks of. Raises Tampered or StorageError.

        It says, in words, what stood beside the events and can no longer be read.
        """
        ...

    def written(self) -> RawStore:
        """The new database, to be looked at before it takes the place of the old one."""
        ...

    def put_in_place(self) -> Path:
        """Put it there, and say where the old one is kept; raises Busy, StorageError."""
        ...

    def discard(self) -> None:
        """Take away the new database, if it is not in its place."""
        ...

    def clear(self) -> None:
        """Take away what an interrupted one left, unless one is at work just now."""
        ...


class Filling(Protocol):
    """A ledger that is filled from elsewhere, out of sight until it is put in its place.

    ``vault`` is where its evidence files are put.
    """

    @property
    def vault(self) -> Vault:
        """See above."""
        ...

    @property
    def growing(self) -> Growing:
        """The tree of the events that were put in, and what of it was signed."""
        ...

    def keep(self, checkpoints: Sequence[tuple[int, str]]) -> None:
        """Put in signed checkpoints (size, note), smallest first, all of them before any event.

        Raises Damaged if they do not rise, StorageError.
        """
        ...

    def take(self, rows: Sequence[Row]) -> None:
        """Put in the next events, at the positions they have; their leaves, the counter and the place where
        sealing stopped follow from them.

        Raises Damaged for what is no event or is there twice, and for positions that this kind of database
        would not have given; StorageError.
        """
        ...

    def sign(self, signatures: Sequence[tuple[int, bytes]]) -> None:
        """Put in signatures of people, each with the position of its event, behind the events.

        Raises Damaged for two of one event, StorageError.
        """
        ...

    def written(self) -> RawStore:
        """What was put in, on disk, to be looked at before it is put in its place. Raises StorageError."""
        ...

    def put_in_place(self) -> None:
        """Put it there; raises Refused if somebody else was first, StorageError."""
        ...


class Admitted(NamedTuple):
    """A role of the database that may read, the person it speaks for, and whether it may record."""

    role: str
    person: str | None
    records: bool


class Access(Protocol):
    """Who may use a ledger on a server."""

    def consider(self, role: str) -> None:
        """Raise Refused if a role could not be admitted; changes nothing."""
        ...

    def admit(self, role: str, *, records: bool) -> bool:
        """Let a role of the database read, and record if it is to; says whether it had to be made.

        Raises Refused for anybody but the owner, StorageError.
        """
        ...

    def shut_out(self, role: str) -> None:
        """Let it do neither any more; raises Refused, StorageError."""
        ...

    def admitted(self) -> list[Admitted]:
        """Who is let in; raises StorageError."""
        ...


class Engine(Protocol):
    """The kind of database at one location, whether there is a ledger yet or not.

    ``own_files`` are the names of what is in a ledger's folder. ``folder`` is that folder, None for a ledger
    on a server.
    """

    own_files: frozenset[str]

    @property
    def folder(self) -> Path | None:
        """See above."""
        ...

    def vault(self) -> Vault:
        """Where its evidence is kept, or is to be; raises StorageError."""
        ...

    def open(self) -> Store:
        """The store; raises NoLedger or StorageError. Never makes one."""
        ...

    def open_raw(self) -> TailStore:
        """The ledger as it is stored; raises NoLedger or StorageError."""
        ...

    def creating(self) -> AbstractContextManager[Store]:
        """Lay an empty store, which others are kept out of until the end; it is closed if that fails.

        What an interrupted attempt left behind is taken up again. Raises Refused if there is a ledger or
        anything else, Busy or StorageError.
        """
        ...

    def copy_into(self, folder: Path) -> None:
        """Copy all but the evidence into a folder that is there, whole while others record.

        Raises Busy, StorageError, OSError.
        """
        ...

    def filling(self) -> AbstractContextManager[Filling]:
        """Lay an empty ledger out of sight, to be filled. At the end it is gone, unless it was put in place.

        What a killed one left is cleared. Raises Refused if anything is in that place, StorageError.
        """
        ...

    def remaking(self) -> Remaking:
        """What makes the database again."""
        ...

    def names_itself(self) -> str:
        """What the database is told apart by wherever it is reached, its standbys alike; empty if only its
        place tells, or if it cannot be asked.
        """
        ...

    def is_same_as(self, other: str) -> bool:
        """Whether another location leads to the same ledger, as if a folder is mounted twice."""
        ...

    def version(self) -> Remark:
        """Which database it is and of which version; the remedy says what to do if that is too old."""
        ...

    def access(self) -> Access | None:
        """Who may use it; None if the file system decides that."""
        ...

    def is_begun(self) -> bool:
        """Whether something of a ledger is there, which may be damaged."""
        ...

    def locked_out(self) -> Remark | None:
        """What keeps the person out until it is taken over, which ``open`` does."""
        ...

    def size(self) -> int:
        """The bytes that the ledger takes without its evidence, as far as they can be counted."""
        ...

    def left_of_a_beginning(self) -> Iterator[Remark]:
        """What an interrupted beginning left."""
        ...

    def left_of_a_remaking(self) -> Iterator[Remark]:
        """What a remaking kept or, if it was interrupted, left."""
        ...

    def guests(self) -> Iterator[str]:
        """What others keep among its tables that is known and does no harm; raises StorageError."""
        ...

    def names(self) -> set[str]:
        """The names in the folder that belong to a ledger or to a remaking of it."""
        ...
