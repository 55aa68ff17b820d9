"""What every part of a bundle has in common: it makes files of an edition, and of nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from hashlib import sha256
from typing import Any, BinaryIO, NamedTuple
from weakref import finalize

import orjson

from projections.formats.visible import visible

_AT_ONCE = 1 << 20


class File:
    """One file: its path inside the bundle, with slashes, and its bytes, in memory or in a file of its."""

    def __init__(self, path: str, content: bytes | BinaryIO) -> None:
        self.path = path
        self._content = content
        if not isinstance(content, bytes):
            finalize(self, content.close)

    def pieces(self) -> Iterator[bytes]:
        """Its bytes, piece by piece, as often as they are asked for."""
        if isinstance(self._content, bytes):
            yield self._content
            return
        self._content.seek(0)
        while piece := self._content.read(_AT_ONCE):
            yield piece

    @property
    def data(self) -> bytes:
        """Its bytes at once."""
        return b"".join(self.pieces())

    @cached_property
    def made(self) -> Made:
        """What is left to say of it."""
        digest, size = sha256(), 0
        for piece in self.pieces():
            digest.update(piece)
            size += len(piece)
        return Made(self.path, size, digest.hexdigest())

    def write(self, descriptor: int) -> bytes:
        """Write it there; returns its SHA-256, which ``made`` need not work out again. Raises OSError."""
        digest, size = sha256(), 0
        for piece in self.pieces():
            digest.update(piece)
            size += len(piece)
            written = os.write(descriptor, piece)
            # More than the system takes at once, if anything is left.
            rest = memoryview(piece)[written:]
            while rest:
                rest = rest[os.write(descriptor, rest) :]
        found = digest.digest()
        self.made = Made(self.path, size, found.hex())
        return found


class Made(NamedTuple):
    """What is left to say of a file that was made: its path, its size in bytes, its hex SHA-256."""

    path: str
    size: int
    sha256: str


def as_json(value: Any) -> bytes:  # Any: JSON
    """The bytes of a file of JSON: indented, and what would act on a terminal written by its code."""
    return as_json_text(value).encode()


def as_json_text(value: Any) -> str:  # Any: JSON
    """The same as text."""
    text = orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()
    return visible(text)
