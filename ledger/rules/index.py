"""V11 as a table: each event, the decision it comes from, and the rules that hold of it.

That who recorded it had a role for it is a rule of every event; which roles those are, its decision says.
So is that the days it speaks of had come.
"""

from __future__ import annotations

from collections.abc import Mapping

from events.base import Event
from events.cycles import CycleClosed, CycleCorrected, CycleOpened, CycleReopened
from events.disputes import DisputeRaised, DisputeSettled
from events.evidence import (
    EvidenceAttached,
    EvidenceDescribed,
    EvidenceExpected,
    EvidenceRequested,
    EvidenceSubmitted,
    EvidenceWithdrawn,
)
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
from events.people import PersonNamed, PersonRegistered, RoleGranted, RoleRevoked
from events.publications import PublicationMade
from events.recommendations import (
    RecommendationCorrected,
    RecommendationLinked,
    RecommendationMade,
    RecommendationReaddressed,
    RecommendationRescheduled,
    RecommendationRestated,
    RecommendationSuperseded,
    RecommendationUnlinked,
    RecommendationWithdrawn,
)
from events.registry import for_every_event
from events.signing_keys import SigningKeyRegistered, SigningKeyReplaced, SigningKeyRotated
from events.words import WordsWithdrawn
from ledger.decisions.base import Decision
from ledger.decisions.cycles import CloseCycle, CorrectCycle, OpenCycle, ReopenCycle
from ledger.decisions.disputes import RaiseDispute, SettleDispute
from ledger.decisions.evidence import ExpectEvidence, RequestEvidence, SubmitEvidence, WithdrawEvidence
from ledger.decisions.inspections import CorrectInspection, OpenInspection
from ledger.decisions.inspectorates import CopyLedger, CorrectClock, OpenLedger, RestoreLedger
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.judgements import RecordJudgement, ReturnJudgement, SignOffJudgement
from ledger.decisions.links import RepeatRecommendation, SupersedeRecommendation, UnlinkRecommendation
from ledger.decisions.people import GrantRole, RegisterPerson, RevokeRole
from ledger.decisions.publications import MakePublication
from ledger.decisions.recommendation_corrections import CorrectRecommendation
from ledger.decisions.recommendations import (
    MakeRecommendation,
    ReaddressRecommendation,
    RescheduleRecommendation,
    RestateRecommendation,
    WithdrawRecommendation,
)
from ledger.decisions.signing_keys import RegisterSigningKey, ReplaceSigningKey, RotateSigningKey
from ledger.decisions.words import WithdrawWords
from ledger.rules import (
    corrections,
    cycles,
    disputes,
    evidence,
    judgements,
    keys,
    links,
    people,
    publications,
    recommendations,
    sides,
    words,
)
from ledger.rules.base import Rule, Scene, day_had_come, role_was_held

_THERE = recommendations.recommendation_is_there
_STANDS: tuple[Rule, ...] = (
    recommendations.recommendation_stands,
    recommendations.recommendation_had_been_made,
)
_ENDS: tuple[Rule, ...] = (
    recommendations.it_ends_once,
    recommendations.recommendation_had_been_made,
    recommendations.nothing_awaits_on_the_recommendation,
)
_IN_A_CYCLE: tuple[Rule, ...] = (cycles.cycle_is_open, cycles.cycle_had_begun)
_WITH_ITS_EVIDENCE: tuple[Rule, ...] = (evidence.evidence_is_there, evidence.evidence_is_the_last)
_FOLLOWS: tuple[Rule, ...] = (
    keys.key_follows_the_one_in_force,
    keys.key_bears_the_ledgers_name,
    keys.no_key_comes_back,
)
_AWAITS: tuple[Rule, ...] = (judgements.judgement_is_there, judgements.judgement_awaits)

TABLE: Mapping[type[Event], tuple[type[Decision], tuple[Rule, ...]]] = {
    LedgerOpened: (OpenLedger, (people.ledger_is_opened_once, people.sign_off_is_a_rule_of_the_house)),
    PublicationMade: (
        MakePublication,
        (
            publications.it_is_no_smaller_than_the_last,
            publications.it_is_of_what_is_there,
            publications.licence_is_said,
            publications.its_site_is_a_folder_on_the_web,
        ),
    ),
    SigningKeyRegistered: (
        RegisterSigningKey,
        (keys.key_is_registered_once, keys.key_bears_the_ledgers_name),
    ),
    SigningKeyRotated: (RotateSigningKey, (*_FOLLOWS, keys.the_key_before_endorsed_it)),
    SigningKeyReplaced: (ReplaceSigningKey, (*_FOLLOWS, keys.why_the_key_was_replaced_is_said)),
    LedgerRestored: (RestoreLedger, (keys.what_is_lost_was_later, keys.whence_and_why_is_said)),
    ClockCorrected: (CorrectClock, (keys.clock_was_ahead_before, keys.why_the_clock_was_ahead_is_said)),
    LedgerCopied: (CopyLedger, (keys.copy_has_a_name_of_its_own,)),
    PersonRegistered: (RegisterPerson, (people.person_is_new,)),
    PersonNamed: (RegisterPerson, (people.person_is_known, people.person_is_the_last)),
    RoleGranted: (GrantRole, (people.person_is_known, people.role_is_granted_to_who_lacks_it)),
    RoleRevoked: (RevokeRole, (people.person_is_known, people.role_is_revoked_from_who_has_it)),
    InspectionOpened: (OpenInspection, (cycles.inspection_is_new,)),
    InspectionCorrected: (CorrectInspection, (cycles.inspection_is_open, cycles.title_was_another)),
    CycleOpened: (OpenCycle, (cycles.inspection_is_open, cycles.cycle_is_new)),
    CycleCorrected: (
        CorrectCycle,
        (
            cycles.cycle_is_there,
            cycles.cycle_was_opened_otherwise,
            cycles.nothing_in_the_cycle_is_earlier,
        ),
    ),
    CycleReopened: (ReopenCycle, (cycles.cycle_is_there, cycles.cycle_was_closed)),
    CycleClosed: (
        CloseCycle,
        (cycles.cycle_is_closed_once, *_IN_A_CYCLE, cycles.nothing_awaits_in_the_cycle),
    ),
    RecommendationMade: (
        MakeRecommendation,
        (
            cycles.inspection_is_open,
            *_IN_A_CYCLE,
            recommendations.number_is_new,
            recommendations.kind_is_one,
            recommendations.bodies_are_told_apart,
            recommendations.due_after_it_was_made,
        ),
    ),
    RecommendationRestated: (RestateRecommendation, (*_STANDS, recommendations.words_are_others)),
    RecommendationReaddressed: (
        ReaddressRecommendation,
        (*_STANDS, recommendations.bodies_are_told_apart, recommendations.bodies_are_others),
    ),
    RecommendationRescheduled: (
        RescheduleRecommendation,
        (*_STANDS, recommendations.due_after_it_was_made, recommendations.due_date_is_another),
    ),
    RecommendationWithdrawn: (WithdrawRecommendation, _ENDS),
    RecommendationSuperseded: (
        SupersedeRecommendation,
        (*_ENDS, links.succession_is_one, links.successors_stand, sides.successors_are_told),
    ),
    RecommendationLinked: (
        RepeatRecommendation,
        (
            _THERE,
            links.link_leads_to_another,
            links.what_is_repeated_is_earlier,
            sides.link_is_told_on_both_sides,
        ),
    ),
    RecommendationUnlinked: (
        UnlinkRecommendation,
        (_THERE, links.what_is_untied_was_tied, sides.unlinking_is_told_on_both_sides),
    ),
    RecommendationCorrected: (
        CorrectRecommendation,
        (
            _THERE,
            corrections.correction_speaks_of_one_thing,
            corrections.the_wrong_word_was_said,
            corrections.it_is_clear_which_name_is_which,
            corrections.it_could_be_made_on_that_day,
            corrections.it_could_be_made_in_that_cycle,
            sides.successors_are_untied,
        ),
    ),
    EvidenceExpected: (ExpectEvidence, (*_STANDS, *_IN_A_CYCLE, evidence.expectation_is_new)),
    EvidenceSubmitted: (
        SubmitEvidence,
        (
            *_STANDS,
            evidence.cycle_had_begun_if_said,
            evidence.evidence_is_the_next,
            evidence.body_is_called_as_addressed,
        ),
    ),
    EvidenceDescribed: (SubmitEvidence, _WITH_ITS_EVIDENCE),
    EvidenceAttached: (SubmitEvidence, _WITH_ITS_EVIDENCE),
    EvidenceWithdrawn: (
        WithdrawEvidence,
        (evidence.evidence_is_there, evidence.evidence_is_withdrawn_once),
    ),
    EvidenceRequested: (RequestEvidence, (*_STANDS, evidence.request_is_to_an_addressee)),
    JudgementRecorded: (
        RecordJudgement,
        (
            *_STANDS,
            *_IN_A_CYCLE,
            judgements.judgement_is_the_next,
            judgements.closure_has_a_reason,
            judgements.share_is_of_an_addressee,
            judgements.left_open_until_a_later_cycle,
            judgements.one_judgement_awaits,
            judgements.evidence_is_to_the_point,
            judgements.judgement_is_explained,
        ),
    ),
    JudgementExplained: (
        CorrectJudgement,
        (judgements.judgement_is_there, judgements.explanation_follows_at_once),
    ),
    JudgementNoted: (RecordJudgement, (judgements.judgement_is_there, judgements.judgement_is_the_last)),
    JudgementSignedOff: (
        SignOffJudgement,
        (
            *_AWAITS,
            judgements.a_second_person_signs,
            judgements.the_judged_still_stands,
            judgements.its_evidence_still_stands,
        ),
    ),
    JudgementReturned: (ReturnJudgement, (*_AWAITS, judgements.an_approver_or_the_author_returns)),
    JudgementCorrected: (
        CorrectJudgement,
        (
            judgements.judgement_is_there,
            corrections.who_may_corrects,
            corrections.corrected_judgement_counted,
            corrections.it_could_be_judged_on_that_day,
            corrections.right_words_follow,
        ),
    ),
    DisputeRaised: (
        RaiseDispute,
        (
            _THERE,
            recommendations.recommendation_had_been_made,
            disputes.dispute_is_the_next,
            disputes.disputed_judgement_counted,
            disputes.disputant_is_addressed,
        ),
    ),
    DisputeSettled: (
        SettleDispute,
        (
            disputes.dispute_is_there,
            disputes.dispute_is_settled_once,
            disputes.who_raised_it_withdraws_it,
            disputes.who_settles_is_addressed,
        ),
    ),
    WordsWithdrawn: (
        WithdrawWords,
        (words.the_event_was_recorded, words.all_else_is_repeated, words.it_is_known_why_they_are_gone),
    ),
}


def _every_event(event: type[Event], decision: type[Decision]) -> tuple[Rule, ...]:
    # What takes no role is asked by whoever may copy a folder.
    role = role_was_held(decision.ROLES) if decision.ROLES else _anybody
    return (role, *([day_had_come(event.PAST_DAYS)] if event.PAST_DAYS else []))


def _anybody(_: Scene, __: Event) -> str | None:
    return None


RULES: Mapping[str, tuple[Rule, ...]] = {
    event.NAME: (*_every_event(event, decision), *rules)
    for event, (decision, rules) in for_every_event("rule", TABLE).items()
}
"""By the event's name, the roles first. An event that is not in the table stops the program here."""
