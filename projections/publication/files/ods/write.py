"""``register.ods``: register, history, figures and a cover as an OpenDocument spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from projections.publication.edition import Edition
from projections.publication.files.base import File, Made
from projections.publication.files.ods import document as ods
from projections.publication.files.spreadsheets import workbook


def files(edition: Edition, _made: Sequence[Made] = ()) -> Iterator[File]:
    """The one file."""
    title, description = workbook.title(edition), workbook.description(edition)
    yield File(
        "register.ods", ods.write(title, description, edition.terms.known_at, workbook.sheets(edition))
    )
