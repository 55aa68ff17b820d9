"""Figures that were published elsewhere, held against those of the ledger and against each other.

    label,value
    Open,171
    "Partially met","1,204"

1. A header line may stand first; a value is a number, with or without separators of thousands.
2. Labels are compared without regard to capitals, blanks and dashes. A label that names no figure of ours, or
   several, is not comparable.
3. Some figures come to others: where all of a sum are there, they have to.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from events.named import NamedTuple
from ledger import validation as words
from ledger.errors import BadInput
from ledger.policies import REASONS, STATUSES
from ledger.state.vocabulary import OURS, Vocabulary
from projections.statistics.figures import Figures, Row

SIZE_LIMIT = 1_000_000
"""In bytes: far more than any table of a committee."""

MOST = 1_000
"""Figures in a file."""

SUMS = (
    ({"Open": 1, "Partially met": 1, "Closed": 1}, "Total"),
    ({"Opening": 1, "Made": 1, "Re-opened": 1, "Closed in period": -1}, "Closing"),
)
"""What comes to what, each part with its sign."""

Number = int | float

_SEPARATORS = ",'’ \u00a0\u2009\u202f"
_NUMBER = re.compile(
    rf"[+\-−]?(?:[0-9]{{1,15}}|[0-9]{{1,3}}(?:[{_SEPARATORS}][0-9]{{3}}){{1,4}})(?:\.[0-9]{{1,9}})?"
)
_WRITTEN = str.maketrans({"−": "-", **dict.fromkeys(_SEPARATORS, "")})


class Published(NamedTuple):
    """One figure as it was published."""

    label: str
    value: Number


class Difference(NamedTuple):
    """A published figure that is not the ledger's, and by how much it is more.

    ``ledger`` and ``difference`` are None where it is not comparable.
    """

    label: str
    published: Number
    ledger: int | None
    difference: Number | None


class Sum(NamedTuple):
    """Published figures that do not come to what was published as their sum, and by how much that is more."""

    parts: str
    come_to: Number
    label: str
    published: Number
    difference: Number


def read(data: bytes) -> list[Published]:
    """The figures of a file; raises BadInput for what is no table of labels and values."""
    if len(data) > SIZE_LIMIT:
        raise BadInput(f"The published figures take more than {SIZE_LIMIT:,} bytes.", _REMEDY)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput("The published figures are not UTF-8 text.", _REMEDY) from None
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        return _figures((lines.line_num, cells) for cells in lines)
    except csv.Error as error:
        raise BadInput(
            f"Line {lines.line_num} of the published figures is no CSV: {error}.", _REMEDY
        ) from None


def is_sheet(data: bytes) -> bool:
    """Whether this is a spreadsheet or a page, and no text of labels and values."""
    return data.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"<"))


def in_sheets(rows: Iterable[tuple[int, Sequence[str]]]) -> list[Published]:
    """The figures in rows of a spreadsheet, each with its number; raises BadInput.

    What stands between a label and its value, before or behind them, is empty.
    """
    return _figures((number, [cell for cell in cells if cell.strip()]) for number, cells in rows)


def _figures(lines: Iterable[tuple[int, Sequence[str]]]) -> list[Published]:
    found: list[Published] = []
    first = True
    for number, cells in lines:
        row = [cell.strip() for cell in cells]
        while row and not row[-1]:
            row.pop()
        if row and not (first and _is_header(row)):
            found.append(_published(row, number))
        first = first and not row
        if len(found) > MOST:
            raise BadInput(f"There are more than {MOST:,} published figures.", _REMEDY)
    if not found:
        raise BadInput("There are no published figures in the file.", _REMEDY)
    return found


_REMEDY = "Write one figure on each line, its label and its value: Open,171"


def _is_header(row: Sequence[str]) -> bool:
    return len(row) == 2 and not re.search(r"[0-9]", row[1]) and _plain(row[0]) not in _names()


def _published(row: Sequence[str], line: int) -> Published:
    if len(row) != 2 or not row[0]:
        raise BadInput(f"Line {line} of the published figures is not a label and a value.", _REMEDY)
    label = words.line(row[0], f"label on line {line} of the published figures")
    if not _NUMBER.fullmatch(row[1]):
        raise BadInput(f"The value {row[1][:40]!r} of {label}, line {line}, is no number.", _REMEDY)
    value = float(row[1].translate(_WRITTEN))
    return Published(label, int(value) if value.is_integer() else value)


def differences(
    published: Sequence[Published], ours: Figures, vocabulary: Vocabulary = OURS
) -> list[Difference]:
    """Each published figure that is not that of the ledger, in the order they were published."""
    known = dict(_known(ours, vocabulary))
    found = []
    for label, value in published:
        figure = known.get(_plain(label))
        if figure != value:
            more = None if figure is None else round(value - figure, 9)
            found.append(Difference(label, value, figure, more))
    return found


def sums(published: Sequence[Published]) -> list[Sum]:
    """The sums that do not come out, of those that are there with all their parts and each but once."""
    values: dict[str, set[Number]] = {}
    for label, value in published:
        values.setdefault(_plain(label), set()).add(value)
    once = {label: found.pop() for label, found in values.items() if len(found) == 1}
    found = []
    for parts, whole in SUMS:
        if all(_plain(label) in once for label in (*parts, whole)):
            come_to = round(sum(sign * once[_plain(label)] for label, sign in parts.items()), 9)
            if come_to != (told := once[_plain(whole)]):
                said = "".join(f" {'-+'[sign > 0]} {label}" for label, sign in parts.items())
                found.append(Sum(said.removeprefix(" + "), come_to, whole, told, round(told - come_to, 9)))
    return found


def _known(ours: Figures, vocabulary: Vocabulary) -> Iterator[tuple[str, int | None]]:
    """Our figures by label; None where several have the same."""
    overall = {_plain(label): value for label, value in _overall(ours, vocabulary)}
    of_rows: dict[str, int | None] = {}
    for row in ours.rows:
        figures = {column: getattr(row, column) for column in Row._fields[1:]}
        for label, value in {**figures, "closed in period": row.closed}.items():
            named = _plain(f"{row.name} {label}")
            of_rows[named] = None if named in of_rows else value
    yield from (of_rows | overall).items()


def _overall(ours: Figures, vocabulary: Vocabulary) -> Iterator[tuple[str, int]]:
    whole = ours.rows[-1]
    # What is ours comes last, and holds if a word of the publisher's own is called the same.
    for word in vocabulary.of("status"):
        yield from dict.fromkeys((word.label, word.word), ours.by_word.get(word.word, 0)).items()
    for status, label in STATUSES.items():
        yield label, ours.by_status[status]
    for reason in vocabulary.of("reason"):
        yield from dict.fromkeys((reason.label, reason.word), ours.by_reason.get(reason.word, 0)).items()
    yield "Total", ours.total
    yield "Opening", whole.opening
    yield "Made", whole.made
    yield "Re-opened", whole.reopened
    yield "Closed in period", whole.closed
    yield "Closing", whole.closing
    yield "Overdue", ours.overdue


def _names() -> set[str]:
    """The labels that are none of a header."""
    return {_plain(label) for parts, whole in SUMS for label in (*parts, whole)} | set(map(_plain, REASONS))


def _plain(label: str) -> str:
    """A label as it is compared: ``Re-opened`` and ``reopened`` are the same."""
    return "".join(
        character
        for character in unicodedata.normalize("NFKC", label).casefold()
        if not character.isspace() and unicodedata.category(character) != "Pd"
    )
