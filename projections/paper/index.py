"""The formats of a paper: each a folder here that writes the document, but for JSON, which has its data."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import cast

from projections.paper.base import Paper

FORMATS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"html": (".html", ".htm"), "odt": (".odt",), "pdf": (".pdf",), "json": (".json",)}
)
"""By the word that asks for it, how the names of its files end."""


def require(format: str) -> None:
    """Raise NotInstalled if the package that makes a format is not here in its version."""
    if format == "pdf":
        from projections.publication.files.index import require_maker  # noqa: PLC0415  for this one only

        require_maker(format, "A paper in PDF", "Ask for --format html or odt")


def write(paper: Paper, format: str) -> bytes:
    """The paper in a format; raises Refused if it has no room there."""
    if format == "json":
        from projections.paper import data  # noqa: PLC0415  one of several

        return data.write(paper)
    from projections.paper.composing import compose  # noqa: PLC0415  the same

    # By name: one is asked for, and the others need not be imported.
    writer = import_module(f"projections.paper.{format}.write")
    return cast("bytes", writer.write(compose(paper)))
