"""Who may use a ledger's folders and files: their modes.

1. Nobody outside the owner and the group, whatever the mask.
2. The mask of whoever makes something says whether the group may write, as for any other file.
3. A folder that is set-group-id and may be written by its group was made to be shared. In it the group may
   write whatever the mask says, or the first command of one colleague would shut the others out.
4. A file system without modes (vfat, some mounts) has none to set: that stops nobody.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from ledger.signing.synced import sync_folder

_SHARED = stat.S_ISGID | stat.S_IWGRP
_NO_MODES = {errno.EPERM, errno.ENOTSUP, errno.ENOSYS}
_FOLDER, _FILE = 0o770, 0o660


def is_shared(folder: Path) -> bool:
    """Whether a folder was made to be shared by its group; raises OSError."""
    return folder.stat().st_mode & _SHARED == _SHARED


def make_folder(folder: Path, within: Path | None = None) -> None:
    """Make a folder, as it is done in the one above it (or ``within``); one that is there stays as it is.

    Raises OSError.
    """
    try:
        folder.mkdir(mode=_FOLDER)
    except FileExistsError:
        if not folder.is_dir():
            raise
        return
    if is_shared(within or folder.parent):
        with suppress(OSError):
            folder.chmod(_FOLDER | stat.S_ISGID)


def make_folders(folder: Path) -> None:
    """The same, with those above it that are missing, and with all their names on disk."""
    missing = [folder]
    while not missing[-1].parent.exists():
        missing.append(missing[-1].parent)
    for each in reversed(missing):
        make_folder(each)
        sync_folder(each.parent)


def open_file(path: Path, flags: int) -> int:
    """A descriptor of a file, which is made as it is done in its folder; raises OSError."""
    there = path.exists()
    descriptor = os.open(path, flags | os.O_CREAT | os.O_CLOEXEC, _FILE)
    try:
        if not there and is_shared(path.parent):
            set_mode(descriptor, _FILE)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def set_mode(descriptor: int, mode: int) -> None:
    """Set a mode, if the file system has any; raises OSError."""
    try:
        os.fchmod(descriptor, mode)
    except OSError as error:
        if error.errno not in _NO_MODES:
            raise
