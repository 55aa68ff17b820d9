"""What is kept of a recommendation, and the recommendation as it was; so of what names one.

Each is known by the number of its first event in the stream. It is made when it is asked for, and with it
whatever stands, or ever stood, above and under it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ledger.folds.file import loaded
from ledger.folds.histories import given, history, history_kept, source, source_kept
from ledger.folds.lazily import Lazily
from ledger.state.classification import Classification
from ledger.state.entities import NONE, Recommendation, Tie, Voided, shared

if TYPE_CHECKING:
    from ledger.folds.file import Data

_PLAIN = (
    *("made_days", "number", "slot", "cycle", "kind", "made_on", "made_at", "gone", "gone_on", "heirs"),
    *("facts", "expectations", "answers_due", "asked", "judged_here", "answered", "once_called"),
)
_MAPPINGS = ("expectations", "answers_due", "answered", "once_called")
_HISTORIES = ("texts", "addressed", "dues")

JUDGEMENT = (
    *("recorded_at", "ref", "cycle", "made_to", "rationale", "evidence", "status", "reason", "word", "on"),
    *("by", "fate"),
)
EVIDENCE = ("ref", "body", "on", "withdrawn", "withdrawn_on", "withdrawn_at")
DISPUTE = ("ref", "body", "on", "outcome")


class Recommendations:
    """All of one inspection, by the numbers of their first events: what is kept of each, until it is made."""

    def __init__(self, kept: Mapping[int, bytes]) -> None:
        self.kept = kept
        self.made: dict[int, Recommendation] = {}

    def at(self, made_at: int) -> Recommendation:
        """The one whose first event has a number."""
        if (found := self.made.get(made_at)) is None:
            self._make(made_at)
            found = self.made[made_at]
        return found

    def _make(self, made_at: int) -> None:
        """Make it, and all that it hangs together with: one after the other, for it may be many."""
        wanted = [made_at]
        whole: list[tuple[Recommendation, Data, Data]] = []
        while wanted:
            if (at := wanted.pop()) in self.made:
                continue
            plain, histories, classified, links, said, voided, parts, wholes = loaded(self.kept[at])
            made = self.made[at] = Recommendation.__new__(Recommendation)
            given(made, _PLAIN, plain)
            given(made, _HISTORIES, list(map(history, histories)))
            made.classified = history(classified, lambda content: Classification(*content))
            for name in _MAPPINGS:
                setattr(made, name, getattr(made, name) or NONE)
            made.asked = shared(frozenset(made.asked))
            made.links = {name: Tie(*tie) for name, tie in links.items()} or NONE
            made.source = None if said is None else source(said)
            made.voided = None if voided is None else Voided(*voided)
            whole.append((made, parts, wholes))
            wanted += parts
            wanted += wholes.values()
        for made, parts, wholes in whole:
            made.parts = {at: self.made[at] for at in parts} or NONE
            made.wholes = {version: self.made[at] for version, at in wholes.items()} or NONE


class Slots(Lazily[str, Recommendation]):
    """Recommendations by their slots, made of what is kept ``there``."""

    __slots__ = ("there",)

    def __init__(self, slots: Mapping[str, int], there: Recommendations) -> None:
        super().__init__(slots, int, there.at)
        self.there = there


def recommendation_kept(one: Recommendation) -> Data:
    """What is kept of one."""
    return (
        tuple(getattr(one, name) for name in _PLAIN),
        [history_kept(getattr(one, name)) for name in _HISTORIES],
        history_kept(one.classified),
        {name: tuple(tie) for name, tie in one.links.items()},
        None if one.source is None else source_kept(one.source),
        None if one.voided is None else tuple(one.voided),
        list(one.parts),
        {version: whole.made_at for version, whole in one.wholes.items()},
    )
