"""Readings from the cache on disk, if they are quicker so; what it cannot tell comes from the events."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from commands.cli.context import environment_of
from commands.cli.errors import warn_if_done
from commands.cli.progress import progress

if TYPE_CHECKING:
    from pathlib import Path

    from events.base import Day, Instant
    from ledger.ledger import Ledger
    from projections.base import TimeFilter, View
    from projections.diff import Days
    from projections.finding import base as finding
    from projections.finding.base import Noun
    from projections.inbox.asked import Asked
    from projections.rows import Filters
    from projections.statistics.counting import Asked as Period
    from projections.statistics.published import Published
    from projections.trail_filters import Wanted

Progress = Callable[[int], object]
Question = Callable[["Path", int, Progress], "View | None"]

FEW = 5_000
"""Events that are read as quickly as a cache is opened."""

MOST = 10_000
"""Events that a cache takes in while somebody waits for an answer; more are for ``scrutiny rebuild``."""

MOST_FOR_ONE = 1_000
"""The same where one inspection is asked about, which is soon read by itself."""


def register_of(
    ctx: click.Context, ledger: Ledger, inspection: str | None, when: TimeFilter, filters: Filters
) -> View | None:
    """The register as the cache tells it, or None where the events are to be asked."""

    def ask(path: Path, most: int, done: Progress) -> View | None:
        from projections.cache.asking import register_of  # noqa: PLC0415  few ledgers are so large

        return register_of(
            path, ledger, inspection, time_filter=when, filters=filters, most=most, progress=done
        )

    return answered(ctx, ledger, inspection, ask)


def inbox_of(ctx: click.Context, ledger: Ledger, question: Asked) -> View | None:
    """What waits as the cache tells it, or None where the events are to be asked."""

    def ask(path: Path, most: int, done: Progress) -> View | None:
        from projections.cache.asking import inbox_of  # noqa: PLC0415  few ledgers are so large

        return inbox_of(path, ledger, question, most=most, progress=done)

    return answered(ctx, ledger, None, ask)


def statistics_of(
    ctx: click.Context,
    ledger: Ledger,
    inspection: str | None,
    asked: Period,
    published: Sequence[Published] | None,
) -> View | None:
    """Statistics as the cache tells them, or None where the events are to be asked."""

    def ask(path: Path, most: int, done: Progress) -> View | None:
        from projections.cache.periods import statistics_of  # noqa: PLC0415  few ledgers are so large

        return statistics_of(path, ledger, inspection, asked, published, most=most, progress=done)

    return answered(ctx, ledger, inspection, ask)


def search_of(
    ctx: click.Context,
    ledger: Ledger,
    words: Sequence[str],
    inspection: str | None,
    wanted: Wanted,
    at_most: int | None,
) -> View | None:
    """What a search of now finds, as the cache tells it, or None where the events are to be asked."""

    def ask(path: Path, most: int, done: Progress) -> View | None:
        from projections.cache.asking import search_of  # noqa: PLC0415  few ledgers are so large

        return search_of(path, ledger, words, inspection, wanted, at_most, most=most, progress=done)

    return answered(ctx, ledger, None, ask)


CACHED_LISTS = ("inspection", "recommendation")
"""The nouns whose lists a cache tells."""


def list_of(ctx: click.Context, noun: Noun, question: finding.Question) -> View | None:
    """A list as the cache tells it, or None where the events are to be asked."""
    if noun.name not in CACHED_LISTS:
        return None

    def ask(path: Path, most: int, done: Progress) -> View | None:
        from projections.cache.asking import list_of  # noqa: PLC0415  few ledgers are so large

        return list_of(path, noun, question, most=most, progress=done)

    return answered(ctx, question.ledger, question.inspection, ask)


def diff_of_days(ctx: click.Context, ledger: Ledger, inspection: str | None, days: Days) -> View | None:
    """What changed between days as the cache tells it, or None where the events are to be asked."""

    def ask(path: Path, most: int, done: Progress) -> View | None:
        from projections.cache.periods import diff_days_of  # noqa: PLC0415  few ledgers are so large

        return diff_days_of(path, ledger, inspection, days, most=most, progress=done)

    return answered(ctx, ledger, inspection, ask)


def diff_of_instants(
    ctx: click.Context,
    ledger: Ledger,
    between: tuple[Instant, Instant | None],
    as_of: Day | None,
    filters: Filters,
) -> View | None:
    """What was learned between two instants in any inspection, if the cache tells in which; else None."""

    def ask(path: Path, most: int, done: Progress) -> View | None:
        from projections.cache.periods import diff_instants_of  # noqa: PLC0415  few ledgers are so large

        return diff_instants_of(path, ledger, between, as_of, filters, most=most, progress=done)

    return answered(ctx, ledger, None, ask)


def answered(ctx: click.Context, ledger: Ledger, inspection: str | None, ask: Question) -> View | None:
    """What the cache of a ledger says, asked at its path with how many events it may take in for that.

    None where the events are to be asked: there are few, or it cannot tell.
    """
    if ledger.store.head()[0] < FEW:
        return None
    from projections.cache.database import CacheTrouble, TooMuch  # noqa: PLC0415  few ledgers are so large
    from projections.cache.place import place_of  # noqa: PLC0415  as above

    environment = environment_of(ctx)
    try:
        path = place_of(ledger.store.location, environment.variables)
    except CacheTrouble:
        return None
    most = MOST if inspection is None else MOST_FOR_ONE
    try:
        with progress("Taking in what is new", most) as done:
            return ask(path, most, done)
    except TooMuch:
        if inspection is None and environment.reports_to_terminal:
            warn_if_done("all events are read for this. It is quicker after: scrutiny rebuild --cache")
        return None
