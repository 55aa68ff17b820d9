"""What somebody outside keeps of a ledger, a checkpoint or a key, and whom they believe because of the key.

A key that was given vouches for those before it, whose events it signed, and for those it was rotated to.
"""

from __future__ import annotations

from typing import NamedTuple

from events.inspectorates import LedgerCopied
from events.signing_keys import SigningKeyReplaced
from ledger.signing.eras import Era, Eras


class Held(NamedTuple):
    """A checkpoint that somebody kept outside the ledger: what it is called, and the file's bytes."""

    name: str
    data: bytes


def believed(given: Eras, named: Eras) -> tuple[Eras, list[str]]:
    """Who signs what, as those believe who were given keys, and what of it the ledger says otherwise."""
    at = _agreed(given, named)
    if at is None:
        trust = Eras(given.all, named.gaps, named.copied)
        if not named.all:
            return trust, []
        if len(given.all) > len(named.all) and _agreed(named, given) is not None:
            later = given.all[len(named.all)].begins
            return trust, [
                f"Your verifier key file has a key from size {later:,} on, and the ledger names none."
            ]
        return trust, [f"The ledger names another key than yours as its own: {_shown(named)}."]
    pairs = zip(named.all[at:], named.all[at + 1 :], strict=False)
    wrong = next((era for before, era in pairs if not era.is_vouched_for_by(before.key)), None)
    return named, [_unvouched(wrong)] if wrong else []


def _agreed(given: Eras, named: Eras) -> int | None:
    """The index of the newest era that both have; None if they differ."""
    if len(given.all) == 1 and not given.all[0].begins:
        return next((at for at, key in enumerate(named.keys) if key == given.keys[0]), None)
    ours, theirs = ([(era.begins, era.key) for era in eras.all] for eras in (given, named))
    return len(ours) - 1 if theirs[: len(ours)] == ours else None


def _shown(named: Eras) -> str:
    return ", ".join(
        era.key.text() if len(named.all) == 1 else f"{era.key.text()} from size {era.begins}"
        for era in named.all
    )


def _unvouched(era: Era) -> str:
    if isinstance(era.came, SigningKeyReplaced):
        return (
            f"Event {era.position} replaced the key by {era.key.text()}, and yours does not vouch for that: "
            "have the owner give you the new verifier key file, by another way than the ledger."
        )
    if isinstance(era.came, LedgerCopied):
        return f"From event {era.position} on this is a practice copy, signed with a key of its own."
    return f"The key of event {era.position}, {era.key.text()}, was not signed by the one before."
