"""The figures of a period, asked of a cache instead of the events: as ``projections.statistics.told``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import apsw
import orjson

from events.base import Day
from ledger.ledger import Ledger
from ledger.policies import STATUSES
from ledger.times import Length, last_day, length
from projections.base import TimeFilter, today_of
from projections.cache.asked_for import FIGURES, check, know_figures
from projections.cache.cache import Cache, Progress
from projections.cache.database import CacheTrouble
from projections.cache.latest import latest
from projections.cache.lines import Group, Lines
from projections.cache.reading import CachedRegister
from projections.cache.source import Stored
from projections.cache.units import Units
from projections.statistics.counting import Asked, labelled, period_from
from projections.statistics.figures import ALL, Answers, Figures, NotKnown, Period, Row
from projections.statistics.moves import MOVES
from projections.statistics.reconciling import reconcile_with
from projections.statistics.spans import AGES, day_before
from projections.statistics.told import Told

_HAS_A_SHARE = """
AND EXISTS (SELECT 1 FROM stretch s WHERE s.inspection = i.id AND s.body = :body AND s.made = x.made
AND s.untold > :known AND s.told <= :known AND s.first <= :last AND s.until > :last)
"""


def told_of(
    cache: Cache, ledger: Ledger, inspection: str | None, question: Asked, progress: Progress
) -> Told:
    """What an open cache tells, once it took in what is new; raises what ``told`` does."""
    know_figures(cache, Stored(ledger), question.made_to, progress)
    return told(cache.connection, ledger, inspection, question)


def told(connection: apsw.Connection, ledger: Ledger, inspection: str | None, question: Asked) -> Told:
    """What a cache tells; raises BadInput, NotFound, DoesNotReconcile, and CacheTrouble where it cannot."""
    check(connection, FIGURES)
    reading = CachedRegister(connection, ledger, inspection, TimeFilter(None, question.known_at))
    today = today_of(ledger, reading.time_filter)
    if question.until is None and today < latest(connection, reading.position):
        raise CacheTrouble("the clock is behind a day that was recorded")
    question = question.spelt(reading.settings.vocabulary)
    return CachedFigures(connection, reading, question, last_day(question.until or today)).told()


class CachedFigures:
    """The figures of what is asked, at the end of a full date."""

    def __init__(
        self, connection: apsw.Connection, reading: CachedRegister, question: Asked, last: str
    ) -> None:
        self._reading, self._asked, self._last = reading, question, last
        self._units = Units(
            question,
            reading.inspection,
            reading.position,
            last,
            reading.known_by(question.made_to) if question.made_to is not None else "",
            newest=reading.is_newest,
        )
        self._lines = Lines(connection, self._units, question.by)

    def told(self) -> Told:
        """See projections.statistics.told."""
        self._check()
        reading, question = self._reading, self._asked
        span, moves = self._period(), self._lines.moves
        begun = [group for group, _, _ in moves]
        found = self._figures(span)
        before = sum(MOVES[what].unclosed * count for (_, what, early), count in moves.items() if early)
        there = sum(MOVES[what].there * count for (_, what, _), count in moves.items() if what in MOVES)
        reconcile_with(found, before, there)
        return Told(
            ref=reading.ref,
            asked=question,
            words=reading.words,
            figures=found,
            kinds={group.kind for group in begun},
            called=self._called_first() if begun and question.made_to is not None else None,
            is_known=question.made_to is None or reading.called(question.made_to) is not None,
            is_to_come=not begun and self._has_any(),
            unclosed=self._unclosed(),
            seen=self._seen(),
            events=reading.events,
        )

    def _check(self) -> None:
        """Raise CacheTrouble where the events say more: of a cycle in which nothing was made, and of shares
        of a body that is written in several ways, if none is registered.
        """
        if self._asked.cycle is not None and not self._lines.rows(
            f"{self._units.query('1', 'moved', whole=True)} LIMIT 1"
        ):
            raise CacheTrouble("nothing was made in the cycle")
        if self._asked.made_to is not None and not self._reading.has_bodies:
            several = self._units.query("1", "moved", "x.place = 0")
            if self._lines.rows(f"{several} GROUP BY x.inspection, x.made HAVING count(*) > 1 LIMIT 1"):
                raise CacheTrouble("a body is written in several ways")

    def _period(self) -> Period:
        if self._asked.since is not None:
            span = period_from(self._asked.since, self._last)
        else:
            ((first,),) = self._lines.rows(self._units.query("min(x.day)", "moved", "x.place = 0"))
            span = Period(self._last if first is None else min(first, self._last), self._last)
        self._units.given |= {"from": span.first, "before": day_before(span.first)}
        return span

    def _figures(self, span: Period) -> Figures:
        words, end = self._reading.words, [(one, count) for one, count in self._lines.end if one.closing]
        ages: Counter[str | None] = Counter()
        statuses, reasons, own = Counter[str](), Counter[str | None](), Counter[str | None]()
        names = list(AGES)
        for one, count in end:
            statuses[one.status] += count
            own[one.word] += count
            if one.status == "closed":
                reasons[one.reason] += count
            elif one.youngest is not None:
                ages[names[one.youngest] if one.oldest == one.youngest else None] += count
        closures = self._lines.closures()
        waiting = [days.exact for days in self._waiting()]
        in_period = Counter[str]()
        for (_, what, early), count in self._lines.moves.items():
            in_period[what] += 0 if early else count
        return Figures(
            period=span,
            rows=tuple(self._table()),
            by_status={status: statuses[status] for status in STATUSES},
            by_reason={one.word: reasons[one.word] for one in words.of("reason") if reasons[one.word]},
            overdue=sum(count for one, count in end if one.overdue),
            ages={name: ages[name] for name in AGES},
            days_to_closure=sorted(days for days in closures if days is not None),
            waiting=sorted(days for days in waiting if days is not None),
            left=in_period["left"],
            undone=sum(count for what, count in in_period.items() if what.startswith("not-")),
            answers=self._answers(span),
            by_word={one.word: own[one.word] for one in words.of("status") if own[one.word]},
            not_known=NotKnown(ages[None], closures.count(None), waiting.count(None)),
            with_parts=self._with_parts(),
        )

    def _table(self) -> Iterator[Row]:
        moved: dict[str, Counter[str | None]] = {}
        for (group, what, early), count in self._lines.moves.items():
            of = moved.setdefault(self._name(group), Counter())
            if what in MOVES and not early:
                of[MOVES[what].column] += MOVES[what].counts * count
        opening, closing = Counter[str](), Counter[str]()
        # Before the first of all there was nothing.
        for group, count in self._lines.opening() if self._asked.since is not None else ():
            opening[self._name(group)] += count
        for one, count in self._lines.end:
            if one.closing and one.status != "closed":
                closing[self._name(one.group)] += count
        labels = labelled(moved, self._asked, self._reading.ref, self._reading.words)
        for name, label in labels.items():
            of = moved.get(name, Counter())
            counts = of["made"], of["reopened"], of["closed"]
            yield Row(label, opening[name], *counts, closing[name])
        made, reopened, closed = (
            sum(of[column] for of in moved.values()) for column in ("made", "reopened", "closed")
        )
        yield Row(ALL, opening.total(), made, reopened, closed, closing.total())

    def _name(self, group: Group) -> str:
        if self._asked.by == "kind":
            return group.kind
        if self._asked.by == "body":
            return self._lines.called[group.holder]
        ref = self._reading.ref_of(group.inspection)
        return f"{ref}/{group.cycle}" if self._asked.by == "cycle" else ref

    def _called_first(self) -> str:
        """How the body of the first share is written that had begun by the end."""
        return self._lines.called[self._lines.first("u.holder", "x.day <= :last", "")]

    def _waiting(self) -> Iterable[Length]:
        """Days that each submission had waited; of several shares that it concerns it is counted once."""
        found = {}
        for one, _ in self._lines.end:
            if one.waiting and one.closing:
                for ref, first, last in orjson.loads(one.waiting):
                    found[one.group.inspection, ref] = length((first, last), (self._last, self._last))
        return found.values()

    def _answers(self, span: Period) -> Answers:
        said, owed = Counter[str](), Counter[str]()
        for one, count in self._lines.end:
            if one.answers:
                for word in orjson.loads(one.answers):
                    said[word] += count
            if one.owed:
                owed[one.owed] += count
        due = given = late = 0
        for found, count in owed.items():
            for last, was_given, was_late in orjson.loads(found):
                if span.has(last):
                    due, given, late = due + count, given + count * was_given, late + count * was_late
        return Answers(
            due=due,
            given=given,
            late=late,
            by_answer={
                one.word: said[one.word] for one in self._reading.words.of("answer") if said[one.word]
            },
        )

    def _with_parts(self) -> int:
        if not self._asked.shares:
            return sum(count for one, count in self._lines.end if one.closing and one.derived)
        there = f"x.closing AND x.derived AND {self._units.there('last')}"
        derived = set(
            self._lines.rows(self._units.query("x.inspection, x.made", "counted", there, whole=True))
        )
        if not derived:
            return 0
        some = self._units.query("DISTINCT x.inspection, x.made", "moved", "x.closing AND x.place = 0")
        return len(derived.intersection(self._lines.rows(some)))

    def _seen(self) -> tuple[int, Day | None]:
        days = [(one.seen, count) for one, count in self._lines.end if one.closing and one.seen is not None]
        return sum(count for _, count in days), max((day for day, _ in days), default=None)

    def _unclosed(self) -> int:
        """How many of a kind that needs no closing are there at the end, of those that were asked for."""
        if not self._asked.shares and not self._asked.answer:
            return sum(count for one, count in self._lines.end if not one.closing)
        where = f"NOT x.closing AND {self._units.there('last')}"
        if self._asked.made_to is not None:
            where += _HAS_A_SHARE
        query = self._units.query("count(*)", "counted", where, answers=False, whole=True)
        ((count,),) = self._lines.rows(query)
        return int(count)

    def _has_any(self) -> bool:
        """Whether anything is counted, on whatever day."""
        if self._asked.priority is not None or self._asked.topics or self._asked.answer:
            raise CacheTrouble("how something is sorted before it was made is not kept")
        return bool(self._lines.rows(f"{self._units.query('1', 'moved', 'x.closing')} LIMIT 1"))
