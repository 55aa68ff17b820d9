"""The ledger's keys, and what became of it: restored, or a copy to practise on."""

from __future__ import annotations

from events.inspectorates import ClockCorrected, LedgerCopied, LedgerRestored
from events.signing_keys import SigningKeyRegistered, SigningKeyReplaced, SigningKeyRotated
from ledger.proof import endorsement
from ledger.proof.errors import FormatError, ProofError
from ledger.proof.note import VerifierKey
from ledger.proof.text import read_base64
from ledger.rules.base import Scene
from ledger.validation import events_from

Follows = SigningKeyRotated | SigningKeyReplaced


def key_is_registered_once(scene: Scene, _: SigningKeyRegistered) -> str | None:
    """A ledger is given a first signing key once."""
    return "the ledger had a signing key" if scene.inspectorate.verifier_key else None


def key_bears_the_ledgers_name(scene: Scene, fact: SigningKeyRegistered | Follows) -> str | None:
    """A ledger's key bears the ledger's own name, its origin."""
    return _named(fact.verifier_key, scene.inspectorate.origin)


def key_follows_the_one_in_force(scene: Scene, fact: Follows) -> str | None:
    """What a key follows is the one that signed until then."""
    ours = scene.inspectorate.verifier_key
    return None if ours and fact.before == ours else f"it follows {fact.before!a}, and {ours!a} was in force"


def no_key_comes_back(scene: Scene, fact: Follows) -> str | None:
    """A key that was followed may be in anybody's hands."""
    return "that key signed for the ledger before" if fact.verifier_key in scene.inspectorate.keys else None


def the_key_before_endorsed_it(_: Scene, fact: SigningKeyRotated) -> str | None:
    """The old key signed the new one."""
    try:
        old, new = VerifierKey.parse(fact.before), VerifierKey.parse(fact.verifier_key)
        endorsement.check(old, new, fact.endorsement)
    except ProofError as error:
        return f"the key before did not sign the one that follows it ({error})"
    return None


def why_the_key_was_replaced_is_said(_: Scene, fact: SigningKeyReplaced) -> str | None:
    """Whoever checks the ledger is shown why."""
    return None if fact.why.strip() else "it is not said why"


def what_is_lost_was_later(scene: Scene, fact: LedgerRestored) -> str | None:
    """A checkpoint that is lost is greater than the newest that is left, and of that there are the events."""
    try:
        read_base64(fact.root, 1, "the root", 32)
    except FormatError as error:
        return f"it names no root ({error})"
    if not 0 <= fact.kept < fact.size:
        return f"it says that of {fact.size} events {fact.kept} were left"
    return f"it says that {fact.kept} were left" if fact.kept >= scene.position else None


def whence_and_why_is_said(_: Scene, fact: LedgerRestored) -> str | None:
    """Whoever checks the ledger is shown from what it was restored, and why."""
    return None if fact.restored_from.strip() and fact.why.strip() else "it is not said from what, or not why"


def clock_was_ahead_before(scene: Scene, fact: ClockCorrected) -> str | None:
    """It is said of events that there are by then, and of none whose time is known to be right."""
    said, spans = f"it speaks of {events_from(fact.first, fact.last)}", scene.inspectorate.clock_spans
    if not 1 <= fact.first <= fact.last < scene.position:
        return said
    if not any(spans.outside(fact.first, fact.last)):
        return f"{said}, of which that was declared before"
    wrong = scene.machines.not_ahead(fact.first, fact.last, spans)
    return f"{said}, and {wrong}" if wrong else None


def why_the_clock_was_ahead_is_said(_: Scene, fact: ClockCorrected) -> str | None:
    """Whoever reads those times is shown why."""
    return None if fact.why.strip() else "it is not said why"


def copy_has_a_name_of_its_own(scene: Scene, fact: LedgerCopied) -> str | None:
    """What a copy signs is never taken for the ledger's."""
    if fact.origin == scene.inspectorate.origin or fact.identity == fact.of:
        return "it bears the name of what it is a copy of"
    return _named(fact.verifier_key, fact.origin)


def _named(verifier_key: str, ours: str) -> str | None:
    try:
        name = VerifierKey.parse(verifier_key).name
    except FormatError as error:
        return f"that is no verifier key ({error})"
    return None if name == ours else f"that key is named {name!a}, and the ledger {ours!a}"
