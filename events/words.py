"""Words that were typed by mistake, and that the public may not read any longer."""

from __future__ import annotations

from typing import ClassVar

from events.base import InspectionEvent, Names, Public


class WordsWithdrawn(InspectionEvent):
    """Words of an earlier event are withdrawn from view: a publication shows this event in its place.

    ``event`` is the place of the earlier event in the stream of the inspection, from 1, ``name`` is its name,
    ``shape`` the version it is read in, and ``number`` the recommendation it is about, or None. ``words`` are
    the names of the fields that are withdrawn. ``beside`` repeats all others, so that they are proved without
    that event: each field's name and its value, one after the other, the name again for each of several
    texts. For a field with a body's wrong name it has what is shown instead, because other events have that
    name, too. ``why`` is None if a correction alone made this necessary, which has the reason. If there are
    several on one event, the last one holds.
    """

    NAME: ClassVar[str] = "words.withdrawn"
    FOLDED: ClassVar[bool] = False
    number: Public[str | None]
    event: Public[int]
    name: Public[str]
    shape: Public[int]
    words: Public[Names]
    beside: Public[Names]
    why: Public[str | None]
