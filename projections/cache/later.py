"""Tells later, when somebody asks, what a cache has taken in: of the inspections that have marks, with the
same mechanism that tells of the register while it takes in (``projections.cache.stream``).
"""

from __future__ import annotations

from collections.abc import Callable

import apsw

from projections.cache.cache import Cache, Progress
from projections.cache.database import TooMuch, asked
from projections.cache.knowledge import Knowledge
from projections.cache.latest import Latest
from projections.cache.marks import Marks, let_know
from projections.cache.parts import Filling, Part, Tail
from projections.cache.source import Head, Source
from projections.cache.stream import Stream
from projections.cache.tie import Tie, begun

Telling = Callable[[Filling], Part]
"""Makes what tells, given what is told from, and from behind which position on."""


def let_tell(
    cache: Cache,
    source: Source,
    marks: type[Marks],
    made: Telling,
    progress: Progress,
    inspection: int | None = None,
) -> Tie:
    """Let all be told, or (by its id) all of one inspection; see ``projections.cache.marks.let_know``.

    Raises TooMuch if that is more than the cache takes in while somebody waits.
    """
    connection = cache.connection

    def is_known() -> bool:
        return not marks.are_left(connection, inspection)

    if cache.most is not None and not is_known() and cache.most < _behind(connection, marks, inspection):
        raise TooMuch("there is much to tell, and somebody waits")
    return let_know(
        cache, is_known, lambda: tell(connection, source, marks, made, progress, inspection=inspection)
    )


def _behind(connection: apsw.Connection, marks: type[Marks], inspection: int | None = None) -> int:
    """How many events are not told of yet."""
    return sum(
        _events(connection, mark.inspection) - _events(connection, mark.inspection, mark.since)
        for mark in marks.marked(connection, inspection)
    )


def _events(connection: apsw.Connection, inspection: int, until: int | None = None) -> int:
    """How many an inspection has up to a position (None: the last)."""
    query = "SELECT events FROM taken WHERE inspection = ? AND position <= ifnull(?, position)"
    found = asked(connection, f"{query} ORDER BY position DESC LIMIT 1", (inspection, until))
    return int(found[0][0]) if found else 0


def tell(
    connection: apsw.Connection,
    source: Source,
    marks: type[Marks],
    made: Telling,
    progress: Progress = lambda _: None,
    *,
    inspection: int | None = None,
) -> None:
    """Tell what is marked; the caller has a transaction open."""
    tie, settings = begun(connection), source.inspectorate()
    knowledge = Knowledge(settings.bodies)
    row = tie.position, "", 0, "", b""
    head = Head(tie.position, "", tie.recorded_at, about_bodies=False, row=row)
    for mark in marks.marked(connection, inspection):
        filling = Filling(connection, source, settings, mark.since, mark.told, {})
        bodies = {
            told: position
            for _, _, position, told in settings.bodies.recorded
            if mark.since < position <= tie.position
        }
        tail = Tail({}, bodies, head, tie.events)
        stream = Stream(filling, [made(filling)], knowledge, Latest(connection), mark.stream, kept=True)
        stream.tell_later(tail)
        progress(_events(connection, mark.inspection))
    marks.take_away(connection, inspection)
