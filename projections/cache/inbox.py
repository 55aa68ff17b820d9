"""What waits, asked of a cache instead of the events: as ``projections.inbox.inbox.inbox``.

What was recorded since somebody asked last is worked out first, from the events of those inspections alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any

import apsw
import orjson

from events.base import Day
from ledger.ledger import Ledger
from ledger.policies import INSPECTOR, ROLES
from ledger.times import day_of, days_between, earliest, last_day
from ledger.validation import key
from projections.base import Item, TimeFilter, View
from projections.cache.anew import know_all
from projections.cache.cache import Cache, Progress
from projections.cache.database import CacheTrouble, Given, asked
from projections.cache.reading import CachedRegister
from projections.cache.source import Stored
from projections.cache.tasks import mask
from projections.inbox.asked import Asked
from projections.inbox.table import view
from projections.rows import Filters

Row = tuple[Any, ...]  # Any: what a column has
_SHOWN = "inspection, task, of, since, by, bodies, what, command"
_BY = 4
"""Where the day due stands in a row."""

_NOW = "first <= :today AND until > :today AND horizon <= :until"


def inbox_of(cache: Cache, ledger: Ledger, question: Asked, progress: Progress) -> View:
    """What waits, as an open cache tells it; raises CacheTrouble if it cannot."""
    tie = know_all(cache, Stored(ledger), progress)
    if question.today < day_of(tie.recorded_at, question.settings.time_zone):
        raise CacheTrouble("the clock is behind a day that was recorded")
    return inbox_at(cache.connection, ledger, question, tie.events)


def inbox_at(connection: apsw.Connection, ledger: Ledger, question: Asked, events: int) -> View:
    """What waits by so many events, once it is worked out."""
    refs = dict(asked(connection, "SELECT id, ref FROM inspection"))
    once: dict[object, object] = {}
    # There may be many, so what several of them say is held once.
    found = [
        (*(once.setdefault(one, one) for one in row[:6]), *row[6:])
        for row in _asked(connection, ledger, question)
    ]
    rows = Rows(refs, found, question.today)
    return view(question.caption, rows, question.person, events, (row[1] for row in found))


def _asked(connection: apsw.Connection, ledger: Ledger, question: Asked) -> Iterator[Row]:
    """Those that are asked for, each as it is shown."""
    query, given = _query(question)
    if question.filters == Filters():
        yield from connection.execute(f"SELECT {_SHOWN} {query}", given)
        return
    of = CachedRegister(connection, ledger, question.inspection, TimeFilter())
    there, whose = of.made(question.filters), question.filters.made_to
    identity = None if whose is None else question.settings.bodies.identity(whose)
    for made, shares, *row in connection.execute(f"SELECT made, whose, {_SHOWN} {query}", given):
        is_due = whose is not None and row[_BY] is not None
        if made in there and (not is_due or _is_of(shares, identity, str(whose))):
            yield tuple(row)


def _query(question: Asked) -> tuple[str, dict[str, Given]]:
    where, given = [_NOW], dict[str, Given]({"today": question.today, "until": question.until})
    index = ""
    if question.inspection is not None:
        index = " INDEXED BY waits_in"
        where.append("inspection = (SELECT id FROM inspection WHERE ref = :inspection)")
        given["inspection"] = question.inspection
    if question.person is not None:
        roles = question.settings.roles[question.person]
        where.append("(only IS NULL OR only = :person) AND (never IS NULL OR never <> :person)")
        given["person"] = question.person
        whom = mask(roles)
        if INSPECTOR in roles or index:
            where.append(f"whom & {whom} <> 0")
        else:
            # Most of what waits is for inspectors: of the others few have any.
            index = " INDEXED BY waits_for"
            masks = (one for one in range(1, mask(ROLES) + 1) if one & whom)
            where.append(f"whom IN ({','.join(map(str, masks)) or '0'})")
    order = "due, place, number, opened, turn"
    return f"FROM waits{index} WHERE {' AND '.join(where)} ORDER BY {order}", given


def _is_of(whose: str, identity: str | None, wanted: str) -> bool:
    """Whether a task that is due by a day is that of a body."""
    shares = [share for share in orjson.loads(whose) if share[0] == identity]
    spelt = next((share for share in shares if share[1] == key(wanted)), shares[0] if shares else None)
    return bool(spelt and spelt[2])


class Rows(Collection[Item]):
    """Tasks as JSON has them, made when they are read: there may be many."""

    def __init__(self, refs: dict[int, str], found: list[Row], today: Day) -> None:
        self._refs, self._found, self._today = refs, found, today

    def __len__(self) -> int:
        return len(self._found)

    def __contains__(self, item: object) -> bool:
        return any(one == item for one in self)

    def __iter__(self) -> Iterator[Item]:
        refs, today = self._refs, self._today
        days = lru_cache(4096)(lambda on: _days(on, today))
        for inspection, task, number, since, due, bodies, what, command in self._found:
            age, _, _, _ = days(since)
            _, first, last, left = days(due)
            yield {
                "task": task,
                "inspection": refs[inspection],
                "number": number,
                "since": since,
                "age": age,
                "due": due,
                "due_earliest": first,
                "due_latest": last,
                "days": left,
                "bodies": orjson.loads(bodies),
                "what": what,
                "command": command,
            }


def _days(on: Day | None, today: Day) -> tuple[int, str | None, str | None, int | None]:
    """Since how many days a task waits, and of a day due the first, the last, and how many are to go."""
    if on is None:
        return 0, None, None, None
    return max(days_between(on, today), 0), earliest(on), last_day(on), days_between(today, on)
