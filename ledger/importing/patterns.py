"""A pattern of a mapping, held to a time: people write it, and some patterns try for ever.

``re`` looks for signals while it tries, so a timer of the process's own time stops it. All searches of one
pattern share one allowance: a pattern that is slow in each of many cells is stopped as well.
"""

from __future__ import annotations

import re
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from ledger.errors import BadInput

SECONDS = 10.0
"""How long all searches of a file take at most; 200,000 cells take a second or two."""

_SHOWN = 60


class _TookTooLong(Exception):
    """The timer ran out within a search."""


class Patient:
    """A pattern that is searched for with a limit."""

    def __init__(self, pattern: re.Pattern[str], seconds: float = SECONDS) -> None:
        self._pattern = pattern
        self._left = seconds

    def first(self, text: str) -> str | None:
        """The first group of the first match, or all of it; raises BadInput if that takes too long."""
        began = time.process_time()
        try:
            with _timer(self._left):
                found = self._pattern.search(text)
        except _TookTooLong:
            raise self._too_slow(text) from None
        self._left -= time.process_time() - began
        if self._left <= 0:
            raise self._too_slow(text)
        return (found[1] if self._pattern.groups else found[0]) if found else None

    def _too_slow(self, text: str) -> BadInput:
        shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
        return BadInput(
            f"The pattern {self._pattern.pattern} in [number] takes too long; it was stopped at {shown!r}.",
            "Write it without a repetition within a repetition, such as (a+)+, and begin it with ^.",
        )


@contextmanager
def _timer(seconds: float) -> Iterator[None]:
    """Raise _TookTooLong in what is done if it takes longer; only a main thread can be stopped."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, max(seconds, 0.001))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise _TookTooLong
