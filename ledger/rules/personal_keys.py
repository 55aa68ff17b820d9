"""The keys by which people sign what they record.

1. A key is an Ed25519 key, is known by its fingerprint, and is enrolled once: for one person, and never again
   once it was retired, because by then it may be in anybody's hands.
2. A key is retired of whom it is, and it is said why.
3. If signatures are required, an administrator with a key is left, or nobody could enrol one again.
"""

from __future__ import annotations

from events.personal_keys import PersonKeyEnrolled, PersonKeyRetired, SignaturesRuled
from ledger.decisions.personal_keys import EnrolKey, RetireKey, RuleSignatures
from ledger.errors import NOTHING_TO_DO, NotFound
from ledger.policies import SIGNATURES
from ledger.proof import sshkeys
from ledger.proof.errors import FormatError
from ledger.rules.base import Breach, Context, Table, ruled
from ledger.rules.people import person_is_known
from ledger.rules.things import unknown


def key_is_one(_: Context, event: PersonKeyEnrolled) -> Breach | None:
    """What is enrolled is an Ed25519 key in its one spelling, with its own fingerprint."""
    try:
        key = sshkeys.parse(event.public_key)
    except FormatError as error:
        return Breach(f"that is no public key ({error})")
    if key.line() != event.public_key:
        return Breach("the key is not written in its one right spelling")
    if key.fingerprint() != event.key:
        return Breach(f"the fingerprint of that key is {key.fingerprint()}, and not {event.key}")
    return None


def key_is_enrolled_once(context: Context, event: PersonKeyEnrolled) -> Breach | None:
    """A key is one person's, and does not come back once it was retired."""
    inspectorate = context.inspectorate
    person = inspectorate.keys_ever.get(event.key)
    if person is None:
        return None
    if event.key in inspectorate.personal_keys.get(person, ()):
        of = "them" if person == event.person else person
        return Breach(
            f"that key was enrolled for {person} before",
            f"The key {event.key} is enrolled for {of} already.",
            NOTHING_TO_DO if person == event.person else "Each person has a key of their own.",
        )
    return Breach(
        f"that key of {person} was retired before",
        f"The key {event.key} of {person} was retired, and none comes back.",
        "Make a new one: ssh-keygen -t ed25519",
    )


def key_is_retired_of_whose_it_is(context: Context, event: PersonKeyRetired) -> Breach | None:
    """A key is retired of the person who has it."""
    theirs = context.inspectorate.personal_keys.get(event.person, {})
    if event.key in theirs:
        return None
    has = f"{event.person} has {', '.join(theirs)}." if theirs else f"{event.person} has no key."
    return Breach(
        f"{event.person} had no key {event.key}",
        f"{event.person} has no key {event.key} that signs.",
        f"{has} See them: scrutiny person show {event.person}",
        NotFound,
    )


def why_is_said(_: Context, event: PersonKeyRetired) -> Breach | None:
    """Whoever checks the ledger is shown why."""
    return None if event.why.strip() else Breach("it is not said why")


def an_administrator_with_a_key_is_left(context: Context, event: PersonKeyRetired) -> Breach | None:
    """If signatures are required, the last key of an administrator stays until another is enrolled."""
    inspectorate = context.inspectorate
    theirs = inspectorate.personal_keys.get(event.person, {})
    if not inspectorate.needs_keys or event.key not in theirs or len(theirs) > 1:
        return None
    if inspectorate.enrolling != [event.person]:
        return None
    return Breach(
        f"{event.person} was the last administrator with a key",
        f"{event.person} is the last administrator with a key, and keeps that one.",
        f"Enrol another first: scrutiny person enrol {event.person} --ssh-key FILE",
    )


def signatures_are_a_rule(_: Context, event: SignaturesRuled) -> Breach | None:
    """Whether everybody signs is said in words that the inspectorate knows."""
    return unknown(event.signatures, SIGNATURES, "rule on signatures")


def rule_is_another(context: Context, event: SignaturesRuled) -> Breach | None:
    """What is so already is not said once more."""
    if event.signatures != context.inspectorate.signatures:
        return None
    return Breach(f"signatures were {event.signatures} before", "That is so already.", NOTHING_TO_DO)


def who_rules_so_has_a_key(context: Context, event: SignaturesRuled) -> Breach | None:
    """Who has everybody sign signs, or begins the ledger so: or nobody could enrol a key."""
    begins = event.why is None and not context.inspectorate.keys_ever
    if event.signatures == "none" or begins or context.inspectorate.personal_keys.get(context.by):
        return None
    return Breach(
        f"{context.by} had no key",
        f"{context.by} has no key, and could record nothing after that.",
        f"Enrol one first: scrutiny person enrol {context.by} --ssh-key FILE",
    )


RULES: Table = {
    PersonKeyEnrolled: ruled(EnrolKey, person_is_known, key_is_one, key_is_enrolled_once),
    PersonKeyRetired: ruled(
        RetireKey,
        person_is_known,
        key_is_retired_of_whose_it_is,
        why_is_said,
        an_administrator_with_a_key_is_left,
    ),
    SignaturesRuled: ruled(RuleSignatures, signatures_are_a_rule, rule_is_another, who_rules_so_has_a_key),
}
