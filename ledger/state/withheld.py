"""An event without the words that were withdrawn from view, made of the event that withdrew them.

1. All that it said beside those words is repeated there, and is told as it was.
2. In the place of each of its words stands what the reader says of them: ``[withdrawn from view]``.
3. In the place of a body's name stands what the event has there, for others bear that name, too.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from events.base import Event, EventShapeError, Names
from events.registry import EVENTS
from events.words import WordsWithdrawn
from ledger.validation import key

BODIES = ("made_to", "body")
"""The fields that name bodies."""

_YES_OR_NO = {"true": True, "false": False}


def beside(event: Event, words: Container[str], called: Mapping[str, str]) -> Names:
    """What an event says beside some of its fields, as WordsWithdrawn has it.

    Of a field among them that names bodies, what ``called`` has in the place of those names, by their keys.
    """
    return tuple(_pairs(event, words, called))


def _pairs(event: Event, words: Container[str], called: Mapping[str, str]) -> Iterator[str]:
    for name, value in event.fields.items():
        names_bodies = name in BODIES
        if value is None or (name in words and not names_bodies):
            continue
        for one in value if isinstance(value, tuple) else (value,):
            told = called.get(key(one), one) if name in words else one
            yield from (name, str(told).lower() if isinstance(told, bool) else str(told))


def told_without(withdrawn: WordsWithdrawn, instead: str) -> Event:
    """The event whose words were withdrawn, with ``instead`` in their place; raises EventShapeError."""
    found: dict[str, list[str]] = {}
    if len(withdrawn.beside) % 2:
        raise EventShapeError("beside is not made of names and values")
    for name, value in zip(withdrawn.beside[::2], withdrawn.beside[1::2], strict=True):
        found.setdefault(name, []).append(value)
    kind = EVENTS.get(withdrawn.name)
    if kind is None:
        raise EventShapeError(f"{withdrawn.name} is the name of no event")
    kind = kind.FORMER.get(withdrawn.shape, kind)
    # Fields that came later are no part of the shape it was stored in.
    later = {name for version, added in kind.SINCE.items() if version > withdrawn.shape for name in added}
    fields: dict[str, object] = {}
    for name, of in kind.FIELDS.items():
        values = found.pop(name, [])
        if name not in later:
            gone = name in withdrawn.words and not values
            fields[name] = instead if gone else _value(of, values)
    if found:
        raise EventShapeError(f"{withdrawn.name} has no {', '.join(sorted(found))}")
    return kind.from_fields(withdrawn.shape, fields)


def _value(kind: str, values: list[str]) -> object:
    if kind == "Names":
        return values
    if len(values) > 1:
        raise EventShapeError("a field is repeated twice")
    if not values:
        return None
    if kind == "bool":
        return _YES_OR_NO.get(values[0])
    if kind in ("int", "int | None"):
        return int(values[0]) if values[0].isdecimal() and len(values[0]) < 19 else None
    return values[0]
