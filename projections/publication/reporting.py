"""How a publisher hears of what goes on meanwhile: on a terminal, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol


class Reporter(Protocol):
    """Whoever reports to the person who publishes."""

    def warn(self, sentence: str) -> None:
        """Warn at once."""

    def warn_if_done(self, sentence: str) -> None:
        """Warn at the end, if it is a good one."""

    def progress(self, label: str, length: int) -> AbstractContextManager[Callable[[int], object]]:
        """Give what is called with how many more of ``length`` things are done."""
        ...
