"""Which version of the program a bundle says wrote it, and whether that can be so.

The mark is in no event, so anybody can put one. It is false if no version is called so, and if that version
knew less than the tree or an event has. What is said under another mark and cannot be compared is no finding
and is not proved: see docs/decisions/0014-a-bundle-of-another-version.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

import orjson

from events.bodies import BodyAliasAdded, BodyMerged, BodyRegistered, BodyRenamed, BodySucceeded
from events.cycles import CycleCorrected, CycleReopened
from events.evidence import EvidenceCorrected
from events.imports import FileImported, RecommendationImported
from events.inspections import InspectionCorrected
from events.inspectorates import ClockCorrected, LedgerCopied, LedgerRestored
from events.judgements import JudgementExplained, JudgementRecorded
from events.people import DatabaseRoleAssigned, DatabaseRoleRemoved
from events.personal_keys import PersonKeyEnrolled, PersonKeyRetired, SignaturesRuled
from events.progress import ProgressDescribed, ProgressReported
from events.publications import PublicationMade
from events.recommendations import (
    RecommendationClassified,
    RecommendationCorrected,
    RecommendationUnvoided,
    RecommendationVoided,
)
from events.responses import ResponseDueSet, ResponseExplained, ResponseRecorded
from events.signing_keys import SigningKeyReplaced, SigningKeyRotated
from events.vocabulary import VocabularyWordAdded, VocabularyWordRetired
from events.words import WordsWithdrawn
from ledger.checks.base import shown as quoted
from ledger.version import VERSION
from projections.publication.checking.events import Shown
from projections.publication.checking.tree import Signed


class New(NamedTuple):
    """What came with a version: the names of events, and the least shape of others."""

    names: frozenset[str]
    shapes: Mapping[str, int]


NEW: Mapping[str, New] = {
    "0.2.0": New(
        frozenset(
            event.NAME
            for event in (
                *(LedgerRestored, LedgerCopied, ClockCorrected, SigningKeyRotated, SigningKeyReplaced),
                *(InspectionCorrected, CycleCorrected, CycleReopened, JudgementExplained, WordsWithdrawn),
            )
        ),
        {},
    ),
    "0.3.0": New(
        frozenset(
            event.NAME
            for event in (
                *(BodyRegistered, BodyAliasAdded, BodyRenamed, BodyMerged, BodySucceeded),
                *(VocabularyWordAdded, VocabularyWordRetired, EvidenceCorrected, RecommendationClassified),
                *(RecommendationVoided, RecommendationUnvoided, ResponseRecorded, ResponseExplained),
                *(ResponseDueSet, ProgressReported, ProgressDescribed, FileImported, RecommendationImported),
                *(DatabaseRoleAssigned, DatabaseRoleRemoved),
                *(PersonKeyEnrolled, PersonKeyRetired, SignaturesRuled),
            )
        ),
        {PublicationMade.NAME: 4, JudgementRecorded.NAME: 4, RecommendationCorrected.NAME: 3},
    ),
}
"""By version, each that put its mark into bundles; the first version put none, and is not among them."""

_VERSION = re.compile(r"(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def came_after(version: str) -> frozenset[str]:
    """The names of all events that came with later versions."""
    return frozenset().union(*(new.names for of, new in NEW.items() if _numbers(of) > _numbers(version)))


def false_mark(version: str, signed: Signed, shown: Shown) -> str | None:
    """Why no version of the program can have put this mark, a sentence; None if one can."""
    if not _VERSION.fullmatch(version) or (version not in NEW and _numbers(version) < _numbers(VERSION)):
        return f"It says that version {quoted(version)} of the program wrote it, and there is none."
    names = came_after(version)
    for index, leaf in enumerate(signed.leaves):
        if leaf.topic in names:
            return (
                f"It says that version {version} wrote it, which knows no {leaf.topic}, as leaf {index} is."
            )
    for index, row in shown.rows.items():
        if row[3] in names or _shape(row[4]) >= _least_shape(version, row[3]):
            return f"It says that version {version} wrote it, which cannot read the event of leaf {index}."
    return None


def _least_shape(version: str, name: str) -> float:
    """From which shape on an event cannot be read by a version."""
    later = (new.shapes.get(name) for of, new in NEW.items() if _numbers(of) > _numbers(version))
    return min((shape for shape in later if shape is not None), default=float("inf"))


def _shape(state: bytes) -> int:
    shape: int = orjson.loads(state)["version"]
    return shape
