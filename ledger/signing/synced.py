"""A new file is safe from a power cut once its content and its name in the folder are on disk.

``fsync`` of the file does the first alone (POSIX); the folder that names it wants one of its own.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

_CANNOT = {errno.EINVAL, errno.ENOTSUP, errno.EACCES, errno.EPERM, errno.EISDIR, errno.EBADF}


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on disk; file systems that cannot are left alone. Raises OSError."""
    try:
        opened = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
