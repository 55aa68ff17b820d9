"""B6 on the history: whether something that was handed in, asked for, expected, disputed, answered or
reported is left out.

A leaf that is not shown says its stream, its topic and when it was recorded, and not the day it is about. But
whatever was recorded had come by then, and is told of from that day on. A summary that is not shown is one of
evidence that is restricted or was withdrawn, and there are no more of those than there is such evidence. So
it is with the words of a report of progress, which is never withdrawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from events.base import Instant
from events.cycles import CycleCorrected, CycleOpened
from events.evidence import EvidenceCorrected, EvidenceDescribed, EvidenceSubmitted, EvidenceWithdrawn
from events.inspections import InspectionCorrected, InspectionOpened
from events.inspectorates import LedgerOpened
from events.progress import ProgressDescribed, ProgressReported
from events.registry import EVENTS
from ledger.proof.leaf import Leaf
from ledger.records import inspection_stream
from ledger.times import day_of
from ledger.validation import so_many_events
from projections.publication.checking.base import Findings
from projections.publication.checking.events import Shown
from projections.publication.checking.in_error import InError
from projections.publication.checking.rows import Folded
from projections.publication.checking.tree import Signed
from projections.publication.files.json.read import RegisterFile
from projections.publication.files.proofs.paths import HISTORY
from projections.publication.story import TOLD_BESIDE

_TOLD = frozenset(
    name
    for name, event in EVENTS.items()
    if event.SUBJECT in TOLD_BESIDE and not (event.GUARDED or event.MOVES_ROW)
)
"""The topics of what is told of whole, once its day has come."""

_ABOUT_BODIES = frozenset(name for name, event in EVENTS.items() if event.SUBJECT == "body")
_TITLES = frozenset((InspectionOpened.NAME, InspectionCorrected.NAME))
_CYCLE, _RECYCLED = CycleOpened.NAME, CycleCorrected.NAME
_DESCRIBED, _WITHDRAWN, _REPORTED = EvidenceDescribed.NAME, EvidenceWithdrawn.NAME, ProgressDescribed.NAME


def check_left_out(
    register: RegisterFile,
    folded: Folded,
    signed: Signed,
    shown: Shown,
    findings: Findings,
    *,
    all_of_them: bool,
    in_error: InError,
) -> Iterator[str]:
    """B6; what is returned is not proved. ``all_of_them``: the register is said to be of all inspections."""
    opened = shown[0].event if 0 in shown else None
    zone = opened.time_zone if isinstance(opened, LedgerOpened) else "UTC"
    hidden: dict[str, list[tuple[int, Leaf]]] = {}
    for index, leaf in enumerate(signed.leaves):
        if index not in shown and leaf.recorded <= register.known_at:
            hidden.setdefault(leaf.originator, []).append((index, leaf))
    for index, leaf in (one for leaves in hidden.values() for one in leaves):
        if leaf.topic in _ABOUT_BODIES:
            what = f"is a {leaf.topic}, known by then, and it is not shown"
            findings.add("B6", f"events/{index}.json", f"Leaf {index} {what}.")
    refs = {ref: str(inspection_stream(ref)) for ref in _refs(folded, register)}
    for ref, stream in refs.items():
        if leaves := hidden.get(stream):
            gone = in_error.of(ref, leaves)
            hidden[stream] = [(index, leaf) for index, leaf in leaves if index not in gone]
    if all_of_them:
        for stream, leaves in hidden.items():
            for index, leaf in leaves:
                if leaf.topic == InspectionOpened.NAME and stream not in refs.values():
                    what = "opens an inspection, known by then, and the register is said to be of all"
                    findings.add("B6", f"events/{index}.json", f"Leaf {index} {what}.")
    uncertain: Counter[str] = Counter()
    for ref, stream in refs.items():
        restricted, withdrawn, bare = _evidence(ref, shown, register.known_at)
        said_next = {leaf.version - 1 for _, leaf in hidden.get(stream, ()) if leaf.topic == _DESCRIBED}
        for evidence in (one for one, version in bare.items() if version in said_next):
            findings.add("B6", HISTORY, f"What evidence {evidence} of {ref} says is not shown.")
        restricted_progress, unsaid = _progress(ref, shown)
        said_next = {leaf.version - 1 for _, leaf in hidden.get(stream, ()) if leaf.topic == _REPORTED}
        for progress in (one for one, version in unsaid.items() if version in said_next):
            findings.add("B6", HISTORY, f"What progress {progress} of {ref} says is not shown.")
        counted: Counter[str] = Counter()
        for index, leaf in hidden.get(stream, ()):
            if leaf.topic in _TITLES or leaf.topic in _TOLD:
                if leaf.topic in _TITLES or _had_come(leaf.recorded, zone, register.day):
                    what = f"is a {leaf.topic} of {ref}, known by then, and it is not shown"
                    findings.add("B6", HISTORY, f"Leaf {index} {what}.")
                else:
                    uncertain[ref] += 1
            if leaf.topic != _CYCLE or _had_come(leaf.recorded, zone, register.day):
                counted[leaf.topic] += 1
        for topic, may in (
            (_DESCRIBED, len(restricted) + len(withdrawn) + _reworded(ref, shown)),
            (_WITHDRAWN, len(restricted)),
            (_REPORTED, restricted_progress),
        ):
            if counted[topic] > may + uncertain[ref]:
                what = f"{counted[topic]:,} of {topic} are not shown, and {may:,} may be"
                findings.add("B6", HISTORY, f"Of the leaves of {ref} {what}.")
        # A cycle is told of once it was opened, and a correction may say that it was opened later.
        if (later := counted[_CYCLE]) and later <= counted[_RECYCLED]:
            yield f"that {later:,} cycles of {ref} were opened after {register.as_of}, as a correction says"
        elif later:
            what = f"{later:,} of {_CYCLE} are not shown, and {counted[_RECYCLED]:,} of {_RECYCLED}"
            findings.add("B6", HISTORY, f"Of the leaves of {ref} {what}.")
        if counted[_WITHDRAWN]:
            yield f"which restricted evidence of {ref} was withdrawn, and on which day"
    for ref, count in uncertain.items():
        yield (
            f"that {so_many_events(count)} of {ref} not shown and recorded after {register.as_of} "
            f"{'is' if count == 1 else 'are'} about later days"
        )


def _refs(folded: Folded, register: RegisterFile) -> list[str]:
    return sorted({*folded.folds, *([register.inspection] if register.inspection is not None else [])})


def _evidence(ref: str, shown: Shown, known_at: str) -> tuple[set[str], set[str], dict[str, int]]:
    """The evidence of an inspection that is restricted, that was withdrawn, and what else has no words."""
    submitted: dict[str, bool] = {}
    versions: dict[str, int] = {}
    described, withdrawn = set(), set()
    for record in shown.values():
        match record.event:
            case EvidenceSubmitted() as one if one.inspection == ref:
                versions[one.evidence] = record.version
                submitted[one.evidence] = one.restricted is not None
            case EvidenceDescribed() as one if one.inspection == ref:
                described.add(one.evidence)
            case EvidenceWithdrawn() as one if one.inspection == ref:
                withdrawn.add(one.evidence)
            case EvidenceCorrected(reworded=True) as one if one.inspection == ref:
                # It took the words from view, and nobody knew the right ones by then.
                described |= {one.evidence} if record.recorded_at > known_at else set()
    restricted = {evidence for evidence, closed in submitted.items() if closed}
    bare = sorted(submitted.keys() - restricted - described - withdrawn)
    return restricted, withdrawn, {evidence: versions[evidence] for evidence in bare}


def _reworded(ref: str, shown: Shown) -> int:
    """How many corrections say that what evidence shows had been put wrongly: each takes one from view."""
    said = (record.event for record in shown.values())
    return sum(one.reworded for one in said if isinstance(one, EvidenceCorrected) and one.inspection == ref)


def _progress(ref: str, shown: Shown) -> tuple[int, dict[str, int]]:
    """How many reports of progress are restricted, and which other ones have no words."""
    restricted = 0
    versions: dict[str, int] = {}
    for record in shown.values():
        match record.event:
            case ProgressReported() as one if one.inspection == ref:
                if one.restricted is None:
                    versions[one.progress] = record.version
                else:
                    restricted += 1
            case ProgressDescribed() as one if one.inspection == ref:
                versions.pop(one.progress, None)
    return restricted, versions


def _had_come(recorded: str, zone: str, day: str) -> bool:
    """Whether whatever was recorded then is about no later day than this one (a full date)."""
    return day_of(Instant(recorded), zone) <= day
