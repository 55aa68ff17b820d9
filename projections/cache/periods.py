"""Asks a cache what statistics and differences between days say, as ``projections.cache.asking`` does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from events.base import Day, Instant
from ledger.ledger import Ledger
from projections.base import TimeFilter, View
from projections.cache.asking import answer
from projections.cache.cache import Cache, Progress
from projections.cache.differing import diff_of_days, diff_of_instants
from projections.cache.figures import told
from projections.diff import Days
from projections.rows import Filters
from projections.statistics.counting import Asked
from projections.statistics.published import Published
from projections.statistics.view import as_view


def statistics_of(
    path: Path,
    ledger: Ledger,
    inspection: str | None,
    asked: Asked,
    published: Sequence[Published] | None,
    *,
    most: int | None,
    progress: Progress = lambda _: None,
) -> View | None:
    """Statistics as the cache at a path tells them, or None; see ``projections.statistics.view``."""

    def ask(cache: Cache) -> View:
        return as_view(told(cache.connection, ledger, inspection, asked), published)

    return answer(path, ledger, TimeFilter(None, asked.known_at), ask, most=most, progress=progress)


def diff_days_of(
    path: Path,
    ledger: Ledger,
    inspection: str | None,
    days: Days,
    *,
    most: int | None,
    progress: Progress = lambda _: None,
) -> View | None:
    """What changed between days as the cache at a path tells it, or None; see ``projections.diff``."""

    def ask(cache: Cache) -> View:
        return diff_of_days(cache.connection, ledger, inspection, days)

    return answer(path, ledger, TimeFilter(days.until, days.known_at), ask, most=most, progress=progress)


def diff_instants_of(
    path: Path,
    ledger: Ledger,
    between: tuple[Instant, Instant | None],
    as_of: Day | None,
    filters: Filters,
    *,
    most: int | None,
    progress: Progress = lambda _: None,
) -> View | None:
    """What was learned between two instants, from the events of the inspections that it was of, or None."""

    def ask(cache: Cache) -> View:
        return diff_of_instants(cache.connection, ledger, between, as_of, filters)

    return answer(path, ledger, TimeFilter(), ask, most=most, progress=progress)
