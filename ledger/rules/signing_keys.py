"""The keys that sign a ledger's checkpoints.

1. A key bears the ledger's own name, its origin, and no key comes back once another has followed it.
2. A key is registered once, where there is none.
3. Another follows it by rotation, which the old key signs, or by replacement, where the old one is lost.
"""

from __future__ import annotations

from events.signing_keys import SigningKeyRegistered, SigningKeyReplaced, SigningKeyRotated
from ledger.decisions.signing_keys import FOLLOWED, RegisterSigningKey, ReplaceSigningKey, RotateSigningKey
from ledger.errors import BadInput, NotFound
from ledger.proof import endorsement
from ledger.proof.errors import FormatError, ProofError
from ledger.proof.note import VerifierKey
from ledger.rules.base import Breach, Context, Table, ruled

Follows = SigningKeyRotated | SigningKeyReplaced


def key_is_registered_once(context: Context, _: SigningKeyRegistered) -> Breach | None:
    """A ledger is given a first signing key once."""
    ours = context.inspectorate.verifier_key
    if not ours:
        return None
    return Breach("the ledger had a signing key", f"This ledger is signed with {ours} already.", FOLLOWED)


def key_bears_the_ledgers_name(context: Context, event: SigningKeyRegistered | Follows) -> Breach | None:
    """A ledger's key bears the ledger's own name, its origin."""
    return misnamed_key(event.verifier_key, context.inspectorate.origin)


def misnamed_key(verifier_key: str, ours: str) -> Breach | None:
    """A key is one, and bears a ledger's name."""
    try:
        name = VerifierKey.parse(verifier_key).name
    except FormatError as error:
        return Breach(
            f"that is no verifier key ({error})",
            f"That is no verifier key: {error}.",
            "Make one: scrutiny key generate",
            BadInput,
        )
    if name == ours:
        return None
    return Breach(
        f"that key is named {name!a}, and the ledger {ours!a}",
        f"That key is named {name}, and this ledger {ours}.",
        "Make the key for this ledger: scrutiny key generate",
        error=BadInput,
    )


def key_follows_the_one_in_force(context: Context, event: Follows) -> Breach | None:
    """What a key follows is the one that signed until then."""
    ours = context.inspectorate.verifier_key
    if ours and event.before == ours:
        return None
    audit = f"it follows {event.before!a}, and {ours!a} was in force"
    if ours:
        return Breach(audit, f"Another key signs by now: {ours}.", FOLLOWED)
    return Breach(audit, "This ledger has no signing key.", "Make one: scrutiny key generate", NotFound)


def no_key_comes_back(context: Context, event: Follows) -> Breach | None:
    """A key that was followed may be in anybody's hands."""
    if event.verifier_key not in context.inspectorate.keys:
        return None
    return Breach(
        "that key signed for the ledger before",
        f"The key {event.verifier_key} signed for this ledger before, and none comes back.",
        "Make a new one: scrutiny key rotate",
    )


def the_key_before_endorsed_it(_: Context, event: SigningKeyRotated) -> Breach | None:
    """The old key signed the new one."""
    try:
        old, new = VerifierKey.parse(event.before), VerifierKey.parse(event.verifier_key)
        endorsement.check(old, new, event.endorsement)
    except ProofError as error:
        return Breach(
            f"the key before did not sign the one that follows it ({error})",
            f"The key {event.before} did not sign the one that is to follow it: {error}.",
            "Where the key is lost, an administrator replaces it: scrutiny key replace --lost --why W",
        )
    return None


def why_the_key_was_replaced_is_said(_: Context, event: SigningKeyReplaced) -> Breach | None:
    """Whoever checks the ledger is shown why."""
    return None if event.why.strip() else Breach("it is not said why")


RULES: Table = {
    SigningKeyRegistered: ruled(RegisterSigningKey, key_bears_the_ledgers_name, key_is_registered_once),
    SigningKeyRotated: ruled(
        RotateSigningKey,
        key_bears_the_ledgers_name,
        no_key_comes_back,
        key_follows_the_one_in_force,
        the_key_before_endorsed_it,
    ),
    SigningKeyReplaced: ruled(
        ReplaceSigningKey,
        key_bears_the_ledgers_name,
        no_key_comes_back,
        key_follows_the_one_in_force,
        why_the_key_was_replaced_is_said,
    ),
}
