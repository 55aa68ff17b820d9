"""Random questions to a cache and to the events, whose answers must be the same to the byte."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice, zip_longest
from random import Random

import apsw

from events.base import Day, Event, InspectionEvent, Instant
from events.registry import EVENTS
from ledger.errors import LedgerError
from ledger.ledger import Ledger
from ledger.records import Record, encode
from ledger.state.inspectorate import Inspectorate
from ledger.state.vocabulary import Vocabulary
from projections.as_seen import as_seen
from projections.base import TimeFilter, View
from projections.cache.asked_for import FIGURES, SHARES
from projections.cache.database import CacheTrouble
from projections.cache.differing import diff_of_instants, diff_of_steps
from projections.cache.figures import told
from projections.cache.filling import fill, fill_asked_for
from projections.cache.reading import CachedRegister
from projections.cache.schema import SCHEMA
from projections.cache.source import Head
from projections.cache.tie import Tie
from projections.diff import Days, diff_days, diff_instants
from projections.formats.index import write
from projections.register import as_view, register
from projections.rows import Filters
from projections.statistics.counting import GROUPS, Asked
from projections.statistics.view import as_view as as_statistics
from projections.statistics.view import statistics
from tests.steps import DAYS, EVERY_DAY
from tests.told import Told


class ToldSource:
    """A ledger that is only told, as a source; ``until`` limits how much of it there is."""

    def __init__(self, told: Told) -> None:
        self.told = told

    def heads(self, after: int) -> Iterator[Head]:
        for record in self.told.records():
            if record.position > after:
                whose = record.stream.hex if isinstance(record.event, InspectionEvent) else ""
                about = EVENTS[record.event.NAME].SUBJECT == "body"
                row = record.position, whose, record.version, record.event.NAME, encode(record)
                yield Head(record.position, whose, record.recorded_at, about, row)

    def stream(self, name: str, after: int = 0) -> Iterator[Record]:
        records = (record for record in self.told.records() if record.stream.hex == name)
        return islice(records, after, None)

    def some(self, name: str, versions: Sequence[int]) -> Iterator[Record]:
        records = list(self.stream(name))
        return (records[version - 1] for version in versions)

    def inspectorate(self) -> Inspectorate:
        return self.told.inspectorate()

    def renew(self) -> None:
        pass

    def checkpoint(self, size: int | None = None) -> tuple[int, str]:
        return 0, ""


class Asking:
    """A cache in memory of a ledger that is only told, and questions to both."""

    def __init__(self, told: Told, random: Random) -> None:
        self.told, self.random = told, random
        self.connection = apsw.Connection(":memory:")
        self.connection.execute(SCHEMA)
        self.tie: Tie | None = None
        self.answers = self.declined = 0

    def catch_up(self) -> None:
        with self.connection:
            self.tie = fill(self.connection, ToldSource(self.told), self.tie)

    def know(self, *asked_for: str) -> None:
        """Let what is asked for have come as far as the cache did."""
        assert self.tie
        for what in asked_for:
            query = "SELECT position FROM asked_for WHERE what = ?"
            if self.connection.execute(query, (what,)).get != self.tie.position:
                with self.connection:
                    fill_asked_for(self.connection, ToldSource(self.told), what)

    def of_cache(self, inspection: str | None, when: TimeFilter, filters: Filters) -> View:
        assert self.tie
        ledger: Ledger = self.told  # type: ignore[assignment]  # readers take it for one
        if filters.made_to is not None:
            self.know(SHARES)
        answers = CachedRegister(self.connection, ledger, inspection, when)
        view = as_view(answers, inspection, time_filter=when, filters=filters)
        answers.keep()
        return view

    def of_events(self, inspection: str | None, when: TimeFilter, filters: Filters) -> View:
        ledger: Ledger = self.told  # type: ignore[assignment]  # readers take it for one
        return register(ledger, inspection, time_filter=when, filters=filters)

    def compare(self, inspection: str | None, when: TimeFilter, filters: Filters) -> None:
        expected = shown(self.of_events(inspection, when, filters))
        try:
            found = shown(self.of_cache(inspection, when, filters))
        except CacheTrouble:
            # Nobody asks before the day of what was told: then the clock is wrong, and the events are asked.
            assert when.day is None
            self.declined += 1
            return
        assert found == expected, (inspection, when, filters, _differing(found, expected))
        self.answers += 1

    def compare_statistics(self, inspection: str | None, asked: Asked) -> None:
        """The same of statistics, of which the events may say that there are none."""
        ledger: Ledger = self.told  # type: ignore[assignment]  # readers take it for one

        def of_events() -> str:
            return shown(statistics(ledger, inspection, asked))

        def of_cache() -> str:
            self.know(FIGURES, *[SHARES] * (asked.made_to is not None))
            return shown(as_statistics(told(self.connection, ledger, inspection, asked)))

        self._compare(of_events, of_cache, (inspection, asked))

    def _compare(self, of_events: Callable[[], str], of_cache: Callable[[], str], question: object) -> None:
        expected = said_by(of_events)
        try:
            found = said_by(of_cache)
        except CacheTrouble:
            self.declined += 1
            return
        assert found == expected, (question, _differing(found, expected))
        self.answers += 1

    def compare_diff(self, inspection: str | None, days: Days) -> None:
        """The same of what changed between two days."""
        ledger: Ledger = self.told  # type: ignore[assignment]  # readers take it for one
        since, until, known_at, filters = days
        self.know(FIGURES, *[SHARES] * (filters.made_to is not None))
        self._compare(
            lambda: shown(diff_days(ledger, inspection, since, until, known_at=known_at, filters=filters)),
            lambda: shown(diff_of_steps(self.connection, ledger, inspection, days)),
            (inspection, days),
        )

    def compare_learned(self, since: str, until: str | None, as_of: str | None, filters: Filters) -> None:
        """The same of what was learned between two instants."""
        ledger: Ledger = self.told  # type: ignore[assignment]  # readers take it for one
        first, last = Instant(since), None if until is None else Instant(until)
        day = None if as_of is None else Day(as_of)
        self._compare(
            lambda: shown(diff_instants(ledger, None, first, last, as_of=day, filters=filters)),
            lambda: shown(diff_of_instants(self.connection, ledger, (first, last), day, filters)),
            (since, until, as_of, filters),
        )

    def some(self, count: int, names: Sequence[str]) -> None:
        """Ask some questions, each on some day that is today then."""
        settings = self.told.inspectorate()
        told = sorted({record.recorded_at for record in self.told.records()})
        events = [record.event for record in self.told.records()]
        refs = sorted({event.inspection for event in events if isinstance(event, InspectionEvent)})
        choose, clock = self.random.choice, self.told.clock
        for _ in range(count):
            as_of = choose((None, choose(EVERY_DAY), choose(DAYS)))
            known_at = choose((None, choose(told), choose(told)))
            if settings.imports and not self.is_plain(known_at):
                known_at = None
            today = datetime.fromisoformat(f"{choose(EVERY_DAY)}T12:00:00+00:00")
            settings.bodies.clock = choose((None, lambda today=today: today))
            self.told.clock = settings.bodies.clock or clock
            when = TimeFilter(None if as_of is None else Day(as_of), known_at and Instant(known_at))
            filters = Filters(made_to=choose((None, None, choose(names))))
            inspection, narrowed = choose((None, None, *refs)), self.narrowed(filters, settings.vocabulary)
            asked = self.period(events, known_at, names)
            match choose(range(6)):
                case 0 | 1:
                    self.compare_statistics(inspection, asked)
                case 2:
                    since, until = Day(choose(DAYS[:8])), choose((None, Day(choose(DAYS[:8]))))
                    of_rows = narrowed._replace(overdue=None)
                    self.compare_diff(inspection, Days(since, until, asked.known_at, of_rows))
                case 3:
                    first, last = sorted((choose(told), choose(told)))
                    of_rows = narrowed._replace(overdue=None)
                    self.compare_learned(
                        first, choose((None, last)), choose((None, choose(EVERY_DAY))), of_rows
                    )
                case _:
                    self.compare(inspection, when, narrowed)
        settings.bodies.clock, self.told.clock = None, clock

    def is_plain(self, known_at: str | None) -> bool:
        """Whether nothing is told at a moment that a source said by then and the ledger was told of later."""
        return as_seen(self.told, known_at and Instant(known_at)) is self.told

    def period(self, events: Sequence[Event], known_at: str | None, names: Sequence[str]) -> Asked:
        """What statistics are asked for."""
        choose, words = self.random.choice, self.told.inspectorate().vocabulary
        days = sorted((choose(EVERY_DAY), choose(EVERY_DAY)))
        cycles = [event.fields["cycle"] for event in events if event.NAME == "cycle.opened"]
        asked = Asked(
            since=choose((None, Day(days[0]), Day(choose(DAYS[:8])))),
            until=choose((None, Day(days[1]), Day(days[1]))),
            known_at=known_at and Instant(known_at),
            by=choose(list(GROUPS)),
        )
        if asked.since is not None and asked.since.startswith(".."):
            asked = asked._replace(since=None)
        match choose(range(9)):
            case 0 | 1:
                asked = asked._replace(made_to=choose(names))
            case 2:
                asked = asked._replace(kind=choose([one.word for one in words.of("kind")]))
            case 3:
                asked = asked._replace(answer=choose([one.word for one in words.of("answer")]))
            case 4 if there := words.of("priority"):
                asked = asked._replace(priority=there[0].word)
            case 5 if there := words.of("topic"):
                asked = asked._replace(topics=tuple(one.word for one in there[:2]))
            case 6:
                asked = asked._replace(cycle=choose([*cycles, "nineteen"]))
        return asked

    def narrowed(self, filters: Filters, words: Vocabulary) -> Filters:
        """The same or narrower."""
        match self.random.choice(range(10)):
            case 0:
                wanted = [word.word for word in words.of("status")]
                return filters._replace(status=self.random.choice(wanted))
            case 1:
                return filters._replace(overdue=self.random.choice(EVERY_DAY))
            case 2:
                return filters._replace(kind=self.random.choice([word.word for word in words.of("kind")]))
            case 3:
                return filters._replace(answer=self.random.choice([one.word for one in words.of("answer")]))
            case 4 if there := words.of("priority"):
                return filters._replace(priority=there[0].word)
            case 5 if there := words.of("topic"):
                return filters._replace(topics=(there[0].word,))
        return filters


def said_by(ask: Callable[[], str]) -> str:
    """What an answer says, or why there is none."""
    try:
        return ask()
    except LedgerError as error:
        return f"{type(error).__name__}: {error}"


def shown(view: View) -> str:
    """All of a view, as data and as people read it."""
    return "".join(write(view, "json", 200)) + "".join(write(view, "table", 200)) + f"{view.warning}"


def _differing(found: str, expected: str) -> list[tuple[str, str]]:
    pairs = zip_longest(found.splitlines(), expected.splitlines(), fillvalue="")
    return [(one, other) for one, other in pairs if one != other][:3]
