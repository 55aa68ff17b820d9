"""What is taken in only once somebody asks for it: statistics, and what came to be step by step.

Who reads a register does not wait for that.
"""

from __future__ import annotations

from projections.cache.cache import Cache, Progress
from projections.cache.database import asked
from projections.cache.source import Source


def know_all(cache: Cache, source: Source, progress: Progress) -> None:
    """Let these have come as far as the cache did.

    Raises CacheTrouble while others record without a pause, apsw.Error if another process writes.
    """

    def is_known() -> bool:
        query = "SELECT 1 FROM state s JOIN asked_for a ON a.position = s.position"
        return bool(asked(cache.connection, query))

    if is_known():
        return
    # Most who ask find nothing new.
    from projections.cache.filling import fill_asked_for  # noqa: PLC0415
    from projections.cache.marks import let_know  # noqa: PLC0415

    let_know(cache, is_known, lambda: fill_asked_for(cache.connection, source, progress))
