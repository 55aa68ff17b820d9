"""What changed from a day to another, asked of a cache instead of the events: as ``projections.diff``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import apsw
import orjson

from events.base import Day, Instant
from ledger.ledger import Ledger
from ledger.times import first_day
from projections.base import TimeFilter, View
from projections.cache.asked_for import FIGURES, check, know_figures
from projections.cache.cache import Cache, Progress
from projections.cache.database import FOR_EVER, CacheTrouble, Given, asked, check_end
from projections.cache.joining import END
from projections.cache.kept import Line
from projections.cache.reading import CachedRegister
from projections.cache.source import Stored
from projections.diff import Among, Days, diff_instants, undone
from projections.diff_table import Found
from projections.model.changes import Change
from projections.rows import Filters

_STEPS = """
SELECT s.inspection, s.made, f.number, f.kind, f.undecided, s.day, s.position, s.field, s.on_day, s.change,
s.before, s.after, s.judgement, s.evidence, s.made_to, s.undone, s.word_before, s.word_after, s.of_rationale
FROM inspection i CROSS JOIN step s ON s.inspection = i.id
CROSS JOIN filed f ON f.inspection = s.inspection AND f.made = s.made
WHERE s.day >= :first AND s.day <= :last AND {0} AND {1} {2}
ORDER BY i.folded, f.turn, s.place
"""
_NEWEST = "{0}.untold = :ever"
_KNOWN = "{0}.untold > :known AND {0}.told <= :known"


def diff_of_days(
    cache: Cache, ledger: Ledger, inspection: str | None, days: Days, progress: Progress
) -> View:
    """What changed between days, as an open cache tells it, once it took in what is new.

    Raises BadInput, NotFound and CacheTrouble.
    """
    know_figures(cache, Stored(ledger), days.filters.made_to, progress)
    return diff_of_steps(cache.connection, ledger, inspection, days)


def diff_of_steps(connection: apsw.Connection, ledger: Ledger, inspection: str | None, days: Days) -> View:
    """The same by the steps that there are."""
    check(connection, FIGURES)
    register = CachedRegister(connection, ledger, inspection, TimeFilter(days.until, days.known_at))
    days = days._replace(filters=days.filters.spelt(register.settings.vocabulary))
    found = list(_Steps(connection, register, days).found())
    return days.view(found, register.ref, register.events, register.words)


class _Steps:
    def __init__(self, connection: apsw.Connection, register: CachedRegister, days: Days) -> None:
        self._connection, self._register, self._days = connection, register, days
        self._last = register.time_filter.day
        self._share_of = lru_cache(4096)(self._asked_share)

    def found(self) -> Iterator[Found]:
        filters, register = self._days.filters, self._register
        there = None if filters == Filters() else register.shares_made(filters)
        for inspection, made, number, kind, orders, *step in self._asked():
            if there is not None and made not in there:
                continue
            change = _change(step)
            if there is not None and not self._is_of(inspection, made, change.made_to, there[made]):
                continue
            order_open = self._order_open(orders, change.judgement)
            yield Found(register.ref_of(inspection), number, kind, undone(change, self._last), order_open)

    def _asked(self) -> list[Line]:
        register = self._register
        told = _NEWEST if register.is_newest else _KNOWN
        given: dict[str, Given] = {
            "first": first_day(self._days.since),
            "last": self._last or END,
            "known": register.position,
            "ever": FOR_EVER,
            "inspection": register.inspection,
        }
        of = "" if register.inspection is None else "AND i.id = :inspection"
        return asked(self._connection, _STEPS.format(told.format("s"), told.format("f"), of), given)

    def _asked_share(self, inspection: int, made: int, body: str) -> str | None:
        return self._register.share_of(inspection, made, body)

    def _is_of(self, inspection: int, made: int, body: str | None, share: str) -> bool:
        """Whether a step is not of another body's share than the one that is asked for, if one is."""
        if self._days.filters.made_to is None or body is None:
            return True
        return self._share_of(inspection, made, body) == share

    def _order_open(self, orders: str | None, judgement: str | None) -> tuple[str, ...]:
        if orders is None or judgement is None:
            return ()
        found, days = orjson.loads(orders)
        others = found.get(judgement, ())
        return tuple(one for one in others if self._last is None or days[one] <= self._last)


def _change(step: Sequence[Any]) -> Change:  # Any: what a column has
    day, position, field, on, what, before, after, judgement, evidence, made_to, undone_on, *rest = step
    word_before, word_after, of_rationale = rest
    check_end(before, after, judgement, evidence, made_to, undone_on, word_before, word_after)
    return Change(
        field,
        (day, position),
        on,
        what,
        before,
        after,
        judgement,
        tuple(orjson.loads(evidence)) if evidence else (),
        made_to,
        undone=undone_on,
        words=(word_before, word_after),
        of_rationale=bool(of_rationale),
    )


def diff_of_instants(
    connection: apsw.Connection,
    ledger: Ledger,
    between: tuple[Instant, Instant | None],
    as_of: Day | None,
    filters: Filters,
) -> View:
    """What the ledger was told between two instants, from the events of the inspections in which it was told
    anything; raises CacheTrouble if something was told of bodies, which may be in all of them.
    """
    since, until = between
    before = CachedRegister(connection, ledger, None, TimeFilter(None, since))
    after = CachedRegister(connection, ledger, None, TimeFilter(None, until))
    if before.bodies_told != after.bodies_told:
        raise CacheTrouble("something was told of bodies")
    query = (
        "SELECT ref FROM inspection i WHERE folded <= :after AND EXISTS (SELECT 1 FROM taken t"
        " WHERE t.inspection = i.id AND t.position > :before AND t.position <= :after) ORDER BY folded"
    )
    given = {"before": before.position, "after": after.position}
    refs = [ref for (ref,) in asked(connection, query, given)]
    among = Among(refs, after.events)
    return diff_instants(ledger, None, since, until, as_of=as_of, filters=filters, among=among)
