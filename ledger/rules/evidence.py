"""What bodies hand in, and what they are asked for.

1. Evidence is given for a recommendation that is active, and not before it was made.
2. A body is called as it is addressed, however it is typed; bodies that are not addressed may hand in too.
3. What would satisfy a recommendation is said of one that is active, in a cycle that is open.
4. It is withdrawn once, and not dated before it was submitted.
5. A correction says something else than was recorded: another recommendation, made by then, another body, or
   a summary that follows at once.
"""

from __future__ import annotations

from events.evidence import (
    EvidenceAttached,
    EvidenceCorrected,
    EvidenceDescribed,
    EvidenceExpected,
    EvidenceRequested,
    EvidenceSubmitted,
    EvidenceWithdrawn,
)
from ledger.decisions.evidence import (
    CorrectEvidence,
    ExpectEvidence,
    RequestEvidence,
    SubmitEvidence,
    WithdrawEvidence,
)
from ledger.errors import NOTHING_TO_DO, Incomplete
from ledger.rules.addressees import addressed_as, not_addressed
from ledger.rules.base import AnyEvent, Breach, Context, LinkSide, Table, ruled
from ledger.rules.days import too_early
from ledger.rules.things import absent, misnamed, out_of_turn
from ledger.rules.within import (
    cycle_had_begun,
    cycle_is_open,
    recommendation_had_been_made,
    recommendation_stands,
)
from ledger.times import when
from ledger.validation import key


def evidence_is_the_next(context: Context, event: EvidenceSubmitted) -> Breach | None:
    """Evidence is numbered E1, E2… in its inspection."""
    return out_of_turn(event.evidence, "E", context.inspection.evidence)


def body_is_called_as_addressed(context: Context, event: EvidenceSubmitted) -> Breach | None:
    """Who hands in is called as it is addressed; a body that is not addressed may hand in, too."""
    recommendation = context.recommendation(event.number)
    known = recommendation and addressed_as(context, recommendation, event.body, event.on)
    return misnamed("the body", known, event.body) if known else None


def cycle_had_begun_if_said(context: Context, event: EvidenceSubmitted) -> Breach | None:
    """Evidence may name a cycle, which is there and had begun."""
    if event.cycle is None:
        return None
    cycles = context.inspection.cycles
    return absent(context.inspection, cycles, "cycle", event.cycle) or cycle_had_begun(context, event)


def evidence_is_there(context: Context, event: AnyEvent) -> Breach | None:
    """What is said about evidence finds it submitted."""
    return absent(context.inspection, context.inspection.evidence, "evidence", event.evidence)


def evidence_is_the_last(context: Context, event: AnyEvent) -> Breach | None:
    """What evidence says and its files are recorded with it, before anything else is handed in."""
    count = len(context.inspection.evidence)
    later = key(event.evidence) in context.inspection.evidence and key(event.evidence) != f"e{count}"
    return Breach(f"evidence {event.evidence} had been recorded before E{count}") if later else None


def evidence_is_withdrawn_once(context: Context, event: EvidenceWithdrawn) -> Breach | None:
    """Evidence is withdrawn once, and not before it was submitted."""
    evidence = context.inspection.evidence.get(key(event.evidence))
    if evidence is None:
        return None
    if evidence.withdrawn:
        return Breach(
            f"evidence {evidence.ref} was withdrawn before",
            f"Evidence {evidence.ref} of {context.inspection.ref} was withdrawn already.",
            NOTHING_TO_DO,
        )
    return too_early(event.on, evidence.on, f"evidence {evidence.ref} was submitted")


def summary_has_its_place(context: Context, event: EvidenceDescribed) -> Breach | None:
    """A summary stands with its evidence, or right behind a correction that says that it was another."""
    expected = context.expected.pop(_summary(event), None) if context.expected else None
    if expected is None:
        return evidence_is_the_last(context, event)
    if (expected.position, expected.by) != (context.before, context.by):
        return Breach(f"it does not follow at once on event {expected.position} by {expected.by}")
    return None


def _summary(event: AnyEvent) -> LinkSide:
    return LinkSide(EvidenceDescribed.NAME, f"{event.inspection}/{event.evidence}", "", "", None, None)


def correction_says_something_else(context: Context, event: EvidenceCorrected) -> Breach | None:
    """A correction of evidence says another recommendation, another body, or another summary."""
    evidence = context.inspection.evidence.get(key(event.evidence))
    if evidence is None:
        return None
    if event.number is None and event.body is None and not event.reworded:
        return Breach(
            "it corrects nothing",
            "There is nothing to correct.",
            "Give the right --number, --by or --summary.",
            Incomplete,
        )
    about = evidence.about if event.number is None else context.recommendation(event.number)
    if event.number is not None and about is evidence.about:
        said = f"is for recommendation {evidence.number}"
    elif event.body is not None and event.body == evidence.body:
        said = f"was handed in by {evidence.body}"
    else:
        known = about and event.body and addressed_as(context, about, event.body, evidence.on)
        return misnamed("the body", known, event.body) if known and event.body else None
    return Breach(
        "it repeats what was recorded", f"Evidence {evidence.ref} {said} already.", "Leave that out."
    )


def evidence_is_for_what_had_been_made(context: Context, event: EvidenceCorrected) -> Breach | None:
    """What evidence is really for is there, and had not certainly been made after it was handed in."""
    if event.number is None:
        return None
    there = context.inspection.recommendations
    if wrong := absent(context.inspection, there, "recommendation", event.number):
        return wrong
    evidence = context.inspection.evidence.get(key(event.evidence))
    made = there[key(event.number)]
    if evidence is None:
        return None
    early = too_early(evidence.on, made.made_on, f"recommendation {made.number} was made")
    return early and early._replace(
        message=f"Evidence {evidence.ref} was handed in {when(evidence.on)}, and recommendation "
        f"{made.number} was made {when(made.made_on)}, so it cannot be for that one.",
        remedy="Give another --number. If the day of making is wrong, set that right first: scrutiny "
        f"recommendation correct {event.inspection} {made.number} --made-on DATE --why W",
    )


def right_summary_follows(context: Context, event: EvidenceCorrected) -> Breach | None:
    """A correction of the summary says the right one: the next thing that the same request says."""
    if event.reworded:
        context.expect(event, _summary(event), f"what evidence {event.evidence} shows is missing")
    return None


def request_is_to_an_addressee(context: Context, event: EvidenceRequested) -> Breach | None:
    """More is asked of a body that the recommendation is made to on that day, or of all."""
    return not_addressed(context, context.recommendation(event.number), event.body, event.on)


def expectation_is_new(context: Context, event: EvidenceExpected) -> Breach | None:
    """What is expected of a recommendation in a cycle is not said twice in the same words."""
    recommendation = context.recommendation(event.number)
    if recommendation is None or recommendation.expectations.get(key(event.cycle)) != event.text:
        return None
    return Breach(
        f"just that was expected in the cycle {event.cycle}",
        f"Just that is expected of recommendation {event.number} in {event.cycle} already.",
        NOTHING_TO_DO,
    )


RULES: Table = {
    EvidenceExpected: ruled(
        ExpectEvidence,
        cycle_is_open,
        cycle_had_begun,
        recommendation_stands,
        recommendation_had_been_made,
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
    EvidenceDescribed: ruled(SubmitEvidence, evidence_is_there, summary_has_its_place),
    EvidenceCorrected: ruled(
        CorrectEvidence,
        evidence_is_there,
        evidence_is_for_what_had_been_made,
        correction_says_something_else,
        right_summary_follows,
    ),
    EvidenceAttached: ruled(SubmitEvidence, evidence_is_there, evidence_is_the_last),
    EvidenceWithdrawn: ruled(WithdrawEvidence, evidence_is_there, evidence_is_withdrawn_once),
    EvidenceRequested: ruled(
        RequestEvidence, recommendation_stands, recommendation_had_been_made, request_is_to_an_addressee
    ),
}
