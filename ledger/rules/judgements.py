"""What inspectors find; who confirms it is in sign_offs.

1. A judgement is made in a cycle that is open, not before that cycle was nor before the recommendation.
2. A closure has a reason, and a reason belongs to a closure.
3. It rests on evidence for the same recommendation that was not withdrawn by its day.
4. On one share of a recommendation in one cycle one judgement at a time awaits its second person; a judgement
   of the whole has every share. A share is that of a body the recommendation is made to.
5. What is left open on purpose is not closed, and names a later cycle.
"""

from __future__ import annotations

from events.judgements import (
    JudgementCorrected,
    JudgementExplained,
    JudgementNoted,
    JudgementRecorded,
)
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.decisions.judgements import RecordJudgement
from ledger.errors import NOTHING_TO_DO
from ledger.policies import JUDGED_ON, STATUSES
from ledger.rules.addressees import not_addressed
from ledger.rules.base import AnyEvent, Breach, Context, LinkSide, Table, as_published, ruled
from ledger.rules.things import absent, misnamed, missing, out_of_turn, unknown, unusable
from ledger.rules.within import (
    cycle_had_begun,
    cycle_is_open,
    recommendation_had_been_made,
    recommendation_stands,
)
from ledger.times import certainly_since, when
from ledger.validation import key


def judgement_is_the_next(context: Context, event: JudgementRecorded) -> Breach | None:
    """Judgements are numbered J1, J2… in their inspection."""
    return out_of_turn(event.judgement, "J", context.inspection.judgements)


def word_means_the_status(context: Context, event: JudgementRecorded) -> Breach | None:
    """The own word is one that may be used, and means the status, and the reason if it says one."""
    if event.word is None:
        return None
    vocabulary = context.inspectorate.vocabulary
    own = vocabulary.find("status", event.word)
    if own is None or not own.own or own.word != event.word:
        return Breach(f"{event.word!a} is no word for a status")
    if own.retired:
        return unusable(context, "status", event.word, "word for a status")
    reason = event.reason and vocabulary.find("reason", event.reason)
    means = own.reason in (None, event.reason, reason and reason.reason)
    if own.status == event.status and means:
        return None
    given = event.status if event.reason is None else f"{event.status}/{event.reason}"
    return Breach(
        f"{own.word!a} means {own.means}, and not {given}",
        f"The word {own.word!r} means {own.means}, and not {given}.",
        "Leave --status and --reason out, or give another word.",
    )


def judged_since_it_was_there(context: Context, event: JudgementRecorded) -> Breach | None:
    """A judgement is not dated before its cycle or its recommendation, unless it was published so."""
    breach = cycle_had_begun(context, event) or recommendation_had_been_made(context, event)
    return None if breach and as_published(context, JUDGED_ON) else breach


def closure_has_a_reason(context: Context, event: JudgementRecorded) -> Breach | None:
    """A closure has a reason, and a reason belongs to a closure."""
    status, reason = event.status, event.reason
    if wrong := unknown(status, STATUSES, "status"):
        return wrong
    if reason is not None and (wrong := unusable(context, "reason", reason, "reason to close", "reason")):
        return wrong
    if (status == "closed") == (reason is not None):
        return None
    audit = f"the status {status} stands with the reason {reason}"
    if reason is None:
        return Breach(
            audit,
            "A recommendation is closed for a reason, and none was given.",
            f"Give --reason, one of {', '.join(context.inspectorate.vocabulary.usable('reason'))}.",
        )
    return Breach(
        audit,
        f"The reason {reason} belongs to a closure, and the status is {status}.",
        "Leave --reason out, or give --status closed.",
    )


def share_is_of_an_addressee(context: Context, event: JudgementRecorded) -> Breach | None:
    """The share that is judged is that of a body which the recommendation is made to on that day."""
    return not_addressed(context, context.recommendation(event.number), event.made_to, event.on)


def left_open_until_a_later_cycle(context: Context, event: JudgementRecorded) -> Breach | None:
    """What is left open on purpose is not closed, and the cycle it names is later, if it is there yet."""
    if event.until is None:
        return None
    if event.status == "closed":
        return Breach(
            f"it is closed, and left open until {event.until}",
            "What is closed is not left open: --until belongs to the other statuses.",
            "Leave out --until, or judge it open or partially met.",
        )
    cycles = context.inspection.cycles
    until, within = cycles.get(key(event.until)), cycles.get(key(event.cycle))
    if until and within and (until is within or certainly_since(within.on, until.on)):
        return Breach(
            f"the cycle {event.until} was not later than {event.cycle}",
            f"The cycle {until.ref} was opened {when(until.on)}: it is not later than {within.ref}.",
            "Name a later cycle; it need not be opened yet.",
        )
    return misnamed("the cycle", until.ref, event.until) if until else None


def one_judgement_awaits(context: Context, event: JudgementRecorded) -> Breach | None:
    """On one share in one cycle one judgement at a time awaits sign-off; the whole has every share."""
    waiting = context.inspection.overlapping(
        event.number, event.cycle, event.made_to, event.on, context.inspectorate.bodies
    )
    if waiting is None:
        return None
    return Breach(
        f"judgement {waiting} on the same awaited sign-off",
        f"Judgement {waiting} on recommendation {event.number} in the cycle {event.cycle} "
        "still awaits sign-off.",
        f"Settle it first: scrutiny judgement sign-off {event.inspection} {waiting}",
    )


def evidence_is_to_the_point(context: Context, event: JudgementRecorded) -> Breach | None:
    """A judgement names evidence for the same recommendation, each once, that stood on its day."""
    for ref in event.evidence:
        evidence = context.inspection.evidence.get(key(ref))
        if evidence is None:
            return missing(context.inspection, "evidence", ref)
        if evidence.about is not context.recommendation(event.number):
            return Breach(
                f"evidence {ref} was for recommendation {evidence.number}",
                f"Evidence {ref} was handed in for recommendation {evidence.number}, not {event.number}.",
                f"See what was handed in for it: scrutiny show {event.inspection} {event.number}",
            )
        if not evidence.supports(event.on):
            withdrawn = f" {when(evidence.withdrawn_on)}" if evidence.withdrawn_on else ""
            return Breach(
                f"evidence {ref} was withdrawn",
                f"Evidence {ref} was withdrawn{withdrawn}: no judgement can rest on it.",
                "Leave it out, or name other evidence: --evidence REF",
            )
        if evidence.ref != ref:
            return misnamed("evidence", evidence.ref, ref)
    return Breach("it names evidence twice") if len(set(event.evidence)) < len(event.evidence) else None


def judgement_is_there(context: Context, event: AnyEvent) -> Breach | None:
    """What is said about a judgement finds it recorded."""
    return absent(context.inspection, context.inspection.judgements, "judgement", event.judgement)


def judgement_is_explained(context: Context, event: JudgementRecorded) -> Breach | None:
    """Why it was judged so is the next thing that the same request says."""
    # Until version 2 it stood in the event.
    if context.shape > 2 and not context.inspection.brings_in(event.judgement):
        expect_words(context, event)
    return None


def expect_words(context: Context, of: JudgementRecorded | JudgementCorrected) -> None:
    """The next event of the request has to have the words of this one."""
    context.expect(of, _words(of), f"why {of.judgement} was judged so is missing")


def explanation_follows_at_once(context: Context, event: JudgementExplained) -> Breach | None:
    """Words stand right behind the judgement or the correction that they belong to, and nowhere else."""
    expected = context.expected.pop(_words(event), None)
    if expected is None:
        return Breach(f"nothing in the same request owed words on judgement {event.judgement}")
    if (expected.position, expected.by) != (context.before, context.by):
        return Breach(
            f"it does not follow at once on event {expected.position} by {expected.by}, whose words it has"
        )
    judgement = context.inspection.judgements.get(key(event.judgement))
    same = judgement and judgement.rationale == event.rationale
    return (
        says_just_that(event.judgement) if same and isinstance(expected.event, JudgementCorrected) else None
    )


def says_just_that(ref: str) -> Breach:
    """A correction says what the judgement said."""
    return Breach(
        f"judgement {ref} said just that", f"Judgement {ref} says just that already.", NOTHING_TO_DO
    )


def _words(event: AnyEvent) -> LinkSide:
    return LinkSide(JudgementExplained.NAME, f"{event.inspection}/{event.judgement}", "", "", None, None)


def judgement_is_the_last(context: Context, event: JudgementNoted) -> Breach | None:
    """A note is recorded with its judgement, by the same person, before anything else is judged."""
    count = len(context.inspection.judgements)
    judgement = context.inspection.judgements.get(key(event.judgement))
    if judgement and key(event.judgement) != f"j{count}":
        return Breach(f"judgement {event.judgement} had been recorded before J{count}")
    if judgement and judgement.by != context.by:
        return Breach(f"{judgement.by} recorded judgement {event.judgement}")
    return None


RULES: Table = {
    JudgementRecorded: ruled(
        RecordJudgement,
        word_means_the_status,
        closure_has_a_reason,
        recommendation_stands,
        cycle_is_open,
        judged_since_it_was_there,
        judgement_is_the_next,
        share_is_of_an_addressee,
        one_judgement_awaits,
        evidence_is_to_the_point,
        left_open_until_a_later_cycle,
        judgement_is_explained,
    ),
    JudgementExplained: ruled(CorrectJudgement, judgement_is_there, explanation_follows_at_once),
    JudgementNoted: ruled(RecordJudgement, judgement_is_there, judgement_is_the_last),
}
