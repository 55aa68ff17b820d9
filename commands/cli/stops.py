"""Stops from outside (Ctrl-C, a signal): a command that is recording finishes first, and reports it.

Until a command is about to record, a stop ends it at once and nothing was recorded. From then on a stop waits
until the receipt is printed. The command is done by then, so the stop is dropped: the person who stopped it
reads that it is recorded, and not the word "Stopped".
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from commands.cli.errors import warn

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


@contextmanager
def waiting() -> Iterator[Callable[[], None]]:
    """Gives a function: once it is called, stops wait. At the end, those that came are dropped."""
    stops = {getattr(signal, name) for name in _NAMES if hasattr(signal, name)}
    before: list[set[signal.Signals | int]] = []

    def hold() -> None:
        # Windows cannot hold signals back: there a stop ends the command.
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
