"""Of each event that there is, and of each of its fields, whether the public may read it.

A new event without a line in the table fails ``test_leaks``: whoever adds one says who reads it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

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
from events.signing_keys import SigningKeyRegistered, SigningKeyReplaced, SigningKeyRotated
from events.words import WordsWithdrawn


class Seen(NamedTuple):
    """What has to be known of a ledger to say what of it is public."""

    signed: set[str]
    restricted: set[str]
    acted: set[str]
    withdrawn: set[Event]
    """Words on judgements and evidence that are withdrawn from view."""
    gone: set[str]
    """Words of anything that were corrected or withdrawn."""


Public = Callable[[Event, Seen], bool]


def said(event: Event, seen: Seen) -> bool:
    """Told to the public."""
    return True


def held(event: Event, seen: Seen) -> bool:
    """Told to the public until it is corrected or withdrawn: of what is ``gone`` no rule is asked."""
    return True


def repeated(event: Event, seen: Seen) -> bool:
    """What another event said: it is looked for as what that says."""
    raise AssertionError("each word of it is looked for where it was said first")


def kept(event: Event, seen: Seen) -> bool:
    """In no file."""
    return False


def signed(event: Event, seen: Seen) -> bool:
    """Told once a second person has signed it off."""
    return event.fields["judgement"] in seen.signed


def in_view(event: Event, seen: Seen) -> bool:
    """Told once a second person has signed its judgement off, until it is corrected or the judgement void."""
    return signed(event, seen) and event not in seen.withdrawn


def openly_in_view(event: Event, seen: Seen) -> bool:
    """Told of evidence that is not restricted and was not withdrawn."""
    return openly(event, seen) and event not in seen.withdrawn


def openly(event: Event, seen: Seen) -> bool:
    """Told of evidence that is not restricted."""
    return event.fields["evidence"] not in seen.restricted


def acted(event: Event, seen: Seen) -> bool:
    """A pseudonym, which stands in the leaf of each event that the person recorded, and nowhere else."""
    return event.fields["person"] in seen.acted


def shape(event: Event, seen: Seen) -> bool:
    """A ref, a number, a day, a choice, a size: nobody's words, and no mark can stand in it."""
    raise AssertionError("this is a shape, and somebody could write words in it")


OF: dict[type[Event], dict[Public, str]] = {
    LedgerOpened: {shape: "time_zone sign_off", said: "title origin"},
    # What became of the ledger and its keys is told to all who check it, loudly.
    LedgerRestored: {shape: "size root kept", said: "restored_from why"},
    LedgerCopied: {shape: "of identity", said: "origin verifier_key"},
    # Nothing of it is in a bundle, which keeps to the times in the ledger's order.
    ClockCorrected: {shape: "first last", kept: "why"},
    SigningKeyRegistered: {said: "verifier_key"},
    SigningKeyRotated: {said: "verifier_key before", shape: "endorsement"},
    SigningKeyReplaced: {said: "verifier_key before why"},
    PersonRegistered: {acted: "person"},
    PersonNamed: {acted: "person", kept: "name"},
    RoleGranted: {acted: "person", shape: "role"},
    RoleRevoked: {acted: "person", shape: "role"},
    InspectionOpened: {shape: "inspection", held: "title"},
    InspectionCorrected: {shape: "inspection", held: "title why"},
    CycleOpened: {shape: "inspection cycle on", held: "title kind"},
    CycleClosed: {shape: "inspection cycle on"},
    CycleCorrected: {shape: "inspection cycle opened_on", held: "title kind why"},
    CycleReopened: {shape: "inspection cycle", kept: "why"},
    RecommendationMade: {shape: "inspection number cycle kind due on", held: "text made_to"},
    RecommendationRestated: {shape: "inspection number on", held: "text why"},
    RecommendationReaddressed: {shape: "inspection number on", held: "made_to why"},
    # Who approved is a role or a board, never a name.
    RecommendationRescheduled: {shape: "inspection number due on", held: "approved_by why"},
    RecommendationWithdrawn: {shape: "inspection number on", held: "why"},
    RecommendationSuperseded: {shape: "inspection number how by on", held: "why"},
    RecommendationLinked: {shape: "inspection number relation other on", held: "why"},
    RecommendationUnlinked: {shape: "inspection number relation other of", held: "why"},
    RecommendationCorrected: {
        shape: "inspection number what of due made_on kind in_cycle",
        held: "text made_to why",
    },
    EvidenceExpected: {shape: "inspection number cycle on", held: "text"},
    EvidenceSubmitted: {
        shape: "inspection evidence number cycle proposes_closure on",
        held: "body restricted",
    },
    EvidenceDescribed: {shape: "inspection evidence", openly_in_view: "summary"},
    # Names of files are whatever a body called them; nor is a hash of use without the file.
    EvidenceAttached: {shape: "inspection evidence size", kept: "name sha256"},
    EvidenceWithdrawn: {shape: "inspection evidence on", openly: "why"},
    EvidenceRequested: {shape: "inspection number on", held: "body why"},
    JudgementRecorded: {
        shape: "inspection judgement number cycle status reason evidence until on",
        held: "made_to",
    },
    JudgementExplained: {shape: "inspection judgement", in_view: "rationale"},
    JudgementNoted: {shape: "inspection judgement", kept: "note"},
    JudgementSignedOff: {shape: "inspection judgement"},
    JudgementReturned: {shape: "inspection judgement", kept: "why"},
    JudgementCorrected: {shape: "inspection judgement void judged_on reworded", held: "why"},
    DisputeRaised: {shape: "inspection dispute number judgement on", held: "body why"},
    DisputeSettled: {shape: "inspection dispute outcome on", held: "body why"},
    WordsWithdrawn: {shape: "inspection number event name shape words", repeated: "beside", said: "why"},
    # What a bundle tells of the earlier ones it shows as it was recorded.
    PublicationMade: {
        shape: "inspections as_of known_at size root content sums version licence_url also since site",
        said: "licence",
    },
}
"""Each event there is, and of each of its fields whether the public may read it."""


def public(event: type[Event]) -> dict[str, Public]:
    """Of each field of an event, whether the public may read it."""
    return {name: rule for rule, names in OF[event].items() for name in names.split()}
