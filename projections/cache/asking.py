"""Asks the cache at a path for an answer, if it can say the same as the events; else it says nothing.

view = answer(path, ledger, when, lambda cache: register_of(cache, ledger, …), most=None) or register(ledger)

What can be asked so is listed in ``commands.cli.cached``, and answered by the modules beside this one.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ledger.errors import LedgerError
from ledger.ledger import Ledger
from projections.base import TimeFilter, View
from projections.cache.cache import Cache, Progress, opened
from projections.cache.database import ENDINGS, CacheTrouble, TooMuch, Unusable, put_in_place, remove, trouble
from projections.cache.place import made
from projections.cache.source import Stored
from projections.cache.tie import Tie


def answer(
    path: Path,
    ledger: Ledger,
    time_filter: TimeFilter,
    ask: Callable[[Cache], View],
    *,
    most: int | None,
    progress: Progress = lambda _: None,
) -> View | None:
    """What is asked of the cache at a path, once it has come as far as its ledger.

    None if the events are to be asked: it cannot be used, or says otherwise than they at these two times.

    ``most`` is how many events are taken in while somebody waits; raises TooMuch if there are more, and
    whatever LedgerError the question does.
    """
    if not can_tell(ledger, time_filter):
        return None
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
    except (LedgerError, TooMuch):
        raise
    except Unusable:
        with suppress(CacheTrouble):
            remove(path)
    except Exception:
        return None
    return None


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
    from projections.cache.bodies import know_all as know_bodies  # noqa: PLC0415
    from projections.cache.cuts import Cuts  # noqa: PLC0415
    from projections.cache.later import let_tell  # noqa: PLC0415
    from projections.cache.leavings import Leavings  # noqa: PLC0415
    from projections.cache.listed import Parts  # noqa: PLC0415
    from projections.cache.listings import Listings  # noqa: PLC0415
    from projections.cache.words import know_all as know_words  # noqa: PLC0415

    _remove_half_made(path)
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with opened(made(new), Stored(ledger), progress=progress, new=True) as cache:
            know_tasks(cache, Stored(ledger), lambda _: None)
            let_tell(cache, Stored(ledger), Listings, Parts, lambda _: None)
            let_tell(cache, Stored(ledger), Leavings, Cuts, lambda _: None)
            with suppress(CacheTrouble):
                # On another day the clock may be right.
                know_bodies(cache, Stored(ledger), lambda _: None)
            tie = know_words(cache, Stored(ledger), lambda _: None)
        put_in_place(new, made(path))
    finally:
        for ending in (*ENDINGS, ".lock"):
            with suppress(OSError):
                Path(f"{new}{ending}").unlink()
    return tie


def _remove_half_made(path: Path) -> None:
    """Remove what processes left that were killed while they made a cache again."""
    for other in path.parent.glob(f"{path.name}.*.new"):
        # Whoever makes one now has it locked.
        with suppress(CacheTrouble, OSError):
            remove(other)
            Path(f"{other}.lock").unlink()
