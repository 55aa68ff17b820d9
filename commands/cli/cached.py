"""Readings from the cache on disk, if they are quicker so: a function for each reading that a cache knows.

Each gives the view as the cache tells it, or None if the events are to be asked: there are few, or it cannot
tell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from commands.cli.context import environment_of
from commands.cli.errors import warn_if_done
from commands.cli.progress import progress
from projections.base import TimeFilter

if TYPE_CHECKING:
    from events.base import Day, Instant
    from ledger.ledger import Ledger
    from projections.base import View
    from projections.cache.cache import Cache, Progress
    from projections.diff import Days
    from projections.finding import base as finding
    from projections.finding.base import Noun
    from projections.inbox.asked import Asked
    from projections.rows import Filters
    from projections.search.search import Question
    from projections.statistics.counting import Asked as Period
    from projections.statistics.published import Published

FEW = 5_000
"""Events that are read as quickly as a cache is opened."""

MOST = 10_000
"""Events that a cache takes in while somebody waits for an answer; more are for ``scrutiny rebuild``."""

MOST_FOR_ONE = 1_000
"""The same where one inspection is asked about, which is soon read by itself."""


def register_of(
    ctx: click.Context, ledger: Ledger, inspection: str | None, when: TimeFilter, filters: Filters
) -> View | None:
    """The register."""

    def ask(cache: Cache, _: Progress) -> View:
        from projections.cache.register import register_of  # noqa: PLC0415  few ledgers are so large

        return register_of(cache, ledger, inspection, when, filters)

    return answered(ctx, ledger, inspection, ask, when)


def left_of(
    ctx: click.Context,
    ledger: Ledger,
    inspection: str | None,
    cycle: str,
    when: TimeFilter,
    filters: Filters,
) -> View | None:
    """The register as a cycle left it, by what is known now."""
    if when.known_at is not None:
        return None

    def ask(cache: Cache, done: Progress) -> View:
        from projections.cache.left import left_of  # noqa: PLC0415  few ledgers are so large

        return left_of(cache, ledger, inspection, cycle, when, filters, done)

    return answered(ctx, ledger, inspection, ask, when)


def bodies_of(ctx: click.Context, ledger: Ledger) -> View | None:
    """Every body, by what is known now."""

    def ask(cache: Cache, done: Progress) -> View:
        from projections.cache.bodies import bodies_of  # noqa: PLC0415  few ledgers are so large

        return bodies_of(cache, ledger, done)

    return answered(ctx, ledger, None, ask)


def inbox_of(ctx: click.Context, ledger: Ledger, question: Asked) -> View | None:
    """What waits."""

    def ask(cache: Cache, done: Progress) -> View:
        from projections.cache.inbox import inbox_of  # noqa: PLC0415  few ledgers are so large

        return inbox_of(cache, ledger, question, done)

    return answered(ctx, ledger, None, ask)


def statistics_of(
    ctx: click.Context,
    ledger: Ledger,
    inspection: str | None,
    asked: Period,
    published: Sequence[Published] | None,
) -> View | None:
    """Statistics."""

    def ask(cache: Cache, done: Progress) -> View:
        from projections.cache.figures import told_of  # noqa: PLC0415  few ledgers are so large
        from projections.statistics.view import as_view  # noqa: PLC0415  the command has it

        return as_view(told_of(cache, ledger, inspection, asked, done), published)

    return answered(ctx, ledger, inspection, ask, TimeFilter(None, asked.known_at))


def search_of(ctx: click.Context, question: Question) -> View | None:
    """What a search finds."""

    def ask(cache: Cache, done: Progress) -> View:
        from projections.cache.search import search_of  # noqa: PLC0415  few ledgers are so large

        return search_of(cache, question, done)

    return answered(ctx, question.ledger, None, ask, question.time_filter)


CACHED_LISTS = (
    *("inspection", "cycle", "recommendation"),
    *("evidence", "judgement", "dispute", "answer", "report of progress"),
)
"""The nouns whose lists a cache tells."""


def list_of(ctx: click.Context, noun: Noun, question: finding.Question) -> View | None:
    """A list."""
    if noun.name not in CACHED_LISTS:
        return None

    def ask(cache: Cache, done: Progress) -> View:
        from projections.cache.lists import list_of  # noqa: PLC0415  few ledgers are so large

        return list_of(cache, noun, question, done)

    return answered(ctx, question.ledger, question.inspection, ask, question.time_filter)


def diff_of_days(ctx: click.Context, ledger: Ledger, inspection: str | None, days: Days) -> View | None:
    """What changed between days."""

    def ask(cache: Cache, done: Progress) -> View:
        from projections.cache.differing import diff_of_days  # noqa: PLC0415  few ledgers are so large

        return diff_of_days(cache, ledger, inspection, days, done)

    return answered(ctx, ledger, inspection, ask, TimeFilter(days.until, days.known_at))


def diff_of_instants(
    ctx: click.Context,
    ledger: Ledger,
    between: tuple[Instant, Instant | None],
    as_of: Day | None,
    filters: Filters,
) -> View | None:
    """What was learned between two instants in any inspection, if the cache tells in which."""

    def ask(cache: Cache, _: Progress) -> View:
        from projections.cache.differing import diff_of_instants  # noqa: PLC0415  few ledgers are so large

        return diff_of_instants(cache.connection, ledger, between, as_of, filters)

    return answered(ctx, ledger, None, ask)


def answered(
    ctx: click.Context,
    ledger: Ledger,
    inspection: str | None,
    ask: Callable[[Cache, Progress], View],
    when: TimeFilter = TimeFilter(),
) -> View | None:
    """What the cache of a ledger says, if the ledger is large, and there is not much to take in for it."""
    if ledger.store.head()[0] < FEW:
        return None
    from projections.cache.asking import answer  # noqa: PLC0415  few ledgers are so large
    from projections.cache.database import CacheTrouble, TooMuch  # noqa: PLC0415  as above
    from projections.cache.place import place_of  # noqa: PLC0415  as above

    environment = environment_of(ctx)
    try:
        path = place_of(ledger.store.location, environment.variables)
    except CacheTrouble:
        return None
    most = MOST if inspection is None else MOST_FOR_ONE
    try:
        with progress("Taking in what is new", most) as done:
            return answer(path, ledger, when, lambda cache: ask(cache, done), most=most, progress=done)
    except TooMuch:
        if inspection is None and environment.reports_to_terminal:
            warn_if_done("all events are read for this. It is quicker after: scrutiny rebuild --cache")
        return None
