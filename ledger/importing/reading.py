"""What a file says, by a mapping."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.decisions.imports import seen_day
from ledger.importing.deciding import Reading
from ledger.importing.fields import Fields
from ledger.importing.planning import Named
from ledger.importing.rows import rows_of
from ledger.importing.sheets import place_of, rows_unread
from ledger.tables.base import Cell, Tables
from ledger.tables.reading import read_tables
from ledger.validation import key

if TYPE_CHECKING:
    from ledger.importing.mapping import Mapping
    from ledger.state.vocabulary import Vocabulary

_EMPTY = Cell(None, "")


def read(file: str | Path, mapping: Mapping, seen_on: str, vocabulary: Vocabulary) -> Reading:
    """Read a file, as it was seen on a day; raises BadInput, NotInstalled or StorageError."""
    day = seen_day(seen_on)
    tables = read_tables(file, encoding=mapping.encoding)
    rows, problems = rows_of(tables, mapping, day, vocabulary)
    refused = {problem.row for problem in problems if problem.refused}
    fields = Fields(mapping, day, vocabulary)
    named = tuple(_named(tables, mapping, fields, refused)) if refused else ()
    unread = rows_unread(tables, mapping) if 0 in refused else 0
    return Reading(rows, problems, mapping, tables.digest, Path(file).name, day, named, unread)


def _named(tables: Tables, mapping: Mapping, fields: Fields, refused: set[int]) -> Iterator[Named]:
    """The numbers of rows that are refused, as far as they can be read."""
    place, _ = place_of(tables, mapping)
    heading = mapping.number.column if mapping.number else mapping.columns.get("number")
    if place is None or heading is None:
        return
    at, of = place.columns[heading], place.columns.get(mapping.columns.get("inspection", ""))
    number_in, ref_in = fields.reader("number"), fields.reader("inspection")
    constant = key(mapping.constants.get("inspection", ""))
    for row, cells in place.sheet.rows:
        if row in refused and at < len(cells) and isinstance(number := number_in(cells[at]), str):
            cell = _EMPTY if of is None or of >= len(cells) else cells[of]
            ref = ref_in(cell) if cell.text.strip() else constant
            yield key(ref) if isinstance(ref, str) else "", number
