"""The ledger's keys, and what became of it: restored, or a copy to practise on."""

from __future__ import annotations

from events.signing_keys import SigningKeyRegistered, SigningKeyReplaced, SigningKeyRotated
from ledger.decisions.signing_keys import RegisterSigningKey, ReplaceSigningKey, RotateSigningKey
from ledger.proof import endorsement
from ledger.proof.errors import FormatError, ProofError
from ledger.proof.note import VerifierKey
from ledger.rules.base import Breach, Context, Table, ruled

Follows = SigningKeyRotated | SigningKeyReplaced


def key_is_registered_once(context: Context, _: SigningKeyRegistered) -> Breach | str | None:
    """A ledger is given a first signing key once."""
    return "the ledger had a signing key" if context.inspectorate.verifier_key else None


def key_bears_the_ledgers_name(
    context: Context, event: SigningKeyRegistered | Follows
) -> Breach | str | None:
    """A ledger's key bears the ledger's own name, its origin."""
    return named(event.verifier_key, context.inspectorate.origin)


def key_follows_the_one_in_force(context: Context, event: Follows) -> Breach | str | None:
    """What a key follows is the one that signed until then."""
    ours = context.inspectorate.verifier_key
    return (
        None if ours and event.before == ours else f"it follows {event.before!a}, and {ours!a} was in force"
    )


def no_key_comes_back(context: Context, event: Follows) -> Breach | str | None:
    """A key that was followed may be in anybody's hands."""
    return (
        "that key signed for the ledger before" if event.verifier_key in context.inspectorate.keys else None
    )


def the_key_before_endorsed_it(_: Context, event: SigningKeyRotated) -> Breach | str | None:
    """The old key signed the new one."""
    try:
        old, new = VerifierKey.parse(event.before), VerifierKey.parse(event.verifier_key)
        endorsement.check(old, new, event.endorsement)
    except ProofError as error:
        return f"the key before did not sign the one that follows it ({error})"
    return None


def why_the_key_was_replaced_is_said(_: Context, event: SigningKeyReplaced) -> Breach | str | None:
    """Whoever checks the ledger is shown why."""
    return None if event.why.strip() else "it is not said why"


def named(verifier_key: str, ours: str) -> Breach | str | None:
    try:
        name = VerifierKey.parse(verifier_key).name
    except FormatError as error:
        return f"that is no verifier key ({error})"
    return None if name == ours else f"that key is named {name!a}, and the ledger {ours!a}"


RULES: Table = {
    SigningKeyRegistered: ruled(RegisterSigningKey, key_is_registered_once, key_bears_the_ledgers_name),
    SigningKeyRotated: ruled(
        RotateSigningKey,
        key_follows_the_one_in_force,
        key_bears_the_ledgers_name,
        no_key_comes_back,
        the_key_before_endorsed_it,
    ),
    SigningKeyReplaced: ruled(
        ReplaceSigningKey,
        key_follows_the_one_in_force,
        key_bears_the_ledgers_name,
        no_key_comes_back,
        why_the_key_was_replaced_is_said,
    ),
}
