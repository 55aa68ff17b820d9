"""Many rows at once, in columns: most of the work is done in C, and a row costs a few microseconds.

It says yes or no, and no only sends the rows to ``ledger.checks.slow_path``, which says what is wrong. So a
mistake here can cost time, and can only hide something if it says yes too easily.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from itertools import chain
from operator import le
from typing import Any, cast

from orjson import loads

from events.base import is_day
from events.registry import EVENTS
from ledger.checks.seen import Batch, Seen
from ledger.store.raw import Cell, RawRow, RawStore
from ledger.times import is_instant

_ENVELOPE = {("version", "recorded_at", "by", "command", "salt", "data")}
_DIGITS = str.maketrans("123456789", "000000000")
_INSTANT = "0000-00-00T00:00:00.000000Z"
_DAYS = {name: event.DAYS for name, event in EVENTS.items()}
_LISTS = {name: event.LISTS for name, event in EVENTS.items()}

Column = Sequence[Any]  # Any: whatever lies in a row or a state


def fast_path(rows: list[RawRow], seen: Seen, raw: RawStore) -> Batch | None:
    """The batch, if every row of it is right in every way; otherwise None, and nothing was seen."""
    try:
        positions, streams, versions, topics, states = cast("Any", zip(*rows, strict=True))  # Any: cells
        stored = list(map(loads, states))
        envelopes = set(map(tuple, stored))
        # Hardly any event has one.
        clocked = envelopes != _ENVELOPE
        clocks = [each.pop("clock", None) for each in stored] if clocked else [None] * len(stored)
        shapes, recorded, actors, commands, salts, data = zip(*map(dict.values, stored), strict=True)
        digests = [sha256(state).hexdigest() for state in states]
        right = (
            (not clocked or set(map(tuple, stored)) == _ENVELOPE)
            and {*map(type, positions), *map(type, versions), *map(type, shapes)} == {int}
            and {*map(type, commands), *map(type, salts)} == {str}
            and positions[0] >= 1
            and all(map(seen.is_stream, set(streams)))
            and all(map(seen.is_actor, set(actors) - seen.actors))
            and set(topics) <= EVENTS.keys()
            and _are_instants(recorded, seen.latest)
            and (not clocked or _are_behind(clocks, recorded))
            and _have_shape(topics, shapes, data, seen)
        )
    except (ValueError, TypeError, AttributeError):
        return None
    due = _follow(streams, versions, seen)
    if not right or due is None:
        return None
    names = seen.names
    leaves = [
        f"ledger-leaf/v1\nid {position}\noriginator {names[stream]}\nversion {version}\ntopic {topic}\n"
        f"recorded {when}\nactor {by}\nstate {digest} {len(state)}\n".encode()
        for position, stream, version, topic, when, by, digest, state in zip(
            positions, streams, versions, topics, recorded, actors, digests, states, strict=True
        )
    ]
    indexes = range(seen.size + seen.shift, seen.size + seen.shift + len(rows))
    if raw.leaves(indexes[0], len(rows)) != list(zip(indexes, positions, leaves, strict=True)):
        return None
    seen.versions.update(due)
    seen.latest = recorded[-1]
    seen.cached += len(rows)
    return Batch(
        positions,
        [sha256(b"\0" + leaf).digest() for leaf in leaves],
        list(zip(positions, streams, topics, recorded, actors, commands, shapes, data, clocks, strict=True)),
        sum(map(len, states)),
    )


def _follow(streams: Column, versions: Column, seen: Seen) -> dict[Cell, int] | None:
    """The last version of each stream here, or None if one does not follow the one before it."""
    known, here = seen.versions, dict[Cell, int]()
    for stream, version in zip(streams, versions, strict=True):
        if (here.get(stream) or known.get(stream, 0)) + 1 != version:
            return None
        here[stream] = version
    return here


def _are_instants(recorded: Column, latest: str) -> bool:
    """Whether each has the one form that instants are written in, and none is before the one above it."""
    return (
        set(map(len, recorded)) == {len(_INSTANT)}
        and "".join(recorded).translate(_DIGITS) == _INSTANT * len(recorded)
        and latest <= recorded[0]
        and all(map(le, recorded, recorded[1:]))
    )


def _are_behind(clocks: Column, recorded: Column) -> bool:
    """Whether each clock that is said is an instant before the one that orders its event."""
    return all(
        clock is None or (is_instant(clock) and clock < when)
        for clock, when in zip(clocks, recorded, strict=True)
    )


def _have_shape(topics: Column, versions: Column, data: Column, seen: Seen) -> bool:
    """Whether the fields of each have a shape that was parsed before, and days that are days."""
    # These are the parts of ``shape``, gathered from all rows before any is looked up.
    types = [tuple(map(type, fields.values())) for fields in data]
    shapes = set(zip(topics, versions, map(tuple, data), types, strict=True))
    if not shapes <= seen.shapes:
        return False
    days = {fields[name] for topic, fields in zip(topics, data, strict=True) for name in _DAYS[topic]} - {
        None
    }
    listed = [fields[name] for topic, fields in zip(topics, data, strict=True) for name in _LISTS[topic]]
    return all(map(is_day, days)) and {*map(type, chain.from_iterable(listed))} <= {str}
