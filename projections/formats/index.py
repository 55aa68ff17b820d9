"""The formats there are, by name: each a module of this folder. Everything else is made from this list."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from projections.base import View

FORMATS = {
    "table": "txt",
    "json": "json",
    "csv": "csv",
    "markdown": "md",
    "html": "html",
}
"""The name of a format, and how a file in it usually ends."""


def write(view: View, format: str, width: int = 80) -> Iterator[str]:
    """Write a view down, piece by piece. ``width``, in columns of a terminal, matters to tables."""
    # Imported by name: csv and html cost start-up that the other formats need not pay.
    module = import_module(f"projections.formats.{format}")
    return cast("Iterator[str]", module.write(view, width))
