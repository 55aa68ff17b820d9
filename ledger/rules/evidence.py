"""What bodies handed in, and what they were asked for."""

from __future__ import annotations

from events.evidence import (
    EvidenceAttached,
    EvidenceDescribed,
    EvidenceExpected,
    EvidenceRequested,
    EvidenceSubmitted,
    EvidenceWithdrawn,
)
from ledger.decisions.evidence import ExpectEvidence, RequestEvidence, SubmitEvidence, WithdrawEvidence
from ledger.rules.base import AnyEvent, Breach, Context, Table, addressed_as, misnamed, precedes, ruled
from ledger.rules.cycles import cycle_had_begun, cycle_is_open
from ledger.rules.recommendations import recommendation_had_been_made, recommendation_stands
from ledger.validation import key


def evidence_is_the_next(context: Context, event: EvidenceSubmitted) -> Breach | str | None:
    """Evidence is numbered E1, E2… in its inspection."""
    due = f"E{len(context.inspection.evidence) + 1}"
    return None if event.evidence == due else f"it is called {event.evidence}, where {due} was due"


def body_is_called_as_addressed(context: Context, event: EvidenceSubmitted) -> Breach | str | None:
    """Who hands in is called as it is addressed; a body that is not addressed may hand in, too."""
    found = context.recommendation(event.number)
    known = found and addressed_as(found, event.body, event.on)
    return f"the body {known} is called {event.body}" if known and known != event.body else None


def cycle_had_begun_if_said(context: Context, event: EvidenceSubmitted) -> Breach | str | None:
    """Evidence may name a cycle, which is there and had begun."""
    if event.cycle is None:
        return None
    cycle = context.inspection.cycles.get(key(event.cycle))
    if cycle is None:
        return f"there was no cycle {event.cycle}"
    if precedes(event.on, cycle.on):
        return f"its date {event.on} is before the cycle {event.cycle} was opened"
    return misnamed("the cycle", cycle.ref, event.cycle)


def evidence_is_there(context: Context, event: AnyEvent) -> Breach | str | None:
    """What is said about evidence finds it submitted."""
    found = context.inspection.evidence.get(key(event.evidence))
    if found is None:
        return f"there was no evidence {event.evidence}"
    return misnamed("evidence", found.ref, event.evidence)


def evidence_is_the_last(context: Context, event: AnyEvent) -> Breach | str | None:
    """What evidence says and its files are recorded with it, before anything else is handed in."""
    count = len(context.inspection.evidence)
    later = key(event.evidence) in context.inspection.evidence and key(event.evidence) != f"e{count}"
    return f"evidence {event.evidence} had been recorded before E{count}" if later else None


def evidence_is_withdrawn_once(context: Context, event: EvidenceWithdrawn) -> Breach | str | None:
    """Evidence is withdrawn once, and not before it was submitted."""
    found = context.inspection.evidence.get(key(event.evidence))
    if found and found.withdrawn:
        return f"evidence {found.ref} was withdrawn before"
    early = found and precedes(event.on, found.on)
    return f"its date {event.on} is before evidence {event.evidence} was submitted" if early else None


def request_is_to_an_addressee(context: Context, event: EvidenceRequested) -> Breach | str | None:
    """More is asked of a body that the recommendation is made to on that day, or of all."""
    found = context.recommendation(event.number)
    asked = found is None or event.body is None or addressed_as(found, event.body, event.on) == event.body
    return None if asked else f"recommendation {event.number} was not made to {event.body}"


def expectation_is_new(context: Context, event: EvidenceExpected) -> Breach | str | None:
    """What is expected of a recommendation in a cycle is not said twice in the same words."""
    found = context.recommendation(event.number)
    same = found and found.expectations.get(key(event.cycle)) == event.text
    return f"just that was expected in the cycle {event.cycle}" if same else None


RULES: Table = {
    EvidenceExpected: ruled(
        ExpectEvidence,
        recommendation_stands,
        recommendation_had_been_made,
        cycle_is_open,
        cycle_had_begun,
        expectation_is_new,
    ),
    EvidenceSubmitted: ruled(
        SubmitEvidence,
        recommendation_stands,
        recommendation_had_been_made,
        cycle_had_begun_if_said,
        evidence_is_the_next,
        body_is_called_as_addressed,
    ),
    EvidenceDescribed: ruled(SubmitEvidence, evidence_is_there, evidence_is_the_last),
    EvidenceAttached: ruled(SubmitEvidence, evidence_is_there, evidence_is_the_last),
    EvidenceWithdrawn: ruled(WithdrawEvidence, evidence_is_there, evidence_is_withdrawn_once),
    EvidenceRequested: ruled(
        RequestEvidence, recommendation_stands, recommendation_had_been_made, request_is_to_an_addressee
    ),
}
