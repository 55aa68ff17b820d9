"""Tables and mappings written by hand: a list of rows, the first of which has the headings."""

from collections.abc import Sequence

from events.base import Day
from ledger.importing.base import Problem, SourceRow
from ledger.importing.mapping import Mapping, read_mapping
from ledger.importing.rows import rows_of
from ledger.state.vocabulary import OURS, Vocabulary
from ledger.tables.base import Cell, Sheet, Tables, Value, text_of

SEEN = Day("2024-04-04")

COLUMNS = """
[columns]
number = "No"
text = "Recommendation"
made_to = "Body"
[constants]
inspection = "FIRE"
"""

Written = Cell | Value


def cell(value: Written, *flags: str) -> Cell:
    """A cell with flags, or of a value as a file without formats would have it."""
    if isinstance(value, Cell):
        return value
    return Cell(None if value == "" else value, text_of(value), flags)


def sheet(*rows: Sequence[Written], name: str = "Register", visible: bool = True) -> Sheet:
    """A sheet; rows without any value are left out of it, and counted, as the reader does."""
    found = [(number, tuple(cell(value) for value in row)) for number, row in enumerate(rows, 1)]
    kept = [row for row in found if any(one.text or one.flags for one in row[1])]
    return Sheet(name, visible, kept, max((len(row) for row in rows), default=0))


def tables(
    *sheets: Sheet, kind: str = "xlsx", encoding: str | None = None, certainty: str | None = None
) -> Tables:
    """A file of these sheets."""
    return Tables("register.xlsx", "d" * 64, kind, encoding, certainty, None, None, sheets, ())


def mapping(text: str = COLUMNS) -> Mapping:
    """A mapping as it is written."""
    return read_mapping(text.encode())


def read(
    *rows: Sequence[Written], by: str = COLUMNS, kind: str = "xlsx", words: Vocabulary = OURS
) -> tuple[list[SourceRow], list[Problem]]:
    """The rows and problems of a sheet by a mapping."""
    return rows_of(tables(sheet(*rows), kind=kind), mapping(by), SEEN, words)


def refused(problems: list[Problem]) -> list[tuple[int, str, str]]:
    """Row, heading and value of what is refused."""
    return [(problem.row, problem.column, problem.value) for problem in problems if problem.refused]


def told(problems: list[Problem]) -> list[tuple[int, str, str]]:
    """Row, heading and value of what is worth knowing, but for days of making that are not said."""
    return [
        (problem.row, problem.column, problem.value)
        for problem in problems
        if not problem.refused and not problem.problem.startswith("The day on which it was made")
    ]
