"""What an inspector found, and the second person who made it count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from events.base import Day, Event, EventShapeError, InspectionEvent, Internal, Names, OnceSignedOff, Public


class JudgementRecorded(InspectionEvent):
    """An inspector's finding ``J1``, ``J2``… on one recommendation in one cycle.

    It counts from ``on``, and only once it was signed off. The event that follows it at once, a
    JudgementExplained, has its rationale, so that the words can be withdrawn from view and the judgement is
    still proved. ``made_to`` is the body whose share is judged, or None if all of it is, for every body.
    ``until`` names the later cycle until which it is left open on purpose, or None. ``word`` is the
    publisher's own word for where it stands, of the vocabulary, or None; rules go by ``status``.
    """

    NAME: ClassVar[str] = "judgement.recorded"
    MOVES_ROW: ClassVar[bool] = True
    VERSION: ClassVar[int] = 4
    SINCE: ClassVar = {4: {"word": None}}
    judgement: Public[str]
    number: OnceSignedOff[str]
    cycle: OnceSignedOff[str]
    made_to: OnceSignedOff[str | None]
    status: OnceSignedOff[str]
    reason: OnceSignedOff[str | None]
    evidence: OnceSignedOff[Names]
    until: OnceSignedOff[str | None]
    word: OnceSignedOff[str | None]
    on: OnceSignedOff[Day]

    @property
    def own_rationale(self) -> str | None:
        """The rationale, if the event itself has it, as it did until version 2; else None."""
        return None


class JudgementRecordedWithWords(JudgementRecorded):
    """As it was stored until version 2: with its ``rationale``, which is public, and never a ``word``."""

    VERSION: ClassVar[int] = 2
    SINCE: ClassVar = {2: {"made_to": None, "until": None}}
    FORMER: ClassVar = {}
    rationale: OnceSignedOff[str]

    @property
    def own_rationale(self) -> str:
        """The rationale."""
        return self.rationale

    @classmethod
    def from_fields(cls, version: int, fields: dict[str, Any]) -> Event:  # Any: JSON
        """Build the event from stored JSON fields; raises EventShapeError for any others."""
        if "word" in fields:
            raise EventShapeError(f"{cls.NAME} of version {version} had no word")
        return super().from_fields(version, {**fields, "word": None})

    @property
    def fields(self) -> Mapping[str, Any]:  # Any: JSON
        """The fields by name, as they are stored."""
        return {name: value for name, value in self.__dict__.items() if name != "word"}


JudgementRecorded.FORMER = dict.fromkeys((1, 2), JudgementRecordedWithWords)


class JudgementExplained(InspectionEvent):
    """Why it was judged so, for the public, in the words of who recorded it.

    It follows its judgement at once, or the correction that ``reworded`` it. Of several on one judgement the
    last holds, and those before it are withdrawn from view.
    """

    NAME: ClassVar[str] = "judgement.explained"
    FOLDED: ClassVar[bool] = False
    judgement: Public[str]
    rationale: OnceSignedOff[str]


class JudgementNoted(InspectionEvent):
    """An internal note on a judgement: an event of its own, so that it never has to be published."""

    NAME: ClassVar[str] = "judgement.noted"
    FOLDED: ClassVar[bool] = False
    judgement: Public[str]
    note: Internal[str]


class JudgementSignedOff(InspectionEvent):
    """A second person confirmed the judgement: from here it counts."""

    NAME: ClassVar[str] = "judgement.signed-off"
    MOVES_ROW: ClassVar[bool] = True
    judgement: Public[str]


class JudgementReturned(InspectionEvent):
    """The judgement went back to its author and will never count; another may follow."""

    NAME: ClassVar[str] = "judgement.returned"
    judgement: Public[str]
    why: Internal[str]


class JudgementCorrected(InspectionEvent):
    """A judgement was published wrongly. It was so from the start: this counts for every day, once known.

    ``void``: it should not have been signed off, and counts no more. Otherwise ``judged_on`` is the right day
    (None: the day was right), and if it is ``reworded``, the event that follows at once has the right
    rationale, a JudgementExplained.
    """

    NAME: ClassVar[str] = "judgement.corrected"
    MOVES_ROW: ClassVar[bool] = True
    WITHDRAWABLE: ClassVar[Names] = ("why",)
    VERSION: ClassVar[int] = 2
    judgement: Public[str]
    void: Public[bool]
    judged_on: Public[Day | None]
    reworded: Public[bool]
    why: Public[str]

    @property
    def own_rationale(self) -> str | None:
        """The right rationale, if the event itself has it, as it did in version 1; else None."""
        return None


class JudgementCorrectedWithWords(JudgementCorrected):
    """As it was stored in version 1: with the right ``rationale``, or None if the rationale was right.

    Whether it is ``reworded`` follows from that, and was not stored.
    """

    VERSION: ClassVar[int] = 1
    FORMER: ClassVar = {}
    WITHDRAWABLE: ClassVar[Names] = ()
    rationale: Public[str | None]

    @property
    def own_rationale(self) -> str | None:
        """The right rationale, or None."""
        return self.rationale

    @classmethod
    def from_fields(cls, version: int, fields: dict[str, Any]) -> Event:  # Any: JSON
        """Build the event from stored JSON fields; raises EventShapeError for any others."""
        if "reworded" in fields:
            raise EventShapeError(f"{cls.NAME} of version {version} had no reworded")
        return super().from_fields(version, {**fields, "reworded": fields.get("rationale") is not None})

    @property
    def fields(self) -> Mapping[str, Any]:  # Any: JSON
        """The fields by name, as they are stored."""
        return {name: value for name, value in self.__dict__.items() if name != "reworded"}


JudgementCorrected.FORMER = {1: JudgementCorrectedWithWords}
