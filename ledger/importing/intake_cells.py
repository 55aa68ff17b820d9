"""What a body filled in, cell by cell: words of the vocabulary, texts, days, a percentage, names of files.

Nothing is guessed. What cannot be taken is a problem with its cell; what belongs together is asked for
together: an answer with its words, evidence with what it shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import NamedTuple

from ledger import times
from ledger import validation as words
from ledger.dates.reading import read_date
from ledger.errors import BadInput
from ledger.importing import packs
from ledger.importing.base import Problem
from ledger.importing.intake_reading import TableRow, words_of
from ledger.importing.packs import PackRow
from ledger.state.vocabulary import Vocabulary
from ledger.tables.base import Cell
from ledger.tables.flags import FLAGS

_REFUSED_FLAGS = (
    *("error", "formula-without-value", "struck-out", "mojibake", "replacement", "digits-lost"),
    *("control", "bidi", "before-1900", "duration"),
)
"""What may be odd about a cell so that nobody knows what is meant."""

_WORTH_KNOWING = frozenset(("hidden-row", "hidden-column", "cut-off"))

_YEARS = range(1900, 2200)


class Filled(NamedTuple):
    """What a body says in one row; what it leaves empty is None or empty. ``answer`` is a word, ``row`` the
    file's own row.
    """

    row: int
    known: PackRow
    answer: str | None
    says: str | None
    action: str | None
    action_due: str | None
    progress: str | None
    percent: int | None
    files: tuple[str, ...]
    summary: str | None
    closes: bool


class Reader:
    """Reads the cells of one row, and keeps what is wrong with them."""

    def __init__(self, row: TableRow, problems: list[Problem]) -> None:
        self._row, self._problems = row, problems
        self.wrong = False

    def refuse(self, heading: str, problem: str, remedy: str) -> None:
        """A cell cannot be taken."""
        self.wrong = True
        self._tell(heading, problem, remedy, refused=True)

    def _tell(self, heading: str, problem: str, remedy: str, *, refused: bool) -> None:
        value = self._row.of(heading).text
        shown = value if len(value) <= _LONGEST else f"{value[: _LONGEST - 1]}…"
        self._problems.append(
            Problem(packs.TABLE, self._row.number, heading, shown, problem, remedy, refused=refused)
        )

    def has(self, heading: str) -> bool:
        """Whether anything stands under a heading."""
        cell = self._row.of(heading)
        return bool(cell.text.strip()) or bool(set(cell.flags) & {"error", "formula-without-value"})

    def said(self, heading: str) -> Cell | None:
        """The cell under a heading, if it has anything that is not odd."""
        if not self.has(heading):
            return None
        cell = self._row.of(heading)
        odd = next((flag for flag in cell.flags if flag in _REFUSED_FLAGS), None)
        if odd is None:
            for flag in set(cell.flags) & _WORTH_KNOWING:
                self._tell(
                    heading,
                    f"The cell is odd: {FLAGS[flag]}.",
                    "See whether all of it is there.",
                    refused=False,
                )
            return cell
        self.refuse(heading, f"The cell is odd: {FLAGS[odd]}.", "Write it again, as plain text.")
        return None

    def checked(self, heading: str, check: Callable[[str], str]) -> str | None:
        """A text that the ledger takes."""
        if (cell := self.said(heading)) is None:
            return None
        try:
            return check(cell.text)
        except BadInput as error:
            self.refuse(heading, error.message, error.remedy)
            return None


_LONGEST = 200


def filled(row: TableRow, known: PackRow, words_: Vocabulary, problems: list[Problem]) -> Filled | None:
    """What one row says; None if it is empty or cannot be taken, which ``problems`` then say."""
    reader = Reader(row, problems)
    said = Filled(
        row=row.number,
        known=known,
        answer=_answer(reader, words_),
        says=reader.checked(packs.SAYS, lambda text: words.prose(text, "text")),
        action=reader.checked(packs.ACTION, lambda text: words.prose(text, "action")),
        action_due=_day(reader),
        progress=reader.checked(packs.PROGRESS, lambda text: words.prose(text, "text")),
        percent=_percent(reader),
        files=_files(reader),
        summary=reader.checked(packs.SUMMARY, lambda text: words.prose(text, "summary")),
        closes=_closes(reader),
    )
    for heading, needed, why in _TOGETHER:
        if reader.has(heading) and not reader.has(needed):
            reader.refuse(heading, f"Nothing stands under {needed!r}.", why)
    if said.closes and not reader.has(packs.SUMMARY):
        reader.refuse(
            packs.CLOSURE,
            f"Nothing stands under {packs.SUMMARY!r}.",
            "Say what shows that the recommendation is done.",
        )
    says_something = any(said[2:]) or said.percent is not None
    return said if says_something and not reader.wrong else None


_TOGETHER = (
    (packs.ANSWER, packs.SAYS, "Say in a sentence what the body says to it."),
    (packs.SAYS, packs.ANSWER, "Choose the answer that these words explain."),
    (packs.ACTION, packs.ANSWER, "Choose the answer that the action belongs to."),
    (packs.ACTION_DUE, packs.ANSWER, "Choose the answer that the action belongs to."),
    (packs.PERCENT, packs.PROGRESS, "Say in a sentence what was done."),
    (packs.FILES, packs.SUMMARY, "Say in a sentence what the files show."),
)


def _answer(reader: Reader, vocabulary: Vocabulary) -> str | None:
    if (cell := reader.said(packs.ANSWER)) is None:
        return None
    typed = words_of(cell.text).casefold()
    found = next(
        (one for one in vocabulary.of("answer") if typed in (one.label.casefold(), one.word.casefold())), None
    )
    labels = ", ".join(vocabulary.label("answer", word) for word in vocabulary.usable("answer"))
    if found is None:
        reader.refuse(packs.ANSWER, "It is no answer of the list.", f"Choose one of: {labels}.")
        return None
    if found.retired:
        reader.refuse(
            packs.ANSWER, "That answer was retired since the pack was made.", f"Choose one of: {labels}."
        )
        return None
    return found.word


def _day(reader: Reader) -> str | None:
    """A day, a month or a year; a cell that a spreadsheet holds as a date is that date."""
    if (cell := reader.said(packs.ACTION_DUE)) is None:
        return None
    match cell.value:
        case datetime() as moment:
            return moment.date().isoformat()
        case date() as day:
            return day.isoformat()
        case int() | float() as number if number == int(number) and int(number) in _YEARS:
            return str(int(number))
    read = read_date(cell.text)
    if read.day is None:
        reader.refuse(packs.ACTION_DUE, read.problem, times.HOW_A_DATE_IS_WRITTEN)
    return read.day


def _percent(reader: Reader) -> int | None:
    if (cell := reader.said(packs.PERCENT)) is None:
        return None
    typed = cell.text.replace("\N{NO-BREAK SPACE}", " ").strip().removesuffix("%").strip()
    whole, _, rest = typed.partition(".")
    if whole.isascii() and whole.isdecimal() and len(whole) < 4 and not rest.strip("0") and int(whole) <= 100:
        return int(whole)
    reader.refuse(packs.PERCENT, "It is no whole number from 0 to 100.", "Write one, such as 40.")
    return None


def _closes(reader: Reader) -> bool:
    if (cell := reader.said(packs.CLOSURE)) is None:
        return False
    typed: Mapping[str, bool] = {packs.YES: True, "true": True, packs.NO: False, "false": False}
    if (found := typed.get(words_of(cell.text).casefold())) is not None:
        return found
    reader.refuse(packs.CLOSURE, "It is neither yes nor no.", "Choose yes or no, or leave it empty.")
    return False


def _files(reader: Reader) -> tuple[str, ...]:
    if (cell := reader.said(packs.FILES)) is None:
        return ()
    names = [name for line in cell.text.splitlines() if (name := line.strip())]
    for name in names:
        if "/" in name or "\\" in name or name in (".", ".."):
            reader.refuse(
                packs.FILES,
                f"{name!r} is a path, which may lead anywhere.",
                "Give the names of the files alone, one a line.",
            )
    if twice := next((name for at, name in enumerate(names) if name in names[:at]), None):
        reader.refuse(packs.FILES, f"{twice!r} stands there twice.", "Name each file once.")
    return tuple(names)
