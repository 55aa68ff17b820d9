"""What may be left out because it is about a recommendation that was entered in error.

A leaf says its stream and its topic, and not which recommendation it is about. Of an inspection as many
makings may be left out as recommendations are void, by what is shown; and of what else can be about one of
them what was recorded between the first making that is left out and the last event that makes one void. What
brought a making in from a register that was kept before stands just before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from events.imports import RecommendationImported
from events.recommendations import RecommendationMade, RecommendationVoided
from events.registry import EVENTS
from ledger.proof.leaf import Leaf
from ledger.validation import so_many_events
from projections.publication.checking.events import Shown
from projections.publication.checking.rows import Folded

_MADE = RecommendationMade.NAME
_ABOUT_ONE = ("recommendation", "evidence", "judgement", "dispute", "response", "progress")
"""The subjects of what is about a recommendation."""


class InError:
    """By inspection, the leaves that may be left out for that."""

    def __init__(self, folded: Folded, shown: Shown) -> None:
        self._folded, self._shown = folded, shown
        self._left_out: dict[str, frozenset[int]] = {}

    def of(self, ref: str, leaves: Sequence[tuple[int, Leaf]]) -> frozenset[int]:
        """Of the leaves of an inspection those that are not shown and need not be."""
        if ref not in self._left_out:
            self._left_out[ref] = frozenset(self._allowed(ref, leaves))
        return self._left_out[ref]

    def _allowed(self, ref: str, leaves: Sequence[tuple[int, Leaf]]) -> Iterator[int]:
        fold = self._folded.folds.get(ref)
        void = {one.position for one in fold.voids.now if one.recommendation is None} if fold else set()
        at = [
            index
            for index, record in self._shown.items()
            if record.position in void and isinstance(record.event, RecommendationVoided)
        ]
        if not at:
            return
        last = max(at)
        hidden = [(index, leaf) for index, leaf in leaves if index not in self._shown and index < last]
        makings = [index for index, leaf in hidden if leaf.topic == _MADE][: len(void)]
        if not makings:
            return
        yield from makings
        brought = {leaf.version - 1 for index, leaf in hidden if index in makings}
        for index, leaf in hidden:
            topic = EVENTS.get(leaf.topic)
            about = topic is not None and topic.SUBJECT in _ABOUT_ONE and leaf.topic != _MADE
            brings = leaf.topic == RecommendationImported.NAME and leaf.version in brought
            if about and (index > makings[0] or brings):
                yield index

    def said(self) -> Iterator[str]:
        """What is not proved for that."""
        counted: Mapping[str, int] = {ref: len(leaves) for ref, leaves in self._left_out.items() if leaves}
        for ref, count in counted.items():
            yield (
                f"that {so_many_events(count)} of {ref} not shown "
                f"{'is' if count == 1 else 'are'} about what was entered in error"
            )
