"""Whether a bundle is one of the first version, which showed less and is proved as far as it showed it.

Who takes the mark of the version and the history out of a newer one makes none of it: the first version
wrote no full dates, and knew none of the events that came with the second and the third.
"""

from __future__ import annotations

from events.bodies import BodyAliasAdded, BodyMerged, BodyRegistered, BodyRenamed, BodySucceeded
from events.cycles import CycleCorrected, CycleReopened
from events.inspections import InspectionCorrected
from events.inspectorates import ClockCorrected, LedgerCopied, LedgerRestored
from events.judgements import JudgementExplained
from events.progress import ProgressDescribed, ProgressReported
from events.recommendations import RecommendationClassified
from events.responses import ResponseDueSet, ResponseExplained, ResponseRecorded
from events.signing_keys import SigningKeyReplaced, SigningKeyRotated
from events.vocabulary import VocabularyWordAdded, VocabularyWordRetired
from events.words import WordsWithdrawn
from projections.publication.checking.claims import Claims
from projections.publication.checking.folder import Bundle
from projections.publication.checking.tree import Signed
from projections.publication.files.json.read import RegisterFile
from projections.publication.files.proofs.paths import HISTORY

_LATER = frozenset(
    event.NAME
    for event in (
        LedgerRestored,
        LedgerCopied,
        ClockCorrected,
        SigningKeyRotated,
        SigningKeyReplaced,
        InspectionCorrected,
        CycleCorrected,
        CycleReopened,
        JudgementExplained,
        WordsWithdrawn,
        BodyRegistered,
        BodyAliasAdded,
        BodyRenamed,
        BodyMerged,
        BodySucceeded,
        VocabularyWordAdded,
        VocabularyWordRetired,
        RecommendationClassified,
        ResponseRecorded,
        ResponseExplained,
        ResponseDueSet,
        ProgressReported,
        ProgressDescribed,
    )
)
"""The topics that the first version did not know: every judgement of today's is followed by one."""


def is_of_first_version(bundle: Bundle, register: RegisterFile, told: Claims, signed: Signed) -> bool:
    """Whether it has the form that the first version wrote, and a tree that it can have written it of."""
    return (
        told.version is None
        and register.uncertain is None
        and HISTORY not in bundle.files
        and not any(leaf.topic in _LATER for leaf in signed.leaves)
    )
