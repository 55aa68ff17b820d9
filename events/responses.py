"""What a body answers to a recommendation: apart from its status, and never a thing to judge.

That it answered is one event, its own words are another: those may have to be withdrawn from view.
"""

from __future__ import annotations

from typing import ClassVar

from events.base import Day, InspectionEvent, Names, Public


class ResponseRecorded(InspectionEvent):
    """A body answered ``R1``, ``R2``… to one recommendation.

    ``answer`` is a word of the vocabulary of answers; ``due`` is the day by which the body says that it will
    have done what it says it does, or None. A later answer of the same body replaces an earlier one.
    """

    NAME: ClassVar[str] = "response.recorded"
    MOVES_ROW: ClassVar[bool] = True
    NEED_NOT_HAVE_COME: ClassVar[Names] = ("due",)
    response: Public[str]
    number: Public[str]
    body: Public[str]
    answer: Public[str]
    due: Public[Day | None]
    on: Public[Day]


class ResponseExplained(InspectionEvent):
    """What the body says in its answer, and the action that it promises. It follows its answer at once."""

    NAME: ClassVar[str] = "response.explained"
    FOLDED: ClassVar[bool] = False
    WITHDRAWABLE: ClassVar[Names] = ("text", "action")
    response: Public[str]
    text: Public[str]
    action: Public[str | None]


class ResponseDueSet(InspectionEvent):
    """A body has to answer by ``due``, or (``body`` is None) every body it is made to. The last one holds.

    ``why`` says by which law it is due, or who extended it.
    """

    NAME: ClassVar[str] = "response.due-set"
    WITHDRAWABLE: ClassVar[Names] = ("why",)
    NEED_NOT_HAVE_COME: ClassVar[Names] = ("due",)
    number: Public[str]
    body: Public[str | None]
    due: Public[Day]
    why: Public[str | None]
    on: Public[Day]
