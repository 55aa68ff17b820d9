"""Whether what belongs to the ledger and to its reader can be read: files and folders, modes and owners.

A mode that keeps the owner out is named even to root, whom it does not stop: the next who asks is no root.
The database and its side files are asked about and not opened, for to close one takes away SQLite's locks.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ledger.doctor.base import Patient, Result, in_folders, names_of
from ledger.recovery import shared


def access(patient: Patient) -> Iterator[Result]:
    """Whether everything can be read by who has to, and belongs to them."""
    results = [*_unread(patient), *_of_others(patient)]
    yield from results or [Result("access", "Whatever belongs to the ledger can be read.")]


def _unread(patient: Patient) -> Iterator[Result]:
    folder, keyring = patient.folder, patient.keyring
    closed = [path for path in patient.own() if not _may_read(path)]
    # A stopped disk shows only if something is read.
    closed += [path for path in patient.kept() if not (_may_read(path) and _gives(path))]
    if closed:
        yield Result(
            "access",
            f"{names_of(closed, folder)} cannot be read.",
            f"See the disk, and let the owner or root run: chmod -R u+rX {folder}",
        )
    mine = [keyring.keys.parent, keyring.keys, keyring.known, keyring.seen.parent, keyring.seen]
    kept = [path for path in in_folders(*mine[1:3], keyring.seen) if path.is_file()]
    lock = keyring.seen.with_suffix(".lock")
    closed = [path for path in [*mine, *kept, lock] if os.path.lexists(path) and not _may_read(path)]
    if closed:
        yield Result(
            "access",
            f"{names_of(closed, folder)}, which is yours, cannot be read.",
            f"See who owns it, and run: chmod -R u+rwX {' '.join(map(str, dict.fromkeys(mine[::3])))}",
        )
    folders = [path for path in mine if path.is_dir()]
    fixed = [path for path in [*folders, *([lock] if lock.exists() else [])] if not _may_write(path)]
    if fixed and not closed:
        text = f"You may not write to {names_of(fixed, folder)}, so what you see is not remembered."
        yield Result("access", text, "See who owns it, and run: chmod u+rwx on it.")
    open_ = [path for path in folders if _mode(path) & 0o022]
    if open_:
        text = f"Others may change {names_of(open_, folder)}, where your keys are or what you saw."
        yield Result("access", text, f"chmod go-w {' '.join(map(str, open_))}")


def _of_others(patient: Patient) -> Iterator[Result]:
    """Files that belong to somebody else than the folder, and that those of the folder may not use."""
    folder = patient.folder
    if folder is None:
        return
    with suppress(OSError):
        there = folder.stat()
        paths = [*patient.own(), *patient.kept()]
        if shared.is_shared(folder):
            strange = [path for path in paths if path.lstat().st_gid != there.st_gid]
            if strange:
                text = f"{names_of(strange, folder)} does not belong to the group of the shared folder."
                yield Result("access", text, f"Let its owner or root run: chgrp -R {there.st_gid} {folder}")
            return
        strange = [path for path in paths if _keeps_out(path.lstat(), there)]
        if strange:
            owner = strange[0].lstat().st_uid
            text = f"{names_of(strange, folder)} belongs to user {owner}, and the folder to {there.st_uid}."
            yield Result("access", text, f"Let root run: chown -R {there.st_uid}:{there.st_gid} {folder}")


def _keeps_out(file: os.stat_result, folder: os.stat_result) -> bool:
    """Whether a file belongs to another than the folder, and the folder's group may not use it either."""
    needed = 0o060 if file.st_mode & 0o200 else 0o040
    return file.st_uid != folder.st_uid and (file.st_gid != folder.st_gid or file.st_mode & needed != needed)


def _may_read(path: Path) -> bool:
    try:
        there = path.stat()
    except FileNotFoundError:
        return True  # that it is missing is for others to say
    except OSError:
        return False
    is_folder = stat.S_ISDIR(there.st_mode)
    needed = 0o500 if is_folder else 0o400
    return there.st_mode & needed == needed and os.access(path, os.R_OK | (os.X_OK if is_folder else 0))


def _may_write(path: Path) -> bool:
    return bool(_mode(path) & 0o200) and os.access(path, os.W_OK)


def _gives(path: Path) -> bool:
    """Whether the first byte of a file can be had."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            os.read(descriptor, 1)
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _mode(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return 0
