"""The lock of a ledger's folder, which lets writers wait in turn. SQLite's own waiting is unfair."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ledger.errors import Busy
from ledger.locks import wait_for
from ledger.store.errors import file_error

PATIENCE = 10.0
"""Seconds that a writer waits for its turn."""


@contextmanager
def locked(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the lock of a folder; raises Busy if another holds it for longer than that, StorageError."""
    try:
        lock = _file(folder / "ledger.lock")
    except OSError as error:
        raise file_error(error, folder) from error
    try:
        try:
            wait_for(lock, patience)
        except BlockingIOError:
            raise Busy(
                f"Another process has been writing to {folder} for {patience:.0f} seconds.",
                "Try again when it has finished.",
            ) from None
        except OSError as error:
            raise file_error(error, folder) from error
        yield
    finally:
        os.close(lock)


class Turn:
    """Whose turn it is to write to a folder: who has it already has it all the same."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._is_ours = False

    @contextmanager
    def take(self, patience: float | None = None) -> Iterator[bool]:
        """Hold the lock, and say whether it was not held before; raises Busy, StorageError."""
        if self._is_ours:
            yield False
            return
        with locked(self._folder, PATIENCE if patience is None else patience):
            self._is_ours = True
            try:
                yield True
            finally:
                self._is_ours = False


def _file(path: Path) -> int:
    from ledger.recovery import shared  # noqa: PLC0415  reading takes no lock

    try:
        return shared.open_file(path, os.O_RDWR)
    except PermissionError:
        # To lock a file it is enough to read it: whoever made it may have kept others from writing.
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
