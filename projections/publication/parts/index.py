"""The parts of a bundle, each a module here with ``files(edition)``. All else is made from this list."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import cast

from projections.publication.edition import Edition
from projections.publication.parts.base import File, Made

PARTS: tuple[str, ...] = (
    "register_csv",
    "register_json",
    "register_markdown",
    "register_sqlite",
    "register_ods",
    "feed",
    "datapackage",
    "catalogue",
    "site",
)

TELLING = ("datapackage", "catalogue")
"""The parts that tell the sizes and hashes of what was made before them."""


def files(edition: Edition) -> Iterator[File]:
    """Every file that an edition amounts to by itself: all but the proofs and the sums."""
    made: list[Made] = []
    for part in PARTS:
        # Imported by name: a publication is made now and then, and other commands need none of them.
        module = import_module(f"projections.publication.parts.{part}")
        # The site comes last, for it links what the others made.
        if part == "site":
            found = module.files(edition, tuple(file.path for file in made))
        elif part in TELLING:
            found = module.files(edition, tuple(made))
        else:
            found = module.files(edition)
        for file in cast("Iterator[File]", found):
            made.append(file.made)
            yield file
