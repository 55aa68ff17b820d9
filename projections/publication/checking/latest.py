"""B6: whether a later word on a row is left out.

A leaf that is not shown says its stream (and so its inspection, for who knows its ref), its topic, when and
by whom it was recorded. Every public word on a recommendation of an inspection that is published is shown, as
far as it was known, whatever its day. So a leaf of such an inspection that is not shown, and whose topic can
move a row, is a word that was left out; but for a judgement where a second person is asked for: nobody
confirmed it, or its sign-off is the word that is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

from ledger.proof.leaf import Leaf
from ledger.records import inspection_stream
from projections.publication.checking.base import Findings
from projections.publication.checking.events import Shown
from projections.publication.checking.rows import SIGN_OFF, Folded, Said
from projections.publication.checking.tree import Signed

MADE, JUDGED = "recommendation.made", "judgement.recorded"
MOVING = frozenset(
    (
        MADE,
        SIGN_OFF,
        "judgement.corrected",
        "recommendation.restated",
        "recommendation.readdressed",
        "recommendation.rescheduled",
        "recommendation.withdrawn",
        "recommendation.superseded",
        "recommendation.corrected",
    )
)
"""The topics of what can move a row by itself."""


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
        for index, leaf in streams.pop(str(inspection_stream(ref)), []):
            moves = leaf.topic in MOVING or (leaf.topic == JUDGED and folded.counts_at_once)
            if moves and index not in events:
                findings.add(
                    "B6",
                    f"events/{index}.json",
                    f"Leaf {index} is a {leaf.topic} of {ref}, known by then, and it is not shown.",
                )
    others = sum(any(leaf.topic == MADE for _, leaf in leaves) for leaves in streams.values())
    if others and said.inspection is None:
        yield f"The ledger has {others:,} more inspections with recommendations, and none of them is shown."
