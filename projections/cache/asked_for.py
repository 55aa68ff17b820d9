"""What is taken in only once somebody asks for it: how shares stand, and statistics with the steps of each
recommendation. Who reads a register does not wait for that.
"""

from __future__ import annotations

import apsw

from projections.cache.cache import Cache, Progress
from projections.cache.database import CacheTrouble, asked
from projections.cache.source import Source

SHARES, FIGURES = "shares", "figures"


def know(cache: Cache, source: Source, what: str, progress: Progress = lambda _: None) -> None:
    """Let one of these have come as far as the cache did.

    Raises CacheTrouble while others record without a pause, apsw.Error if another process writes.
    """
    connection = cache.connection
    if _is_known(connection, what):
        return
    # Most who ask find nothing new.
    from projections.cache.filling import fill_asked_for  # noqa: PLC0415
    from projections.cache.marks import let_know  # noqa: PLC0415

    let_know(
        cache,
        lambda: _is_known(connection, what),
        lambda: fill_asked_for(connection, source, what, progress),
    )


def know_shares(
    cache: Cache, source: Source, made_to: str | None, progress: Progress = lambda _: None
) -> None:
    """The same of how shares stand, if what was made to one body is asked for."""
    if made_to is not None:
        know(cache, source, SHARES, progress)


def know_figures(cache: Cache, source: Source, made_to: str | None, progress: Progress) -> None:
    """The same of what figures are of, and of shares as ``know_shares`` does."""
    know(cache, source, FIGURES, progress)
    know_shares(cache, source, made_to, progress)


def check(connection: apsw.Connection, what: str) -> None:
    """Raise CacheTrouble if one of these is behind: then nothing can be said by it."""
    if not _is_known(connection, what):
        raise CacheTrouble(f"{what} are not taken in yet")


def _is_known(connection: apsw.Connection, what: str) -> bool:
    query = "SELECT 1 FROM state s JOIN asked_for a ON a.position = s.position WHERE a.what = ?"
    return bool(asked(connection, query, (what,)))
