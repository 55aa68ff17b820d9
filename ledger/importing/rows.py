"""What each row of a register says, by a mapping, or why it cannot be taken.

1. A row is whatever stands below the headings and has any value. One that repeats the headings is none.
2. A row of which anything is refused is not taken, and each of its refused cells is a Problem of its own, so
   each row is either among the rows or has a refused Problem. What is wrong with the whole file (row 0) is
   told once, and then there are no rows. What is wrong with a value that was filled down is told where it
   stands; the rows below name that row.
3. A row without number and words, or with one value alone, merged over it or not, is a heading, a total or
   a note: it is refused with one Problem, whatever else it lacks.
4. A number, words, a body and an inspection are needed. No cycle is ``imported``, no kind the usual one; no
   day of making is told, and is None: not known.
5. Nothing is filled down, divided or put right but by the mapping.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from events.base import Day
from ledger.importing.base import CYCLE, KIND, Problem, SourceRow
from ledger.importing.cells import Fault, refusal
from ledger.importing.constants import constants_of
from ledger.importing.fields import Cells, Fields, Read, Said, is_nothing, is_one_value, values_of
from ledger.importing.mapping import FIELDS, Mapping, folded
from ledger.importing.remarks import (
    AGAIN,
    EMPTY,
    NEEDED,
    NO_ROW,
    NOT_JUDGED,
    TOLD_ALREADY,
    TOO_WIDE,
    WHICH_ANSWER,
    Remarks,
)
from ledger.importing.sheets import Place, place_of
from ledger.state.vocabulary import OURS, Vocabulary
from ledger.tables.base import Cell, Tables

_DAYS = frozenset(("made_on", "judged_on", "due"))
_EXACT = _DAYS | {"number"}
_SELDOM_TWICE = frozenset(("number", "text", "answer_text", "source"))
_EMPTY = Cell(None, "")
_FEW = 3


class Column(NamedTuple):
    """A field and where it stands; ``known`` are the words it had, and what each says."""

    field: str
    heading: str
    place: int
    read: Read
    known: dict[tuple[type, str], Said]
    words: frozenset[str]


def rows_of(
    tables: Tables, mapping: Mapping, seen_on: Day, vocabulary: Vocabulary = OURS
) -> tuple[list[SourceRow], list[Problem]]:
    """The rows that can be taken, and what is to be said of the others, of cells, and of the file.

    Raises BadInput for a constant that its field cannot have.
    """
    fields = Fields(mapping, seen_on, vocabulary)
    constants = constants_of(mapping, fields)
    place, problems = place_of(tables, mapping)
    if place is None:
        return [], problems
    remarks = Remarks(place, separated=tables.kind == "csv")
    rows = list(RowReader(place, mapping, fields, constants, remarks).rows())
    if rows and not {"made_on"} & (mapping.columns.keys() | constants.keys()):
        problems.append(Problem(place.sheet.name, 0, "", "", *EMPTY["made_on"], False))
    return rows, [*problems, *remarks.of_the_sheet(), *remarks.of_rows]


class RowReader:
    """Reads the rows of a sheet once; ``remarks`` has what is to be said of those that were read."""

    def __init__(
        self, place: Place, mapping: Mapping, fields: Fields, constants: dict[str, Said], remarks: Remarks
    ) -> None:
        self.remarks = remarks
        self._place, self._constants = place, constants
        self._columns = [
            _column(field, mapping.columns[field], place.columns[mapping.columns[field]], fields)
            for field in FIELDS
            if field in mapping.columns
        ]
        if mapping.number:
            at = place.columns[mapping.number.column]
            self._columns.insert(0, _column("number", place.headings[at], at, fields))
        self._by_field = {column.field: column for column in self._columns}
        self._above: dict[int, tuple[int, Cell] | None] = {place.columns[name]: None for name in mapping.fill}

    def rows(self) -> Iterator[SourceRow]:
        """The rows that can be taken, one after another."""
        for number, cells in self._place.sheet.rows:
            if number <= self._place.header or self._is_blank(cells):
                continue
            if self._again(cells):
                self.remarks.told(number, "", "", AGAIN)
                continue
            filled: dict[int, int] = {}
            whole = self._filled(number, cells, filled) if self._above else cells
            if whole and (row := self._row(number, cells, whole, filled)) is not None:
                yield row

    def _is_blank(self, cells: Cells) -> bool:
        """Whether a row has no value; a formula that was never calculated has one that is not known."""
        if any(cell.text and not cell.text.isspace() for cell in cells):
            return False
        return not any(cells[column.place].flags for column in self._columns if column.place < len(cells))

    def _again(self, cells: Cells) -> bool:
        """Whether the headings stand in a row once more, such as on each page of a print."""
        headings = self._place.headings
        return all(
            column.place < len(cells) and cells[column.place].text == headings[column.place]
            for column in self._columns
        )

    def _filled(self, number: int, cells: Cells, filled: dict[int, int]) -> Cells:
        """The row with what stands above it, or nothing if it says no more than what is filled down."""
        whole = list(cells)
        for at, above in self._above.items():
            whole += [_EMPTY] * (at + 1 - len(whole))
            if not is_nothing(whole[at].text) or whole[at].flags:
                self._above[at] = number, whole[at]
            elif above is not None:
                filled[at], whole[at] = above
        rest = [cell for at, cell in enumerate(cells) if at not in self._above]
        return tuple(whole) if any(one.flags or not is_nothing(one.text) for one in rest) else ()

    def _row(self, number: int, cells: Cells, whole: Cells, filled: dict[int, int]) -> SourceRow | None:
        said = dict(self._constants)
        faults: dict[str, tuple[Cell, Fault]] = {}
        damaged: set[int] = set()
        width = len(whole)
        for field, heading, at, read, known, words in self._columns:
            cell = whole[at] if at < width else _EMPTY
            if cell.flags:
                if at in damaged:
                    faults[field] = cell, TOLD_ALREADY
                    continue
                if (fault := refusal(cell, field in _EXACT)) is not None:
                    damaged.add(at)
                    faults[field] = cell, fault
                    continue
                self.remarks.odd(number, heading, whole, at, is_day=field in _DAYS)
            key = type(cell.value), cell.text
            if key in known:
                value = known[key]
            elif is_nothing(cell.text) and not (words and folded(cell.text) in words):
                value = None
            else:
                value = read(cell)
                if field not in _SELDOM_TWICE:
                    known[key] = value
            if isinstance(value, Fault):
                faults[field] = cell, value
            elif value is not None:
                said[field] = value
        self._beside(number, cells, faults)
        self._lacking(said, faults)
        if faults or (len(self._columns) >= _FEW and is_one_value(cells)):
            self._refused(number, cells, said, faults, filled)
            return None
        self._worth_knowing(number, said)
        return self._taken(number, said)

    def _beside(self, number: int, cells: Cells, faults: dict[str, tuple[Cell, Fault]]) -> None:
        """What stands under no heading: beyond the last one of separated text, the row is divided wrongly."""
        for at in self.remarks.bare(len(cells)):
            if is_nothing(cells[at].text):
                continue
            if at >= len(self._place.headings) and self.remarks.separated:
                faults[""] = cells[at], TOO_WIDE
                return
            self.remarks.unread(number, at, cells[at])

    def _lacking(self, said: dict[str, Said], faults: dict[str, tuple[Cell, Fault]]) -> None:
        for field, fault in NEEDED.items():
            if field not in said and field not in faults:
                faults[field] = _EMPTY, fault
        if "answer_text" in said and "answer" not in said and "answer" not in faults:
            faults["answer"] = _EMPTY, WHICH_ANSWER

    def _refused(
        self,
        number: int,
        cells: Cells,
        said: dict[str, Said],
        faults: dict[str, tuple[Cell, Fault]],
        filled: dict[int, int],
    ) -> None:
        alone = values_of(cells)
        lacking = all(field in faults and faults[field][0] is _EMPTY for field in ("number", "text"))
        if lacking or (len(alone) == 1 and len(self._columns) >= _FEW):
            self.remarks.refused(number, "", "; ".join(cell.text for cell in alone), NO_ROW)
            return
        for field, (cell, fault) in faults.items():
            if fault is TOLD_ALREADY:
                continue
            column = self._by_field.get(field)
            above = filled.get(column.place) if column else None
            if above is not None:
                fault = Fault(f"It stands in row {above}, and cannot be taken.", f"See row {above}.")  # noqa: PLW2901  told where it stands
            self.remarks.refused(number, column.heading if column else "", cell.text, fault)

    def _worth_knowing(self, number: int, said: dict[str, Said]) -> None:
        for field, fault in EMPTY.items():
            if field not in said and (column := self._by_field.get(field)):
                self.remarks.told(number, column.heading, "", fault)
        if "judged_on" in said and "status" not in said:
            self.remarks.told(number, self._by_field["judged_on"].heading, str(said["judged_on"]), NOT_JUDGED)

    def _taken(self, number: int, said: dict[str, Said]) -> SourceRow:
        values: dict[str, Any] = said  # Any: each reader answers with what its field has
        get = values.get
        return SourceRow(
            sheet=self._place.sheet.name,
            row=number,
            inspection=values["inspection"],
            number=values["number"],
            text=values["text"],
            made_to=values["made_to"],
            cycle=get("cycle", CYCLE),
            kind=get("kind", KIND),
            status=get("status"),
            made_on=get("made_on"),
            judged_on=get("judged_on"),
            due=get("due"),
            answer=get("answer"),
            answer_text=get("answer_text"),
            priority=get("priority"),
            topics=get("topic", ()),
            source=get("source"),
        )


def _column(field: str, heading: str, at: int, fields: Fields) -> Column:
    mapped = frozenset(folded(word) for word in fields.mapping.words.get(field, ()))
    return Column(field, heading, at, fields.reader(field), {}, mapped)
