"""What was brought in from a register that somebody kept before the ledger did.

A file is told of once; then each of its rows, right before what it brings in.
"""

from __future__ import annotations

from typing import ClassVar

from events.base import Day, Event, InspectionEvent, Internal, Names, Public


class FileImported(Event):
    """A file was brought in, ``I1``, ``I2``…; all of the same request comes from it.

    ``digest`` is the SHA-256 of its bytes in hex, ``mapping`` that of what said how to read it. ``seen_on``
    is the day on which the file was as it is: what it says was known to its source by then.
    """

    NAME: ClassVar[str] = "file.imported"
    file: Public[str]
    digest: Public[str]
    mapping: Public[str]
    seen_on: Public[Day]
    name: Internal[str]


class RecommendationImported(InspectionEvent):
    """A row of a file is about this recommendation; the next ``facts`` events of the inspection are from it.

    ``file`` is the ref of the FileImported, and ``digest`` and ``seen_on`` are its own, so that a row is
    proved without it. ``sheet`` and ``row`` say where it stands, as people count, from 1; a file that
    has no sheets, such as CSV, leaves ``sheet`` empty. It
    ``makes`` the recommendation, or is about one that is there. ``judgement`` is
    the ref of the judgement among the facts, if there is one: it was made before the ledger was there, counts
    as it is, and nobody signs it off. ``as_published`` names what the source says and no rule allows:
    ``judged-on`` (judged before it was made) or ``due`` (due before it was made).
    """

    NAME: ClassVar[str] = "recommendation.imported"
    MOVES_ROW: ClassVar[bool] = True
    number: Public[str]
    file: Public[str]
    digest: Public[str]
    seen_on: Public[Day]
    sheet: Public[str]
    row: Public[int]
    makes: Public[bool]
    facts: Public[int]
    judgement: Public[str | None]
    as_published: Public[Names]
