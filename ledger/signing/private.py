"""Files that their owner alone may read: put in their place whole, and on disk with their folder."""

from __future__ import annotations

import os
from pathlib import Path

from ledger import passing
from ledger.locks import hold
from ledger.signing.synced import sync_folder


def write_private(path: Path, data: bytes) -> None:
    """Put a file in its place, whole and on disk, readable by its owner alone; raises OSError."""
    make_private(path.parent)
    passing.clear_beside(path)
    written = passing.beside(path)
    try:
        written.unlink(missing_ok=True)
        file = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(file, "wb") as into:
            hold(file)
            into.write(data)
            into.flush()
            os.fsync(file)
            written.replace(path)
    except BaseException:
        written.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def is_there(path: Path) -> bool:
    """Whether it is there; if nobody may look, it counts as being there."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def make_private(folder: Path) -> None:
    """Make a folder that its owner alone may look into, and have it on disk."""
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for parent in missing:
        sync_folder(parent.parent)
