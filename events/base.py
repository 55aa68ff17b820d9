"""What every event has in common: a name for good, a version, and fields that never change.

    >>> from events.judgements import JudgementSignedOff
    >>> JudgementSignedOff(inspection="OCSAE", judgement="J1")
    JudgementSignedOff(inspection='OCSAE', judgement='J1')
    >>> JudgementSignedOff.NAME
    'judgement.signed-off'

The stored name is a promise, the class name a convenience: a class may be renamed, its NAME never.
A changed shape gets the next VERSION and, beside the class, how older ones are read (SINCE or upcast);
stored bytes stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar, NewType, dataclass_transform

Day = NewType("Day", str)
"""A date as text: ``2021-08-18``, or ``2024-04`` where no more than the month is known."""

Instant = NewType("Instant", str)
"""A moment in UTC to the microsecond: ``2026-11-22T10:02:11.123456Z``; sorts as text."""

Names = tuple[str, ...]
"""Several short texts in a given order: bodies, refs."""

_KINDS: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "str | None": (str, type(None)),
    "Day": (str,),
    "Day | None": (str, type(None)),
    "bool": (bool,),
    "int": (int,),
    "Names": (tuple, list),
}


@lru_cache(maxsize=4096)
def is_day(text: str) -> bool:
    """Whether a text is a day as the ledger writes it, and in the calendar."""
    try:
        return (
            str(date.fromisoformat(text if len(text) == 10 else f"{text}-01")).startswith(text)
            and len(text) > 6
        )
    except ValueError:
        return False


class EventShapeError(ValueError):
    """Stored fields are not those of the event they are said to be."""


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Frozen:
    """A value made once, by keyword, and never changed.

    Why not ``@dataclass(frozen=True)``: it compiles four methods for each class whenever the program
    starts, which for the classes of this house came to a tenth of a second. This reads annotations.
    """

    FIELDS: ClassVar[dict[str, str]] = {}
    DEFAULTS: ClassVar[dict[str, object]] = {}

    def __init_subclass__(cls) -> None:
        own = {
            name: kind
            for name, kind in cls.__dict__.get("__annotations__", {}).items()  # noqa: RUF063  inspect is slow to import
            if not kind.startswith("ClassVar")
        }
        cls.FIELDS = {**cls.FIELDS, **own}
        cls.DEFAULTS = {**cls.DEFAULTS, **{n: cls.__dict__[n] for n in own if n in cls.__dict__}}

    def __init__(self, **values: Any) -> None:  # Any: a field may be of any of the kinds above
        if values.keys() != self.FIELDS.keys():
            missing = self.FIELDS.keys() - values.keys() - self.DEFAULTS.keys()
            unknown = values.keys() - self.FIELDS.keys()
            if missing or unknown:
                raise TypeError(
                    f"{type(self).__name__} takes {', '.join(self.FIELDS)}; "
                    f"missing: {sorted(missing)}, unknown: {sorted(unknown)}"
                )
            values = {**self.DEFAULTS, **values}
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} is a fact and does not change")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} is a fact and does not go away")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.__dict__ == self.__dict__

    def __hash__(self) -> int:
        return hash((type(self), *(self.__dict__[name] for name in self.FIELDS)))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={self.__dict__[name]!r}" for name in self.FIELDS)
        return f"{type(self).__name__}({fields})"


_new = object.__new__
_give = Frozen.__dict__["__dict__"].__set__
"""Gives a value its fields, past the door that is shut, more cheaply than ``object.__setattr__``."""


class Event(Frozen):
    """A fact that was recorded. Subclasses are the whole vocabulary of a ledger."""

    NAME: ClassVar[str] = ""
    VERSION: ClassVar[int] = 1
    SINCE: ClassVar[dict[int, dict[str, Any]]] = {}  # Any: a field may be of any of the kinds above
    """By version, the fields it added and what an older event amounts to in them."""
    FORMER: ClassVar[dict[int, type[Event]]] = {}
    """By version, the class in which events are read that held more than today's: it is a subclass of it."""
    SHAPE: ClassVar[tuple[tuple[str, tuple[type, ...]], ...]] = ()
    LISTS: ClassVar[tuple[str, ...]] = ()
    DAYS: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.SHAPE = tuple((name, _KINDS[kind]) for name, kind in cls.FIELDS.items())
        cls.LISTS = tuple(name for name, kind in cls.FIELDS.items() if kind == "Names")
        cls.DAYS = tuple(name for name, kind in cls.FIELDS.items() if kind.startswith("Day"))

    @classmethod
    def upcast(cls, version: int, fields: dict[str, Any]) -> dict[str, Any]:  # Any: JSON
        """Return fields stored by an older VERSION in today's shape: here, with what SINCE says.

        A class whose shape changed otherwise has its own. Raises EventShapeError for a version nobody wrote.
        """
        if type(version) is not int or not 1 <= version < cls.VERSION:
            raise EventShapeError(f"{cls.NAME} was never stored with version {version!r}")
        for later in range(version + 1, cls.VERSION + 1):
            if early := fields.keys() & cls.SINCE[later].keys():
                raise EventShapeError(f"{cls.NAME} of version {version} had no {', '.join(sorted(early))}")
            fields = {**fields, **cls.SINCE[later]}
        return fields

    @classmethod
    def from_fields(cls, version: int, fields: dict[str, Any]) -> Event:  # Any: JSON
        """Build the event from stored JSON fields, which it takes over.

        Raises EventShapeError where a name or a type is not this event's.
        """
        if version != cls.VERSION or type(version) is not int:
            if type(version) is int and (former := cls.FORMER.get(version)):
                return former.from_fields(version, fields)
            fields = cls.upcast(version, fields)
        try:
            for name, kinds in cls.SHAPE:
                if type(fields[name]) not in kinds:
                    raise EventShapeError(f"{cls.NAME}.{name} is {type(fields[name]).__name__}")
        except KeyError:
            raise cls._misnamed(fields) from None
        if len(fields) != len(cls.SHAPE):
            raise cls._misnamed(fields)
        for name in cls.LISTS:
            fields[name] = tuple(fields[name])
            for item in fields[name]:
                if type(item) is not str:
                    raise EventShapeError(f"{cls.NAME}.{name} holds something else than text")
        for name in cls.DAYS:
            if fields[name] is not None and not is_day(fields[name]):
                raise EventShapeError(f"{cls.NAME}.{name} is no day: {fields[name]!r}")
        event = _new(cls)
        _give(event, fields)
        return event

    @classmethod
    def _misnamed(cls, fields: dict[str, Any]) -> EventShapeError:  # Any: JSON
        return EventShapeError(f"{cls.NAME} has the fields {sorted(cls.FIELDS)}, not {sorted(fields)}")

    @property
    def fields(self) -> Mapping[str, Any]:  # Any: see _KINDS
        """The fields by name, as they are stored."""
        return self.__dict__


class InspectionEvent(Event):
    """An event of one inspection, which is the consistency boundary and has one stream."""

    inspection: str
