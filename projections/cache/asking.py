"""Asks a cache for what a reading says, if it can say the same as the events; else it says nothing.

view = register_of(path, ledger, "OCSAE", TimeFilter(), Filters()) or register(ledger, "OCSAE")
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import apsw

from ledger.errors import LedgerError
from ledger.ledger import Ledger
from projections.base import TimeFilter, View
from projections.cache.cache import Cache, Progress, opened
from projections.cache.database import ENDINGS, CacheTrouble, TooMuch, Unusable, put_in_place, remove, trouble
from projections.cache.place import made
from projections.cache.reading import CachedRegister
from projections.cache.source import Stored
from projections.cache.tie import Tie
from projections.register import as_view
from projections.rows import Filters

if TYPE_CHECKING:
    from projections.finding.base import Noun, Question
    from projections.inbox.asked import Asked
    from projections.trail_filters import Wanted


def register_of(
    path: Path,
    ledger: Ledger,
    inspection: str | None,
    *,
    time_filter: TimeFilter,
    filters: Filters,
    most: int | None,
    progress: Progress = lambda _: None,
) -> View | None:
    """The register as the cache at a path tells it, or None; see ``projections.register.register``.

    ``most`` is how many events are taken in while somebody waits; raises TooMuch if there are more.
    """

    def ask(cache: Cache) -> View:
        answers = CachedRegister(cache.connection, ledger, inspection, time_filter)
        view = as_view(answers, inspection, time_filter=time_filter, filters=filters)
        if answers.worked_out and ledger.store.head()[0] == cache.tie.position:
            with suppress(apsw.Error):
                cache.write(answers.keep)
        return view

    return answer(path, ledger, time_filter, ask, most=most, progress=progress)


def inbox_of(
    path: Path,
    ledger: Ledger,
    question: Asked,
    *,
    most: int | None,
    progress: Progress = lambda _: None,
) -> View | None:
    """What waits as the cache at a path tells it, or None; see ``projections.inbox.inbox.inbox``."""
    from projections.cache.inbox import inbox_of  # noqa: PLC0415  registers do without

    def ask(cache: Cache) -> View:
        return inbox_of(cache, ledger, question, progress)

    return answer(path, ledger, TimeFilter(), ask, most=most, progress=progress)


def list_of(
    path: Path,
    noun: Noun,
    question: Question,
    *,
    most: int | None,
    progress: Progress = lambda _: None,
) -> View | None:
    """A list as the cache at a path tells it, or None; see ``projections.finding.base.listed``."""
    from projections.cache.lists import ROWS, list_of  # noqa: PLC0415  registers do without

    if noun.name not in ROWS:
        return None

    def ask(cache: Cache) -> View:
        return list_of(cache, noun, question)

    return answer(path, question.ledger, question.time_filter, ask, most=most, progress=progress)


def search_of(
    path: Path,
    ledger: Ledger,
    words: Sequence[str],
    inspection: str | None,
    wanted: Wanted,
    at_most: int | None,
    *,
    most: int | None,
    progress: Progress = lambda _: None,
) -> View | None:
    """What a search of now finds, as the cache at a path tells it, or None."""
    from projections.cache.search import search_of  # noqa: PLC0415  registers do without

    def ask(cache: Cache) -> View:
        return search_of(cache, ledger, words, inspection, wanted, at_most, progress)

    return answer(path, ledger, TimeFilter(), ask, most=most, progress=progress)


def answer(
    path: Path,
    ledger: Ledger,
    time_filter: TimeFilter,
    ask: Callable[[Cache], View | None],
    *,
    most: int | None,
    progress: Progress = lambda _: None,
) -> View | None:
    """What is asked of the cache at a path, once it has come as far as its ledger.

    None if the events are to be asked: it cannot be used, or says otherwise than they at these two times, or
    ``ask`` says so.

    ``most`` is how many events are taken in while somebody waits; raises TooMuch if there are more, and
    whatever LedgerError the question does.
    """
    return _asked(path, ledger, ask, most, progress) if can_tell(ledger, time_filter) else None


def can_tell(ledger: Ledger, time_filter: TimeFilter) -> bool:
    """Whether a cache tells the same as the events: not if a clock ran ahead, or a source knew before."""
    if ledger.mended() is not None:
        return False
    if time_filter.known_at is None or not ledger.inspectorate().imports:
        return True
    from projections.as_seen import as_seen  # noqa: PLC0415  few ask for it

    return as_seen(ledger, time_filter.known_at) is ledger


def make_again(path: Path, ledger: Ledger, progress: Progress) -> Tie:
    """Make a cache from nothing and return how far it came; raises CacheTrouble, StorageError."""
    if ledger.mended() is not None:
        raise CacheTrouble("a clock ran ahead, so all is read from the events")
    # Readings do without.
    from projections.cache.anew import know_all as know_tasks  # noqa: PLC0415
    from projections.cache.words import know_all as know_words  # noqa: PLC0415

    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with opened(made(new), Stored(ledger), progress=progress, new=True) as cache:
            know_tasks(cache, Stored(ledger), lambda _: None)
            tie = know_words(cache, Stored(ledger), lambda _: None)
        put_in_place(new, made(path))
    finally:
        for ending in (*ENDINGS, ".lock"):
            with suppress(OSError):
                Path(f"{new}{ending}").unlink()
    return tie


def _asked(
    path: Path, ledger: Ledger, ask: Callable[[Cache], View | None], most: int | None, progress: Progress
) -> View | None:
    # Whatever goes wrong with a cache, foreseen or not, keeps nobody from the answer: the events give it, or
    # say what is wrong with themselves.
    try:
        cache = opened(made(path), Stored(ledger), most=most, progress=progress)
    except TooMuch:
        raise
    except Exception:
        return None
    try:
        with cache, trouble():
            view = ask(cache)
            # The settings are read after the cache was opened, and have to be those of what it has.
            return None if any(not head.stream for head in Stored(ledger).heads(cache.tie.position)) else view
    except LedgerError:
        raise
    except Unusable:
        with suppress(CacheTrouble):
            remove(path)
    except Exception:
        return None
    return None
