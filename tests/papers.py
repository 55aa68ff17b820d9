"""A PDF is checked in a process of its own, which takes longer than all the rest of a bundle.

Tests in which nothing about that process matters share what it answered, or do without it: they use
``papers_read_once`` or ``papers_read_here`` of ``tests/projections/publication/conftest.py``.
"""

from __future__ import annotations

import json
import subprocess
from functools import lru_cache
from typing import Any

from projections.publication.files.pdf import pages
from projections.publication.files.reading import Wrong


class ReadOnce:
    """Stands in for ``subprocess`` where a PDF is read: the same file is read once, in a process."""

    TimeoutExpired = subprocess.TimeoutExpired

    def run(self, words: list[str], *, input: bytes, **how: Any) -> Any:  # Any: as subprocess has them
        """The process, or what it answered of the same file."""
        key = (tuple(words), input)
        if key not in _ANSWERS:
            _ANSWERS[key] = subprocess.run(words, input=input, **how)
        return _ANSWERS[key]


_ANSWERS: dict[tuple[tuple[str, ...], bytes], Any] = {}


class ReadHere:
    """Stands in for ``subprocess`` where a PDF is read: no process is begun."""

    TimeoutExpired = subprocess.TimeoutExpired

    def run(self, words: list[str], *, input: bytes, **_: Any) -> Any:  # Any: as subprocess has them
        """What a process would answer."""
        return subprocess.CompletedProcess(words, 0, _tables(input))


@lru_cache(maxsize=16)
def _tables(data: bytes) -> bytes:
    try:
        told: dict[str, Any] = {"tables": pages.tables(data)}
    except Wrong as error:
        told = {"wrong": str(error)}
    return json.dumps(told).encode()
