"""Where the register stands in a file: which sheet, which row has the headings, which column is which.

1. The sheet is the one that the mapping names, else the only one that is shown and has any row.
2. The headings stand in the row that the mapping names, else in the first that has all it asks for.
3. A heading is the one spelt just so, else the one that is the same but for capital letters and blanks.
   One that is not there, or there twice, is told once, and the file is not taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import NamedTuple

from ledger.importing.base import Problem
from ledger.importing.mapping import Mapping, folded
from ledger.importing.toml import shown
from ledger.policies import ANSWERS, STATUSES
from ledger.tables.base import Row, Sheet, Tables

SEARCHED = 200
"""Rows in which the headings are looked for."""

_LEGEND = frozenset(
    (
        "meaning",
        "means",
        "description",
        "definition",
        "explanation",
        "legend",
        "key",
        "abbreviation",
        "status",
    )
)
_LONGEST_HEADING = 1000
_MOST_NAMED = 30
_LONGEST_LEGEND = 100
_LONGEST_WORD = 40


class Place(NamedTuple):
    """The sheet, its row of headings, and where each heading of the mapping stands, from 0."""

    sheet: Sheet
    header: int
    headings: tuple[str, ...]
    columns: dict[str, int]


def place_of(tables: Tables, mapping: Mapping) -> tuple[Place | None, list[Problem]]:
    """Where the register stands, or None; and what is to be said of the whole file."""
    told = [Problem("", 0, "", "", note, _hint(tables, mapping), False) for note in tables.notes]
    told += [
        Problem(sheet.name, 0, "", "", "The sheet is hidden.", "Look into it, too.", False)
        for sheet in tables.sheets
        if not sheet.visible and len(sheet.rows)
    ]
    sheet, wrong = _sheet(tables, mapping.sheet)
    if sheet is None:
        return None, [*wrong, *told]
    wanted, header = _wanted(mapping), mapping.header
    rows: Sequence[Row]
    if header is None:
        rows = sheet.rows[:SEARCHED]
    else:
        rows = [row for row in takewhile(lambda row: row[0] <= header, sheet.rows) if row[0] == header]
        if not rows:
            return None, [_whole(sheet.name, "header", str(header), *_NO_HEADER), *told]
    headings = _best(rows, wanted)
    if headings is None:
        return None, [_whole(sheet.name, "", "", "The sheet is empty.", "Name another one."), *told]
    faults = _faults(sheet, headings, wanted)
    if faults:
        return None, [*faults, *told]
    columns = {names[0]: headings.at(names)[0] for names in wanted}
    number, cells = headings.row
    return Place(sheet, number, tuple(cell.text for cell in cells), columns), told


_NO_HEADER = "There is nothing in the row that should have the headings.", "Say in [file] which row has them."


def _hint(tables: Tables, mapping: Mapping) -> str:
    if tables.certainty == "guessed" and mapping.encoding is None:
        return f'If it is right so, say encoding = "{tables.encoding}" in [file].'
    return "See whether it was read rightly."


def _sheet(tables: Tables, name: str | None) -> tuple[Sheet | None, list[Problem]]:
    names = ", ".join(f'"{sheet.name}"' for sheet in tables.sheets)
    if name is not None:
        named = [sheet for sheet in tables.sheets if sheet.name == name]
        named = named or [sheet for sheet in tables.sheets if folded(sheet.name) == folded(name)]
        if len(named) == 1:
            return named[0], []
        many = "There is no sheet of this name." if not named else "Several sheets have this name."
        return None, [_whole(name, "sheet", name, many, f"Say one of {names} as sheet in [file].")]
    shown = [sheet for sheet in tables.sheets if sheet.visible and len(sheet.rows)]
    if len(shown) == 1:
        return shown[0], []
    if not shown:
        return None, [_whole("", "sheet", "", "No sheet that is shown has any row.", f"There are {names}.")]
    names = ", ".join(f'"{sheet.name}"' for sheet in shown)
    remedy = f"Say in [file] which it is: sheet = one of {names}"
    return None, [_whole("", "sheet", "", f"The file has {len(shown)} sheets.", remedy)]


def _wanted(mapping: Mapping) -> list[tuple[str, ...]]:
    """The headings that have to be there; of several names for one, the first that is there counts."""
    wanted: list[tuple[str, ...]] = [(heading,) for heading in mapping.columns.values()]
    wanted += [(heading,) for heading in mapping.fill]
    if mapping.number:
        named = mapping.number.column
        field = mapping.columns.get(named)
        wanted.append((named,) if field is None else (named, field))
    return list(dict.fromkeys(wanted))


def rows_unread(tables: Tables, mapping: Mapping) -> int:
    """How many rows a file has, if it is refused as a whole: those below what should be its headings."""
    sheet, _ = _sheet(tables, mapping.sheet)
    sheets = [sheet] if sheet else [sheet for sheet in tables.sheets if sheet.visible]
    header = mapping.header
    if header is not None:
        return sum(number > header for sheet in sheets for number, _ in sheet.rows)
    return sum(max(0, len(sheet.rows) - 1) for sheet in sheets)


class _Headings:
    """A row, looked at for headings."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self._exactly: dict[str, list[int]] = {}
        self._alike: dict[str, list[int]] = {}
        for place, cell in enumerate(row[1]):
            if cell.text and len(cell.text) <= _LONGEST_HEADING:
                self._exactly.setdefault(cell.text, []).append(place)
                self._alike.setdefault(folded(cell.text), []).append(place)

    def at(self, names: tuple[str, ...]) -> list[int]:
        """The columns with one of these headings: spelt just so, else the same but for letters and blanks."""
        for name in names:
            if found := self._exactly.get(name) or self._alike.get(folded(name)):
                # What a merged area reaches over is no other heading.
                return [place for place in found if "merged" not in self.row[1][place].flags] or found[:1]
        return []


def _best(rows: Iterable[Row], wanted: list[tuple[str, ...]]) -> _Headings | None:
    """The first row that has all headings, else the first of those that have most."""
    best, most = None, -1
    for row in rows:
        headings = _Headings(row)
        there = sum(bool(headings.at(names)) for names in wanted)
        if there > most:
            best, most = headings, there
        if there == len(wanted):
            break
    return best


def _faults(sheet: Sheet, headings: _Headings, wanted: list[tuple[str, ...]]) -> list[Problem]:
    at = {names: headings.at(names) for names in wanted}
    missing = [names[0] for names, places in at.items() if not places]
    twice = {names[0]: places for names, places in at.items() if len(places) > 1}
    faults = []
    if missing:
        listed = ", ".join(f'"{name}"' for name in missing)
        if is_legend(sheet):
            problem = "The sheet says what words mean, and is no register."
            remedy = "Name the sheet that has the register as sheet in [file]."
        else:
            row = headings.row
            named = [shown(cell.text, 40) for cell in row[1] if cell.text.strip()]
            there = ", ".join(named[:_MOST_NAMED]) + (", …" if len(named) > _MOST_NAMED else "")
            problem = f"There is no heading {listed}."
            remedy = f"Row {row[0]} has {there}: put the mapping right, or say header = its row in [file]."
        faults.append(_whole(sheet.name, listed, "", problem, remedy))
    for name, found in twice.items():
        places = " and ".join(str(place + 1) for place in found)
        problem = f"The heading stands over columns {places}."
        faults.append(_whole(sheet.name, name, name, problem, "Give one of them another heading in a copy."))
    return faults


def is_legend(sheet: Sheet) -> bool:
    """Whether a sheet says what words mean: a short one of two columns, with words that a register uses."""
    if not 0 < len(sheet.rows) <= _LONGEST_LEGEND:
        return False
    rows = [[folded(cell.text) for cell in cells if cell.text.strip()] for _, cells in sheet.rows]
    pairs = [row for row in rows if len(row) == 2]
    if not pairs or len(pairs) < 0.7 * len(rows):
        return False
    words = [first for first, _ in pairs]
    if any(len(word) > _LONGEST_WORD or any(map(str.isdigit, word)) for word in words):
        return False
    known = {folded(word) for table in (STATUSES, ANSWERS) for pair in table.items() for word in pair}
    explains = any(set(text.split()) & _LEGEND for text in pairs[0])
    return explains or sum(word in known for word in words) > 1


def _whole(sheet: str, column: str, value: str, problem: str, remedy: str) -> Problem:
    return Problem(sheet, 0, column, value, problem, remedy, True)
