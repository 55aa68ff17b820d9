"""Which names mean one body, what it is called on a day, and who answers for it from then on.

    >>> bodies = Bodies()
    >>> bodies.register("Northern Constabulary")
    >>> since = ("2010-01-01", "2010-01-01")
    >>> bodies.rename("Northern Constabulary", "Highland Police", since, 2, "2010-01-01")
    >>> bodies.called("northern constabulary", "2009-12-31"), bodies.called("Northern Constabulary", None)
    ('Northern Constabulary', 'Highland Police')
    >>> bodies.identity("HIGHLAND POLICE") == bodies.identity("Northern Constabulary")
    True

A body is known by its identity: the key of the name that it was registered under. Which names mean it is
true of every day; what it is called, and who succeeded it, is true from a day. A name that nobody registered
is a body of its own, called as it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from events.base import Day, Event, Instant, Names
from events.bodies import BodyAliasAdded, BodyMerged, BodyRegistered, BodyRenamed, BodySucceeded
from events.named import NamedTuple
from ledger.state.history import History
from ledger.times import BEFORE_ALL, day_of, span, today
from ledger.validation import body_key


class Succession(NamedTuple):
    """Another body (by identity) answers from a day on; ``since`` is the full date from which it counts."""

    by: str
    since: str
    on: Day
    position: int


_NOTHING, _SECOND = timedelta(), timedelta(seconds=1)
_KEPT = 4096
"""How many answers are kept, of readings that ask about many days."""


class _Recorded(NamedTuple):
    """An event about bodies: its number in its stream, its position in the ledger (0: not known), when it
    was recorded.
    """

    event: Event
    version: int
    position: int
    recorded_at: str


class Bodies:
    """All that are registered. Without any it is false, and every name means itself.

    ``clock`` says what "now" is, for names that are borne from a day to come.
    """

    def __init__(self, zone: str = "UTC") -> None:
        self.zone = zone
        self.since: dict[str, Day | None] = {}
        self._identities: dict[str, str] = {}
        self._spelled: dict[str, str] = {}
        self._names: dict[str, History[str]] = {}
        self._successions: dict[str, Succession] = {}
        self._together: dict[tuple[Names, str | None], Names | None] = {}
        self._each: dict[Names, Sequence[str]] = {}
        self._recorded: list[_Recorded] = []
        self._positions: dict[str, set[int]] = {}
        self._today = ""
        self._vague: list[int] = []
        self._early = 0
        self.clock: Callable[[], datetime] | None = None
        self._second: tuple[datetime, str] | None = None

    def __bool__(self) -> bool:
        return bool(self._identities)

    @property
    def recorded(self) -> Sequence[tuple[Event, int, int, str]]:
        """All that was taken in: each event, with its number in its stream, its position, and when."""
        return self._recorded

    def apply(self, event: Event, version: int, recorded_at: str = "", position: int = 0) -> None:
        """Take one more event in; those that are not about bodies change nothing."""
        self._recorded.append(_Recorded(event, version, position, recorded_at))
        match event:
            case BodyRegistered(body=body, on=on):
                self.register(body, on)
            case BodyAliasAdded(body=body, also=also):
                self._means(also, self.identity(body))
            case BodyRenamed(body=body, to=to, on=on):
                self.rename(body, to, self._days(on, version, recorded_at), version, on)
            case BodyMerged(body=body, into=into):
                self.merge(body, into)
            case BodySucceeded(body=body, by=by, on=on):
                self.succeed(body, by, self._days(on, version, recorded_at), version, on)
        for name in {event.fields[field] for field in ("body", "into", "by") if event.fields.get(field)}:
            self._positions.setdefault(self.identity(name), set()).add(position)

    def _days(self, on: Day, version: int, recorded_at: str) -> tuple[str, str]:
        """The first and the last day that a fact can be of; of one that is tried as if early, the first."""
        first, last = span(on, recorded_at, self.zone)
        if first != last:
            self._vague.append(version)
        return (first, first) if version == self._early else (first, last)

    @property
    def vague(self) -> bool:
        """Whether the day of a name or of a succession is not known exactly."""
        return bool(self._vague)

    def otherwise(self) -> Iterator[Bodies]:
        """The same, with one of the days that are not known exactly as early as it can be."""
        for early in self._vague:
            found = Bodies(self.zone)
            found._early = early
            for event, version, position, recorded_at in self._recorded:
                found.apply(event, version, recorded_at, position)
            found._today, found.clock = self._today, self.clock
            yield found

    def as_known(self, known_at: Instant | None) -> Bodies:
        """The same by what had been recorded by an instant; None is by now."""
        if known_at is None or not self:
            return self
        then = Bodies(self.zone)
        for event, version, position, recorded_at in self._recorded:
            if recorded_at <= known_at:
                then.apply(event, version, recorded_at, position)
        then._today, then.clock = day_of(known_at, self.zone), self.clock
        return then

    @property
    def today(self) -> str | None:
        """The date now, or when this was known; None if nobody knows the time."""
        if self.clock is None:
            return self._today or None
        now = self.clock()
        # A reading asks many times in a second, and no offset of a zone has parts of one.
        if self._second is None or not _NOTHING <= now - self._second[0] < _SECOND:
            date = today(now, self.zone)
            self._second = now.replace(microsecond=0), min(date, self._today) if self._today else date
        return self._second[1]

    def told_by(self, at: Instant) -> int:
        """How many events had said something of bodies by an instant."""
        return sum(one.recorded_at <= at for one in self._recorded)

    def stay_on(self, date: str) -> None:
        """Take a full date for today from now on, whatever the clock says."""
        self.clock, self._today = None, date

    def positions(self, name: str) -> set[int]:
        """The positions of every event about the body that a name means, or about one that answers for it."""
        identity = self.identity(name)
        return set().union(*(self._positions.get(one, ()) for one in (identity, *self.successors(identity))))

    def joined(self, name: str) -> tuple[int, str]:
        """The position of the latest event that made a name one of the body that it means, and when it was
        recorded.
        """
        identity = self.identity(name)
        return max(
            (one.position, one.recorded_at)
            for one in self._recorded
            if isinstance(one.event, BodyRegistered | BodyMerged | BodyAliasAdded | BodyRenamed)
            and self.identity(one.event.fields["body"]) == identity
        )

    @property
    def has_successions(self) -> bool:
        """Whether any body took over from another."""
        return bool(self._successions)

    def register(self, body: str, on: Day | None = None) -> None:
        """There is a body of this name."""
        identity = body_key(body)
        self._means(body, identity)
        self.since[identity] = on
        names = self._names[identity] = History(0)
        names.put(Day(BEFORE_ALL), 0, body, (BEFORE_ALL, BEFORE_ALL))

    def rename(self, body: str, to: str, days: tuple[str, str], position: int, on: str) -> None:
        """From a day on a body is called otherwise."""
        identity = self.identity(body)
        self._means(to, identity)
        self._names[identity].put(Day(on), position, to, days)

    def _means(self, name: str, identity: str) -> None:
        self._forget()
        self._identities[body_key(name)] = identity
        self._spelled[body_key(name)] = name

    def _forget(self) -> None:
        self._together.clear()
        self._each.clear()

    def merge(self, body: str, into: str) -> None:
        """Both are one, called as the second is."""
        self._forget()
        gone, kept = self.identity(body), self.identity(into)
        for name, identity in self._identities.items():
            if identity == gone:
                self._identities[name] = kept
        del self._names[gone]
        self._positions.setdefault(kept, set()).update(self._positions.pop(gone, ()))
        if (succession := self._successions.pop(gone, None)) and kept not in self._successions:
            self._successions[kept] = succession
        for identity, succession in self._successions.items():
            if succession.by == gone:
                self._successions[identity] = succession._replace(by=kept)

    def succeed(self, body: str, by: str, days: tuple[str, str], position: int, on: str) -> None:
        """From a day on another body answers for this one."""
        self._forget()
        self._successions[self.identity(body)] = Succession(self.identity(by), days[1], Day(on), position)

    def identity(self, name: str) -> str:
        """The identity of the body that a name means."""
        name = body_key(name)
        return self._identities.get(name, name)

    def identities_of(self, names: Names) -> Sequence[str]:
        """The identities of the bodies that these mean, each once, in their order.

        It is asked for much more often than a recommendation is made to other bodies.
        """
        found = self._each.get(names)
        if found is None:
            if len(self._each) >= _KEPT:
                self._each.clear()
            found = self._each[names] = tuple(dict.fromkeys(map(self.identity, names)))
        return found

    def as_addressed(self, names: Iterable[str], body: str, day: str | None) -> str | None:
        """How a body is called by an event about a recommendation that is made to these, on a full date.

        As it is written among them, by whichever of its names it is asked for; by its own name if it took
        over from one of them by then (None: at any time). None if it is neither.
        """
        identity, names = self.identity(body), list(names)
        for name in names:
            if self.identity(name) == identity:
                return name
        for name in names:
            since = self.successors(self.identity(name)).get(identity)
            if since is not None and (day is None or since <= day):
                return self.spelled(body)
        return None

    def are_one(self, one: str, other: str) -> bool:
        """Whether two names mean one body, or one took over from the other."""
        first, second = self.identity(one), self.identity(other)
        return first == second or second in self.successors(first) or first in self.successors(second)

    def is_registered(self, name: str) -> bool:
        """Whether a name means a body that is registered."""
        return body_key(name) in self._identities

    def called(self, name: str, day: str | None = None) -> str:
        """What the body that a name means is called at the end of a full date (None: the last there is)."""
        names = self._names.get(self.identity(name))
        if names is None:
            return name
        return (names.at(day) or names.values[0]).content

    def called_together(self, names: Names, day: str | None) -> Names | None:
        """What the bodies that these mean are called on a full date, each once; None if one has a successor.

        Rows repeat the same bodies, so it is worked out once for all of them.
        """
        asked = names, day
        if asked not in self._together:
            if len(self._together) >= _KEPT:
                self._together.clear()
            written = {self.identity(name): name for name in reversed(names)}
            called = (self.called(written[one], day) for one in map(self.identity, names))
            alone = self._successions.keys().isdisjoint(written)
            self._together[asked] = tuple(dict.fromkeys(called)) if alone else None
        return self._together[asked]

    def names(self, name: str) -> History[str] | None:
        """The names that a body bears one after the other; None if it is not registered."""
        return self._names.get(self.identity(name))

    def spelled(self, name: str) -> str:
        """A name as it is known, however it is typed."""
        return self._spelled.get(body_key(name), name)

    def spellings(self, name: str) -> list[str]:
        """Every name that means the body that this one means, in the order in which they came to be known."""
        identity = self.identity(name)
        return [self._spelled[key] for key, of in self._identities.items() if of == identity]

    def pass_on(self, *identities: str) -> bool:
        """Whether another body took over from any of these."""
        return not self._successions.keys().isdisjoint(identities)

    def succession(self, name: str) -> Succession | None:
        """Who answers for a body from which day on, or None."""
        return self._successions.get(self.identity(name))

    def answers(self, identity: str, day: str | None) -> str:
        """The identity of who answers for a body's open shares on a day: itself, or its successor then."""
        seen = {identity}
        while (next_one := self._successions.get(identity)) and (day is None or next_one.since <= day):
            identity = next_one.by
            if identity in seen:
                break
            seen.add(identity)
        return identity

    def successors(self, identity: str) -> dict[str, str]:
        """By the identity of each body that ever answers for this one, the full date since which it does."""
        found: dict[str, str] = {}
        since = BEFORE_ALL
        while (next_one := self._successions.get(identity)) and next_one.by not in found:
            identity, since = next_one.by, max(since, next_one.since)
            found[identity] = since
        return found

    @property
    def identities(self) -> list[str]:
        """Of every body that is registered, in the order of registering; of merged ones the one they are."""
        return list(self._names)
