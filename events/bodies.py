"""Bodies that recommendations are made to: things with names in time, and not spellings.

They are of the whole inspectorate and not of one inspection. What a body is called in another event is what
was typed then; these events say which names mean one body.
"""

from __future__ import annotations

from typing import ClassVar

from events.base import Day, Event, Names, Public


class BodyRegistered(Event):
    """There is a body of this name; ``on`` is the day since which it exists, or None if nobody said."""

    NAME: ClassVar[str] = "body.registered"
    MOVES_ROW: ClassVar[bool] = True
    body: Public[str]
    on: Public[Day | None]


class BodyAliasAdded(Event):
    """It is also written ``also``, on every day."""

    NAME: ClassVar[str] = "body.alias-added"
    MOVES_ROW: ClassVar[bool] = True
    body: Public[str]
    also: Public[str]


class BodyRenamed(Event):
    """From ``on`` it bears another name. It is the same body, and keeps what it was asked to do."""

    NAME: ClassVar[str] = "body.renamed"
    MOVES_ROW: ClassVar[bool] = True
    NEED_NOT_HAVE_COME: ClassVar[Names] = ("on",)
    body: Public[str]
    to: Public[str]
    on: Public[Day]
    why: Public[str]


class BodyMerged(Event):
    """Two registered names meant one body all along: known from here on, for every day."""

    NAME: ClassVar[str] = "body.merged"
    MOVES_ROW: ClassVar[bool] = True
    body: Public[str]
    into: Public[str]
    why: Public[str]


class BodySucceeded(Event):
    """From ``on`` another body answers for what this one was asked to do and that is not closed."""

    NAME: ClassVar[str] = "body.succeeded"
    MOVES_ROW: ClassVar[bool] = True
    NEED_NOT_HAVE_COME: ClassVar[Names] = ("on",)
    body: Public[str]
    by: Public[str]
    on: Public[Day]
    why: Public[str | None]
