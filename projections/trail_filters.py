"""Which events of a trail are wanted: by whom, of which name, of which days, recorded when, with which words.

A day that is known in part counts as its last one, as everywhere; what is late has to be late for each day
that it can be.
"""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import datetime, time
from itertools import islice
from typing import Any

from events.base import Day, Instant, Names
from events.named import NamedTuple
from events.registry import EVENTS
from ledger.errors import BadInput, Refused
from ledger.ledger import Ledger
from ledger.policies import IMPORTED
from ledger.state.inspectorate import Inspectorate
from ledger.times import day_of, days_between, first_day, last_day, span, zone
from ledger.validation import key
from projections.base import Item, TimeFilter
from projections.model.reading import Folds, read
from projections.rows import Filters

_HOURS = r"([0-9]{1,2})(?::([0-9]{2}))? ?[-–] ?([0-9]{1,2})(?::([0-9]{2}))?"


class Hours(NamedTuple):
    """Hours of a day, both ends included; over midnight if they end before they begin.

    >>> Hours.read("22:00-06:00").has(time(23, 30))
    True
    """

    begin: time
    end: time

    @classmethod
    def read(cls, text: str) -> Hours:
        """Read ``07:00-19:00``; raises BadInput."""
        found = re.fullmatch(_HOURS, text.strip())
        try:
            if found:
                begin = time(int(found[1]), int(found[2] or 0))
                # The end of a day is its last instant, and 24:00 is how people write that.
                midnight = int(found[3]) == 24 and not int(found[4] or 0)
                end = time.max if midnight else time(int(found[3]), int(found[4] or 0))
                if begin != end:
                    return cls(begin, end)
        except ValueError:
            pass
        raise BadInput(
            f"The hours {text!r} cannot be read.",
            "Write when they begin and end: 07:00-19:00, or 22:00-06:00 over midnight.",
        )

    def has(self, at: time) -> bool:
        """Whether a time of day is in them."""
        if self.begin <= self.end:
            return self.begin <= at <= self.end
        return at >= self.begin or at <= self.end


class Wanted(NamedTuple):
    """What is wanted of a trail; None wants all. ``words`` have all to be in what an event says.

    ``hours`` are those in which it was not to be recorded. ``limit`` is how many at most, of those that come
    first in the order that is asked for.
    """

    by: str | None = None
    events: Names = ()
    since: Day | None = None
    until: Day | None = None
    recorded_from: Instant | None = None
    recorded_to: Instant | None = None
    late: int | None = None
    hours: Hours | None = None
    words: Names = ()
    reverse: bool = False
    limit: int | None = None

    def checked(self, settings: Inspectorate) -> Wanted:
        """The same, with names as they are recorded; raises BadInput, or Refused for a stranger."""
        by = self.by
        if by is not None and key(by) != key(IMPORTED):
            by = next((person for person in settings.roles if key(person) == key(str(by))), None)
            if by is None:
                raise Refused(
                    f"{self.by} is not registered in this ledger.", "See who is: scrutiny person list"
                )
        return self._replace(by=by, events=tuple(name for event in self.events for name in _named(event)))

    def of(self, items: Iterable[Item], in_zone: str) -> Iterator[Item]:
        """Those of the items, in recording order, that are wanted, in the order that is asked for."""
        wanted = (item for item in items if self.wants(item, in_zone))
        if not self.reverse:
            return islice(wanted, self.limit)
        return reversed(deque(wanted, self.limit))

    def wants(self, item: Item, in_zone: str) -> bool:
        """Whether an event is one of them."""
        told, on = item["recorded_at"], item["on"]
        if self.by is not None and self.by not in (item["by"], item.get("recorded_by")):
            return False
        if self.events and item["event"] not in self.events:
            return False
        if self.recorded_from is not None and told < self.recorded_from:
            return False
        if self.recorded_to is not None and told > self.recorded_to:
            return False
        if (self.since or self.until) and not self._is_between(on, told, in_zone):
            return False
        if self.late is not None and not _is_late(on, told, in_zone, self.late):
            return False
        if self.hours is not None and self.hours.has(_at(told, in_zone)):
            return False
        return not self.words or _says(item, self.words)

    def _is_between(self, on: Day | None, told: str, in_zone: str) -> bool:
        if on is None:
            return False
        day = span(on, told, in_zone)[1]
        return (self.since is None or first_day(self.since) <= day) and (
            self.until is None or day <= last_day(self.until)
        )

    def in_words(self) -> list[str]:
        """What is wanted, in the words of a caption."""
        said = [f"by {self.by}"] if self.by else []
        said += [" or ".join(self.events)] if self.events else []
        said += [f"from {self.since}"] if self.since else []
        said += [f"to {self.until}"] if self.until else []
        said += [f"recorded from {self.recorded_from}"] if self.recorded_from else []
        said += [f"recorded to {self.recorded_to}"] if self.recorded_to else []
        said += [f"{self.late} days late or more"] if self.late is not None else []
        if self.hours:
            end = "24:00" if self.hours.end == time.max else f"{self.hours.end:%H:%M}"
            said.append(f"recorded outside {self.hours.begin:%H:%M}-{end}")
        said += [f"with {' '.join(self.words)!r}"] if self.words else []
        said += ["newest first"] if self.reverse else []
        return said + ([f"at most {self.limit}"] if self.limit is not None else [])


def _named(event: str) -> Names:
    """The names that one means: ``judgement.recorded``, or ``judgement`` for all of that noun."""
    name = event.strip().casefold()
    if name in EVENTS:
        return (name,)
    if found := tuple(known for known in EVENTS if known.partition(".")[0] == name):
        return found
    from difflib import get_close_matches  # noqa: PLC0415  for a wrong name only

    near = get_close_matches(name, EVENTS, 3, 0.5) or ["judgement.recorded", "evidence.submitted"]
    raise BadInput(f"There is no event {event!r}.", f"Give one such as {', '.join(near)}.")


def _is_late(on: Day | None, told: str, in_zone: str, days: int) -> bool:
    """Whether it was certainly recorded so many days or more after it took effect."""
    if on is None:
        return False
    return days_between(span(on, told, in_zone)[1], day_of(told, in_zone)) >= days


def _at(told: str, in_zone: str) -> time:
    return datetime.fromisoformat(told).astimezone(zone(in_zone)).time()


def _says(item: Item, words: Names) -> bool:
    said = _folded("\n".join((item["summary"], item["event"], *_texts(item["data"]))))
    return all(_folded(word) in said for word in words)


def _folded(text: str) -> str:
    """A text without what a search does not mind: capitals, and how wide or composed letters are."""
    return unicodedata.normalize("NFKC", text).casefold()


def _texts(value: Any) -> Iterator[str]:  # Any: JSON
    """Every text in the data of an event."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def of_rows(
    ledger: Ledger, inspection: str | None, time_filter: TimeFilter, filters: Filters
) -> set[tuple[str, str]]:
    """What the register's filters want: the ref of the inspection and the slot of each recommendation."""
    folds = Folds(ledger.inspectorate(), time_filter)
    read(ledger, inspection, folds)
    return {
        (ref, one.slot)
        for ref, fold in folds.folds.items()
        for one in fold.recommendations.values()
        if filters.row(ref, one, time_filter.day) is not None
    }
