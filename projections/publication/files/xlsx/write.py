"""``register.xlsx``: register, history, figures and a cover as an Excel spreadsheet, if asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from projections.publication.edition import Edition
from projections.publication.files.base import File, Made
from projections.publication.files.spreadsheets import workbook
from projections.publication.files.xlsx import document as xlsx


def files(edition: Edition, _made: Sequence[Made] = ()) -> Iterator[File]:
    """The one file; raises Refused for what no cell or sheet of that format holds."""
    title, description = workbook.title(edition), workbook.description(edition)
    yield File(
        "register.xlsx", xlsx.write(title, description, edition.terms.known_at, workbook.sheets(edition))
    )
