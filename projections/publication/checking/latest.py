"""B6: whether a later word on a row is left out.

A leaf that is not shown says its stream (and so its inspection, for who knows its ref), its topic, when and
by whom it was recorded. Every public word on a recommendation of an inspection that is published is shown, as
far as it was known, whatever its day. So a leaf of such an inspection that is not shown, and whose topic can
move a row, is a word that was left out; except a judgement if sign-off is required: nobody
confirmed it, or its sign-off is the word that is left out.

Why a judgement that is shown is as it is stands in the leaf behind it, or behind a correction of its words.
Of these the last is shown, unless the judgement is void or a later correction of its words is shown: then it
is withdrawn from view, as are those before it.

Every word that the publisher added to its vocabulary and that was known is shown, too: of two labels of one
word the later one holds.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from events.imports import RecommendationImported
from events.judgements import JudgementCorrected, JudgementExplained, JudgementRecorded
from events.recommendations import RecommendationMade
from events.registry import EVENTS
from events.vocabulary import VocabularyWordAdded
from ledger.proof.leaf import Leaf
from ledger.records import LEDGER_STREAM, inspection_stream
from ledger.validation import key, so_many
from projections.publication.checking.base import Findings
from projections.publication.checking.events import Shown
from projections.publication.checking.in_error import InError
from projections.publication.checking.rows import Folded
from projections.publication.checking.tree import Signed
from projections.publication.files.json.read import RegisterFile

MOVING = frozenset(name for name, event in EVENTS.items() if event.MOVES_ROW)
"""The topics of what can move a row by itself, once everybody may read it."""


def check_latest(
    register: RegisterFile,
    folded: Folded,
    signed: Signed,
    events: Shown,
    findings: Findings,
    in_error: InError,
) -> Iterator[str]:
    """B6; what is returned cannot be told."""
    streams: dict[str, list[tuple[int, Leaf]]] = {}
    for index, leaf in enumerate(signed.leaves):
        if leaf.recorded <= register.known_at:
            streams.setdefault(leaf.originator, []).append((index, leaf))
    for index, leaf in streams.pop(str(LEDGER_STREAM), []):
        if leaf.topic == VocabularyWordAdded.NAME and index not in events:
            findings.add(
                "B6",
                f"events/{index}.json",
                f"Leaf {index} adds a word of the publisher's own, known by then, and it is not shown.",
            )
    refs = sorted({*folded.folds, *([register.inspection] if register.inspection is not None else [])})
    withheld = 0
    for ref in refs:
        leaves = streams.pop(str(inspection_stream(ref)), [])
        gone = in_error.of(ref, leaves)
        explained = [index for index, leaf in leaves if leaf.topic == JudgementExplained.NAME]
        due = _words_due(explained, ref, events)
        withheld += len(due) - sum(due.values())
        for index in (index for index, is_due in due.items() if is_due and index not in events):
            findings.add(
                "B6",
                f"events/{index}.json",
                f"Leaf {index} says why a judgement of {ref} is so, and it is not shown.",
            )
        for index, leaf in leaves:
            moves = leaf.topic in MOVING and (
                not folded.sign_off_required or not EVENTS[leaf.topic].awaits_sign_off()
            )
            if moves and index not in events and index not in gone:
                findings.add(
                    "B6",
                    f"events/{index}.json",
                    f"Leaf {index} is a {leaf.topic} of {ref}, known by then, and it is not shown.",
                )
        _imported_judgements(ref, leaves, gone, events, findings)
    if withheld:
        yield f"Of {so_many(withheld, 'rationale')} withdrawn from view the bundle has no more than the leaf."
    others = sum(
        any(leaf.topic == RecommendationMade.NAME for _, leaf in leaves) for leaves in streams.values()
    )
    if others and register.inspection is None:
        yield f"The ledger has {others:,} more inspections with recommendations, and none of them is shown."


def _imported_judgements(
    ref: str,
    leaves: Sequence[tuple[int, Leaf]],
    gone: Container[int],
    events: Shown,
    findings: Findings,
) -> None:
    """The judgement of a row that was brought in counts as it is, so it is shown with that row."""
    judged = {
        record.event.judgement
        for record in events.values()
        if isinstance(record.event, JudgementRecorded) and key(record.event.inspection) == key(ref)
    }
    for index, leaf in leaves:
        row = events[index].event if leaf.topic == RecommendationImported.NAME and index in events else None
        if not isinstance(row, RecommendationImported) or row.judgement is None or index in gone:
            continue
        if row.judgement not in judged:
            findings.add(
                "B6",
                f"events/{index}.json",
                f"Leaf {index} brings in the judgement {row.judgement} of {ref}, and it is not shown.",
            )


def _words_due(explained: Sequence[int], ref: str, events: Shown) -> dict[int, bool]:
    """Of each leaf with words on a judgement that is shown, whether these were not withdrawn from view."""
    due: dict[int, bool] = {}
    last: dict[str, int] = {}
    has_words = frozenset(explained)
    for index, record in events.items():
        event = record.event
        if isinstance(event, JudgementRecorded | JudgementCorrected) and key(event.inspection) == key(ref):
            judgement = key(event.judgement)
            withdraws = isinstance(event, JudgementCorrected) and (event.void or event.reworded)
            if withdraws and judgement in last:
                due[last.pop(judgement)] = False
            if index + 1 in has_words:
                due[index + 1], last[judgement] = True, index + 1
    return due
