"""Which rows are about one recommendation, and what they say of it together.

1. Rows of one inspection and number, however that is written, in the same words are about one
   recommendation. In other words, only the first is taken: the number cannot stand for both.
2. It is made to all bodies that they name. If they name different ones, each row says where the share of its
   bodies stands; if all say the same, that is where the whole stands.
3. Rows that name the same bodies are its history, in the order of their dates.
4. A row that says just what another says is a double.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from events.base import Day, Names
from ledger.importing.base import Problem, SourceRow, Status
from ledger.times import last_day
from ledger.validation import body_key, key, number_key


class Group(NamedTuple):
    """The rows about one recommendation, in the order of their dates, and those that say the same again."""

    inspection: str
    number: str
    rows: tuple[SourceRow, ...]
    doubles: tuple[SourceRow, ...] = ()

    @property
    def made_to(self) -> Names:
        """All bodies that they name, each as it is written first."""
        if len(self.rows) == 1:
            return self.rows[0].made_to
        first = sorted(self.rows, key=place)
        once: dict[str, str] = {}
        for row in first:
            for body in row.made_to:
                once.setdefault(body_key(body), body)
        return tuple(once.values())

    @property
    def in_shares(self) -> bool:
        """Whether its rows name different bodies."""
        return len(self.rows) > 1 and len({_bodies(row) for row in self.rows}) > 1


class Claim(NamedTuple):
    """Where a row says that it stands, or the share of one body; ``on`` is None if no date is said."""

    row: SourceRow
    made_to: str | None
    status: Status
    on: Day | None


def grouped(rows: Iterable[SourceRow], seen_on: str) -> tuple[list[Group], list[Problem]]:
    """The groups in the order of their first rows, and what keeps rows from being in one."""
    problems: list[Problem] = []
    by_number: dict[tuple[str, str], list[SourceRow]] = {}
    for row in rows:
        by_number.setdefault((key(row.inspection), number_key(row.number)), []).append(row)
    groups = [
        _group(same, problems, seen_on)
        if len(same) > 1
        else Group(same[0].inspection, same[0].number, (same[0],))
        for same in by_number.values()
    ]
    return groups, problems


def _group(same: Sequence[SourceRow], problems: list[Problem], seen_on: str) -> Group:
    first = same[0]
    words = said(first.text)
    there: dict[tuple[object, ...], SourceRow] = {}
    doubles: list[SourceRow] = []
    for row in same:
        if said(row.text) != words:
            problems.append(
                Problem(
                    row.sheet,
                    row.row,
                    "number",
                    row.number,
                    f"Number {row.number} of {row.inspection} stands for other words in row {first.row}.",
                    "Give one of them another number, or leave one out.",
                    True,
                )
            )
        elif there.setdefault(_content(row), row) is not row:
            doubles.append(row)
    taken = sorted(there.values(), key=lambda row: (_day(row, seen_on), place(row)))
    return Group(first.inspection, first.number, tuple(taken), tuple(doubles))


def said(text: str) -> str:
    """What words are compared by: blanks and line ends make no others."""
    return " ".join(text.split())


def place(row: SourceRow) -> tuple[str, int]:
    """Where a row stands in its file."""
    return row.sheet, row.row


def _bodies(row: SourceRow) -> frozenset[str]:
    return frozenset(map(body_key, row.made_to))


def _content(row: SourceRow) -> tuple[object, ...]:
    """What a row says, wherever it stands and however its words are spaced."""
    bare = row._replace(sheet="", row=0, inspection="", number="", text="", made_to=(), answer_text=None)
    return bare, _bodies(row), said(row.answer_text or "")


def _day(row: SourceRow, seen_on: str) -> str:
    return last_day(row.judged_on or row.made_on or seen_on)


def claims_of(group: Group) -> list[Claim]:
    """Where the rows say that it stands, in the order of their dates."""
    rows = group.rows
    if len(rows) == 1:
        row = rows[0]
        return [Claim(row, None, row.status, row.judged_on)] if row.status else []
    # A later row of the same bodies tells of a later state, if only by the day that it has.
    own = [(row, row.judged_on or (row.made_on if row is not rows[0] else None)) for row in rows]
    if not group.in_shares:
        return [Claim(row, None, row.status, on) for row, on in own if row.status]
    if rows[0].status and len({(row.status, row.judged_on) for row in rows}) == 1:
        return [Claim(rows[0], None, rows[0].status, rows[0].judged_on)]
    return [Claim(row, body, row.status, row.judged_on) for row in rows if row.status for body in row.made_to]
