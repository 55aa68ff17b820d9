"""What bodies handed in."""

from __future__ import annotations

from events.evidence import EvidenceSubmitted, EvidenceWithdrawn
from ledger.checks.rules.base import Fact, Scene
from ledger.words import key


def evidence_is_the_next(scene: Scene, fact: EvidenceSubmitted) -> str | None:
    """Evidence is numbered E1, E2… in its inspection."""
    due = f"E{len(scene.inspection.evidence) + 1}"
    return None if fact.evidence == due else f"it is called {fact.evidence}, where {due} was due"


def evidence_is_there(scene: Scene, fact: Fact) -> str | None:
    """What is said about evidence finds it submitted."""
    known = key(fact.evidence) in scene.inspection.evidence
    return None if known else f"there was no evidence {fact.evidence}"


def evidence_is_withdrawn_once(scene: Scene, fact: EvidenceWithdrawn) -> str | None:
    """Evidence is withdrawn once."""
    found = scene.inspection.evidence.get(key(fact.evidence))
    return f"evidence {found.ref} was withdrawn before" if found and found.withdrawn else None


def cycle_is_there_if_said(scene: Scene, fact: EvidenceSubmitted) -> str | None:
    """Evidence may name a cycle, which is there."""
    known = fact.cycle is None or key(fact.cycle) in scene.inspection.cycles
    return None if known else f"there was no cycle {fact.cycle}"
