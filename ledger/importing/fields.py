"""What a cell says of a field: a value as the ledger has it, or a Fault.

Texts are validated as recording would; nothing else is done to them. Words are found in the mapping's tables
first, then among the contract's and those that the ledger has, in whichever letters and blanks.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from typing import NamedTuple

from events.base import Day, Names
from ledger import validation as words
from ledger.errors import BadInput
from ledger.importing.base import Status
from ledger.importing.cells import Fault
from ledger.importing.days import day_reader
from ledger.importing.mapping import Mapping, NumberFrom, folded
from ledger.importing.patterns import Patient
from ledger.policies import REASONS, STATUSES
from ledger.state.vocabulary import OURS, Vocabulary
from ledger.tables.base import Cell

Said = str | Status | Names | Fault | None
"""What a cell says; None if it says nothing."""
Read = Callable[[Cell], Said]
Cells = tuple[Cell, ...]

_BLANK_OR_DASH = frozenset(" \t\r\n\u00a0-\u2010\u2011\u2012\u2013\u2014\u2015\u2212")
_LONGEST = 300

_MADE_A_DATE = re.compile(
    r"\d{1,2}[- ](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[- ]\d\d",
    re.IGNORECASE,
)


class Fields(NamedTuple):
    """How each field is read, by the mapping, the day on which the file was seen and the ledger's words."""

    mapping: Mapping
    seen_on: Day
    vocabulary: Vocabulary = OURS

    def reader(self, field: str) -> Read:
        """What reads a cell of a field."""
        match field:
            case "number":
                return _from_pattern(self.mapping.number) if self.mapping.number else _number
            case "text" | "answer_text":
                return _prose("text" if field == "text" else "text of the answer")
            case "made_to":
                return self._several(field, _body)
            case "topic":
                found = self._word(field)
                return self._several(field, lambda text: found(Cell(text, text)))
            case "inspection":
                return self._inspection()
            case "cycle":
                return _lines(words.cycle, "Say it in [constants], or write a short one in a copy.")
            case "source":
                return _lines(lambda text: words.address(text, "address"), "Leave it empty in a copy.")
            case "status":
                return self._status()
            case "made_on" | "judged_on":
                return day_reader(self.mapping.dates, self.seen_on, past=True)
            case "due":
                return day_reader(self.mapping.dates, self.seen_on, past=False)
            case _:
                return self._word(field)

    def _several(self, field: str, one: Callable[[str], Said]) -> Read:
        separator = self.mapping.split.get(field)

        def read(cell: Cell) -> Said:
            text = lines_of(cell)
            parts = [part.strip() for part in (text.split(separator) if separator else [text])]
            found: dict[str, str] = {}
            for part in parts:
                if not part:
                    continue
                said = one(part)
                if isinstance(said, Fault):
                    if separator is None and (sign := next((s for s in ("\n", ";") if s in text), None)):
                        shown = "\\n" if sign == "\n" else sign
                        return Fault(said.problem, f'If these are several, say [split] {field} = "{shown}".')
                    return said
                if isinstance(said, str):
                    found.setdefault(words.body_key(said), said)
            return tuple(found.values()) or None

        return read

    def _inspection(self) -> Read:
        refs = {folded(title): ref for ref, title in self.mapping.titles.items()}

        def read(cell: Cell) -> Said:
            text = cell.text.strip()
            if (ref := refs.get(folded(text))) is not None:
                return _checked(lambda text: words.ref(text, "inspection"), ref, "Shorten it in [titles].")
            found = _checked(lambda text: words.ref(text, "inspection"), text, "")
            if not isinstance(found, Fault):
                return found
            title = text.replace('"', '\\"')
            return Fault(found.problem, f'Give it a short ref: REF = "{title}" in [titles].')

        return read

    def _status(self) -> Read:
        table: dict[str, tuple[str, str]] = {}
        for written, means in self.mapping.words.get("status", {}).items():
            table.setdefault(folded(written), (" ".join(written.split()), means))
        own = {
            folded(name): word for word in self.vocabulary.of("status") for name in (word.label, word.word)
        }
        reasons = {folded(word.word) for word in self.vocabulary.of("reason")} | set(REASONS)

        def read(cell: Cell) -> Said:
            text = folded(cell.text)
            if text in table:
                written, means = table[text]
                status, _, reason = means.partition("/")
                plain = text in (folded(status), folded(STATUSES[status]))
                return Status(status, reason or None, None if plain else written)
            status, _, reason = text.partition("/")
            if status == "closed" and reason in reasons:
                return Status(status, reason, None)
            word = own.get(text)
            if word and word.status and (word.status != "closed" or word.reason):
                return Status(word.status, word.reason, word.word if word.own else None)
            shown = cell.text.strip().replace('"', '\\"')
            problem = "It is closed, and nothing says why." if word else "Nothing says what this word means."
            means = "closed/REASON" if word else "open, partially-met or closed/REASON"
            return Fault(problem, f'Say it in [status]: "{shown}" = "{means}"')

        return read

    def _word(self, field: str) -> Read:
        table: dict[str, str] = {}
        for written, means in self.mapping.words.get(field, {}).items():
            table.setdefault(folded(written), means)
        own = {
            folded(name): word.word for word in self.vocabulary.of(field) for name in (word.label, word.word)
        }

        def read(cell: Cell) -> Said:
            text = " ".join(table.get(folded(cell.text), cell.text).split())
            known = own.get(folded(text))
            return known or _checked(lambda text: words.line(text, field), text, f"Map it in [{field}].")

        return read


def is_nothing(text: str) -> bool:
    """Whether a cell says nothing: it is empty, or has dashes alone."""
    return not text or (text[0] in _BLANK_OR_DASH and set(text) <= _BLANK_OR_DASH) or text.isspace()


def values_of(cells: Cells) -> list[Cell]:
    """The values of a row; what a merged area reaches over is the value beside it once more."""
    found, beside = [], ""
    for cell in cells:
        if not is_nothing(cell.text) and not ("merged" in cell.flags and cell.text == beside):
            found.append(cell)
        beside = cell.text
    return found


def is_one_value(cells: Cells) -> bool:
    """Whether one value is merged over all of a row that says anything."""
    return any("merged" in cell.flags for cell in cells) and len(values_of(cells)) == 1


def _from_pattern(number: NumberFrom) -> Read:
    pattern = Patient(number.pattern)

    def read(cell: Cell) -> Said:
        said = pattern.first(cell.text)
        if not said:
            return Fault(
                f"The pattern {number.pattern.pattern} finds no number in it.",
                "Put the pattern in [number] right, or write a number there in a copy.",
            )
        return _checked(words.number, said.strip(), "Put the pattern in [number] right.")

    return read


def _number(cell: Cell) -> Said:
    if isinstance(cell.value, date | time) or _MADE_A_DATE.fullmatch(cell.text.strip()):
        return Fault(
            "It is a date: a spreadsheet may have made one of a number such as 1/2.",
            "Write the number as text in a copy; if it is right so, take it by a pattern in [number].",
        )
    return _checked(words.number, cell.text.strip(), "Write the number alone in a copy, or say a [number].")


def lines_of(cell: Cell) -> str:
    """The text of a cell with one kind of line ends; old ones of the Macintosh are carriage returns."""
    return cell.text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell.text else cell.text


def _prose(what: str) -> Read:
    return lambda cell: _checked(lambda text: words.prose(text, what), lines_of(cell))


def _body(text: str) -> Said:
    return _checked(words.body, text)


def _lines(check: Callable[[str], str], remedy: str) -> Read:
    return lambda cell: _checked(check, cell.text.strip(), remedy)


def _checked(check: Callable[[str], str], text: str, remedy: str = "") -> str | Fault:
    try:
        return check(text)
    except BadInput as error:
        # A long value stands in the problem once, and not again in its sentence.
        message = error.message if len(error.message) <= _LONGEST else "It cannot be written like that."
        return Fault(message, remedy or error.remedy)
