"""Files on their way: written beside their place under a name that ends in the number of the process.

One that was left by a killed process is nobody's: no process has its number, or it is a day old, and nobody
has a lock on it.

    keys/.852d91fe.pem.4711      what becomes keys/852d91fe.pem
"""

from __future__ import annotations

import os
import re
import stat
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ledger.locks import hold

NAME = re.compile(r"\..+\.([0-9]{1,10})")
"""How such a file is called; its group is the number of the process."""

_DAY = 24 * 60 * 60.0


def beside(target: Path) -> Path:
    """Where this process writes what is to become a file."""
    return target.with_name(f".{target.name}.{os.getpid()}")


def clear_beside(target: Path) -> None:
    """Remove what killed processes left on its way to one file."""
    begins = f".{target.name}."
    with suppress(OSError):
        files = [file for file in target.parent.iterdir() if file.name.startswith(begins)]
        clear(file for file in files if file.name.removeprefix(begins).isdecimal())


def clear(files: Iterable[Path]) -> None:
    """Remove those among the files that are nobody's; what cannot be removed is left."""
    for file in files:
        with suppress(OSError):
            if is_nobodys(file) or (NAME.fullmatch(file.name) and file.stat().st_mtime < time.time() - _DAY):
                descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
                try:
                    if stat.S_ISREG(os.fstat(descriptor).st_mode) and hold(descriptor):
                        file.unlink()
                finally:
                    os.close(descriptor)


def is_nobodys(file: Path) -> bool:
    """Whether it is a file on its way, by its name, of a process that is no more."""
    found = NAME.fullmatch(file.name)
    if not found:
        return False
    try:
        os.kill(int(found[1]), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except OSError:
        return False
    return False
