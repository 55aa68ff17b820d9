"""B7: tables against the register. Any table with a number, the words and a status is one of the register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from ledger.checks.base import shown
from ledger.state.vocabulary import OURS, Vocabulary
from ledger.validation import so_many
from projections.publication.checking import cells
from projections.publication.checking.base import Findings
from projections.publication.files.json.read import RegisterFile, Row
from projections.publication.files.tables import Table

_ORDER = ("order", "sort order")
"""What says in which place a row stands, from 1."""

_WORDS = ("recommendation", "text")

Agree = Callable[[str, str], bool]
"""Whether a cell says a text."""


class Comparing:
    """The register, to hold tables against; what does not agree is found. ``words`` say what is shown how."""

    def __init__(self, register: RegisterFile, findings: Findings, words: Vocabulary = OURS) -> None:
        self.register, self.findings, self.words = register, findings, words
        self._by_number: dict[str, list[int]] = {}
        self._by_name: dict[tuple[str, str], list[int]] = {}
        self._exactly = {(row["inspection"], row["number"]): at for at, row in enumerate(register.rows)}
        for at, row in enumerate(register.rows):
            inspections = cells.names(row["inspection"])
            for number in cells.names(row["number"]):
                self._by_number.setdefault(number, []).append(at)
                for inspection in inspections:
                    self._by_name.setdefault((inspection, number), []).append(at)

    def place(self, inspection: str, number: str) -> int | None:
        """Where the row of a recommendation stands in the register, or None."""
        return self._exactly.get((inspection, number))

    def whole(self, path: str, tables: Iterable[Table], agree: Agree = cells.agree) -> None:
        """A file has each row once, and no other."""
        found = registers(tables)
        seen, count = self.compare_rows(path, found, agree)
        if not found:
            self.findings.add("B7", path, "No table in it is a register.")
        elif seen and count != len(self.register.rows):
            self.findings.add(
                "B7", path, f"It has {so_many(count, 'row')}, and the register {len(self.register.rows):,}."
            )
        else:
            self.missing(path, seen)

    def compare_rows(self, path: str, found: list[Table], agree: Agree = cells.agree) -> tuple[set[int], int]:
        """Which rows of the register stand in these tables, and how many rows they have."""
        seen: Counter[int] = Counter()
        count = 0
        for headings, *lines in found:
            for line in lines:
                count += 1
                wrong, best = "no row of the register has its number", None
                for at in self._candidates(headings, line):
                    differs = next(self._differences(headings, line, at, agree), None)
                    if differs is None:
                        seen[at] += 1
                        break
                    wrong, best = differs, at
                else:
                    named = shown(_under("number", headings, line) or line)
                    if best is not None:
                        seen[best] += 1
                    self.findings.add("B7", path, f"Row {named} does not agree with register.json: {wrong}.")
        return set(seen), count

    def missing(self, path: str, seen: set[int], has: Callable[[Row], object] = lambda _row: True) -> None:
        """What was not seen is found; ``has`` says which rows there should be."""
        for at, row in enumerate(self.register.rows):
            if at not in seen and has(row):
                named = shown(f"{row['inspection']}/{row['number']}")
                self.findings.add("B7", path, f"The row {named} is not in it.")

    def _candidates(self, headings: list[str], line: list[str]) -> Iterable[int]:
        """The rows that a line may be: those of its inspection, if it names one that there is."""
        number = cells.unbroken(_under("number", headings, line))
        inspection = cells.unbroken(_under("inspection", headings, line))
        found = self._by_name.get((inspection, number)) or self._by_number.get(number) or ()
        return dict.fromkeys(found)

    def _differences(self, headings: list[str], line: list[str], at: int, agree: Agree) -> Iterator[str]:
        row = self.register.rows[at]
        for column, heading in enumerate(headings):
            cell = line[column] if column < len(line) else ""
            if heading in _ORDER and cell != str(at + 1):
                yield f"{heading} is {shown(cell)}, and not {at + 1}"
            right = cells.under(heading, row, self.words)
            if right is not None and not any(agree(cell, one) for one in right):
                yield f"{heading} is {shown(cell)}, and not {shown(right[0])}"


def registers(tables: Iterable[Table]) -> list[Table]:
    """Of some tables, those parts that are a register, under their headings in small letters."""
    return [part for table in tables if (part := _register(table))]


def _register(table: Table) -> Table | None:
    for at, line in enumerate(table):
        headings = [cells.folded(cell).replace("_", " ").lower() for cell in line]
        if "number" in headings and "status" in headings and any(word in headings for word in _WORDS):
            return [headings, *([line for line in table[at + 1 :] if any(line)])]
    return None


def _under(heading: str, headings: list[str], line: list[str]) -> str:
    column = headings.index(heading) if heading in headings else len(line)
    return line[column] if column < len(line) else ""
