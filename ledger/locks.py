"""The lock of what is open: one mechanism, waited for or asked once. It ends with the process that holds it.

Where there are no such locks (Windows), who waits goes on at once, and who only asks is not given it: so
nothing is cleared away that might be in use.
"""

from __future__ import annotations

import time

_PAUSE = 0.003


def wait_for(descriptor: int, patience: float) -> None:
    """Lock a file or folder for as long as it is open.

    Raises BlockingIOError if another holds it for longer than ``patience`` seconds, OSError.
    """
    try:
        import fcntl  # noqa: PLC0415  Windows has none
    except ImportError:  # pragma: no cover
        return
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise
            time.sleep(_PAUSE)
        else:
            return


def hold(descriptor: int) -> bool:
    """Lock it if that can be done at once; False if another holds it or there are no locks here."""
    return can_hold(descriptor) is True


def can_hold(descriptor: int) -> bool | None:
    """The same; None if there are no locks here, or none on what was opened so."""
    try:
        import fcntl  # noqa: PLC0415  Windows has none

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except (ImportError, OSError):
        return None
    return True
