"""The rows of a paper: every row of the register of the day, each in one place.

1. What is not closed and certainly past its date is overdue; what else is not closed is live.
2. What is closed is done if a movement of the period closed it, and else was closed earlier.
3. What is of a kind that needs no closing is in a place of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from events.base import Day
from ledger.state.vocabulary import Vocabulary
from ledger.times import days_between
from projections.base import Item, natural, number_order
from projections.model.due import is_late
from projections.model.recommendation import Recommendation
from projections.paper.base import Listed
from projections.paper.links import Links
from projections.publication.files.site import words as in_words
from projections.rows import as_row
from projections.statistics.figures import Counted, Period


class Rows(NamedTuple):
    """The rows by their places, each in the order of the register; what is overdue longest comes first."""

    overdue: list[Listed]
    live: list[Listed]
    done: list[Listed]
    earlier: list[Listed]
    no_closing: list[Listed]


class RowMaker(NamedTuple):
    """What makes a row: the words, the links, what the body is called whose shares are asked for, and which
    rows hang on a date that is not known exactly.
    """

    words: Vocabulary
    links: Links
    body: str | None
    day: str
    unsure: Collection[str] = ()

    def row(self, one: Counted) -> Listed:
        """The row of what is counted once."""
        recommendation, day = one.recommendation, self.day
        share = share_of(one, day)
        row = as_row(one.inspection, recommendation, day, share)
        late = is_late(recommendation, day, day, share)
        return Listed(
            row=row,
            standing=standing(row, self.words),
            link=self.links.of(one.inspection, recommendation),
            first_due=first_due(recommendation, day),
            due=row["due"],
            overdue=days_between(row["due"], day) if late else 0,
            shares=() if self.body is not None else shares(recommendation, self.words, day),
            notes=tuple(self._notes(one, row)),
        )

    def _notes(self, one: Counted, row: Item) -> Iterable[str]:
        if self.body is not None and one.called != self.body:
            yield f"This share is with {one.called} by now."
        if row["seen_on"]:
            yield f"As last seen {in_words.when(row['seen_on'])}."
        if one.recommendation.is_derived(self.day):
            yield "It stands as the least advanced of those under it does."
        if f"{row['inspection']}/{row['number']}" in self.unsure:
            yield "This hangs on a date that is not known exactly."


def share_of(one: Counted, day: str) -> str | None:
    """What the share is known by where what is counted stands; None for a whole.

    Of several that passed to one body that is the least advanced.
    """
    if len(one.shares) < 2:
        return one.shares[0] if one.shares else None
    return one.recommendation.share_of(one.called, day)


def rows(some: Iterable[Counted], answering: Iterable[Counted], period: Period, maker: RowMaker) -> Rows:
    """All that is there at the end of a period."""
    found = Rows([], [], [], [], [])
    for one in some:
        if one.was_there(period.last):
            _place(found, one, period, row := maker.row(one)).append(row)
    found.no_closing.extend(maker.row(one) for one in answering if one.was_there(period.last))
    order = _in_order(maker.words)
    for place in found:
        place.sort(key=order)
    found.overdue.sort(key=lambda row: (natural(row.inspection), -row.overdue))
    return found


def _place(found: Rows, one: Counted, period: Period, row: Listed) -> list[Listed]:
    if one.unclosed(period.last):
        return found.overdue if row.overdue else found.live
    closed = any(move.what == "closed" and period.has(move.day) for move in one.moves)
    return found.done if closed else found.earlier


def _in_order(words: Vocabulary) -> Callable[[Listed], tuple[object, ...]]:
    """The order of the register."""
    return lambda one: (
        natural(one.inspection),
        words.order(one.row["kind"]),
        number_order(one.row["number"]),
    )


def standing(row: Item, words: Vocabulary) -> str:
    """What its status is called, and why it is closed: ``Closed: no longer relevant``."""
    called = words.status(row["status"], row["word"], row["kind"])
    return called if row["reason"] is None else f"{called}: {in_words.reason(row['reason'], words)}"


def first_due(recommendation: Recommendation, day: str) -> Day | None:
    """The date by which it was to be done at first, of those that had been set by a full date."""
    begun = (value for value in recommendation.dues.values if value.day <= day)
    return next((value.content for value in begun), None)


def shares(recommendation: Recommendation, words: Vocabulary, day: str) -> tuple[tuple[str, str], ...]:
    """Each body with what its share is called, if there are several and they differ."""
    bodies = recommendation.made_to(day)
    found = []
    for body in bodies if len(bodies) > 1 else ():
        stood = recommendation.at(day, recommendation.share_of(body, day))
        called = words.status(stood.status, stood.word, recommendation.kind)
        reason = f": {in_words.reason(stood.reason, words)}" if stood.reason else ""
        found.append((body, f"{called}{reason}"))
    return tuple(found) if len({called for _, called in found}) > 1 else ()
