"""What is odd about a cell, in a sentence: what keeps its row from being taken, and what is worth knowing.

What was lost or may be wrong is refused; what can be read as it stands is told. Nothing is repaired: if the
words before a damage are certain, byte for byte, they are offered in the remedy.
"""

from __future__ import annotations

from typing import NamedTuple

from ledger.tables.base import Cell
from ledger.tables.mojibake import undone


class Fault(NamedTuple):
    """What is wrong with a cell, and what to do about it."""

    problem: str
    remedy: str


_CALCULATE = "Open the file in a spreadsheet program, let it calculate, save it, and import that."

REFUSED: dict[str, Fault] = {
    "error": Fault("A formula went wrong in it.", "Put the formula or its value right in a copy."),
    "formula-without-value": Fault("Its formula was never calculated.", _CALCULATE),
    "formula-zero": Fault("Every formula of the sheet has the result 0: none was calculated.", _CALCULATE),
    "mojibake": Fault("Its characters were once read in the wrong encoding.", "Put it right in a copy."),
    "control": Fault("It has control characters.", "Take them out in a copy."),
    "bidi": Fault(
        "It has characters that turn the direction of reading.", "Take them out, or retype it, in a copy."
    ),
    "replacement": Fault(
        "A character of it was lost and is U+FFFD.",
        "Say in [file] in which encoding the file is; if it was lost before, write it again in a copy.",
    ),
}
"""What keeps the row from being taken, by the cell's flag, if the mapping names its column."""

TOLD: dict[str, Fault] = {
    "x000d": Fault(
        "It has a carriage return, or the characters _x000D_ for one.",
        "The first is recorded as a line end, the others as they stand; put it right in a copy if need be.",
    ),
    "escaped": Fault(
        "It has a character as pages write it, such as &amp;.",
        "It is recorded as it stands; put it right in a copy if need be.",
    ),
    "cut-off": Fault("Its end may be missing.", "Compare it with what was published."),
    "struck-out": Fault("It is struck out, or a part of it is.", "See whether it still holds."),
    "nested-table": Fault("A table stands in it, which is a sheet of its own.", "Look into it, too."),
    "digits-lost": Fault("It has more digits than a spreadsheet keeps.", "Compare it with the original."),
    "unknown-format": Fault(
        "It is shown by a format that is not known here.", "Compare it with what a spreadsheet program shows."
    ),
    "made-a-date": Fault("A spreadsheet may have made it a date.", "Compare it with the original."),
    "before-1900": Fault("Spreadsheets do not agree about this day.", "Compare it with the original."),
}
"""What is worth knowing about a cell that can be taken, by its flag."""

EXACT: dict[str, Fault] = {
    "digits-lost": Fault(
        "It has more digits than a spreadsheet keeps.", "Write it as text, in full, in a copy."
    ),
    "unknown-format": Fault(
        "It is shown by a format that is not known here.", "Write it as text, as it is shown, in a copy."
    ),
    "before-1900": Fault("It is a day before 1900, or none.", "Write the day as text in a copy: 1899-12-31"),
}
"""What of TOLD keeps the row from being taken if the cell is for a number or a date: each sign counts."""


def refusal(cell: Cell, exact: bool) -> Fault | None:
    """Why a cell with flags cannot be taken; ``exact`` says that it is for a number or a date."""
    for flag in cell.flags:
        fault = REFUSED.get(flag) or (EXACT.get(flag) if exact else None)
        if fault is None:
            continue
        if flag == "mojibake" and (words := undone(cell.text)) is not None:
            return Fault(fault.problem, f"Put it right in a copy. Byte for byte it was: {words}")
        return fault
    return None
