"""Asks the cache at a path, as commands do, for what ``commands.cli.cached`` lists."""

from __future__ import annotations

from pathlib import Path

from ledger.ledger import Ledger
from projections.base import TimeFilter, View
from projections.cache import bodies, differing, figures, inbox, left, lists, register, search
from projections.cache.asking import answer
from projections.diff import Days
from projections.finding.base import Noun
from projections.finding.base import Question as Listed
from projections.inbox.asked import Asked as Waiting
from projections.rows import Filters
from projections.search.search import Question
from projections.statistics.counting import Asked
from projections.statistics.view import as_view


def register_of(
    path: Path,
    ledger: Ledger,
    inspection: str | None,
    *,
    time_filter: TimeFilter,
    filters: Filters,
    most: int | None,
) -> View | None:
    return answer(
        path,
        ledger,
        time_filter,
        lambda cache: register.register_of(cache, ledger, inspection, time_filter, filters),
        most=most,
    )


def statistics_of(
    path: Path, ledger: Ledger, inspection: str | None, asked: Asked, *, most: int | None
) -> View | None:
    def ask(cache):
        return as_view(figures.told_of(cache, ledger, inspection, asked, lambda _: None), None)

    return answer(path, ledger, TimeFilter(None, asked.known_at), ask, most=most)


def diff_days_of(
    path: Path, ledger: Ledger, inspection: str | None, days: Days, *, most: int | None
) -> View | None:
    def ask(cache):
        return differing.diff_of_days(cache, ledger, inspection, days, lambda _: None)

    return answer(path, ledger, TimeFilter(days.until, days.known_at), ask, most=most)


def inbox_of(path: Path, ledger: Ledger, question: Waiting, *, most: int | None) -> View | None:
    def ask(cache):
        return inbox.inbox_of(cache, ledger, question, lambda _: None)

    return answer(path, ledger, TimeFilter(), ask, most=most)


def left_of(
    path: Path,
    ledger: Ledger,
    inspection: str | None,
    cycle: str,
    time_filter: TimeFilter,
    filters: Filters,
    *,
    most: int | None,
) -> View | None:
    def ask(cache):
        return left.left_of(cache, ledger, inspection, cycle, time_filter, filters, lambda _: None)

    return answer(path, ledger, time_filter, ask, most=most)


def bodies_of(path: Path, ledger: Ledger, *, most: int | None) -> View | None:
    def ask(cache):
        return bodies.bodies_of(cache, ledger, lambda _: None)

    return answer(path, ledger, TimeFilter(), ask, most=most)


def list_of(path: Path, noun: Noun, question: Listed, *, most: int | None) -> View | None:
    def ask(cache):
        return lists.list_of(cache, noun, question, lambda _: None)

    return answer(path, question.ledger, question.time_filter, ask, most=most)


def search_of(path: Path, question: Question, *, most: int | None) -> View | None:
    def ask(cache):
        return search.search_of(cache, question, lambda _: None)

    return answer(path, question.ledger, question.time_filter, ask, most=most)
