"""A bound on what may take for ever: in time on the processor, so a busy machine does not matter.

    with ends():
        check(bundle)

It is no measure of how long something should take: what it stops would not have ended in an hour.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SECONDS = 120


@contextmanager
def ends() -> Iterator[None]:
    """Raise AssertionError where what is done takes the processor for so long; for the main thread."""

    def stop(signum: int, frame: FrameType | None) -> None:
        raise AssertionError(f"it has not ended after {SECONDS} seconds on the processor")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
