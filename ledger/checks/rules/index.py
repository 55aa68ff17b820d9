"""V11 as a table: each event, the decision it comes from, and the rules that hold of it.

That who recorded it had a role for it is a rule of every event; which roles those are, its decision says.
"""

from __future__ import annotations

from collections.abc import Mapping

from events.base import Event
from events.cycles import CycleClosed, CycleOpened
from events.evidence import (
    EvidenceAttached,
    EvidenceDescribed,
    EvidenceRequested,
    EvidenceSubmitted,
    EvidenceWithdrawn,
)
from events.inspections import InspectionOpened
from events.inspectorates import LedgerOpened
from events.judgements import JudgementNoted, JudgementRecorded, JudgementReturned, JudgementSignedOff
from events.people import PersonNamed, PersonRegistered, RoleGranted, RoleRevoked
from events.recommendations import (
    RecommendationMade,
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
    RecommendationSuperseded,
    RecommendationWithdrawn,
)
from events.signing_keys import SigningKeyRegistered
from ledger.checks.rules import evidence, judgements, people, recommendations
from ledger.checks.rules.base import Rule, role_was_held
from ledger.decisions.base import Decision
from ledger.decisions.cycles import CloseCycle, OpenCycle
from ledger.decisions.evidence import RequestEvidence, SubmitEvidence, WithdrawEvidence
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.inspectorates import OpenLedger
from ledger.decisions.judgements import RecordJudgement, ReturnJudgement, SignOffJudgement
from ledger.decisions.links import SupersedeRecommendation
from ledger.decisions.people import GrantRole, RegisterPerson, RevokeRole
from ledger.decisions.recommendations import (
    MakeRecommendation,
    ReaddressRecommendation,
    RescheduleRecommendation,
    RestateRecommendation,
    WithdrawRecommendation,
)
from ledger.decisions.signing_keys import RegisterSigningKey

_OPEN = recommendations.inspection_is_open
_STANDS = recommendations.recommendation_stands

TABLE: Mapping[type[Event], tuple[type[Decision], tuple[Rule, ...]]] = {
    LedgerOpened: (OpenLedger, (people.ledger_is_opened_once,)),
    SigningKeyRegistered: (RegisterSigningKey, (people.key_is_registered_once,)),
    PersonRegistered: (RegisterPerson, (people.person_is_new,)),
    PersonNamed: (RegisterPerson, (people.person_is_known,)),
    RoleGranted: (GrantRole, (people.person_is_known, people.role_is_granted_to_who_lacks_it)),
    RoleRevoked: (RevokeRole, (people.person_is_known, people.role_is_revoked_from_who_has_it)),
    InspectionOpened: (OpenInspection, (recommendations.inspection_is_new,)),
    CycleOpened: (OpenCycle, (_OPEN, recommendations.cycle_is_new)),
    CycleClosed: (
        CloseCycle,
        (recommendations.cycle_is_open, recommendations.nothing_awaits_in_the_cycle),
    ),
    RecommendationMade: (
        MakeRecommendation,
        (
            _OPEN,
            recommendations.cycle_is_open,
            recommendations.number_is_new,
            recommendations.cycle_had_begun,
        ),
    ),
    RecommendationRestated: (RestateRecommendation, (_STANDS,)),
    RecommendationReaddressed: (ReaddressRecommendation, (_STANDS,)),
    RecommendationRescheduled: (RescheduleRecommendation, (_STANDS,)),
    RecommendationWithdrawn: (
        WithdrawRecommendation,
        (_STANDS, recommendations.nothing_awaits_on_the_recommendation),
    ),
    RecommendationSuperseded: (
        SupersedeRecommendation,
        (_STANDS, recommendations.nothing_awaits_on_the_recommendation, recommendations.successors_stand),
    ),
    EvidenceSubmitted: (
        SubmitEvidence,
        (
            _STANDS,
            recommendations.recommendation_had_been_made,
            evidence.cycle_is_there_if_said,
            evidence.evidence_is_the_next,
        ),
    ),
    EvidenceDescribed: (SubmitEvidence, (evidence.evidence_is_there,)),
    EvidenceAttached: (SubmitEvidence, (evidence.evidence_is_there,)),
    EvidenceWithdrawn: (
        WithdrawEvidence,
        (evidence.evidence_is_there, evidence.evidence_is_withdrawn_once),
    ),
    EvidenceRequested: (RequestEvidence, (_STANDS,)),
    JudgementRecorded: (
        RecordJudgement,
        (
            _STANDS,
            recommendations.cycle_is_open,
            recommendations.cycle_had_begun,
            recommendations.recommendation_had_been_made,
            judgements.judgement_is_the_next,
            judgements.closure_has_a_reason,
            judgements.one_judgement_awaits,
            judgements.evidence_is_to_the_point,
        ),
    ),
    JudgementNoted: (RecordJudgement, (judgements.judgement_is_there,)),
    JudgementSignedOff: (
        SignOffJudgement,
        (
            judgements.judgement_is_there,
            judgements.judgement_awaits,
            judgements.a_second_person_signs,
            judgements.the_judged_still_stands,
            judgements.its_evidence_still_stands,
        ),
    ),
    JudgementReturned: (
        ReturnJudgement,
        (
            judgements.judgement_is_there,
            judgements.judgement_awaits,
            judgements.an_approver_or_the_author_returns,
        ),
    ),
}

RULES: Mapping[str, tuple[Rule, ...]] = {
    event.NAME: (role_was_held(decision.ROLES), *rules) for event, (decision, rules) in TABLE.items()
}
"""By the event's name, the roles first."""
