"""Which evidence, judgements and the like of a recommendation its events can have changed.

What is not listed here can have changed all that the recommendation has.
"""

from __future__ import annotations

from collections.abc import Iterable

from events.base import Event
from events.disputes import DisputeRaised, DisputeSettled
from events.evidence import EvidenceAttached, EvidenceDescribed, EvidenceSubmitted, EvidenceWithdrawn
from events.imports import RecommendationImported
from events.judgements import JudgementExplained, JudgementNoted, JudgementRecorded
from events.progress import ProgressDescribed, ProgressReported
from events.recommendations import RecommendationCorrected, RecommendationMade
from events.responses import ResponseExplained, ResponseRecorded
from projections.cache.touched import FROM_ITS_DAY, NO_ROW, SETTLES

KINDS = "evidence", "judgement", "dispute", "response", "progress"

ITSELF = (
    DisputeRaised,
    DisputeSettled,
    EvidenceAttached,
    EvidenceDescribed,
    EvidenceSubmitted,
    EvidenceWithdrawn,
    ProgressDescribed,
    ProgressReported,
    ResponseExplained,
    ResponseRecorded,
)
"""What changes the one that it is about, and no other."""

JUDGED = JudgementExplained, JudgementNoted, *FROM_ITS_DAY, *SETTLES, *NO_ROW
"""What else can change judgements alone, any of them: which re-opened it, and which was first."""

_OF_ALL = RecommendationCorrected, RecommendationImported, RecommendationMade
"""What says of all that it has on which days it stands, and whether it was brought in."""


class TouchedParts:
    """Some of what a recommendation has: all of some ``kinds``, and others by their kinds and ``refs``; it is
    ``some`` of these kinds.
    """

    def __init__(self, kinds: Iterable[str] = (), refs: Iterable[tuple[str, str]] = ()) -> None:
        self.kinds, self.refs = frozenset(kinds), frozenset(refs)
        self.some = sorted(self.kinds.union(kind for kind, _ in self.refs))

    @classmethod
    def by(cls, events: Iterable[Event], *, others: bool) -> TouchedParts:
        """What some events about it can have changed, and ``others`` about what stands under or above it."""
        kinds = {"judgement"} if others else set[str]()
        refs: set[tuple[str, str]] = set()
        for event in events:
            if isinstance(event, ITSELF):
                refs.add((event.SUBJECT, str(event.ref)))
            elif isinstance(event, JUDGED):
                kinds.add("judgement")
                if isinstance(event, JudgementRecorded):
                    refs.update(("evidence", ref) for ref in event.evidence)
            else:
                return EVERYTHING
        return cls(kinds, refs)

    def has(self, kind: str, ref: str) -> bool:
        """Whether one is among them."""
        return kind in self.kinds or (kind, ref) in self.refs

    def rests_on(self, event: Event) -> bool:
        """Whether what they say follows from an event as well."""
        return (
            self.has(event.SUBJECT, event.ref or "")
            or isinstance(event, _OF_ALL)
            # Evidence says which judgements cite it.
            or (event.SUBJECT == "judgement" and "evidence" in self.some)
        )


EVERYTHING = TouchedParts(KINDS)
