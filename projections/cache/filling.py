"""Fills a cache from the events behind the position that it came to, in one transaction with that position.

First the tail is gone through for the streams that are in it; then each of these streams is folded (see
``projections.cache.stream``). So what is held in memory is one inspection at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from typing import NamedTuple

import apsw

from ledger.state.inspectorate import Inspectorate
from projections.cache.database import CacheTrouble, asked
from projections.cache.index import ASKED_FOR, PARTS
from projections.cache.knowledge import Knowledge
from projections.cache.latest import Latest
from projections.cache.meanings import keep_meanings
from projections.cache.parts import Filling, Part, Tail
from projections.cache.source import Head, Source
from projections.cache.stream import Stream
from projections.cache.tie import Tie, begun, fingerprint, identity, tied

_BATCH = 1_000
"""Lines that are held before they are written."""

_BEHIND = 10_000
"""What is asked for takes events in, asked for or not, once it is so many behind: nobody waits for more."""


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
    filling = Filling(connection, source, settings, since, "" if tie is None else tie.recorded_at, {})
    # Who makes all of it folds each inspection once.
    others = ASKED_FOR if tie is None else {}
    parts = [part(filling) for part in (*PARTS, *chain.from_iterable(others.values()))]
    _fill(filling, parts, tail, progress, kept=False)
    for what in others:
        _keep_asked_for(connection, what, tail.last, tail.events)
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
    for what in ASKED_FOR:
        if tail.events - _asked_for(connection, what).events > _BEHIND:
            fill_asked_for(connection, source, what, progress)
    return found


def fill_asked_for(
    connection: apsw.Connection,
    source: Source,
    what: str,
    progress: Callable[[int], object] = lambda _: None,
) -> None:
    """Take in, for parts that are asked for, what the others have; the caller has a transaction open.

    Raises CacheTrouble, and what reading the ledger does.
    """
    until, since = begun(connection).position, _asked_for(connection, what)
    tail = Tail({}, {}, None, since.events)
    for head in source.heads(since.position):
        if head.position > until:
            break
        tail = tail.with_one(head)
    if tail.last is None or tail.last.position != until:
        raise CacheTrouble("others take in what is new")
    filling = Filling(connection, source, source.inspectorate(), since.position, since.recorded_at, {})
    _fill(filling, [part(filling) for part in ASKED_FOR[what]], tail, progress, kept=True)
    _keep_asked_for(connection, what, tail.last, tail.events)


class _AskedFor(NamedTuple):
    """How far what is asked for came."""

    position: int
    events: int
    recorded_at: str


def _asked_for(connection: apsw.Connection, what: str) -> _AskedFor:
    query = "SELECT position, events, recorded_at FROM asked_for WHERE what = ?"
    return _AskedFor(*asked(connection, query, (what,))[0])


def _keep_asked_for(connection: apsw.Connection, what: str, last: Head, events: int) -> None:
    row = what, last.position, events, last.recorded_at
    connection.execute("INSERT OR REPLACE INTO asked_for VALUES (?,?,?,?)", row)


def _fill(
    filling: Filling, parts: Sequence[Part], tail: Tail, progress: Callable[[int], object], *, kept: bool
) -> None:
    """Let parts take in a tail; what they share is kept already, or is to be."""
    connection, knowledge = filling.connection, Knowledge(filling.settings.bodies)
    latest = Latest(connection)
    waiting = dict.fromkeys(tail.streams)
    if tail.bodies:
        waiting |= dict.fromkeys(name for (name,) in connection.execute("SELECT stream FROM inspection"))
    for stream in waiting:
        latest.begin()
        Stream(filling, parts, knowledge, latest, stream, kept=kept).fill(tail)
        progress(tail.streams.get(stream, 0))
    if not kept:
        latest.close()
    for part in parts:
        part.close(tail)


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
    since = tail.last or tie
    after, told = (0, "") if since is None else (since.position, since.recorded_at)
    known: list[tuple[str, int, int]] = []
    keep = "INSERT OR REPLACE INTO known VALUES (?,?,?)"
    for head in source.heads(after):
        if head.recorded_at < told:
            raise CacheTrouble(f"event {head.position} is not in the order of its time")
        tail = tail.with_one(head)
        if told == head.recorded_at and known:
            known.pop()
        known.append((head.recorded_at, head.position, tail.events))
        if len(known) == _BATCH:
            connection.executemany(keep, known)
            known.clear()
        told = head.recorded_at
    connection.executemany(keep, known)
    return tail
