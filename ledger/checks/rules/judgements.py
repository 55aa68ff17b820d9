"""What inspectors found, and who confirmed it."""

from __future__ import annotations

from events.judgements import JudgementRecorded, JudgementReturned, JudgementSignedOff
from ledger.checks.rules.base import Fact, Scene, standing
from ledger.policies import APPROVER, REASONS, STATUSES
from ledger.words import key


def judgement_is_the_next(scene: Scene, fact: JudgementRecorded) -> str | None:
    """Judgements are numbered J1, J2… in their inspection."""
    due = f"J{len(scene.inspection.judgements) + 1}"
    return None if fact.judgement == due else f"it is called {fact.judgement}, where {due} was due"


def closure_has_a_reason(_: Scene, fact: JudgementRecorded) -> str | None:
    """A closure has a reason, and a reason belongs to a closure."""
    if fact.status not in STATUSES:
        return f"{fact.status!a} is no status"
    if fact.reason is not None and fact.reason not in REASONS:
        return f"{fact.reason!a} is no reason"
    if (fact.status == "closed") != (fact.reason is not None):
        return f"the status {fact.status} stands with the reason {fact.reason}"
    return None


def one_judgement_awaits(scene: Scene, fact: JudgementRecorded) -> str | None:
    """On one recommendation in one cycle one judgement at a time awaits its second person."""
    waiting = scene.inspection.awaiting.get((key(fact.number), key(fact.cycle)))
    return f"judgement {waiting} on the same awaited sign-off" if waiting else None


def evidence_is_to_the_point(scene: Scene, fact: JudgementRecorded) -> str | None:
    """A judgement rests on evidence for the same recommendation that nobody had withdrawn."""
    for ref in fact.evidence:
        found = scene.inspection.evidence.get(key(ref))
        if found is None:
            return f"there was no evidence {ref}"
        if key(found.number) != key(fact.number):
            return f"evidence {ref} was for recommendation {found.number}"
        if found.withdrawn:
            return f"evidence {ref} was withdrawn"
    return None


def judgement_is_there(scene: Scene, fact: Fact) -> str | None:
    """What is said about a judgement finds it recorded."""
    known = key(fact.judgement) in scene.inspection.judgements
    return None if known else f"there was no judgement {fact.judgement}"


def judgement_awaits(scene: Scene, fact: Fact) -> str | None:
    """A judgement is signed off or returned once, and in a house without sign-off not at all."""
    if scene.inspectorate.sign_off == "none":
        return "there is no sign-off in this ledger"
    found = scene.inspection.judgements.get(key(fact.judgement))
    return f"judgement {found.ref} was {found.fate}" if found and found.fate != "awaiting" else None


def a_second_person_signs(scene: Scene, fact: JudgementSignedOff) -> str | None:
    """Whoever recorded a judgement cannot sign it off, whatever their roles."""
    found = scene.inspection.judgements.get(key(fact.judgement))
    own = found and found.by == scene.by and scene.inspectorate.sign_off == "required"
    return f"{scene.by} recorded judgement {fact.judgement} and signed it off" if own else None


def the_judged_still_stands(scene: Scene, fact: JudgementSignedOff) -> str | None:
    """No judgement is signed off on what was withdrawn or superseded."""
    found = scene.inspection.judgements.get(key(fact.judgement))
    return standing(scene.inspection, found.number) if found else None


def its_evidence_still_stands(scene: Scene, fact: JudgementSignedOff) -> str | None:
    """No judgement is signed off on evidence that was withdrawn since it was recorded."""
    found = scene.inspection.judgements.get(key(fact.judgement))
    for ref in found.evidence if found else ():
        rested_on = scene.inspection.evidence.get(key(ref))
        if rested_on and rested_on.withdrawn:
            return f"evidence {ref}, on which it rests, was withdrawn"
    return None


def an_approver_or_the_author_returns(scene: Scene, fact: JudgementReturned) -> str | None:
    """A judgement is returned by an approver or taken back by its author."""
    found = scene.inspection.judgements.get(key(fact.judgement))
    entitled = not found or found.by == scene.by or APPROVER in scene.inspectorate.roles.get(scene.by, ())
    return None if entitled else f"{scene.by} is neither an approver nor its author"
