"""Whether two states are the same, field by field, down to which things are one thing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from events.base import Event
from ledger.state.inspectorate import Inspectorate
from ledger.state.kept import KeptEvents

_VALUES = (str, int, bool, bytes, type(None), date)


def difference(one: object, other: object) -> str:
    """Where two states differ first; empty if they do not."""
    return _Pairs().difference(one, other, "")


class _Pairs:
    """Each thing of the one state, and the thing of the other that stands in its place."""

    def __init__(self) -> None:
        self.of: dict[int, int] = {}
        self.back: dict[int, int] = {}
        self.held: list[object] = []

    def difference(self, one: Any, other: Any, at: str) -> str:
        if isinstance(one, KeptEvents):
            return self.difference(dict(one.items()), dict(other.items()), at)
        kinds = [_kind(each) for each in (one, other)]
        if kinds[0] is not kinds[1]:
            return f"{at}: {one!r} and {other!r}"
        if isinstance(one, (*_VALUES, Event)) or callable(one):
            return "" if one == other else f"{at}: {one!r} and {other!r}"
        if isinstance(one, tuple | frozenset):
            return self._parts(dict(enumerate(one)), dict(enumerate(other)), at)
        if self.of.setdefault(id(one), id(other)) != id(other) or self.back.setdefault(
            id(other), id(one)
        ) != id(one):
            return f"{at}: one thing there, and two here"
        if any(known is one for known in self.held):
            return ""
        self.held.append(one)
        if isinstance(one, set):
            return "" if one == other else f"{at}: {one!r} and {other!r}"
        if isinstance(one, list):
            return self._parts(dict(enumerate(one)), dict(enumerate(other)), at)
        if isinstance(one, dict):
            return self._parts(dict(one.items()), dict(other.items()), at)
        return self._parts(_fields(one), _fields(other), at)

    def _parts(self, one: Mapping[Any, Any], other: Mapping[Any, Any], at: str) -> str:
        if list(one) != list(other):
            return f"{at}: has {list(one)} and {list(other)}"
        return next(
            (found for name in one if (found := self.difference(one[name], other[name], f"{at}.{name}"))), ""
        )


def _kind(thing: object) -> type:
    """What it is, whether or not parts of it are made when somebody asks for them."""
    return next((kind for kind in (dict, Inspectorate) if isinstance(thing, kind)), type(thing))


def _fields(thing: object) -> dict[str, object]:
    if isinstance(thing, Inspectorate):
        assert thing.names is not None
        return {name: value for name, value in sorted(vars(thing).items()) if name != "names_kept"}
    if hasattr(thing, "__dict__"):
        return dict(sorted(vars(thing).items()))
    return {
        name: getattr(thing, name) for kind in type(thing).__mro__ for name in getattr(kind, "__slots__", ())
    }


def told(thing: Any, seen: dict[int, int] | None = None) -> Any:
    """A state as lists and texts, the same in every run; what was told before is told by its number."""
    seen = {} if seen is None else seen
    if isinstance(thing, Event):
        return [thing.NAME, *map(repr, thing.fields.items())]
    if isinstance(thing, _VALUES) or callable(thing):
        return repr(thing) if isinstance(thing, _VALUES) else ""
    if isinstance(thing, set | frozenset):
        return sorted(map(repr, thing))
    if isinstance(thing, KeptEvents):
        thing = dict(thing.items())
    elif not isinstance(thing, tuple | list | dict):
        if id(thing) in seen:
            return seen[id(thing)]
        seen[id(thing)] = len(seen)
        thing = _fields(thing)
    if isinstance(thing, dict):
        return [[repr(name), told(value, seen)] for name, value in thing.items()]
    return [told(part, seen) for part in thing]
