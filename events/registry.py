"""Every event there is, by its stored name: a closed list. A name that is not here is refused.

(The library's own way is to import whatever module a stored name points to.)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from events.base import Event
from events.bodies import BodyAliasAdded, BodyMerged, BodyRegistered, BodyRenamed, BodySucceeded
from events.cycles import CycleClosed, CycleCorrected, CycleOpened, CycleReopened
from events.disputes import DisputeRaised, DisputeSettled
from events.evidence import (
    EvidenceAttached,
    EvidenceCorrected,
    EvidenceDescribed,
    EvidenceExpected,
    EvidenceRequested,
    EvidenceSubmitted,
    EvidenceWithdrawn,
)
from events.imports import FileImported, RecommendationImported
from events.inspections import InspectionCorrected, InspectionOpened
from events.inspectorates import ClockCorrected, LedgerCopied, LedgerOpened, LedgerRestored
from events.judgements import (
    JudgementCorrected,
    JudgementExplained,
    JudgementNoted,
    JudgementRecorded,
    JudgementReturned,
    JudgementSignedOff,
)
from events.people import (
    DatabaseRoleAssigned,
    DatabaseRoleRemoved,
    PersonNamed,
    PersonRegistered,
    RoleGranted,
    RoleRevoked,
)
from events.personal_keys import PersonKeyEnrolled, PersonKeyRetired, SignaturesRuled
from events.progress import ProgressDescribed, ProgressReported
from events.publications import PublicationMade
from events.recommendations import (
    RecommendationClassified,
    RecommendationCorrected,
    RecommendationLinked,
    RecommendationMade,
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
    RecommendationSuperseded,
    RecommendationUnlinked,
    RecommendationUnvoided,
    RecommendationVoided,
    RecommendationWithdrawn,
)
from events.responses import ResponseDueSet, ResponseExplained, ResponseRecorded
from events.signing_keys import SigningKeyRegistered, SigningKeyReplaced, SigningKeyRotated
from events.vocabulary import VocabularyWordAdded, VocabularyWordRetired
from events.words import WordsWithdrawn

EVENTS: dict[str, type[Event]] = {
    event.NAME: event
    for event in (
        LedgerOpened,
        LedgerRestored,
        LedgerCopied,
        ClockCorrected,
        SigningKeyRegistered,
        SigningKeyRotated,
        SigningKeyReplaced,
        PersonRegistered,
        PersonNamed,
        RoleGranted,
        RoleRevoked,
        DatabaseRoleAssigned,
        DatabaseRoleRemoved,
        PersonKeyEnrolled,
        PersonKeyRetired,
        SignaturesRuled,
        BodyRegistered,
        BodyAliasAdded,
        BodyRenamed,
        BodyMerged,
        BodySucceeded,
        VocabularyWordAdded,
        VocabularyWordRetired,
        FileImported,
        InspectionOpened,
        InspectionCorrected,
        CycleOpened,
        CycleClosed,
        CycleCorrected,
        CycleReopened,
        RecommendationImported,
        RecommendationMade,
        RecommendationRestated,
        RecommendationReaddressed,
        RecommendationRescheduled,
        RecommendationWithdrawn,
        RecommendationSuperseded,
        RecommendationLinked,
        RecommendationUnlinked,
        RecommendationCorrected,
        RecommendationVoided,
        RecommendationUnvoided,
        RecommendationClassified,
        EvidenceExpected,
        EvidenceSubmitted,
        EvidenceDescribed,
        EvidenceAttached,
        EvidenceWithdrawn,
        EvidenceCorrected,
        EvidenceRequested,
        JudgementRecorded,
        JudgementExplained,
        JudgementNoted,
        JudgementSignedOff,
        JudgementReturned,
        JudgementCorrected,
        DisputeRaised,
        DisputeSettled,
        ResponseRecorded,
        ResponseExplained,
        ResponseDueSet,
        ProgressReported,
        ProgressDescribed,
        WordsWithdrawn,
        PublicationMade,
    )
}

_Of = TypeVar("_Of")


def for_every_event(what: str, table: Mapping[type[Event], _Of]) -> Mapping[type[Event], _Of]:
    """The table, which has something for every event and for nothing else; raises TypeError otherwise.

    Asked when the program is imported, so that an event that was forgotten stops it, with its name.
    """
    events = set(EVENTS.values())
    if forgotten := sorted(event.NAME for event in events - table.keys()):
        raise TypeError(f"There is no {what} for {', '.join(forgotten)}.")
    if strange := sorted(event.__name__ for event in table.keys() - events):
        raise TypeError(f"There is a {what} for {', '.join(strange)}, which is not in the registry.")
    return table
