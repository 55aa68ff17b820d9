"""Writing files of evidence to a disk, and what a disk says no with."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable
from pathlib import Path

from ledger.errors import Full, ReadOnly, StorageError
from ledger.recovery import shared
from ledger.validation import so_many


def write_new(path: Path, pieces: Iterable[bytes], mode: int) -> None:
    """Write a file that is not there yet, to disk and read-only at the end; raises OSError."""
    target = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    try:
        for piece in pieces:
            view = memoryview(piece)
            while view:
                view = view[os.write(target, view) :]
        shared.set_mode(target, 0o440)
        os.fsync(target)
    finally:
        os.close(target)


def check_room(folder: Path, size: int, path: str) -> None:
    """Raise Full before a disk is filled to its brim for nothing."""
    try:
        disk = os.statvfs(folder)
    except (OSError, AttributeError):
        return  # some file systems, and Windows, do not say
    free = (disk.f_bfree if os.geteuid() == 0 else disk.f_bavail) * disk.f_frsize
    if disk.f_blocks and size > free:
        raise Full(
            f"There is no room left in {folder} for {path}: it has {so_many(size, 'byte')}, and "
            f"{free:,} are free.",
            "Free some space and try again.",
        )


def trouble(error: OSError, folder: Path, path: str) -> StorageError:
    """What it amounts to that a file cannot be put into a folder."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Full(f"There is no room left in {folder} for {path}.", "Free some space and try again.")
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return ReadOnly(f"{folder} may not be written.", "Ask who owns the folder.")
    return StorageError(f"{path} cannot be copied into {folder}: {error.strerror}.", "Try again.")
