"""Words that were taken back: typed by mistake, and not to be read by the public any longer."""

from __future__ import annotations

from typing import ClassVar

from events.base import InspectionEvent, Names, Public


class WordsWithdrawn(InspectionEvent):
    """Words of an earlier event are withdrawn from view: a publication shows this in its place.

    ``event`` is the place of that event in the stream of the inspection, from 1, ``name`` what it is called,
    ``shape`` the version it is read in, and ``number`` the recommendation it is about, or None. ``words``
    names the fields that are withdrawn. ``beside`` repeats all others, so that what the event said beside its
    words is proved without it: each field's name and its value, one after the other, the name again for each
    of several texts. Of fields that name bodies it has what is told in the place of a wrong name, for other
    events bear that name, too. ``why`` is None if it follows from a correction alone, which says why. Of
    several on one event the last holds.
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
