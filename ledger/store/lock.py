"""The lock of a ledger's folder, which lets writers wait in turn. SQLite's own waiting is unfair."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING

from ledger.errors import Busy
from ledger.locks import wait_for
from ledger.store.errors import file_error

LOCK = "ledger.lock"
"""The file that is locked."""

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 10.0
"""Seconds that a writer waits for its turn."""


@contextmanager
def locked(folder: Path | str, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock of a folder; raises Busy if another holds it for longer than that, StorageError."""
    lock = _lock(folder, Turn(folder).file, patience)
    try:
        yield
    finally:
        os.close(lock)


class Turn:
    """Whose turn it is to write to a folder: who has it already has it all the same."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = folder
        self.is_ours = False

    @cached_property
    def file(self) -> Path:
        """The file that is locked."""
        from pathlib import Path  # noqa: PLC0415  reading takes no lock, and is to start quickly

        return Path(self.folder, LOCK)

    def take(self, patience: float | None = None, first: Callable[[], object] | None = None) -> _Taken:
        """Hold the lock, and do ``first`` if it was not held before; raises Busy, StorageError."""
        return _Taken(self, PATIENCE if patience is None else patience, first)


class _Taken:
    """The lock for as long as something is done. A class, as a generator takes four times as long."""

    __slots__ = ("_first", "_lock", "_patience", "_turn")

    def __init__(self, turn: Turn, patience: float, first: Callable[[], object] | None) -> None:
        self._turn = turn
        self._patience = patience
        self._first = first
        self._lock: int | None = None

    def __enter__(self) -> None:
        """Hold it."""
        turn = self._turn
        if turn.is_ours:
            return
        self._lock = _lock(turn.folder, turn.file, self._patience)
        turn.is_ours = True
        if self._first is not None:
            try:
                self._first()
            except BaseException:
                self.__exit__(None, None, None)
                raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of it, unless it was held before."""
        if self._lock is not None:
            self._turn.is_ours = False
            os.close(self._lock)


def _lock(folder: Path | str, path: Path, patience: float) -> int:
    """A descriptor of a folder's lock file, which is held as long as that is open; raises as ``locked``."""
    try:
        lock = _file(path)
    except OSError as error:
        raise file_error(error, folder) from error
    try:
        wait_for(lock, patience)
    except BaseException as error:
        os.close(lock)
        if isinstance(error, BlockingIOError):
            raise Busy(
                f"Another process has been writing to {folder} for {patience:.0f} seconds.",
                "Try again when it has finished.",
            ) from None
        if isinstance(error, OSError):
            raise file_error(error, folder) from error
        raise
    return lock


def _file(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        from ledger.recovery import shared  # noqa: PLC0415  it is made once

        return shared.open_file(path, os.O_RDWR)
    except PermissionError:
        # To lock a file it is enough to read it: whoever made it may have kept others from writing.
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
