"""Where evidence lies until it is kept: a room for each command, which nobody clears while it is used.

    evidence/.incoming/5f0c9a…/0

1. A command's room is a folder of its own, and the command holds a lock on it until it is done. Nobody else
   can have that lock meanwhile, and a command that is killed has it no longer.
2. So whatever lies in a room without a lock is nobody's; where there are no locks, what is a day old is. The
   next command that records clears it away: what lies there may be restricted.
3. Before a file is given the name of its content, that name is written down in the room. So what was named
   and never recorded, for the command was killed in between, is cleared away, too: nothing is named but under
   the ledger's lock, and under that lock no event speaks of it. (After a power cut it may stay: then
   ``doctor`` names it.)
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ledger.evidence.names import INCOMING
from ledger.locks import can_hold, wait_for
from ledger.recovery import shared

_BEFORE = ".incoming-*"
"""What the version before called such a file, without a lock: after a day it is nobody's."""

_NAMES, _LOCK = "names", "lock"
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_FILE = os.O_RDWR | getattr(os, "O_CLOEXEC", 0)
_DIGEST = re.compile("[0-9a-f]{64}")
_DAY = 24 * 60 * 60.0
_SOON = 1.0
"""Seconds that whoever clears a folder away, before it was locked, is waited for."""


class Room:
    """One command's room in an evidence folder; ``close`` clears it."""

    def __init__(self, evidence: Path) -> None:
        """Make it; raises OSError."""
        # Only who hands in files needs it; and it is there before anything is recorded.
        from shutil import rmtree  # noqa: PLC0415

        self._rmtree = rmtree
        self._given = 0
        while True:
            self.path = evidence / INCOMING / os.urandom(8).hex()
            try:
                shared.make_folder(evidence / INCOMING)
                shared.make_folder(self.path)
            except FileNotFoundError:
                if not evidence.exists():
                    raise
                continue
            if (lock := lock_room(self.path, with_file=True)) is not None:
                self._lock = lock
                return

    def new_name(self) -> Path:
        """Where one more file is written."""
        self._given += 1
        return self.path / str(self._given - 1)

    def will_keep(self, digests: Iterable[str]) -> None:
        """Write down which files will get the names of their contents; raises OSError."""
        # Of a shared folder, whoever clears it is to be able to read them.
        written = shared.open_file(self.path / _NAMES, os.O_WRONLY | os.O_TRUNC)
        with os.fdopen(written, "w", encoding="ascii") as names:
            names.writelines(f"{digest}\n" for digest in digests)

    def close(self) -> None:
        """Clear it with all that is left in it; raises nothing."""
        if not _is_folder(self._lock):
            # Over a network a file that is open stays under another name.
            os.close(self._lock)
            self._lock = -1
        self._rmtree(self.path, ignore_errors=True)
        with suppress(OSError):
            self.path.parent.rmdir()
        with suppress(OSError):
            os.close(self._lock)


def clear(evidence: Path, named: Callable[[], Container[str]]) -> None:
    """Remove what killed commands left in an evidence folder, and nothing that anybody uses.

    It is asked under the ledger's lock. ``named`` gives the hashes of all files that events name.
    """
    with suppress(OSError):
        for room in (evidence / INCOMING).iterdir():
            clear_room(room, lambda abandoned: _forget_names(abandoned, named))
        (evidence / INCOMING).rmdir()


def clear_of_before(evidence: Path) -> None:
    """The same of what the version before left."""
    for left in left_before(evidence):
        with suppress(OSError):
            left.unlink()


def left(evidence: Path) -> list[Path]:
    """What killed commands left, that is still there."""
    rooms: list[Path] = []
    with suppress(OSError):
        rooms = [room for room in sorted((evidence / INCOMING).iterdir()) if _is_free(room)]
    return [*rooms, *left_before(evidence)]


def left_before(evidence: Path) -> list[Path]:
    """What a killed command of the version before left more than a day ago."""
    files: list[Path] = []
    with suppress(OSError):
        for path in sorted(evidence.glob(_BEFORE)):
            there = path.lstat()
            if stat.S_ISREG(there.st_mode) and is_old(there):
                files.append(path)
    return files


def clear_room(room: Path, first: Callable[[Path], object] = lambda _: None) -> None:
    """Remove a folder that nobody holds a lock on, ``first`` doing something with it; raises no OSError."""
    with suppress(OSError), _locked(room) as is_free:
        if is_free:
            from shutil import rmtree  # noqa: PLC0415  it costs every start, and hardly anybody needs it

            first(room)
            rmtree(room, ignore_errors=True)


def _forget_names(room: Path, named: Callable[[], Container[str]]) -> None:
    """Remove the files that were given their names and that nothing came to be recorded of."""
    try:
        digests = (room / _NAMES).read_text("ascii", "replace").split()
    except FileNotFoundError:
        return
    if digests:
        known = named()
        for digest in digests:
            if _DIGEST.fullmatch(digest) and digest not in known:
                (room.parent.parent / digest).unlink(missing_ok=True)


def lock_room(room: Path, *, with_file: bool = False) -> int | None:
    """The lock on a folder that was just made; None if somebody cleared it away before. Raises OSError.

    Where a folder cannot be locked, as over NFS, a file in it is, ``with_file``. Where no lock is to be had
    at all, it is done without, and nobody clears it away before a day has passed.
    """
    try:
        lock = os.open(room, _FOLDER)
    except FileNotFoundError:
        return None
    try:
        try:
            wait_for(lock, _SOON)
        except BlockingIOError:
            pass
        except OSError:
            if with_file:
                lock = _instead(lock, room / _LOCK)
        if room.exists() and (not _is_folder(lock) or os.path.samestat(os.fstat(lock), room.stat())):
            return lock
    except FileNotFoundError:
        pass
    except BaseException:
        os.close(lock)
        raise
    os.close(lock)
    return None


def _instead(folder: int, path: Path) -> int:
    """The lock on a new file in the place of that on its folder, which stays if that cannot be had."""
    with suppress(OSError):
        file = os.open(path, _FILE | os.O_CREAT, 0o660)
        os.close(folder)
        with suppress(OSError):
            wait_for(file, _SOON)
        return file
    return folder


def _is_folder(descriptor: int) -> bool:
    return stat.S_ISDIR(os.fstat(descriptor).st_mode)


def _is_free(room: Path) -> bool:
    with suppress(OSError), _locked(room) as is_free:
        return is_free
    return False


@contextmanager
def _locked(room: Path) -> Iterator[bool]:
    """Whether nobody uses a room, and hold its lock meanwhile, if there are any; raises OSError."""
    lock = os.open(room, _FOLDER | os.O_NOFOLLOW)
    try:
        is_free = can_hold(lock)
        if is_free is None:
            with suppress(FileNotFoundError):
                file = os.open(room / _LOCK, _FILE | os.O_NOFOLLOW)
                os.close(lock)
                lock = file
                is_free = can_hold(lock)
        yield is_old(room.lstat()) if is_free is None else is_free
    finally:
        os.close(lock)


def is_old(there: os.stat_result) -> bool:
    """Whether something is so old that nobody uses it any more, if that cannot be told by a lock."""
    return there.st_mtime < time.time() - _DAY
