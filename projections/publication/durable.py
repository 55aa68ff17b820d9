"""Seeing many files onto the disk, each by an ``fsync`` of its own.

A sync of the whole file system (``syncfs``) is one call, and waits for whatever anybody else wrote there. An
``fsync`` waits for the disk each time, and does nothing else; disks answer many that wait together at once.
So many threads ask for one each: forty thousand files take a second, and one after another two minutes.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from threading import Thread

from ledger.signing.synced import sync_folder

TOGETHER = 32
"""How many wait at once."""

_FEW = 64
"""So many files are not worth a thread."""


def sync_each(paths: Iterable[str]) -> None:
    """See these files, and folders (which end in a slash), onto the disk; raises OSError.

    A file system that cannot sync a folder is left alone.
    """
    left = deque(paths)
    if len(left) <= _FEW:
        _sync_while(left, [])
        return
    failed: list[OSError] = []
    threads = [Thread(target=_work, args=(left, failed), daemon=True) for _ in range(TOGETHER)]
    try:
        # Whoever may have no more threads does with fewer.
        with suppress(RuntimeError):
            for thread in threads:
                thread.start()
        _sync_while(left, failed)
        for thread in threads:
            if thread.ident is not None:
                thread.join()
    finally:
        # A stop ends the threads, too: there is nothing left for them.
        left.clear()
    if failed:
        raise failed[0]


def _work(left: deque[str], failed: list[OSError]) -> None:
    try:
        _sync_while(left, failed)
    except OSError as error:
        failed.append(error)


def _sync_while(left: deque[str], failed: list[OSError]) -> None:
    """Sync what is left until nothing is, or something failed."""
    while not failed:
        try:
            path = left.popleft()
        except IndexError:
            return
        if path.endswith("/"):
            sync_folder(Path(path))
            continue
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
