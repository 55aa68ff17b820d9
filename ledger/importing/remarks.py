"""What is to be said of the rows of a register: those that are refused, and what is worth knowing.

Hidden rows are told once a stretch, hidden columns and values under no heading once a column, and what is
struck out once a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from ledger.importing.base import Problem
from ledger.importing.cells import TOLD, Fault
from ledger.importing.sheets import Place
from ledger.tables.base import Cell

NEEDED: dict[str, Fault] = {
    "inspection": Fault(
        "Nothing says which inspection it is of.",
        "Write it in a copy; if it stands in the first row of a block only, say [fill] down.",
    ),
    "number": Fault("It has no number.", "Write one in a copy, or say a [number] if another column has it."),
    "text": Fault("It has no words.", "Write them in a copy."),
    "made_to": Fault("It is made to nobody.", "Write the body in a copy, or say [fill] if it stands above."),
}
"""What a row cannot be without."""

EMPTY: dict[str, Fault] = {
    "made_on": Fault(
        "The day on which it was made is not said.",
        "It is recorded as not known, and not after the day on which the file was seen.",
    ),
    "cycle": Fault("Its cycle is not said.", "It is recorded in the cycle imported."),
}
"""What may be empty, and is told if it is."""

NO_ROW = Fault(
    "It says too little: a heading, a total or a note, and no recommendation.",
    "Delete the row in a copy, or take the others with --partial.",
)
AGAIN = Fault("The headings stand here again.", "It is no row.")
TOO_WIDE = Fault(
    "The row has more cells than there are headings: it may be divided wrongly.",
    "Put quotes around words that have the separator in them, in a copy.",
)
WHICH_ANSWER = Fault("It has the words of an answer, and not which answer.", "Write it in a copy.")
NOT_JUDGED = Fault("It has a day and no status.", "The day is not recorded.")
TOLD_ALREADY = Fault("The cell is told of already.", "")
ACROSS = Fault(
    "Its cell is merged with the one before it: it says the same in both columns.",
    "See to which column it belongs.",
)
STRUCK = "struck-out"
_HIDDEN_COLUMN = Fault("The column is hidden.", "See why.")
_UNREAD = Fault(
    "A value stands under no heading.", "It is not read; give its column a heading if it matters."
)


class Remarks:
    """Collects Problems, in the order of the rows; ``separated`` says that the file is separated text."""

    def __init__(self, place: Place, *, separated: bool) -> None:
        self.of_rows: list[Problem] = []
        self.separated = separated
        self._sheet = place.sheet.name
        self._headed = len(place.headings)
        self._bare = [at for at, heading in enumerate(place.headings) if not heading.strip()]
        self._hidden: list[list[int]] = []
        self._hidden_columns: dict[str, None] = {}
        self._unread: dict[int, tuple[int, str]] = {}

    def refused(self, row: int, column: str, value: str, fault: Fault) -> None:
        """A row is not taken. That a heading is merged over it is told by that alone."""
        while fault is NO_ROW and self.of_rows and _told(self.of_rows[-1]) == (row, ACROSS.problem):
            self.of_rows.pop()
        self.of_rows.append(Problem(self._sheet, row, column, value, *fault, True))

    def told(self, row: int, column: str, value: str, fault: Fault) -> None:
        """Something is worth knowing."""
        self.of_rows.append(Problem(self._sheet, row, column, value, *fault, False))

    def odd(self, row: int, column: str, cells: Sequence[Cell], at: int, *, is_day: bool) -> None:
        """A cell that can be taken has flags. A date is nothing odd if it stands for a day."""
        cell = cells[at]
        for flag in cell.flags:
            if flag == "hidden-row":
                if self._hidden and self._hidden[-1][1] >= row - 1:
                    self._hidden[-1][1] = row
                else:
                    self._hidden.append([row, row])
            elif flag == "hidden-column":
                self._hidden_columns[column] = None
            elif flag == "merged" and at and cells[at - 1].text == cell.text:
                if "merged" not in cells[at - 1].flags:
                    self.told(row, column, cell.text, ACROSS)
            elif flag in TOLD and not (is_day and flag == "made-a-date"):
                last = self.of_rows[-1] if self.of_rows else None
                if flag == STRUCK and last and (last.row, last.problem) == (row, TOLD[flag].problem):
                    self.of_rows[-1] = last._replace(column=f"{last.column}, {column}")
                else:
                    self.told(row, column, cell.text, TOLD[flag])

    def bare(self, width: int) -> Iterable[int]:
        """The columns without a heading that a row of a width may have."""
        if width <= self._headed and not self._bare:
            return ()
        return chain((at for at in self._bare if at < width), range(self._headed, width))

    def unread(self, row: int, at: int, cell: Cell) -> None:
        """A value stands under no heading."""
        self._unread.setdefault(at, (row, cell.text))

    def of_the_sheet(self) -> list[Problem]:
        """What is said once of stretches of rows and of columns, after all were read."""
        found = [Problem(self._sheet, 0, name, "", *_HIDDEN_COLUMN, False) for name in self._hidden_columns]
        found += [Problem(self._sheet, row, "", text, *_UNREAD, False) for row, text in self._unread.values()]
        for first, last in self._hidden:
            rows = f"Row {first} is" if first == last else f"Rows {first} to {last} are"
            found.append(
                Problem(self._sheet, first, "", "", f"{rows} hidden.", "See whether it still holds.", False)
            )
        return found


def _told(problem: Problem) -> tuple[int, str]:
    return problem.row, problem.problem
