"""The publisher's own words for kinds, statuses, reasons, answers, priorities and topics.

They are of the whole inspectorate. The words of the contract are always there, and no event adds them.
"""

from __future__ import annotations

from typing import ClassVar

from events.base import Event, Public


class VocabularyWordAdded(Event):
    """A word may be used from now on; ``label`` is how it is shown.

    ``vocabulary`` is ``kind``, ``status``, ``reason``, ``answer``, ``priority`` or ``topic``. ``means`` is
    what it comes to in the contract's words: of a status ``open``, ``partially-met``, ``closed`` or
    ``closed/REASON``, of a reason ``closed/REASON`` or None, of a kind ``none`` if it needs no closing, else
    None. A word that was retired and is added again may have another label; what it means stays.
    """

    NAME: ClassVar[str] = "vocabulary.word-added"
    MOVES_ROW: ClassVar[bool] = True
    vocabulary: Public[str]
    word: Public[str]
    label: Public[str]
    means: Public[str | None]


class VocabularyWordRetired(Event):
    """A word is not used for anything new; where it was used it stays."""

    NAME: ClassVar[str] = "vocabulary.word-retired"
    vocabulary: Public[str]
    word: Public[str]
