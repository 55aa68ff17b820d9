"""The figures of a period: what began it, what moved in it, what ended it, and how that stands.

Movements are found by walking through the past, openings and closings by asking how things stood on a day;
``reconciling`` holds the two against each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from events.named import NamedTuple
from ledger.policies import STATUSES
from ledger.state.vocabulary import OURS, Vocabulary
from ledger.times import BEFORE_ALL, Length, is_overdue, last_day, length
from projections.model.answering import Owed, owed
from projections.model.facts import StatusChange
from projections.model.recommendation import Recommendation
from projections.model.shares import least_advanced
from projections.model.to_judge import to_judge
from projections.statistics.moves import MOVES, Movement
from projections.statistics.spans import AGES, band, day_before

ALL = "all"
NEVER_BEGUN = "9999-12-31"


class Period(NamedTuple):
    """From a day to a day, both included and full dates."""

    first: str
    last: str

    def has(self, day: str) -> bool:
        """Whether a full date lies in it."""
        return self.first <= day <= self.last


class Counted(NamedTuple):
    """What counts one: a recommendation, or one body's share of it, and how that moved.

    ``shares`` are what the share is known by, none where it is the whole; several are those that passed to
    one body. ``called`` is how the body is written.
    """

    inspection: str
    recommendation: Recommendation
    moves: Sequence[Movement]
    shares: Sequence[str] = ()
    called: str = ""

    @property
    def begins(self) -> str:
        """The full date of its first movement; the last date there is where it never moved."""
        return self.moves[0].day if self.moves else NEVER_BEGUN

    def was_there(self, day: str) -> bool:
        """Whether it had been made by the end of a day, and its body was addressed then."""
        return self.recommendation.was_there(day) and (not self.shares or bool(self._addressed(day)))

    def _addressed(self, day: str) -> list[str]:
        addressed = self.recommendation.shares(day)
        return [share for share in self.shares if share in addressed]

    def status_change(self, day: str) -> StatusChange | None:
        """The word that its status rests on at the end of a day; None where it is open as made."""
        recommendation = self.recommendation
        if len(self.shares) < 2:
            return recommendation.status_change(day, self.shares[0] if self.shares else None)
        words = [recommendation.status_change(day, share) for share in self._addressed(day)]
        return least_advanced(words, recommendation.words.implemented)

    def status(self, day: str) -> str:
        """The public word at the end of a day."""
        if len(self.shares) < 2:
            return self.recommendation.status(day, self.shares[0] if self.shares else None)
        status_change = self.status_change(day)
        return status_change.status if status_change else "open"

    def unclosed(self, day: str) -> bool:
        """Whether it was there at the end of a day and not closed."""
        return self.was_there(day) and self.status(day) != "closed"

    def begun(self, day: str) -> tuple[str, str] | None:
        """The first and the last day on which it can have been made, or its body last addressed anew, by a
        day.
        """
        return next(
            ((move.since_first, move.since) for move in reversed(self.moves) if move.day <= day), None
        )


class Row(NamedTuple):
    """The movements of one group in a period."""

    name: str
    opening: int
    made: int
    reopened: int
    closed: int
    closing: int


class Answers(NamedTuple):
    """The answers of bodies: ``due`` by a deadline in the period, and of those given, and late.

    ``by_answer`` counts the last answer of each body at the end of the period.
    """

    due: int = 0
    given: int = 0
    late: int = 0
    by_answer: Mapping[str, int] = MappingProxyType({})


class NotKnown(NamedTuple):
    """Of how many the dates leave open the age, the days to closure, the days of waiting."""

    ages: int
    days_to_closure: int
    waiting: int


class Figures(NamedTuple):
    """All that is told of a period, the last of the rows being that of all.

    ``days_to_closure`` has a number for each closure in the period, ``waiting`` one for each submission that
    awaits a judgement; both in order. What dates that are known in part leave open is in neither, nor in
    ``ages``: ``not_known`` has how many those are. ``left`` counts the shares that were not closed when their
    body was addressed no more, ``undone`` the movements that were taken back, as the order is left open.
    ``with_parts`` counts the recommendations that others stand under, which are counted beside them.
    """

    period: Period
    rows: tuple[Row, ...]
    by_status: Mapping[str, int]
    by_reason: Mapping[str, int]
    overdue: int
    ages: Mapping[str, int]
    days_to_closure: Sequence[int]
    waiting: Sequence[int]
    left: int
    undone: int = 0
    with_parts: int = 0
    by_word: Mapping[str, int] = MappingProxyType({})
    answers: Answers = Answers()
    not_known: NotKnown = NotKnown(0, 0, 0)

    @property
    def total(self) -> int:
        """How many are there at the end."""
        return sum(self.by_status.values())


def figures(
    counted: Sequence[Counted],
    groups: Mapping[str, Sequence[Counted]],
    period: Period,
    words: Vocabulary = OURS,
    answering: Sequence[Counted] = (),
) -> Figures:
    """What each of the groups, and all together, come to; ``words`` say in which order.

    ``answering`` is what else bodies answer, and what counts in nothing but answers.
    """
    end = period.last
    there = [one for one in counted if one.was_there(end)]
    unclosed = [one for one in there if one.unclosed(end)]
    moved = [move for one in counted for move in one.moves if period.has(move.day)]
    closures = [days.exact for one in counted for days in _closures(one, period)]
    waiting = [days.exact for days in _waiting(counted, end)]
    status_changes = [status_change for one in there if (status_change := one.status_change(end))]
    statuses = Counter(one.status(end) for one in there)
    reasons = Counter(
        status_change.reason for status_change in status_changes if status_change.status == "closed"
    )
    own = Counter(status_change.word for status_change in status_changes)
    ages = Counter(_age(made, end) for one in unclosed if (made := one.begun(end)))
    return Figures(
        period=period,
        rows=(*(_row(name, some, period) for name, some in groups.items()), _row(ALL, counted, period)),
        by_status={status: statuses[status] for status in STATUSES},
        by_reason={one.word: reasons[one.word] for one in words.of("reason") if reasons[one.word]},
        overdue=sum(
            is_overdue(due.content, end) for one in unclosed if (due := one.recommendation.dues.at(end))
        ),
        ages={name: ages[name] for name in AGES},
        days_to_closure=sorted(days for days in closures if days is not None),
        waiting=sorted(days for days in waiting if days is not None),
        left=sum(move.what == "left" for move in moved),
        undone=sum(move.what.startswith("not-") for move in moved),
        answers=_answers((*counted, *answering), period, words),
        by_word={one.word: own[one.word] for one in words.of("status") if own[one.word]},
        not_known=NotKnown(ages[None], closures.count(None), waiting.count(None)),
        with_parts=len(
            {
                (one.inspection, one.recommendation.made_at)
                for one in counted
                if one.recommendation.is_derived(end) and one.recommendation.was_there(end)
            }
        ),
    )


def _answers(counted: Iterable[Counted], period: Period, words: Vocabulary) -> Answers:
    """Apart from where anything stands: who had to answer in the period, who did, and what."""
    due: list[Owed] = []
    said: Counter[str] = Counter()
    for one in counted:
        recommendation = one.recommendation
        if not recommendation.was_there(period.last):
            continue
        if one.shares and not set(one.shares).intersection(recommendation.shares(period.last)):
            continue
        owing = owed(recommendation, period.last, period.last, one.shares)
        due += (answer for answer in owing if period.has(last_day(answer.due)))
        share = one.shares[0] if one.shares else None
        said.update(response.answer for response in recommendation.answers(period.last, share))
    return Answers(
        due=len(due),
        given=sum(answer.given is not None for answer in due),
        late=sum(answer.late for answer in due),
        by_answer={one.word: said[one.word] for one in words.of("answer") if said[one.word]},
    )


def _age(made: tuple[str, str], end: str) -> str | None:
    """The band of what was made on one of these days, or None if the days leave several."""
    first, last = made
    oldest = band(first, end) if first != BEFORE_ALL else next(reversed(AGES))
    return oldest if oldest == band(last, end) else None


def _closures(one: Counted, period: Period) -> list[Length]:
    """How long each closure in the period took, without those that were taken back in it."""
    found: list[Length] = []
    for move in one.moves:
        if period.has(move.day):
            if move.what == "closed":
                found.append(move.length)
            elif move.what == "not-closed" and found:
                found.pop()
    return found


def _row(name: str, counted: Sequence[Counted], period: Period) -> Row:
    moved: Counter[str | None] = Counter()
    for one in counted:
        for move in one.moves:
            if period.has(move.day):
                moved[MOVES[move.what].column] += MOVES[move.what].counts
    before = day_before(period.first)
    return Row(
        name=name,
        opening=sum(one.unclosed(before) for one in counted),
        made=moved["made"],
        reopened=moved["reopened"],
        closed=moved["closed"],
        closing=sum(one.unclosed(period.last) for one in counted),
    )


def _waiting(counted: Iterable[Counted], end: str) -> Iterable[Length]:
    """Days that each submission had waited; of several shares that it concerns it is counted once."""
    found = {}
    for one in counted:
        recommendation = one.recommendation
        if not (recommendation.evidence and recommendation.was_there(end)):
            continue
        if one.shares and not set(one.shares).intersection(recommendation.shares(end)):
            continue
        for share in one.shares or (None,):
            for sent in to_judge(recommendation, end, share):
                found[one.inspection, sent.ref] = length((sent.first, sent.sort_key[0]), (end, end))
    return found.values()
