"""Published mistakes in judgements that were set right.

1. A correction says why, and corrects what counts and is not right already.
2. What two people signed off is corrected by an approver who is not its author; in a ledger without sign-off
   by any approver or inspector. A later file may correct the day of what a file said.
3. A judgement is moved to no day on which it could not have been made.
"""

from __future__ import annotations

from events.base import Day
from events.judgements import JudgementCorrected
from ledger.decisions.judgement_corrections import CorrectJudgement
from ledger.errors import Incomplete
from ledger.policies import APPROVER, IMPORTED
from ledger.rules.addressees import not_addressed
from ledger.rules.base import Breach, Context, Table, another_approver, ruled
from ledger.rules.days import outside, too_early
from ledger.rules.judgements import expect_words, judgement_is_there, says_just_that
from ledger.rules.makings import SEE
from ledger.rules.things import standing
from ledger.state.entities import Recommendation
from ledger.validation import key

JUDGED_ON = "Give the day it was judged: --judged-on DATE"


def corrected_judgement_counted(context: Context, event: JudgementCorrected) -> Breach | None:
    """A judgement that is corrected counts."""
    judgement = context.inspection.judgements.get(key(event.judgement))
    if judgement is None or judgement.fate == "signed-off":
        return None
    ref, fate = judgement.ref, judgement.fate
    audit = f"judgement {ref} was {fate}"
    if fate == "awaiting":
        return Breach(
            audit,
            f"Judgement {ref} awaits sign-off: it does not count yet.",
            f"Return it: scrutiny judgement return {event.inspection} {ref} --why …",
        )
    return Breach(audit, f"Judgement {ref} of {event.inspection} is {fate}: it does not count.", SEE)


def who_may_corrects(context: Context, event: JudgementCorrected) -> Breach | None:
    """What was signed off is corrected by an approver who did not record it; what a file said, by a file."""
    judgement, by = context.inspection.judgements.get(key(event.judgement)), context.by
    if judgement is None or context.inspectorate.sign_off == "none":
        return None
    if context.inspection.row_facts and judgement.by == IMPORTED:
        return None
    if APPROVER not in context.inspectorate.roles.get(by, ()):
        return Breach(
            f"it takes the role approver, which {by} had not then",
            f"{by} may not correct what was signed off: that takes the role approver.",
            another_approver(context, judgement.by),
        )
    if judgement.by != by:
        return None
    return Breach(
        f"{by} recorded judgement {event.judgement} and corrected it",
        f"{by} recorded judgement {event.judgement} and cannot correct it: a second person must.",
        another_approver(context),
    )


def it_is_void_or_says_something_else(context: Context, event: JudgementCorrected) -> Breach | None:
    """A judgement is made void, or says something else."""
    judgement = context.inspection.judgements.get(key(event.judgement))
    if event.void == (event.judged_on is not None or event.reworded):
        return Breach(
            "it is not either void or something else",
            "Give either --void, or what it should have been.",
            "Use --void, or --judged-on DATE, or --rationale TEXT.",
            Incomplete,
        )
    # In version 1 the right words stand in the event; since then, the event that has them is asked.
    if context.shape > 1:
        reworded = event.reworded
    else:
        reworded = judgement is not None and event.own_rationale not in (None, judgement.rationale)
    same = judgement and not event.void and event.judged_on in (None, judgement.on) and not reworded
    return says_just_that(event.judgement) if same else None


def right_words_follow(context: Context, event: JudgementCorrected) -> Breach | None:
    """A correction of the words says the right ones: the next thing that the same request says."""
    if event.reworded and context.shape > 1:
        expect_words(context, event)
    return None


def it_could_be_judged_on_that_day(context: Context, event: JudgementCorrected) -> Breach | None:
    """A judgement is moved to no day on which it could not have been made."""
    inspection, day = context.inspection, event.judged_on
    judgement = inspection.judgements.get(key(event.judgement))
    judged = context.recommendation(judgement.number) if judgement else None
    if judgement is None or judged is None or day is None:
        return None
    cycle = inspection.cycles.get(key(judgement.cycle))
    return (
        (outside(day, inspection, cycle, JUDGED_ON) if cycle else None)
        or too_early(day, judged.made_on, f"recommendation {judged.number} was made", JUDGED_ON)
        or standing(inspection, judged.number, day)
        or _no_share(context, judged, judgement.made_to, day)
    )


def _no_share(context: Context, judged: Recommendation, body: str | None, day: Day) -> Breach | None:
    # It may be called otherwise by now.
    if body is None or key(body) in judged.addressees(day):
        return None
    wrong = not_addressed(context, judged, body, day)
    return wrong and wrong._replace(audit=f"{wrong.audit} on {day}")


RULES: Table = {
    JudgementCorrected: ruled(
        CorrectJudgement,
        judgement_is_there,
        corrected_judgement_counted,
        who_may_corrects,
        it_could_be_judged_on_that_day,
        it_is_void_or_says_something_else,
        right_words_follow,
    ),
}
