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
from ledger.policies import APPROVER, REASONS, STATUSES
from ledger.rules.base import Fact, Scene, Side, addressed_as, misnamed, standing
from ledger.times import last_day
from ledger.validation import key


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


def share_is_of_an_addressee(scene: Scene, fact: JudgementRecorded) -> str | None:
    """The share that is judged is that of a body which the recommendation is made to on that day."""
    found = scene.recommendation(fact.number)
    shared = (
        found is None or fact.made_to is None or addressed_as(found, fact.made_to, fact.on) == fact.made_to
    )
    return None if shared else f"recommendation {fact.number} was not made to {fact.made_to}"


def left_open_until_a_later_cycle(scene: Scene, fact: JudgementRecorded) -> str | None:
    """What is left open on purpose is not closed, and the cycle it names is later, if it is there yet."""
    if fact.until is None:
        return None
    if fact.status == "closed":
        return f"it is closed, and left open until {fact.until}"
    cycles = scene.inspection.cycles
    until, within = cycles.get(key(fact.until)), cycles.get(key(fact.cycle))
    if until and within and last_day(until.on) <= last_day(within.on):
        return f"the cycle {fact.until} was not later than {fact.cycle}"
    return misnamed("the cycle", until.ref, fact.until) if until else None


def one_judgement_awaits(scene: Scene, fact: JudgementRecorded) -> str | None:
    """On one share in one cycle one judgement at a time awaits sign-off; the whole has every share."""
    waiting = scene.inspection.overlapping(fact.number, fact.cycle, fact.made_to, fact.on)
    return f"judgement {waiting} on the same awaited sign-off" if waiting else None


def evidence_is_to_the_point(scene: Scene, fact: JudgementRecorded) -> str | None:
    """A judgement names evidence for the same recommendation, each once, that stood on its day."""
    for ref in fact.evidence:
        found = scene.inspection.evidence.get(key(ref))
        if found is None:
            return f"there was no evidence {ref}"
        if key(found.number) != key(fact.number):
            return f"evidence {ref} was for recommendation {found.number}"
        if not found.supports(fact.on):
            return f"evidence {ref} was withdrawn"
        if found.ref != ref:
            return misnamed("evidence", found.ref, ref)
    return "it names evidence twice" if len(set(fact.evidence)) < len(fact.evidence) else None


def judgement_is_there(scene: Scene, fact: Fact) -> str | None:
    """What is said about a judgement finds it recorded."""
    found = scene.inspection.judgements.get(key(fact.judgement))
    if found is None:
        return f"there was no judgement {fact.judgement}"
    return misnamed("judgement", found.ref, fact.judgement)


def judgement_is_explained(scene: Scene, fact: JudgementRecorded) -> str | None:
    """Why it was judged so is the next thing that the same request says."""
    # Until version 2 it stood in the event.
    if scene.shape > 2:
        owe_words(scene, fact)
    return None


def owe_words(scene: Scene, of: JudgementRecorded | JudgementCorrected) -> None:
    """The next event of the request has to have the words of this one."""
    scene.owe(of, _words(of), f"why {of.judgement} was judged so is missing")


def explanation_follows_at_once(scene: Scene, fact: JudgementExplained) -> str | None:
    """Words stand right behind the judgement or the correction that they belong to, and nowhere else."""
    owed = scene.owed.pop(_words(fact), None)
    if owed is None:
        return f"nothing in the same request owed words on judgement {fact.judgement}"
    if (owed.position, owed.by) != (scene.before, scene.by):
        return f"it does not follow at once on event {owed.position} by {owed.by}, whose words it has"
    if isinstance(owed.fact, JudgementCorrected):
        found = scene.inspection.judgements.get(key(fact.judgement))
        if found and found.rationale == fact.rationale:
            return f"judgement {fact.judgement} said just that"
    return None


def _words(fact: Fact) -> Side:
    return Side(JudgementExplained.NAME, fact.inspection, fact.judgement, "", "", None, None)


def judgement_is_the_last(scene: Scene, fact: JudgementNoted) -> str | None:
    """A note is recorded with its judgement, by the same person, before anything else is judged."""
    found, count = scene.inspection.judgements.get(key(fact.judgement)), len(scene.inspection.judgements)
    if found and key(fact.judgement) != f"j{count}":
        return f"judgement {fact.judgement} had been recorded before J{count}"
    return f"{found.by} recorded judgement {fact.judgement}" if found and found.by != scene.by else None


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
    """No judgement is signed off on what was withdrawn or superseded by the day it counts from."""
    found = scene.inspection.judgements.get(key(fact.judgement))
    return standing(scene.inspection, found.number, found.on) if found else None


def its_evidence_still_stands(scene: Scene, fact: JudgementSignedOff) -> str | None:
    """No judgement is signed off on evidence that was withdrawn since it was recorded."""
    found = scene.inspection.judgements.get(key(fact.judgement))
    for ref in found.evidence if found else ():
        rested_on = scene.inspection.evidence.get(key(ref))
        if found and rested_on and rested_on.gone_since(found):
            return f"evidence {ref}, on which it rests, was withdrawn"
    return None


def an_approver_or_the_author_returns(scene: Scene, fact: JudgementReturned) -> str | None:
    """A judgement is returned by an approver or taken back by its author."""
    found = scene.inspection.judgements.get(key(fact.judgement))
    entitled = not found or found.by == scene.by or APPROVER in scene.inspectorate.roles.get(scene.by, ())
    return None if entitled else f"{scene.by} is neither an approver nor its author"
