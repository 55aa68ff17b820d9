"""An open cache that has come as far as its ledger.

    with opened(path, Stored(ledger)) as cache:
        cache.tie.position

Whatever is wrong with what is on disk, the file is removed and made again; if that cannot be done, or would
take long while somebody waits, it is CacheTrouble, and the answer comes from the events.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Self

import apsw

from projections.cache.database import CacheTrouble, Database, TooMuch, Unusable, remove, trouble
from projections.cache.source import Source
from projections.cache.tie import Tie, at, begun, holds, identity, tie_of

Progress = Callable[[int], object]
"""Is told how many more events were taken in."""


class Cache:
    """One reading of a cache, in one consistent view; use it as a context manager, or ``close`` it.

    ``most`` is how many events it takes in while somebody waits (None: all).
    """

    def __init__(self, database: Database, tie: Tie, most: int | None = None) -> None:
        self._database, self.tie, self.most = database, tie, most
        self.connection: apsw.Connection = database.connection

    def write(self, what: Callable[[], object]) -> None:
        """End the reading, and write something; raises apsw.Error if another process writes."""
        self.connection.execute("COMMIT")
        self.connection.execute("BEGIN IMMEDIATE")
        self._database.log.write_down()
        what()
        self.connection.execute("COMMIT")
        self._database.log.write_down()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def opened(
    path: Path,
    source: Source,
    *,
    most: int | None = None,
    progress: Progress = lambda _: None,
    new: bool = False,
) -> Cache:
    """The cache at a path, with all that its ledger has; raises CacheTrouble.

    A ``new`` one is in a file that nobody knows of.
    """
    whose = identity(source)
    if not whose:
        raise CacheTrouble("the ledger has no events")
    try:
        return _opened(path, source, whose, most, progress, new=new)
    except Unusable:
        # It may have what was recorded since this reading began: another one took that in.
        source.renew()
    try:
        return _opened(path, source, whose, most, progress, new=new)
    except Unusable:
        # It is never patched, and not removed while somebody else has it open.
        remove(path)
    return _opened(path, source, whose, most, progress, new=new)


def _opened(
    path: Path, source: Source, whose: str, most: int | None, progress: Progress, *, new: bool
) -> Cache:
    database = Database(path, new=new)
    try:
        with trouble():
            _catch_up(database, source, whose, most, progress)
            # All that is asked is asked of one state of it: another process may have taken in more by now.
            database.connection.execute("BEGIN")
            return Cache(database, begun(database.connection), most)
    except BaseException:
        database.close()
        raise


def _catch_up(database: Database, source: Source, whose: str, most: int | None, progress: Progress) -> None:
    connection = database.connection
    tie = _checked(connection, source, whose)
    if tie is not None and at(source, tie.position) is None:
        return
    if most is not None and at(source, most + (tie.position if tie else 0)) is not None:
        raise TooMuch("there is much to take in, and somebody waits")
    # Most readings find nothing new.
    from projections.cache.filling import fill  # noqa: PLC0415

    connection.execute("BEGIN IMMEDIATE")
    database.log.write_down()
    try:
        fill(connection, source, _checked(connection, source, whose), progress=progress)
        connection.execute("COMMIT")
        database.log.write_down()
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _checked(connection: apsw.Connection, source: Source, whose: str) -> Tie | None:
    """How far it came, None if it has not begun; raises if it is no cache of this ledger."""
    tie = tie_of(connection)
    if tie is None:
        if connection.execute("SELECT count(*) FROM state").get:
            raise Unusable("it is of another version of the program")
        return None
    if not holds(tie, source, whose):
        raise Unusable("it is of another ledger, or of what this one was before")
    return tie
