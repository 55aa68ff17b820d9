"""``preview.txt``: that it is a preview, and no publication; no publication has it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from projections.publication.edition import PREVIEW, PREVIEW_FILE, Edition
from projections.publication.files.base import File, Made


def files(edition: Edition, _made: Sequence[Made] = ()) -> Iterator[File]:
    """The one file, of a preview."""
    if edition.terms.preview:
        yield File(PREVIEW_FILE, f"{PREVIEW}\n".encode())
