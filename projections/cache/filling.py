"""Fills a cache from the events behind the position that it came to, in one transaction with that position.

First the tail is gone through for the streams that are in it; then each of these streams is folded (see
``projections.cache.stream``). So what is held in memory is one inspection at a time.
"""

from __future__ import annotations

from collections.abc import Callable

import apsw

from ledger.state.inspectorate import Inspectorate
from projections.cache.database import CacheTrouble
from projections.cache.index import PARTS
from projections.cache.knowledge import Knowledge
from projections.cache.latest import Latest
from projections.cache.meanings import keep_meanings
from projections.cache.parts import Filling, Tail
from projections.cache.source import Source
from projections.cache.stream import Stream
from projections.cache.tie import Tie, fingerprint, identity, tied

_BATCH = 1_000
"""Lines that are held before they are written."""


def fill(
    connection: apsw.Connection,
    source: Source,
    tie: Tie | None,
    *,
    progress: Callable[[int], object] = lambda _: None,
) -> Tie:
    """Take in all that is behind the place that a cache came to; how far it comes so.

    The caller has a transaction open. Raises CacheTrouble, and what reading the ledger does.
    """
    tail, settings = _tail(connection, source, tie)
    if tail.last is None:
        if tie is None:
            raise CacheTrouble("there is nothing to take in")
        return tie
    since = 0 if tie is None else tie.position
    filling = Filling(connection, source, settings, since, "" if tie is None else tie.recorded_at)
    knowledge, parts = Knowledge(settings.bodies), [part(filling) for part in PARTS]
    latest = Latest(connection)
    waiting = dict.fromkeys(tail.streams)
    if tail.bodies:
        waiting |= dict.fromkeys(name for (name,) in connection.execute("SELECT stream FROM inspection"))
    for stream in waiting:
        latest.begin()
        Stream(filling, parts, knowledge, latest, stream).fill(tail)
        progress(tail.streams.get(stream, 0))
    latest.close()
    for part in parts:
        part.close(tail)
    keep_meanings(connection, settings)
    size, note = source.checkpoint()
    found = Tie(
        tie.identity if tie else identity(source),
        tail.last.position,
        tail.events,
        fingerprint(tail.last),
        tail.last.recorded_at,
        size if size <= tail.events else 0,
        note if size <= tail.events else "",
    )
    tied(connection, found)
    return found


def _tail(connection: apsw.Connection, source: Source, tie: Tie | None) -> tuple[Tail, Inspectorate]:
    """What is behind a position, and the settings by just that: somebody may record meanwhile."""
    tail = _more(connection, source, Tail({}, {}, None, 0 if tie is None else tie.events), tie)
    while True:
        settings = source.inspectorate()
        more = _more(connection, source, tail, tie)
        if more.events == tail.events:
            return tail, settings
        tail = more


def _more(connection: apsw.Connection, source: Source, tail: Tail, tie: Tie | None) -> Tail:
    """Go through what is behind a tail, which begins behind a position, and keep when what was known."""
    streams, bodies, last, events = tail
    begun = last or tie
    after, told = (0, "") if begun is None else (begun.position, begun.recorded_at)
    known: list[tuple[str, int, int]] = []
    keep = "INSERT OR REPLACE INTO known VALUES (?,?,?)"
    for head in source.heads(after):
        if head.recorded_at < told:
            raise CacheTrouble(f"event {head.position} is not in the order of its time")
        events += 1
        if told == head.recorded_at and known:
            known.pop()
        known.append((head.recorded_at, head.position, events))
        if len(known) == _BATCH:
            connection.executemany(keep, known)
            known.clear()
        last, told = head, head.recorded_at
        if head.stream:
            streams[head.stream] = streams.get(head.stream, 0) + 1
        elif head.about_bodies:
            bodies[head.recorded_at] = head.position
    connection.executemany(keep, known)
    return Tail(streams, bodies, last, events)
