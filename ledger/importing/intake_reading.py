"""A pack that came back: what its guide says that it is of, and what stands in the cells of its rows.

What was locked has to be as it was. Cells are compared by what a person sees, because spreadsheet programs
save some of it otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ledger.errors import BadInput
from ledger.importing import packs
from ledger.importing.base import Problem
from ledger.importing.packs import HEADINGS, LOCKED, PackHead, PackRow
from ledger.tables.base import Cell, Row, Sheet, Tables

NOTHING = "-"
"""What stands in a locked cell that says nothing."""

_EMPTY = Cell(None, "")
_AS_SENT = "Leave the locked cells as they were: fill in a new pack, made by scrutiny pack."
_MOST_ABOVE = 50


class TableRow(NamedTuple):
    """A row of the table: its number in the file, and its cells under the headings."""

    number: int
    cells: tuple[Cell, ...]

    def of(self, heading: str) -> Cell:
        """The cell under a heading."""
        return self.cells[HEADINGS.index(heading)]


class Returned(NamedTuple):
    """What a pack that came back says: what it is of, where that stands, and its rows."""

    head: PackHead
    where: Mapping[str, int]
    rows: tuple[TableRow, ...]

    def wrong(self, detail: str, value: str, problem: str, remedy: str) -> Problem:
        """A problem with a detail of the guide."""
        return Problem(packs.GUIDE, self.where[detail], detail, value, problem, remedy, refused=True)


def words_of(text: str) -> str:
    """The text on one line, without blanks more than one."""
    return " ".join(text.split())


def read_returned(tables: Tables) -> tuple[Returned, list[Problem]]:
    """What a pack says, and the headings that are not as they were; raises BadInput for what is no pack."""
    by_name = {sheet.name: sheet for sheet in tables.sheets}
    if packs.GUIDE not in by_name or packs.TABLE not in by_name:
        raise _no_pack(tables, f"it has no sheets {packs.GUIDE} and {packs.TABLE}")
    details, where = _details(by_name[packs.GUIDE])
    if details.get(packs.KIND_OF_FORM) != packs.FORM:
        raise _no_pack(tables, f"its guide does not say {packs.FORM!r}")
    for detail in (packs.BODY, packs.LEDGER, packs.EVENTS, packs.ROOT, packs.DAY):
        if not details.get(detail):
            raise _no_pack(tables, f"its guide does not say {detail!r}")
    events = details[packs.EVENTS]
    if not (events.isascii() and events.isdecimal() and len(events) < 16):
        raise _no_pack(tables, f"{events!r} is no number of events")
    head = PackHead(
        body=details[packs.BODY],
        origin=details[packs.LEDGER],
        events=int(events),
        root=details[packs.ROOT],
        day=details[packs.DAY],
    )
    rows, problems = _rows(by_name[packs.TABLE])
    return Returned(head, where, tuple(rows)), problems


def _no_pack(tables: Tables, why: str) -> BadInput:
    return BadInput(
        f"{tables.name} is no pack: {why}.",
        "Give a workbook that scrutiny pack wrote and a body filled in, saved as .xlsx or .ods.",
    )


def _details(guide: Sheet) -> tuple[dict[str, str], dict[str, int]]:
    """What the guide says, and in which row; what it says first counts."""
    details: dict[str, str] = {}
    where: dict[str, int] = {}
    for number, cells in guide.rows:
        name = words_of(cells[0].text) if cells else ""
        if name and name not in details:
            details[name] = words_of(cells[1].text) if len(cells) > 1 else ""
            where[name] = number
    return details, where


def _rows(sheet: Sheet) -> tuple[list[TableRow], list[Problem]]:
    rows = iter(sheet.rows)
    headings: Row | None = None
    for number, cells in rows:
        found = [words_of(cell.text) for cell in cells]
        if found[:2] == list(LOCKED[:2]):
            headings = number, cells
            break
        if number > _MOST_ABOVE:
            break
    if headings is None:
        problem = "The row of headings is not there."
        return [], [Problem(sheet.name, 0, "", "", problem, _AS_SENT, refused=True)]
    problems = [
        Problem(
            sheet.name, headings[0], right, cell.text, f"The heading was {right!r}.", _AS_SENT, refused=True
        )
        for right, cell in zip(HEADINGS, _filled(headings[1]), strict=False)
        if words_of(cell.text) != right
    ]
    return [TableRow(number, _filled(cells)) for number, cells in rows], problems


def _filled(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    return (*cells, *[_EMPTY] * (len(HEADINGS) - len(cells)))


def matched(
    rows: Sequence[TableRow], sent: Sequence[PackRow]
) -> tuple[list[tuple[TableRow, PackRow]], list[Problem]]:
    """Each row with what the pack said there, and every locked cell that does not say it any more."""
    by_name = {_name(row.inspection, row.number): row for row in sent}
    by_place = dict(enumerate(sent))
    pairs: list[tuple[TableRow, PackRow]] = []
    problems: list[Problem] = []
    seen: dict[int, int] = {}
    first = rows[0].number if rows else 0
    for row in rows:
        # Rows may have been sorted; of one that was changed the place says what it was.
        named = by_name.get(_name(row.cells[0].text, row.cells[1].text))
        placed = by_place.get(row.number - first)
        known = named if named and not any(_changed(row, named)) else placed or named
        if known is None:
            if any(cell.text.strip() for cell in row.cells):
                problems.append(_no_row(row))
        elif known.made_at in seen:
            what = f"Recommendation {known.name} stands in row {seen[known.made_at]} already."
            problems.append(_locked(row, LOCKED[1], row.cells[1].text, what, "Fill in one of the two rows."))
        else:
            seen[known.made_at] = row.number
            changed = list(_changed(row, known))
            problems += changed
            if not changed:
                pairs.append((row, known))
    return pairs, problems


def _name(inspection: str, number: str) -> tuple[str, str]:
    return words_of(inspection), words_of(number)


def _changed(row: TableRow, known: PackRow) -> Iterator[Problem]:
    for heading, cell, said in zip(LOCKED, row.cells, known.locked, strict=False):
        # LibreOffice saves no tab, and programs differ in line ends: blanks are not compared.
        if "".join(cell.text.split()) != "".join((said or NOTHING).split()):
            yield _locked(row, heading, cell.text, f"The pack said {said or NOTHING!r} there.", _AS_SENT)


def _no_row(row: TableRow) -> Problem:
    what = "The pack had no such row."
    return _locked(row, LOCKED[1], row.cells[1].text, what, "Leave it out, or ask for a new pack.")


def _locked(row: TableRow, heading: str, value: str, problem: str, remedy: str) -> Problem:
    return Problem(packs.TABLE, row.number, heading, value, problem, remedy, refused=True)
