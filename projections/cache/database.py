"""The file of a cache: an SQLite database whose every page is checked when it is read.

SQLite's own checksums of pages (its ``cksumvfs``) turn a page that was changed on disk into an error. They
are left out without a word if the header no longer says that there are any, so that is asked after opening.
Whatever goes wrong with the file is CacheTrouble: nobody is told more than that the answer comes from the
events, and the file is made again.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import apsw

from projections.cache.log import Log
from projections.cache.schema import SCHEMA

ENDINGS = ("", "-wal", "-shm", "-journal")
"""The files of a cache, the database first: a log that is left without one is taken for none."""

FOR_EVER = 1 << 62
"""The position until which what is told now is told."""


_NOT_NOW = (
    apsw.BusyError,
    apsw.LockedError,
    apsw.FullError,
    apsw.ReadOnlyError,
    apsw.CantOpenError,
    apsw.PermissionsError,
    apsw.NoMemError,
    OSError,
)

Given = int | str | None
"""What is given to a query."""


class CacheTrouble(Exception):
    """A cache cannot be used now: there is no room, another process has it, the ledger is none for one…"""


class TooMuch(CacheTrouble):
    """There is more to take in than somebody would wait for."""


class Unusable(CacheTrouble):
    """What is in the file is not, or no more, what it should be: it is to be made again."""


class Database:
    """An open cache. Nobody removes the file while it is open.

    One that nobody knows of yet, and that is thrown away unless it is finished, needs no journal (``new``).
    """

    def __init__(self, path: Path, *, new: bool = False) -> None:
        self.path = path
        self._lock = _hold(path, fcntl.LOCK_SH)
        self.log = Log(path, self._lock)
        try:
            _check(self.log)
            with trouble():
                self.connection = _connected(str(path))
                self._begin(new=new)
        except BaseException:
            os.close(self._lock)
            raise

    def _begin(self, *, new: bool) -> None:
        connection = self.connection
        connection.execute(f"PRAGMA journal_mode={'OFF' if new else 'WAL'}")
        connection.execute(f"PRAGMA synchronous={'OFF' if new else 'NORMAL'}")
        if not connection.execute("SELECT count(*) FROM sqlite_schema").get:
            self.log.write_down()
            with connection:
                # Another may have made them meanwhile.
                if not connection.execute("SELECT count(*) FROM sqlite_schema").get:
                    connection.execute(SCHEMA)
        if str(connection.execute("PRAGMA checksum_verification").get) != "1":
            raise Unusable("its pages are not checked")

    def close(self) -> None:
        """Let go of the file."""
        with suppress(apsw.Error):
            self.connection.close()
        self.log.closed()
        os.close(self._lock)

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _check(log: Log) -> None:
    """Raise CacheTrouble if a cache is not all that was kept."""
    if (is_there := log.is_there()) is None:
        raise CacheTrouble("another process has it")
    if not is_there:
        raise Unusable("its log is gone")


def _connected(path: str) -> apsw.Connection:
    if "cksmvfs" not in apsw.vfs_names():
        _load_sums()
    # SQLite would make it as the umask says.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600))
    connection = apsw.Connection(path, vfs="cksmvfs")
    if not Path(path).stat().st_size:
        connection.reserve_bytes("main", 8)
    return connection


def _load_sums() -> None:
    """Load what checks pages, for all of this process; raises CacheTrouble where there is none."""
    loader = apsw.Connection(":memory:")
    here = Path(apsw.__file__).with_name("sqlite_extra_binaries") / "cksumvfs.so"
    if here.exists():
        # What looks for it on every system is slow to import.
        loader.enable_load_extension(True)
        loader.load_extension(str(here))
        return
    import apsw.sqlite_extra as extra  # noqa: PLC0415  as above

    try:
        extra.load(loader, "cksumvfs")
    except (extra.NotAvailable, LookupError, ValueError) as error:
        raise CacheTrouble("this SQLite cannot check its pages") from error


def _hold(path: Path, how: int) -> int:
    """The lock of the file that a cache is in; raises CacheTrouble."""
    try:
        lock = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise CacheTrouble(str(error)) from error
    try:
        fcntl.flock(lock, how | fcntl.LOCK_NB)
    except OSError as error:
        os.close(lock)
        raise CacheTrouble("another process has it") from error
    return lock


def remove(path: Path) -> None:
    """Remove the file of a cache, unless somebody has it open; raises CacheTrouble."""
    lock = _hold(path, fcntl.LOCK_EX)
    try:
        for ending in ENDINGS:
            Path(f"{path}{ending}").unlink(missing_ok=True)
        os.ftruncate(lock, 0)
    except OSError as error:
        raise CacheTrouble(str(error)) from error
    finally:
        os.close(lock)


def check_end(*values: bytes | str | None) -> None:
    """Raise Unusable if something that was read has a NUL, which nothing has that is long and kept.

    The sum of a page of zeros is zero, so such a page passes for whole. SQLite notices it unless it is the
    last of several that a long row takes: then the end of that row is zeros.
    """
    for value in values:
        if value and ("\0" in value if isinstance(value, str) else b"\0" in value):
            raise Unusable("the end of a row is gone")


def asked(
    connection: apsw.Connection, query: str, given: Sequence[Given] | Mapping[str, Given] = ()
) -> list[tuple[Any, ...]]:  # Any: what a column has
    """The rows that a query finds."""
    return connection.execute(query, given).fetchall()


def put_in_place(new: Path, path: Path) -> None:
    """Let a finished file be the cache from now on; raises CacheTrouble if somebody has the old one open."""
    lock = _hold(path, fcntl.LOCK_EX)
    try:
        with trouble():
            written = os.open(new, os.O_RDONLY | os.O_CLOEXEC)
            try:
                os.fsync(written)
            finally:
                os.close(written)
            for ending in ENDINGS:
                Path(f"{path}{ending}").unlink(missing_ok=True)
            os.ftruncate(lock, 0)
            new.replace(path)
    finally:
        os.close(lock)


@contextmanager
def trouble() -> Iterator[None]:
    """Raise what the database, or the disk under it, says as CacheTrouble."""
    try:
        yield
    except _NOT_NOW as error:
        raise CacheTrouble(str(error)) from error
    except apsw.Error as error:
        raise Unusable(str(error)) from error
