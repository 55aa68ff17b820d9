"""B6: whether a later word on a row is left out.

A leaf that is not shown says its stream (and so its inspection, for who knows its ref), its topic, when and
by whom it was recorded, and which events it stands between. It does not say which recommendation it is about,
nor its day. From this follows:

1. What has another topic than those below moves no row. A judgement without a sign-off moves none where any
   is ever signed off; so where every sign-off is shown, the statuses are the latest there are.
2. A word that had been recorded by the end of the day, in the ledger's zone, had begun by then: nothing is
   recorded for a day in the future, and of a month that it has begun. All that had begun is shown. A later
   one may be of a later day: that cannot be told, and is noted.
3. Where a word is not shown, another must have taken its place: a word of its kind that was recorded later
   and is shown, or a correction. Where there is neither, it is left out, and that is found.
4. Where there is one, nobody can tell from the leaf whether it is about the same recommendation: that is
   noted. What was recorded last and for an earlier day than what is shown passes only if it is shown, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from ledger.proof.leaf import Leaf
from ledger.records import inspection_stream
from ledger.times import last_day, today
from projections.publication.checking.base import Findings
from projections.publication.checking.events import Shown
from projections.publication.checking.rows import SIGN_OFF, Folded, Said
from projections.publication.checking.tree import Signed

MADE, JUDGED = "recommendation.made", "judgement.recorded"
RESTATED, READDRESSED = "recommendation.restated", "recommendation.readdressed"
RESCHEDULED = "recommendation.rescheduled"
WITHDRAWN, SUPERSEDED = "recommendation.withdrawn", "recommendation.superseded"
CORRECTED, JUDGEMENT_CORRECTED = "recommendation.corrected", "judgement.corrected"
_ENDS = (WITHDRAWN, SUPERSEDED)
_WORDS = (RESTATED, READDRESSED, RESCHEDULED)

FARTHEST = timedelta(hours=14)
"""No zone is farther ahead of UTC."""

LATER_SHOWN: dict[str, tuple[str, ...]] = {
    RESTATED: (RESTATED,),
    READDRESSED: (READDRESSED,),
    RESCHEDULED: (RESCHEDULED,),
    SIGN_OFF: (SIGN_OFF, *_ENDS),
    JUDGED: (JUDGED, *_ENDS),
    CORRECTED: (CORRECTED, *_WORDS),
    JUDGEMENT_CORRECTED: (JUDGEMENT_CORRECTED,),
}
"""What takes a word's place, where it was recorded later and is shown."""

LATER_ANY: dict[str, tuple[str, ...]] = {
    MADE: (CORRECTED,),
    WITHDRAWN: (CORRECTED,),
    SUPERSEDED: (CORRECTED,),
    RESTATED: (CORRECTED,),
    READDRESSED: (CORRECTED,),
    RESCHEDULED: (CORRECTED,),
    SIGN_OFF: (JUDGEMENT_CORRECTED,),
    JUDGED: (JUDGEMENT_CORRECTED,),
}
"""What makes it void, where it was recorded later, shown or not."""

EARLIER_HIDDEN: dict[str, tuple[str, ...]] = {
    CORRECTED: (MADE, *_ENDS, *_WORDS),
    JUDGEMENT_CORRECTED: (SIGN_OFF, JUDGED),
}
"""What a correction may be of that is not shown either."""


class _Stream:
    """One inspection's leaves: of each topic the last, the last that is shown, the first that is not."""

    def __init__(self, leaves: Iterable[tuple[int, Leaf]], shown: Shown) -> None:
        self.last: dict[str, int] = {}
        self.last_shown: dict[str, int] = {}
        self.first_hidden: dict[str, int] = {}
        for index, leaf in leaves:
            self.last[leaf.topic] = index
            if index in shown:
                self.last_shown[leaf.topic] = index
            else:
                self.first_hidden.setdefault(leaf.topic, index)

    def may_have_passed(self, index: int, topic: str) -> bool:
        """Whether another word may have taken the place of one that is not shown."""
        return (
            any(self.last_shown.get(other, -1) > index for other in LATER_SHOWN.get(topic, ()))
            or any(self.last.get(other, -1) > index for other in LATER_ANY.get(topic, ()))
            or any(self.first_hidden.get(other, index) < index for other in EARLIER_HIDDEN.get(topic, ()))
        )


def check_latest(
    said: Said, folded: Folded, signed: Signed, events: Shown, findings: Findings
) -> Iterator[str]:
    """B6; what is returned cannot be told."""
    streams: dict[str, list[tuple[int, Leaf]]] = {}
    for index, leaf in enumerate(signed.leaves):
        if leaf.recorded <= said.known_at:
            streams.setdefault(leaf.originator, []).append((index, leaf))
    refs = sorted({*folded.folds, *([said.inspection] if said.inspection is not None else [])})
    for ref in refs:
        leaves = streams.pop(str(inspection_stream(ref)), [])
        stream = _Stream(leaves, events)
        untold: list[int] = []
        for index, leaf in leaves:
            if index in events or not _moves(leaf.topic, folded):
                continue
            if _recorded_on(leaf, folded.zone) > said.day or stream.may_have_passed(index, leaf.topic):
                untold.append(index)
            else:
                findings.add(
                    "B6",
                    f"events/{index}.json",
                    f"Leaf {index} is a {leaf.topic} of {ref} that is not shown, and nothing took its place.",
                )
        if untold:
            yield (
                f"{ref}: {len(untold):,} events that can move a row are not shown (the last is leaf "
                f"{untold[-1]}), and no leaf tells whether they are later words on it."
            )
    others = sum(any(leaf.topic == MADE for _, leaf in leaves) for leaves in streams.values())
    if others and said.inspection is None:
        yield f"The ledger has {others:,} more inspections with recommendations, and none of them is shown."


def _recorded_on(leaf: Leaf, zone: str | None) -> str:
    """The day on which it was recorded in the ledger's zone; the last that it may be where none is known."""
    recorded = datetime.fromisoformat(leaf.recorded)
    if zone is not None:
        return today(recorded, zone)
    # A bundle of old shows what is of a month once that is over.
    return last_day((recorded + FARTHEST).isoformat()[:7])


def _moves(topic: str, folded: Folded) -> bool:
    if topic == JUDGED:
        return folded.counts_at_once
    return topic in (MADE, *_ENDS, *LATER_SHOWN)
