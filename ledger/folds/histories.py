"""What is kept of a history of values, of a source, and of an event; and each as it was."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar, cast

from events.registry import EVENTS
from ledger.state.history import History, Value
from ledger.state.source import Source, Stood

if TYPE_CHECKING:
    from events.base import Event
    from ledger.folds.file import Data

T = TypeVar("T")
E = TypeVar("E", bound="Event")

_KEYS = {kind: (name, 0) for name, kind in EVENTS.items()} | {
    former: (name, version) for name, kind in EVENTS.items() for version, former in kind.FORMER.items()
}
"""Of each class of events its stored name, and the version that it reads if that is an older one."""

_KINDS = {of: kind for kind, of in _KEYS.items()}


def _as_it_is(content: Data) -> Data:
    return content


def given(thing: object, names: Sequence[str], values: Sequence[object]) -> None:
    """Give a thing its values, by the names of its fields."""
    for name, value in zip(names, values, strict=True):
        setattr(thing, name, value)


def history_kept(history: History[T]) -> Data:
    """What is kept of a history. A content that is a named tuple is kept as a plain one."""
    return history.made_at, [
        (*value[:4], tuple(value[4]) if isinstance(value[4], tuple) else value[4], value[5])
        for value in history.values
    ]


def history(kept: Data, content: Callable[[Data], Data] = _as_it_is) -> History[Data]:
    """The history; ``content`` makes each content."""
    found: History[Data] = History(kept[0])
    found.values = [
        Value(day, position, on, first, content(said), corrected)
        for day, position, on, first, said, corrected in kept[1]
    ]
    return found


def source_kept(source: Source) -> Data:
    """What is kept of a source."""
    values = [getattr(source, name) for name in Source.__slots__ if name != "stood"]
    return [tuple(one) for one in source.stood], values


def source(kept: Data) -> Source:
    """The source."""
    found = Source()
    found.stood = tuple(Stood(*one) for one in kept[0])
    for name, value in zip((name for name in Source.__slots__ if name != "stood"), kept[1], strict=True):
        setattr(found, name, value)
    return found


def event_kept(event: Event) -> Data:
    """What is kept of an event."""
    return _KEYS[type(event)], dict(vars(event))


def event(kept: Data, _of: type[E] | None = None) -> E:
    """The event."""
    return cast("E", _KINDS[kept[0]](**kept[1]))
