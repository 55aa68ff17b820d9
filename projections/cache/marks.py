"""Marks of inspections of which something is to be worked out anew when somebody asks for it: those in which
anything was recorded, and those of which it hangs on one of these.

Marks are set in the transaction that takes the events in, and taken away in the one that keeps what was
worked out; so who never asks pays nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

import apsw

from ledger.records import Record
from ledger.validation import key
from projections.cache.cache import Cache
from projections.cache.database import CacheTrouble, asked
from projections.cache.parts import Filling, Moment, Tail
from projections.cache.tie import Tie, tie_of
from projections.model.fold import InspectionFold


class Mark(NamedTuple):
    """A mark of an inspection: by its id, its stream and its ref; what is ``since`` a position, which was
    ``told`` at an instant, is not worked out.
    """

    inspection: int
    stream: str
    ref: str
    since: int
    told: str


class Marks:
    """See Part. ``ANEW`` is the table of the marks, ``ON`` that of what hangs on other inspections, if any
    does.
    """

    ANEW: ClassVar[str]
    ON: ClassVar[str] = ""
    OF_BODIES: ClassVar[bool]
    """Whether it is another if only something was told of bodies."""

    def __init__(self, filling: Filling) -> None:
        self.connection, self.settings, self._since = filling.connection, filling.settings, filling.since
        self._told = filling.told
        self._changed: set[int] = set()

    def inspection(self, id: int, *, new: bool) -> _Marked:
        """See Part.inspection."""
        return _Marked(lambda: self._changed.add(id), 0 if self.OF_BODIES else self._since)

    def close(self, tail: Tail) -> None:
        """See Part.close."""
        for changed in sorted(self._changed):
            self.connection.execute(
                f"INSERT OR IGNORE INTO {self.ANEW} VALUES (?,?,?)",  # noqa: S608  ours
                (changed, self._since, self._told),
            )
            if self.ON:
                ((ref,),) = asked(self.connection, "SELECT ref FROM inspection WHERE id = ?", (changed,))
                hanging = f"SELECT inspection, ?, ? FROM {self.ON} WHERE other = ?"  # noqa: S608  ours
                self.connection.execute(
                    f"INSERT OR IGNORE INTO {self.ANEW} {hanging}", (self._since, self._told, key(ref))
                )

    @classmethod
    def are_left(cls, connection: apsw.Connection, inspection: int | None = None) -> bool:
        """Whether any inspection has a mark, or one (by its id) has."""
        return bool(
            asked(
                connection,
                f"SELECT 1 FROM {cls.ANEW} WHERE inspection = ifnull(?, inspection) LIMIT 1",  # noqa: S608  ours
                (inspection,),
            )
        )

    @classmethod
    def take_away(cls, connection: apsw.Connection, inspection: int | None = None) -> None:
        """Take all marks away, or that of one inspection: what they are of is worked out; the caller has a
        transaction open.
        """
        connection.execute(
            f"DELETE FROM {cls.ANEW} WHERE inspection = ifnull(?, inspection)",  # noqa: S608  ours
            (inspection,),
        )

    @classmethod
    def mark_all(cls, connection: apsw.Connection) -> None:
        """Mark every inspection: nothing of it is worked out."""
        connection.execute(f"INSERT OR REPLACE INTO {cls.ANEW} SELECT id, 0, '' FROM inspection")  # noqa: S608  ours

    @classmethod
    def marked(cls, connection: apsw.Connection, inspection: int | None = None) -> list[Mark]:
        """The marks that there are, or that of one inspection."""
        query = f"SELECT i.id, i.stream, i.ref, a.since, a.told FROM {cls.ANEW} a JOIN inspection i"  # noqa: S608  ours
        query += " ON i.id = a.inspection WHERE i.id = ifnull(?, i.id)"
        return [Mark(*row) for row in asked(connection, query, (inspection,))]

    @classmethod
    def hangs(cls, connection: apsw.Connection, inspection: int, others: set[str]) -> None:
        """Keep on which others (by key) an inspection hangs; the caller has a transaction open."""
        connection.execute(f"DELETE FROM {cls.ON} WHERE inspection = ?", (inspection,))  # noqa: S608  ours
        connection.executemany(
            f"INSERT INTO {cls.ON} VALUES (?, ?)",  # noqa: S608  ours
            ((other, inspection) for other in sorted(others)),
        )


class _Marked:
    def __init__(self, mark: Callable[[], object], since: int) -> None:
        self._mark, self._since = mark, since

    def begin(self, fold: InspectionFold) -> None:
        """See OfInspection.begin."""

    def take(self, records: Sequence[Record]) -> None:
        """Mark it, if anything is new."""
        if records[-1:] and records[-1].position > self._since:
            self._mark()

    def tell(self, moment: Moment) -> None:
        """See OfInspection.tell."""

    def close(self) -> None:
        """See OfInspection.close."""


def let_know(cache: Cache, is_known: Callable[[], bool], work_out: Callable[[], object]) -> Tie:
    """Let something be known in an open cache, working it out if it is not; how far the cache came so.

    Raises CacheTrouble if others took in what is new meanwhile, apsw.Error if another process writes.
    """
    if is_known():
        return cache.tie

    def just_that() -> None:
        _check(cache)
        work_out()

    cache.write(just_that)
    cache.connection.execute("BEGIN")
    _check(cache)
    if not is_known():
        raise CacheTrouble("others take in what is new")
    return cache.tie


def _check(cache: Cache) -> None:
    """Raise CacheTrouble if another process took in more than there was when this reading began.

    What it took in is not in the ledger as this reading has it: it would be left out of what is worked out,
    and the mark that says so would be gone.
    """
    if tie_of(cache.connection) != cache.tie:
        raise CacheTrouble("others take in what is new")
