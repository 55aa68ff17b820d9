"""Being stopped from outside: what is on its way to the disk is ended well first, and said.

Until a command is about to record, a stop ends it at once and nothing was recorded. From then on until its
receipt is printed a stop waits, and as the command is done by then it is let go of: whoever stopped it reads
that it is recorded, and not the word "Stopped".
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from commands.cli.errors import warn

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


@contextmanager
def waiting() -> Iterator[Callable[[], None]]:
    """Gives what is to be called from when on stops wait; at the end those that came are let go of."""
    stops = {getattr(signal, name) for name in _NAMES if hasattr(signal, name)}
    before: list[set[signal.Signals | int]] = []

    def hold() -> None:
        # Windows has no such thing: there a stop is a stop.
        if not before and hasattr(signal, "pthread_sigmask"):
            before.append(signal.pthread_sigmask(signal.SIG_BLOCK, stops))

    try:
        yield hold
    finally:
        if before:
            ours = stops - before[0]
            came = False
            while pending := signal.sigpending() & ours:
                signal.sigwait(pending)
                came = True
            signal.pthread_sigmask(signal.SIG_SETMASK, before[0])
            if came:
                warn("it was stopped too late to be called off; see what was recorded: scrutiny trail")
