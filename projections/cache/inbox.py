"""What waits, asked of a cache instead of the events: as ``projections.inbox.inbox.inbox``.

What was recorded since somebody asked last is worked out first, from the events of those inspections alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import apsw
import orjson

from events.base import Day
from ledger.ledger import Ledger
from ledger.policies import INSPECTOR, ROLES
from ledger.times import day_of, days_between, earliest, last_day
from ledger.validation import key
from projections.base import TimeFilter, View
from projections.cache.anew import know_all
from projections.cache.asked_for import know_shares
from projections.cache.cache import Cache, Progress
from projections.cache.database import CacheTrouble, Given, check_end
from projections.cache.reading import CachedRegister
from projections.cache.source import Stored
from projections.cache.tasks import mask
from projections.inbox.asked import Asked
from projections.inbox.table import view
from projections.rows import Filters
from projections.spelt import Spelt

Row = tuple[Any, ...]  # Any: what a column has
_SHOWN = "since, by, start, rest"

_NOW = "first <= :today AND until > :today AND horizon <= :until"


def inbox_of(cache: Cache, ledger: Ledger, question: Asked, progress: Progress) -> View:
    """What waits, as an open cache tells it; raises CacheTrouble if it cannot."""
    tie = know_all(cache, Stored(ledger), progress)
    know_shares(cache, Stored(ledger), question.filters.made_to, progress)
    if question.today < day_of(tie.recorded_at, question.settings.time_zone):
        raise CacheTrouble("the clock is behind a day that was recorded")
    return inbox_at(cache.connection, ledger, question)


def inbox_at(connection: apsw.Connection, ledger: Ledger, question: Asked) -> View:
    """What waits, once it is worked out."""
    register = CachedRegister(connection, ledger, question.inspection, TimeFilter())
    spelling = _Spelling(question.today)
    rows = Spelt([spelling.spelt(row) for row in _asked(connection, register, question)])
    return view(question.caption, rows, question.person, register.events)


def _asked(connection: apsw.Connection, register: CachedRegister, question: Asked) -> Iterator[Row]:
    """Those that are asked for, each as it is shown."""
    query, given = _query(question)
    if question.filters == Filters():
        yield from connection.execute(f"SELECT {_SHOWN} {query}", given)
        return
    there, whose = register.made(question.filters), question.filters.made_to
    identity = None if whose is None else question.settings.bodies.identity(whose)
    for row in connection.execute(f"SELECT made, whose, {_SHOWN} {query}", given):
        made, shares, _, due, *_ = row
        is_due = whose is not None and due is not None
        if made in there and (not is_due or _is_of(shares, identity, str(whose))):
            yield row


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


class _Spelling:
    """Spells a task as JSON on a day, from what is kept of it: its beginning and its end."""

    def __init__(self, today: Day) -> None:
        self._today = today
        # Many tasks have the same days.
        self._waited = lru_cache(4096)(self._age)
        self._to_go = lru_cache(4096)(self._due)

    def spelt(self, row: Row) -> bytes:
        """A row, of which the columns that are shown are the last."""
        *_, since, due, start, rest = row
        check_end(start, rest)
        return b"%b%b%b%b" % (start, self._waited(since), self._to_go(due), rest)

    def _age(self, since: Day) -> bytes:
        """Since how many days it waits."""
        return b',"age":%d,' % max(days_between(since, self._today), 0)

    def _due(self, on: Day | None) -> bytes:
        """The day due, the first and the last that it can be, and how many days are to go."""
        first, last, left = (
            (None, None, None) if on is None else (earliest(on), last_day(on), days_between(self._today, on))
        )
        due = {"due": on, "due_earliest": first, "due_latest": last, "days": left}
        return orjson.dumps(due)[1:-1] + b","
