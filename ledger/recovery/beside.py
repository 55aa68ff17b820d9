"""A folder that is made beside its place and then put there, so that half of one is never there.

    .ledger.restoring-4711-9f3c20d1        what becomes the folder ``ledger``

Who makes it holds a lock on it. What a killed command left has none, and is cleared by the next one that
makes the same folder in the same way.
"""

from __future__ import annotations

import glob
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ledger.errors import Refused
from ledger.evidence.incoming import clear_room, lock_room
from ledger.recovery import shared
from ledger.store.errors import file_error


@contextmanager
def making_beside(target: Path, doing: str) -> Iterator[Path]:
    """A new folder beside a place, gone at the end unless it was put there. Raises StorageError."""
    begins = f".{target.name}.{doing}-"
    above = [folder for folder in target.absolute().parents if not folder.exists()]
    try:
        shared.make_folders(target.parent)
        for left in target.parent.glob(f"{glob.escape(begins)}*"):
            clear_room(left)
        while True:
            made = target.with_name(f"{begins}{os.getpid()}-{os.urandom(4).hex()}")
            shared.make_folder(made)
            lock = lock_room(made)
            if lock is not None:
                break  # else somebody cleared it away before there was a lock on it
    except OSError as error:
        raise file_error(error, target) from error
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)
        os.close(lock)
        for folder in above:
            # One in which something was put stays.
            with suppress(OSError):
                folder.rmdir()


def refuse_a_place_in_use(target: Path, how: str = "--ledger FOLDER") -> None:
    """Raise Refused if something is in the place of a folder that is to be new or empty; StorageError."""
    try:
        if target.is_dir() and not target.is_symlink() and not any(target.iterdir()):
            return
    except OSError as error:
        raise file_error(error, target) from error
    if os.path.lexists(target):
        raise Refused(f"There is something in {target}.", f"Choose a new or empty folder: {how}")
