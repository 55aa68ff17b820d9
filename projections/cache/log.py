"""Whether the log of a cache is there, into which SQLite writes before it writes into the file itself.

A process that is killed leaves its log behind, and perhaps a file into which half of it was copied. Each page
of that is whole, so no sum of a page tells: only with the log the two are one state. How large the log was
when something was kept last is therefore written down, in the file that is locked while anybody has the cache
open; a log that is smaller, or gone, makes the cache unusable.
"""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from pathlib import Path
from time import sleep

_TRIES, _PAUSE = 5, 0.002
"""How often another process is given time to let go, and how many seconds."""


_TO_BE = 1
"""What is written down of a log that is to be one, and has nothing yet."""


class Log:
    """The log of a cache, by the descriptor of the file that is locked (shared) while it is open."""

    def __init__(self, path: Path, lock: int) -> None:
        self._path, self._lock = Path(f"{path}-wal"), lock

    def is_there(self) -> bool | None:
        """Whether it is as large as it was; None if another process is about to change that."""
        for _ in range(_TRIES):
            if self._is_whole():
                return True
            if self._is_alone():
                return self._is_whole()
            if self._path.exists():
                # Another process writes into it just now.
                return True
            sleep(_PAUSE)
        return None

    def write_down(self) -> None:
        """Write down how large it is, or that there is to be one: something is to be kept, or was."""
        with suppress(OSError):
            os.pwrite(self._lock, b"%20d" % max(self._size(), _TO_BE), 0)

    def closed(self) -> None:
        """Forget it if all of it was copied: then SQLite removed it."""
        with suppress(OSError):
            if self._written() and not self._size():
                os.ftruncate(self._lock, 0)

    def _is_whole(self) -> bool:
        """Whether it is as large as was written down; if it was only to be one, that it is there.

        A process that is killed before it kept anything leaves an empty one, and the file as it was.
        """
        written = self._written()
        return written <= self._size() or (written == _TO_BE and self._path.exists())

    def _is_alone(self) -> bool:
        """Whether no other process has the cache open."""
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        fcntl.flock(self._lock, fcntl.LOCK_SH)
        return True

    def _written(self) -> int:
        text = os.pread(self._lock, 20, 0)
        return int(text) if text.strip().isdigit() else 0

    def _size(self) -> int:
        try:
            return self._path.stat().st_size
        except FileNotFoundError:
            return 0
