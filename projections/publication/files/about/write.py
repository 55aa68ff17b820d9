"""``about.toml``: what the publisher says about the publication, as it was given; none if nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from projections.publication.about import FILE
from projections.publication.edition import Edition
from projections.publication.files.base import File, Made


def files(edition: Edition, _made: Sequence[Made] = ()) -> Iterator[File]:
    """The one file, if anything is said."""
    if edition.about is not None:
        yield File(FILE, f"{edition.about.text}\n".encode())
