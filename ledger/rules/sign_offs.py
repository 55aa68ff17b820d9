"""Who confirms what inspectors find, or returns it.

1. Whoever recorded a judgement cannot sign it off, whatever their roles; they may take it back.
2. A judgement is signed off or returned once, and not signed off on evidence that was withdrawn since.
"""

from __future__ import annotations

from events.judgements import (
    JudgementReturned,
    JudgementSignedOff,
)
from ledger.decisions.judgements import ReturnJudgement, SignOffJudgement
from ledger.errors import NOTHING_TO_DO
from ledger.policies import APPROVER, IMPORTED
from ledger.rules.base import AnyEvent, Breach, Context, Table, another_approver, ruled
from ledger.rules.judgements import judgement_is_there
from ledger.rules.things import standing
from ledger.validation import key


def judgement_awaits(context: Context, event: AnyEvent) -> Breach | None:
    """A judgement is signed off or returned once, and in an inspectorate without sign-off not at all."""
    if context.inspectorate.sign_off == "none":
        return Breach(
            "there is no sign-off in this ledger",
            "In this ledger judgements count as soon as they are recorded: there is no sign-off.",
            NOTHING_TO_DO,
        )
    judgement = context.inspection.judgements.get(key(event.judgement))
    if judgement is None or judgement.fate == "awaiting":
        return None
    audit, named = f"judgement {judgement.ref} was {judgement.fate}", f"{judgement.ref} of {event.inspection}"
    if judgement.by == IMPORTED and judgement.fate == "signed-off":
        return Breach(
            audit,
            f"Judgement {named} was imported: it counts as its source published it, and nobody signs it off.",
            f"If it is wrong: scrutiny judgement correct {event.inspection} {judgement.ref}, or judge anew.",
        )
    if judgement.fate == "returned":
        return Breach(audit, f"Judgement {named} was returned.", "Its author may record a new one.")
    return Breach(
        audit,
        f"Judgement {named} was signed off already.",
        f"It counts. If it was wrong: scrutiny judgement correct {event.inspection} {judgement.ref}",
    )


def a_second_person_signs(context: Context, event: JudgementSignedOff) -> Breach | None:
    """Whoever recorded a judgement cannot sign it off, whatever their roles."""
    judgement, by = context.inspection.judgements.get(key(event.judgement)), context.by
    if judgement is None or judgement.by != by or context.inspectorate.sign_off != "required":
        return None
    return Breach(
        f"{by} recorded judgement {event.judgement} and signed it off",
        f"{by} recorded judgement {event.judgement} and cannot sign it off: a second person must.",
        another_approver(context),
    )


def the_judged_still_stands(context: Context, event: JudgementSignedOff) -> Breach | None:
    """No judgement is signed off on what was withdrawn or superseded by the day it counts from."""
    judgement = context.inspection.judgements.get(key(event.judgement))
    return standing(context.inspection, judgement.number, judgement.on) if judgement else None


def its_evidence_still_stands(context: Context, event: JudgementSignedOff) -> Breach | None:
    """No judgement is signed off on evidence that was withdrawn since it was recorded."""
    judgement = context.inspection.judgements.get(key(event.judgement))
    for ref in judgement.evidence if judgement else ():
        evidence = context.inspection.evidence.get(key(ref))
        if judgement and evidence and evidence.gone_since(judgement):
            return Breach(
                f"evidence {ref}, on which it rests, was withdrawn",
                f"Judgement {judgement.ref} rests on evidence {ref}, which was withdrawn since.",
                f"Return it: scrutiny judgement return {event.inspection} {judgement.ref} --why …",
            )
    return None


def an_approver_or_the_author_returns(context: Context, event: JudgementReturned) -> Breach | None:
    """A judgement is returned by an approver or taken back by its author."""
    judgement, by = context.inspection.judgements.get(key(event.judgement)), context.by
    if not judgement or judgement.by == by or APPROVER in context.inspectorate.roles.get(by, ()):
        return None
    return Breach(
        f"{by} is neither an approver nor its author",
        f"{by} may not return the judgement of {judgement.by}: that takes the role approver.",
        "Ask an approver, or its author to take it back.",
    )


RULES: Table = {
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
