"""What a body was asked to do, and everything later about that."""

from __future__ import annotations

from typing import ClassVar

from events.base import Day, InspectionEvent, Names, Public


class RecommendationMade(InspectionEvent):
    """A numbered recommendation was published; ``number`` is the publisher's own form."""

    NAME: ClassVar[str] = "recommendation.made"
    MOVES_ROW: ClassVar[bool] = True
    NEED_NOT_HAVE_COME: ClassVar[Names] = ("due",)
    number: Public[str]
    cycle: Public[str]
    kind: Public[str]
    text: Public[str]
    made_to: Public[Names]
    due: Public[Day | None]
    on: Public[Day]


class RecommendationRestated(InspectionEvent):
    """Its words were changed; the earlier ones stay in the record."""

    NAME: ClassVar[str] = "recommendation.restated"
    MOVES_ROW: ClassVar[bool] = True
    WITHDRAWABLE: ClassVar[Names] = ("why",)
    number: Public[str]
    text: Public[str]
    why: Public[str]
    on: Public[Day]


class RecommendationReaddressed(InspectionEvent):
    """It is now addressed to these bodies."""

    NAME: ClassVar[str] = "recommendation.readdressed"
    MOVES_ROW: ClassVar[bool] = True
    WITHDRAWABLE: ClassVar[Names] = ("why",)
    number: Public[str]
    made_to: Public[Names]
    why: Public[str | None]
    on: Public[Day]


class RecommendationRescheduled(InspectionEvent):
    """It is now due on another day. ``approved_by`` says which role or board allowed that, never a name."""

    NAME: ClassVar[str] = "recommendation.rescheduled"
    MOVES_ROW: ClassVar[bool] = True
    WITHDRAWABLE: ClassVar[Names] = ("approved_by", "why")
    NEED_NOT_HAVE_COME: ClassVar[Names] = ("due",)
    VERSION: ClassVar[int] = 2
    SINCE: ClassVar = {2: {"approved_by": None}}
    number: Public[str]
    due: Public[Day]
    approved_by: Public[str | None]
    why: Public[str | None]
    on: Public[Day]


class RecommendationWithdrawn(InspectionEvent):
    """The inspectorate took it back."""

    NAME: ClassVar[str] = "recommendation.withdrawn"
    MOVES_ROW: ClassVar[bool] = True
    WITHDRAWABLE: ClassVar[Names] = ("why",)
    number: Public[str]
    why: Public[str | None]
    on: Public[Day]


class RecommendationSuperseded(InspectionEvent):
    """Others took its place; ``by`` names them as ``REF/NUMBER``.

    ``how``: ``superseded`` by new ones, ``reframed`` into another subject's, ``merged`` with others into one,
    or ``split`` into several.
    """

    NAME: ClassVar[str] = "recommendation.superseded"
    MOVES_ROW: ClassVar[bool] = True
    WITHDRAWABLE: ClassVar[Names] = ("why",)
    VERSION: ClassVar[int] = 2
    SINCE: ClassVar = {2: {"how": "superseded"}}
    number: Public[str]
    how: Public[str]
    by: Public[Names]
    why: Public[str | None]
    on: Public[Day]


class RecommendationLinked(InspectionEvent):
    """It is linked to another, ``REF/NUMBER``; the other's stream has an event for its side of the link.

    ``relation`` is what this one does: it ``supersedes``, ``reframes``, ``merges``, is ``split-from`` or
    ``repeats`` the other, or is ``repeated-by`` it.
    """

    NAME: ClassVar[str] = "recommendation.linked"
    WITHDRAWABLE: ClassVar[Names] = ("why",)
    number: Public[str]
    relation: Public[str]
    other: Public[str]
    why: Public[str | None]
    on: Public[Day]


class RecommendationUnlinked(InspectionEvent):
    """A link of the day ``of`` was an error: there never was one. Known from here on, for every day."""

    NAME: ClassVar[str] = "recommendation.unlinked"
    WITHDRAWABLE: ClassVar[Names] = ("why",)
    NEED_NOT_HAVE_COME: ClassVar[Names] = ("of",)
    number: Public[str]
    relation: Public[str]
    other: Public[str]
    of: Public[Day]
    why: Public[str]


class RecommendationClassified(InspectionEvent):
    """How it is sorted from a day on, in every respect: what is None, or empty, it has not (any longer).

    ``priority`` and ``topics`` are words of the vocabulary, ``source`` is the address of the publication it
    stands in and ``place`` where in that (a paragraph, a page). ``under`` is the number of the recommendation
    or concern of the same inspection that it is a part of.
    """

    NAME: ClassVar[str] = "recommendation.classified"
    MOVES_ROW: ClassVar[bool] = True
    WITHDRAWABLE: ClassVar[Names] = ("source", "place")
    number: Public[str]
    priority: Public[str | None]
    topics: Public[Names]
    source: Public[str | None]
    place: Public[str | None]
    under: Public[str | None]
    on: Public[Day]


class RecommendationCorrected(InspectionEvent):
    """A published mistake. The right value held from the start: this counts for every day, once known.

    ``what`` was wrong: ``text``, ``made-to``, ``due``, ``made-on``, ``kind``, ``cycle``, ``number`` or
    ``end`` (withdrawn or superseded), in the value that took effect on ``of``. The field of that name has the
    right value; if it is empty (None, or no body), there should have been none. ``in_cycle`` is the right
    cycle, under a name of its own, because a correction is itself no part of a cycle; the right day of the
    making may come with it, because one may be wrong because of the other. ``new_number`` is the right
    number; ``number`` is the one it had until then, which goes on meaning it until another is given it.
    """

    NAME: ClassVar[str] = "recommendation.corrected"
    MOVES_ROW: ClassVar[bool] = True
    WITHDRAWABLE: ClassVar[Names] = ("why",)
    NEED_NOT_HAVE_COME: ClassVar[Names] = ("of", "due")
    VERSION: ClassVar[int] = 3
    SINCE: ClassVar = {2: {"kind": None, "in_cycle": None}, 3: {"new_number": None}}
    number: Public[str]
    what: Public[str]
    of: Public[Day]
    text: Public[str | None]
    made_to: Public[Names]
    due: Public[Day | None]
    made_on: Public[Day | None]
    kind: Public[str | None]
    in_cycle: Public[str | None]
    new_number: Public[str | None]
    why: Public[str]


class RecommendationVoided(InspectionEvent):
    """It was entered in error: it was never made. Known from here on, for every day.

    What was recorded about it stays in the record, and is told of nowhere but there. Its number may be given
    to another.
    """

    NAME: ClassVar[str] = "recommendation.voided"
    MOVES_ROW: ClassVar[bool] = True
    WITHDRAWABLE: ClassVar[Names] = ("why",)
    number: Public[str]
    why: Public[str]


class RecommendationUnvoided(InspectionEvent):
    """It was not entered in error after all: it was made, and all that was recorded about it holds."""

    NAME: ClassVar[str] = "recommendation.unvoided"
    MOVES_ROW: ClassVar[bool] = True
    WITHDRAWABLE: ClassVar[Names] = ("why",)
    number: Public[str]
    why: Public[str]
