"""The files beside a database, its log and the index of the log, if a colleague's keep us out.

SQLite gives both the mode of the database; but it does so a moment after it made them, and whoever shares a
folder later may have changed the database alone. Left behind by a colleague who was killed, they would lock
everybody else out until that colleague comes back. So:

1. If nobody has the database open, its log is put in its place once more as our own, byte for byte, and the
   index, which is made anew from the log, is removed.
2. That nobody has it open is known by the lock that every connection holds for as long as it lives.
3. If somebody has, or the log cannot be read, that is said with the name of the file and its owner.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from ledger.errors import Busy, ReadOnly

if TYPE_CHECKING:
    from pathlib import Path

_FIRST_LOCK, _LOCKS = 0x40000000, 512
"""The bytes that SQLite locks: PENDING_BYTE and those behind it, in https://www.sqlite.org/src/file/src/os.h."""


def take_over(database: Path | str) -> None:
    """Make what lies beside a database usable to us, if that is needed and can be done.

    It is asked before anything in this process has the database open. Raises Busy, ReadOnly or OSError.
    """
    narrow = narrow_ones(database)
    if not narrow:
        return
    database = narrow[0].with_name(os.path.basename(database))  # noqa: PTH119  it may be text
    for side in narrow:
        if not side.name.endswith("-shm") and not os.access(side, os.R_OK):
            raise ReadOnly(
                f"{side} may be neither read nor written: it belongs to {_owner(side)}.", _remedy(database)
            )
    with _alone(database, narrow[0]):
        for side in narrow:
            if side.name.endswith("-shm"):
                side.unlink(missing_ok=True)
            else:
                _copy_in_place(side, database)


def narrow_ones(database: Path | str) -> list[Path]:
    """The files beside a database that keep us out."""
    sides = [f"{database}{ending}" for ending in ("-wal", "-shm", "-journal")]
    narrow = [side for side in sides if os.path.exists(side) and not os.access(side, os.R_OK | os.W_OK)]  # noqa: PTH110  see below
    if not narrow:
        return []
    from pathlib import Path  # noqa: PLC0415  it costs each reading a quarter of a start

    return list(map(Path, narrow))


@contextmanager
def _alone(database: Path, side: Path) -> Iterator[None]:
    """Keep every connection out, of which there is none now."""
    try:
        import fcntl  # noqa: PLC0415  Windows has none, nor such modes
    except ImportError:  # pragma: no cover
        yield
        return
    descriptor = os.open(database, os.O_RDWR | os.O_CLOEXEC)
    try:
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, _LOCKS, _FIRST_LOCK)
        except OSError:
            raise Busy(
                f"{side} may not be written: it belongs to {_owner(side)}, and somebody has the ledger open.",
                f"Try again when they have finished. {_remedy(database)}",
            ) from None
        yield
    finally:
        os.close(descriptor)


def _copy_in_place(side: Path, database: Path) -> None:
    from shutil import copyfileobj  # noqa: PLC0415  hardly anybody needs either

    from ledger.recovery import shared  # noqa: PLC0415

    passing = side.with_name(f".{side.name}.{os.getpid()}")
    mode = stat.S_IMODE(database.stat().st_mode)
    try:
        with side.open("rb") as old, passing.open("xb") as new:
            shared.set_mode(new.fileno(), mode)
            copyfileobj(old, new, 1024 * 1024)
            new.flush()
            os.fsync(new.fileno())
        passing.replace(side)
    finally:
        with suppress(OSError):
            passing.unlink()


def _owner(path: Path) -> str:
    try:
        return path.owner()
    except (KeyError, OSError, NotImplementedError):
        return f"user {path.stat().st_uid}"


def _remedy(database: Path) -> str:
    return f"Let its owner or root run: chmod g+rw {database}*"
