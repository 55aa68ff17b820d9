"""The one table in a file of CSV."""

from __future__ import annotations

import csv
import io

from projections.publication.files.reading import Budget, Wrong, as_text
from projections.publication.files.tables import Table

_MOST_COMMAS = 5_000_000  # all of which may stand in one line, which is read at once


def tables(data: bytes) -> list[Table]:
    """The one table."""
    budget, table = Budget(), []
    if data.count(b",") > _MOST_COMMAS:
        raise Wrong(f"it has more than {_MOST_COMMAS:,} commas")
    try:
        for line in csv.reader(io.StringIO(as_text(data), newline=""), strict=True):
            budget.take(len(line) or 1)
            table.append(line)
    except csv.Error as error:
        raise Wrong(f"it is no CSV: {error}") from error
    return [table]
