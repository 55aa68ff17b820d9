"""What bodies handed in, and what they were asked for."""

from __future__ import annotations

from events.evidence import EvidenceExpected, EvidenceRequested, EvidenceSubmitted, EvidenceWithdrawn
from ledger.rules.base import Fact, Scene, addressed_as, misnamed, precedes
from ledger.validation import key


def evidence_is_the_next(scene: Scene, fact: EvidenceSubmitted) -> str | None:
    """Evidence is numbered E1, E2… in its inspection."""
    due = f"E{len(scene.inspection.evidence) + 1}"
    return None if fact.evidence == due else f"it is called {fact.evidence}, where {due} was due"


def body_is_called_as_addressed(scene: Scene, fact: EvidenceSubmitted) -> str | None:
    """Who hands in is called as it is addressed; a body that is not addressed may hand in, too."""
    found = scene.recommendation(fact.number)
    known = found and addressed_as(found, fact.body, fact.on)
    return f"the body {known} is called {fact.body}" if known and known != fact.body else None


def cycle_had_begun_if_said(scene: Scene, fact: EvidenceSubmitted) -> str | None:
    """Evidence may name a cycle, which is there and had begun."""
    if fact.cycle is None:
        return None
    cycle = scene.inspection.cycles.get(key(fact.cycle))
    if cycle is None:
        return f"there was no cycle {fact.cycle}"
    if precedes(fact.on, cycle.on):
        return f"its date {fact.on} is before the cycle {fact.cycle} was opened"
    return misnamed("the cycle", cycle.ref, fact.cycle)


def evidence_is_there(scene: Scene, fact: Fact) -> str | None:
    """What is said about evidence finds it submitted."""
    found = scene.inspection.evidence.get(key(fact.evidence))
    if found is None:
        return f"there was no evidence {fact.evidence}"
    return misnamed("evidence", found.ref, fact.evidence)


def evidence_is_the_last(scene: Scene, fact: Fact) -> str | None:
    """What evidence says and its files are recorded with it, before anything else is handed in."""
    count = len(scene.inspection.evidence)
    later = key(fact.evidence) in scene.inspection.evidence and key(fact.evidence) != f"e{count}"
    return f"evidence {fact.evidence} had been recorded before E{count}" if later else None


def evidence_is_withdrawn_once(scene: Scene, fact: EvidenceWithdrawn) -> str | None:
    """Evidence is withdrawn once, and not before it was submitted."""
    found = scene.inspection.evidence.get(key(fact.evidence))
    if found and found.withdrawn:
        return f"evidence {found.ref} was withdrawn before"
    early = found and precedes(fact.on, found.on)
    return f"its date {fact.on} is before evidence {fact.evidence} was submitted" if early else None


def request_is_to_an_addressee(scene: Scene, fact: EvidenceRequested) -> str | None:
    """More is asked of a body that the recommendation is made to on that day, or of all."""
    found = scene.recommendation(fact.number)
    asked = found is None or fact.body is None or addressed_as(found, fact.body, fact.on) == fact.body
    return None if asked else f"recommendation {fact.number} was not made to {fact.body}"


def expectation_is_new(scene: Scene, fact: EvidenceExpected) -> str | None:
    """What is expected of a recommendation in a cycle is not said twice in the same words."""
    found = scene.recommendation(fact.number)
    same = found and found.expectations.get(key(fact.cycle)) == fact.text
    return f"just that was expected in the cycle {fact.cycle}" if same else None
