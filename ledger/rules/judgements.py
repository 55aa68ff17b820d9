"""What inspectors found, and who confirmed it."""

from __future__ import annotations

from events.judgements import (
    JudgementCorrected,
    JudgementExplained,
    JudgementNoted,
    JudgementRecorded,
    JudgementReturned,
    JudgementSignedOff,
)
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.judgements import RecordJudgement, ReturnJudgement, SignOffJudgement
from ledger.policies import APPROVER, REASONS, STATUSES
from ledger.rules.base import (
    AnyEvent,
    Breach,
    Context,
    LinkSide,
    Table,
    addressed_as,
    misnamed,
    ruled,
    standing,
)
from ledger.rules.cycles import cycle_had_begun, cycle_is_open
from ledger.rules.recommendations import recommendation_had_been_made, recommendation_stands
from ledger.times import last_day
from ledger.validation import key


def judgement_is_the_next(context: Context, event: JudgementRecorded) -> Breach | str | None:
    """Judgements are numbered J1, J2… in their inspection."""
    due = f"J{len(context.inspection.judgements) + 1}"
    return None if event.judgement == due else f"it is called {event.judgement}, where {due} was due"


def closure_has_a_reason(_: Context, event: JudgementRecorded) -> Breach | str | None:
    """A closure has a reason, and a reason belongs to a closure."""
    if event.status not in STATUSES:
        return f"{event.status!a} is no status"
    if event.reason is not None and event.reason not in REASONS:
        return f"{event.reason!a} is no reason"
    if (event.status == "closed") != (event.reason is not None):
        return f"the status {event.status} stands with the reason {event.reason}"
    return None


def share_is_of_an_addressee(context: Context, event: JudgementRecorded) -> Breach | str | None:
    """The share that is judged is that of a body which the recommendation is made to on that day."""
    found = context.recommendation(event.number)
    shared = (
        found is None
        or event.made_to is None
        or addressed_as(found, event.made_to, event.on) == event.made_to
    )
    return None if shared else f"recommendation {event.number} was not made to {event.made_to}"


def left_open_until_a_later_cycle(context: Context, event: JudgementRecorded) -> Breach | str | None:
    """What is left open on purpose is not closed, and the cycle it names is later, if it is there yet."""
    if event.until is None:
        return None
    if event.status == "closed":
        return f"it is closed, and left open until {event.until}"
    cycles = context.inspection.cycles
    until, within = cycles.get(key(event.until)), cycles.get(key(event.cycle))
    if until and within and last_day(until.on) <= last_day(within.on):
        return f"the cycle {event.until} was not later than {event.cycle}"
    return misnamed("the cycle", until.ref, event.until) if until else None


def one_judgement_awaits(context: Context, event: JudgementRecorded) -> Breach | str | None:
    """On one share in one cycle one judgement at a time awaits sign-off; the whole has every share."""
    waiting = context.inspection.overlapping(event.number, event.cycle, event.made_to, event.on)
    return f"judgement {waiting} on the same awaited sign-off" if waiting else None


def evidence_is_to_the_point(context: Context, event: JudgementRecorded) -> Breach | str | None:
    """A judgement names evidence for the same recommendation, each once, that stood on its day."""
    for ref in event.evidence:
        found = context.inspection.evidence.get(key(ref))
        if found is None:
            return f"there was no evidence {ref}"
        if key(found.number) != key(event.number):
            return f"evidence {ref} was for recommendation {found.number}"
        if not found.supports(event.on):
            return f"evidence {ref} was withdrawn"
        if found.ref != ref:
            return misnamed("evidence", found.ref, ref)
    return "it names evidence twice" if len(set(event.evidence)) < len(event.evidence) else None


def judgement_is_there(context: Context, event: AnyEvent) -> Breach | str | None:
    """What is said about a judgement finds it recorded."""
    found = context.inspection.judgements.get(key(event.judgement))
    if found is None:
        return f"there was no judgement {event.judgement}"
    return misnamed("judgement", found.ref, event.judgement)


def judgement_is_explained(context: Context, event: JudgementRecorded) -> Breach | str | None:
    """Why it was judged so is the next thing that the same request says."""
    # Until version 2 it stood in the event.
    if context.shape > 2:
        expect_words(context, event)
    return None


def expect_words(context: Context, of: JudgementRecorded | JudgementCorrected) -> None:
    """The next event of the request has to have the words of this one."""
    context.expect(of, _words(of), f"why {of.judgement} was judged so is missing")


def explanation_follows_at_once(context: Context, event: JudgementExplained) -> Breach | str | None:
    """Words stand right behind the judgement or the correction that they belong to, and nowhere else."""
    expected = context.expected.pop(_words(event), None)
    if expected is None:
        return f"nothing in the same request owed words on judgement {event.judgement}"
    if (expected.position, expected.by) != (context.before, context.by):
        return f"it does not follow at once on event {expected.position} by {expected.by}, whose words it has"
    if isinstance(expected.event, JudgementCorrected):
        found = context.inspection.judgements.get(key(event.judgement))
        if found and found.rationale == event.rationale:
            return f"judgement {event.judgement} said just that"
    return None


def _words(event: AnyEvent) -> LinkSide:
    return LinkSide(JudgementExplained.NAME, event.inspection, event.judgement, "", "", None, None)


def judgement_is_the_last(context: Context, event: JudgementNoted) -> Breach | str | None:
    """A note is recorded with its judgement, by the same person, before anything else is judged."""
    found, count = context.inspection.judgements.get(key(event.judgement)), len(context.inspection.judgements)
    if found and key(event.judgement) != f"j{count}":
        return f"judgement {event.judgement} had been recorded before J{count}"
    return f"{found.by} recorded judgement {event.judgement}" if found and found.by != context.by else None


def judgement_awaits(context: Context, event: AnyEvent) -> Breach | str | None:
    """A judgement is signed off or returned once, and in a house without sign-off not at all."""
    if context.inspectorate.sign_off == "none":
        return "there is no sign-off in this ledger"
    found = context.inspection.judgements.get(key(event.judgement))
    return f"judgement {found.ref} was {found.fate}" if found and found.fate != "awaiting" else None


def a_second_person_signs(context: Context, event: JudgementSignedOff) -> Breach | str | None:
    """Whoever recorded a judgement cannot sign it off, whatever their roles."""
    found = context.inspection.judgements.get(key(event.judgement))
    own = found and found.by == context.by and context.inspectorate.sign_off == "required"
    return f"{context.by} recorded judgement {event.judgement} and signed it off" if own else None


def the_judged_still_stands(context: Context, event: JudgementSignedOff) -> Breach | str | None:
    """No judgement is signed off on what was withdrawn or superseded by the day it counts from."""
    found = context.inspection.judgements.get(key(event.judgement))
    return standing(context.inspection, found.number, found.on) if found else None


def its_evidence_still_stands(context: Context, event: JudgementSignedOff) -> Breach | str | None:
    """No judgement is signed off on evidence that was withdrawn since it was recorded."""
    found = context.inspection.judgements.get(key(event.judgement))
    for ref in found.evidence if found else ():
        rested_on = context.inspection.evidence.get(key(ref))
        if found and rested_on and rested_on.gone_since(found):
            return f"evidence {ref}, on which it rests, was withdrawn"
    return None


def an_approver_or_the_author_returns(context: Context, event: JudgementReturned) -> Breach | str | None:
    """A judgement is returned by an approver or taken back by its author."""
    found = context.inspection.judgements.get(key(event.judgement))
    entitled = (
        not found or found.by == context.by or APPROVER in context.inspectorate.roles.get(context.by, ())
    )
    return None if entitled else f"{context.by} is neither an approver nor its author"


RULES: Table = {
    JudgementRecorded: ruled(
        RecordJudgement,
        recommendation_stands,
        recommendation_had_been_made,
        cycle_is_open,
        cycle_had_begun,
        judgement_is_the_next,
        closure_has_a_reason,
        share_is_of_an_addressee,
        left_open_until_a_later_cycle,
        one_judgement_awaits,
        evidence_is_to_the_point,
        judgement_is_explained,
    ),
    JudgementExplained: ruled(CorrectJudgement, judgement_is_there, explanation_follows_at_once),
    JudgementNoted: ruled(RecordJudgement, judgement_is_there, judgement_is_the_last),
    JudgementSignedOff: ruled(
        SignOffJudgement,
        judgement_is_there,
        judgement_awaits,
        a_second_person_signs,
        the_judged_still_stands,
        its_evidence_still_stands,
    ),
    JudgementReturned: ruled(
        ReturnJudgement, judgement_is_there, judgement_awaits, an_approver_or_the_author_returns
    ),
}
