"""What every event has in common: a name for good, a version, and fields that never change.

    >>> from events.judgements import JudgementSignedOff
    >>> JudgementSignedOff(inspection="OCSAE", judgement="J1")
    JudgementSignedOff(inspection='OCSAE', judgement='J1')
    >>> JudgementSignedOff.NAME
    'judgement.signed-off'

The stored name is a promise, the class name a convenience: a class may be renamed, its NAME never.
A changed shape gets the next VERSION and, beside the class, how older ones are read (SINCE or upcast);
stored bytes stay as they are.

An event declares itself: who may read each of its fields stands in the annotation of the field, and what
else is true of it stands on its class.

    class EvidenceWithdrawn(InspectionEvent):
        NAME: ClassVar[str] = "evidence.withdrawn"
        WITHDRAWABLE: ClassVar[Names] = ("why",)
        evidence: Public[str]
        why: UnlessRestricted[str]
        on: Public[Day]

A field without such a word is Internal: no file for the public is made from it.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, ClassVar, NewType, Self, TypeVar

from events.frozen import Frozen

Day = NewType("Day", str)
"""A date as text, as exactly as it is known: ``2021-08-18``, the month ``2024-04``, the year ``2012``, or
``..2024-04-04``, not known and not after that day (in EDTF, ISO 8601-2, ``[..2024-04-04]``)."""

Instant = NewType("Instant", str)
"""A moment in UTC to the microsecond: ``2026-11-22T10:02:11.123456Z``; sorts as text."""

Names = tuple[str, ...]
"""Several short texts in a given order: bodies, refs."""

_T = TypeVar("_T")

Public = Annotated[_T, "Everybody may read it."]
UnlessRestricted = Annotated[
    _T, "Everybody may read it, unless the evidence or the progress it belongs to is restricted."
]
OnceSignedOff = Annotated[
    _T, "Everybody may read it once its judgement counts, signed off if that is needed."
]
Internal = Annotated[_T, "The inspectorate alone may read it. So it is for a field that declares nothing."]

READERS = ("Public", "UnlessRestricted", "OnceSignedOff", "Internal")
"""Who may read a field, by the word in its annotation: ``why: UnlessRestricted[str]``."""

_KINDS: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "str | None": (str, type(None)),
    "Day": (str,),
    "Day | None": (str, type(None)),
    "bool": (bool,),
    "int": (int,),
    "int | None": (int, type(None)),
    "Names": (tuple, list),
}


OPEN_START = ".."
"""What a day that is known only not to be after another begins with."""

_FIRST_OF = {len("2012"): "-01-01", len("2024-04"): "-01", len("2024-04-04"): ""}


@lru_cache(maxsize=4096)
def is_day(text: str) -> bool:
    """Whether a text is a day as the ledger writes it, and in the calendar."""
    if text.startswith(OPEN_START):
        text = text.removeprefix(OPEN_START)
        return len(text) == len("2024-04-04") and is_day(text)
    try:
        return str(date.fromisoformat(text + _FIRST_OF[len(text)])).startswith(text)
    except (KeyError, ValueError):
        return False


class EventShapeError(ValueError):
    """Stored fields are not those of the event whose name they have."""


_new = object.__new__
_give = Frozen.__dict__["__dict__"].__set__
"""Gives a value its fields, past the door that is shut, more cheaply than ``object.__setattr__``."""


_WITHIN = ("judgement", "evidence", "dispute", "response", "progress")
_RESTRICTABLE = ("evidence", "progress")
"""The subjects that are a part of a recommendation's story, each with a ref in the field of that name."""


class Event(Frozen):
    """A fact that was recorded. Subclasses are the whole vocabulary of a ledger.

    What a class does not declare is worked out from its NAME and its annotations: SUBJECT, READERS, GUARDED,
    SHAPE, LISTS, DAYS, PAST_DAYS and EFFECTIVE.
    """

    NAME: ClassVar[str] = ""
    VERSION: ClassVar[int] = 1
    MOVES_ROW: ClassVar[bool] = False
    """Whether it can move a row of the register by itself, once it may be read; then no field is Internal."""
    FOLDED: ClassVar[bool] = True
    """Whether the register is made from it. False for frequent events that a reader of the register skips."""
    WITHDRAWABLE: ClassVar[Names] = ()
    """The fields whose words can be withdrawn from view by themselves, with nothing in their place."""
    NEED_NOT_HAVE_COME: ClassVar[Names] = ()
    """The fields with a day that can lie ahead, as a due date does, or that is the day of another word."""
    SINCE: ClassVar[dict[int, dict[str, Any]]] = {}  # Any: a field may be of any of the kinds above
    """By version, the fields it added and what an older event amounts to in them."""
    FORMER: ClassVar[dict[int, type[Event]]] = {}
    """By version, the class that reads events with more fields than today's have: a subclass of it."""
    SUBJECT: ClassVar[str] = ""
    """What it is about, the first word of its NAME: ``judgement``."""
    REF: ClassVar[str | None] = None
    """The field with the ref of the judgement, evidence or dispute that it is one of the story of, if any."""
    READERS: ClassVar[dict[str, str]] = {}
    """By field, who may read it: one of READERS above."""
    GUARDED: ClassVar[tuple[tuple[str, str], ...]] = ()
    """The fields that not everybody may read at all times, each with who may."""
    SHAPE: ClassVar[tuple[tuple[str, tuple[type, ...]], ...]] = ()
    LISTS: ClassVar[tuple[str, ...]] = ()
    DAYS: ClassVar[tuple[str, ...]] = ()
    PAST_DAYS: ClassVar[tuple[str, ...]] = ()
    """The fields with a day that had come when it was recorded."""
    EFFECTIVE: ClassVar[str | None] = None
    """The field with the day on which it takes effect: ``on``, of a correction ``of``, of what somebody else
    had published ``seen_on``, or none."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        fields, readers = cls.FIELDS, dict(cls.READERS)
        for name in cls.__dict__.get("__annotations__", {}):  # noqa: RUF063  inspect is slow to import
            if name in fields:
                reader, bracket, kind = fields[name].partition("[")
                fields[name], readers[name] = (kind[:-1], reader) if bracket else (reader, "Internal")
        # Lists are made faster than generators, and every start of the program pays for every class.
        cls.READERS, cls.GUARDED = readers, tuple([pair for pair in readers.items() if pair[1] != "Public"])
        cls.SHAPE = tuple([(name, _KINDS[kind]) for name, kind in fields.items()])
        cls.LISTS = tuple([name for name, kind in fields.items() if kind == "Names"])
        cls.DAYS = days = tuple([name for name, kind in fields.items() if kind[:3] == "Day"])
        cls.PAST_DAYS = tuple([name for name in days if name not in cls.NEED_NOT_HAVE_COME])
        cls.EFFECTIVE = "on" if "on" in days else "of" if "of" in days else None
        cls.EFFECTIVE = cls.EFFECTIVE or ("seen_on" if "seen_on" in days else None)
        cls.SUBJECT = subject = cls.NAME.partition(".")[0]
        cls.REF = subject if subject in _WITHIN and subject in fields else None
        cls._check()

    @classmethod
    def _check(cls) -> None:
        """Raise TypeError if the class declares what cannot be."""
        for name, reader in cls.GUARDED:
            if reader not in READERS:
                raise TypeError(f"{cls.__name__}.{name}: {reader} is none of {', '.join(READERS)}")
            if reader == "UnlessRestricted" and not any(of in cls.FIELDS for of in _RESTRICTABLE):
                raise TypeError(
                    f"{cls.__name__}.{name} is UnlessRestricted, and belongs to no evidence or progress"
                )
            if reader == "OnceSignedOff" and "judgement" not in cls.FIELDS:
                raise TypeError(f"{cls.__name__}.{name} is OnceSignedOff, and belongs to no judgement")
            if cls.MOVES_ROW and reader in ("Internal", "UnlessRestricted"):
                # A row is proved by the exact bytes of whatever moved it.
                raise TypeError(f"{cls.__name__} moves a row, and not everybody may read its {name}")
        if strange := {*cls.WITHDRAWABLE, *cls.NEED_NOT_HAVE_COME} - cls.FIELDS.keys():
            raise TypeError(
                f"{cls.__name__} declares something of {', '.join(sorted(strange))}, no field of it"
            )

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

        Raises EventShapeError if a name or a type is not this event's.
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

    @property
    def ref(self) -> str | None:
        """The ref of the judgement, evidence or dispute that it is one of the story of; else None."""
        return None if self.REF is None else self.__dict__.get(self.REF)

    @property
    def effective_day(self) -> Day | None:
        """The day on which it takes effect, or, of a correction, of the word that it sets right; or None."""
        return None if self.EFFECTIVE is None else self.__dict__.get(self.EFFECTIVE)

    @classmethod
    def awaits_sign_off(cls) -> bool:
        """Whether nobody but the inspectorate may read it until its judgement counts."""
        return any(reader == "OnceSignedOff" for _, reader in cls.GUARDED)

    def without(self, names: Container[str]) -> Self:
        """The same event, in which these fields are absent: reading one of them is an AttributeError."""
        view = _new(type(self))
        _give(view, {name: value for name, value in self.__dict__.items() if name not in names})
        return view

    @property
    def is_whole(self) -> bool:
        """Whether no field is absent."""
        return len(self.__dict__) == len(self.FIELDS)


class InspectionEvent(Event):
    """An event of one inspection, which is the consistency boundary and has one stream."""

    inspection: Public[str]
