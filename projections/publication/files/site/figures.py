"""The figures behind the charts, from the steps of the recommendations alone.

A recommendation is in a cohort by the year in which it was made. It counts as closed at an age where it was
closed at the end of that very day; a cohort has a figure once every one of its recommendations is that old.
What was made or closed on a day that is known in part is in no cohort, and has an age if it has the same on
every day that it can be.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ledger.policies import STATUSES
from ledger.times import BEFORE_ALL, first_day
from projections.publication.edition import Listed, Move

AGES = (6, 12, 18, 24)
"""In months."""

BANDS = (
    ("Under 6 months", 6),
    ("6 to 12 months", 12),
    ("1 to 2 years", 24),
    ("2 to 5 years", 60),
    ("5 years and over", 10**6),
)
"""How old something open is, and the months at which it is older."""


class Level(NamedTuple):
    """How many stood at each status from the end of a day."""

    day: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())


class Cohort(NamedTuple):
    """What was made in one year, and how many were closed at each of AGES; None: not all are that old."""

    year: str
    size: int
    closed: tuple[int | None, ...]


class Band(NamedTuple):
    """How many that are not closed are of an age, by status."""

    label: str
    counts: dict[str, int]


def levels(rows: Iterable[Listed]) -> list[Level]:
    """How many stood at which status, from each day on which that changed."""
    # Of one recommendation the steps of a day stay in their order.
    said = sorted(
        ((day, at, status) for at, row in enumerate(rows) for day, status, _ in row.moves),
        key=lambda move: move[0],
    )
    stand: dict[int, str] = {}
    counts = dict.fromkeys(STATUSES, 0)
    found: list[Level] = []
    for day, at, status in said:
        if before := stand.get(at):
            counts[before] -= 1
        stand[at] = status
        counts[status] += 1
        if found and found[-1].day == day:
            found.pop()
        if not found or found[-1].counts != counts:
            found.append(Level(day, dict(counts)))
    return found


def cohorts(rows: Iterable[Listed], day: str) -> list[Cohort]:
    """The cohorts in order, as they stood at the end of a day."""
    years: dict[str, list[Sequence[Move]]] = {}
    for row in rows:
        steps = row.moves
        if not is_exact(row):
            continue
        years.setdefault(steps[0][0][:4], []).append(steps)
    return [
        Cohort(year, len(found), tuple(_closed(found, age, day) for age in AGES))
        for year, found in sorted(years.items())
    ]


def ages(rows: Iterable[Listed], day: str) -> list[Band]:
    """The age of what is not closed at the end of a day."""
    unsettled = [status for status in STATUSES if status != "closed"]
    found = [Band(label, dict.fromkeys(unsettled, 0)) for label, _ in BANDS]
    not_known = Band("Not known", dict.fromkeys(unsettled, 0))
    for row in rows:
        if row.row["status"] != "closed":
            last, _, on = row.moves[0]
            oldest, at = _band(first_day(on), day), _band(last, day)
            (found[at] if at == oldest else not_known).counts[row.row["status"]] += 1
    return [*found, not_known] if any(not_known.counts.values()) else found


def is_exact(row: Listed) -> bool:
    """Whether all days on which its status changed are known."""
    return all(first_day(on) == on for _, _, on in row.moves)


def _band(made: str, day: str) -> int:
    """The place in BANDS of what was made on a full date; of one that nobody knows it is the last."""
    months = BANDS[-1][1] - 1 if made == BEFORE_ALL else _months(made, day)
    return next(at for at, (_, until) in enumerate(BANDS) if months < until)


def _closed(cohort: Sequence[Sequence[Move]], age: int, day: str) -> int | None:
    if any(_months(steps[0][0], day) < age for steps in cohort):
        return None
    return sum(_stood(steps, _later(steps[0][0], age)) == "closed" for steps in cohort)


def _stood(steps: Sequence[Move], day: str) -> str:
    return [status for on, status, _ in steps if on <= day][-1]


def _later(day: str, months: int) -> str:
    """The day some months after another; of a shorter month its last."""
    year, month, number = map(int, day.split("-"))
    years, month = divmod(month - 1 + months, 12)
    year, month = year + years, month + 1
    return f"{year:04d}-{month:02d}-{min(number, monthrange(year, month)[1]):02d}"


def _months(day: str, until: str) -> int:
    """How many whole months lie between two days."""
    year, month, number = map(int, day.split("-"))
    last_year, last_month, last = map(int, until.split("-"))
    whole = (last_year - year) * 12 + last_month - month
    return whole - (last < min(number, monthrange(last_year, last_month)[1]))
