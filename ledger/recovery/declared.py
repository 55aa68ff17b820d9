"""What everybody who checks a ledger, or a publication of it, has to be shown, a sentence each.

A restored ledger, a key that nobody vouches for, and a practice copy are no findings; and nobody shall be
able to pass one off without a word.
"""

from __future__ import annotations

from events.base import Event
from events.inspectorates import LedgerCopied, LedgerRestored
from events.signing_keys import SigningKeyReplaced

DECLARES = (LedgerRestored, LedgerCopied, SigningKeyReplaced)


def sentence(position: int, event: Event) -> str:
    """What an event declares; empty for one that declares nothing."""
    match event:
        case LedgerRestored():
            return (
                f"The ledger was restored (event {position}) from {event.restored_from}. What had been "
                f"signed as {lost(event)} is lost. {_why(event.why)}"
            )
        case SigningKeyReplaced():
            new, old = ("+".join(key.split("+", 2)[:2]) for key in (event.verifier_key, event.before))
            return (
                f"The signing key was lost and replaced (event {position}): {new} signs from there on, and "
                f"the key before, {old}, does not vouch for it. {_why(event.why)}"
            )
        case LedgerCopied():
            return (
                f"This is a practice copy (since event {position}), called {event.origin}: what is in "
                "it since is no record of anything."
            )
    return ""


def lost(event: LedgerRestored) -> str:
    """``events 15 to 20``: what was not kept of what had been signed."""
    first = event.kept + 1
    return f"event {first:,}" if first == event.size else f"events {first:,} to {event.size:,}"


def _why(why: str) -> str:
    reason = " ".join(why.split())
    return f"Why: {reason}" if reason.endswith((".", "!", "?")) else f"Why: {reason}."
