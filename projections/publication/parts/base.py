"""What every part of a bundle has in common: it makes files of an edition, and of nothing else."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, NamedTuple

import orjson

from projections.formats.visible import visible


class File(NamedTuple):
    """One file: its path inside the bundle, with slashes, and its bytes."""

    path: str
    data: bytes


class Made(NamedTuple):
    """What is left to say of a file that was made: its path, its size in bytes, its hex SHA-256."""

    path: str
    size: int
    sha256: str

    @classmethod
    def of(cls, file: File) -> Made:
        """What is said of a file."""
        return cls(file.path, len(file.data), sha256(file.data).hexdigest())


def as_json(value: Any) -> bytes:  # Any: JSON
    """The bytes of a file of JSON: indented, and what would act on a terminal written by its code."""
    text = orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()
    return visible(text).encode()
