"""What a disk is asked for besides files: locks, that a name is there, names that change places."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ledger.locks import hold


def locked(folder: Path) -> int | None:
    """A descriptor that holds the lock of a folder; None where another holds it, or there are no locks."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    if hold(descriptor):
        return descriptor
    os.close(descriptor)
    return None


def clear(left: Path, unless: Callable[[Path], bool]) -> None:
    """Remove what was left, unless somebody is at it or it holds what is to be kept."""
    with suppress(OSError):
        lock = locked(left)
        if lock is not None:
            if not unless(left):
                shutil.rmtree(left, ignore_errors=True)
            os.close(lock)


def sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def exchanged(one: Path, other: Path) -> bool:
    """Let two names change places in one step (Linux renameat2); False where that cannot be done."""
    here, exchange = -100, 2
    with suppress(OSError, AttributeError):
        change = ctypes.CDLL(None, use_errno=True).renameat2
        return bool(change(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0)
    return False
