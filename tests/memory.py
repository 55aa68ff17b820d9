"""Where tests keep their passing files: in memory, if the machine has the room.

Whatever records waits for the disk, and nearly all tests record. That it waits, and for what, is looked at by
what it asks of the system (``tests/faults``), which is the same wherever the file is.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
ROOM = 1024**3
"""Bytes that have to be free there; a run of all tests takes some two hundred megabytes."""

_DISK = "TESTS_DISK"
"""The variable that names, to the processes that a run starts, where passing files would be otherwise."""


def is_roomy() -> bool:
    """Whether tests may keep their files in memory: some machines give it a few megabytes, or run no program
    that is stored there.
    """
    if not (MEMORY.is_dir() and os.access(MEMORY, os.W_OK)):
        return False
    return not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC and shutil.disk_usage(MEMORY).free > ROOM


def keep_there() -> None:
    """Have this process and what it starts put passing files into memory, unless somebody named a folder."""
    if "TMPDIR" not in os.environ and is_roomy():
        os.environ[_DISK] = tempfile.gettempdir()
        os.environ["TMPDIR"] = str(MEMORY)
        tempfile.tempdir = None


def disk() -> str:
    """The folder for what is large and waits for no disk, as a server with hundreds of databases."""
    return os.environ.get(_DISK) or tempfile.gettempdir()
