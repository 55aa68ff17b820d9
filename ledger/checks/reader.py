"""What the reader brings along: the verifier key, checkpoints held outside, and what they saw before.

1. The key is the one that was said. Without one it is the one that the ledger names itself, which whoever
   signed the ledger again would have changed with it: so that is told.
2. A checkpoint held outside that is malformed, or not signed with the key, is no evidence of anything: it is
   refused, and what it says is not compared.
3. What was seen before is known by the ledger's first leaf. It names the key that had signed it.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple, cast

from orjson import loads

from events.signing_keys import SigningKeyRegistered
from ledger.checks.base import Findings
from ledger.checks.checkpoints import Known
from ledger.errors import BadInput, Damaged
from ledger.keyring import Keyring
from ledger.proof import checkpoint, merkle, note
from ledger.proof.errors import ProofError
from ledger.proof.note import VerifierKey
from ledger.records import LEDGER_STREAM, Row, leaf_of
from ledger.store.raw import RawStore

SEEN = "The checkpoint that you saw last"


class Held(NamedTuple):
    """A checkpoint that somebody kept outside the ledger: what it is called, and the file's bytes."""

    name: str
    data: bytes


class Reader:
    """Who verifies one ledger, and what they know of it."""

    def __init__(self, key: str | None, held: Sequence[Held], keyring: Keyring | None) -> None:
        """Raises BadInput for a key that cannot be read."""
        self.key: VerifierKey | None = None
        self.notes: list[str] = []
        self._said = key is not None
        self._files = held
        self._held: list[Known] = []
        self._keyring = keyring
        self._first_leaf = ""
        self._seen: Known | None = None
        if key is not None:
            try:
                self.key = VerifierKey.parse(key)
            except ProofError as error:
                raise BadInput(
                    f"The verifier key cannot be read: {error}.", "Copy it whole: scrutiny key show"
                ) from error

    def meet(self, raw: RawStore, findings: Findings) -> list[Known]:
        """Look at the beginning of a ledger; the checkpoints known of it. Raises BadInput for one held."""
        named = _named(raw)
        if self.key is None:
            self.key = named
            self.notes.append(
                "The key was taken from the ledger itself; to be sure, say the one that you were given: --key"
                if named
                else "The ledger names no signing key, so nothing in it is signed."
            )
        elif named is not None and named != self.key:
            findings.add("V1", None, f"The ledger names another key than yours as its own: {named.text()}.")
        self._held = [self._trusted(each) for each in self._files]
        self._recall(raw, findings)
        return [*self._held, *([self._seen] if self._seen else [])]

    def protected(self, newest: Known | None) -> tuple[int, str]:
        """The size that is protected, and by what: the newest held outside, or else the ledger's own."""
        if self._held:
            return max(known.size for known in self._held), "the newest checkpoint held outside"
        if newest is None:
            return 0, ""
        return newest.size, "the ledger's own newest checkpoint; none held outside was said"

    def remember(self, newest: Known | None) -> None:
        """Keep what was found right as the highest seen, and never a lower one."""
        if self._keyring and newest and (self._seen is None or newest.size > self._seen.size):
            self._keyring.remember(self._first_leaf, newest.note)

    def _trusted(self, held: Held) -> Known:
        if self.key is None:
            raise BadInput(
                f"There is no key to check {held.name} with: this ledger names none.", "Say the key: --key"
            )
        try:
            found = checkpoint.verify(held.data, [self.key])
        except ProofError as error:
            remedy = "Use the file as it was given."
            if not self._said:
                remedy += (
                    " The key is the ledger's own; if the file is right, say the key that signed it: --key"
                )
            raise BadInput(
                f"The held checkpoint {held.name} is not to be trusted: {error}.", remedy
            ) from error
        return Known(found.size, found.root, f"The held checkpoint {held.name}")

    def _recall(self, raw: RawStore, findings: Findings) -> None:
        with suppress(Damaged, IndexError):
            self._first_leaf = merkle.leaf_hash(leaf_of(cast("Row", raw.events()[0]))).hex()
        seen = self._keyring.remembered(self._first_leaf) if self._keyring and self._first_leaf else b""
        if not seen:
            return
        try:
            signed = note.parse(seen)
            found = checkpoint.parse(signed.text)
        except ProofError:
            self.notes.append("What you saw of this ledger before cannot be read any longer.")
            return
        self._seen = Known(found.size, found.root, SEEN)
        if self.key and (self.key.name, self.key.key_id) not in {each[:2] for each in signed.signatures}:
            by = ", ".join(f"{each.name}+{each.key_id.hex()}" for each in signed.signatures[:3])
            findings.add(
                "V1", None, f"{SEEN} was signed with the key {by!a}, and not with {self.key.text()!a}."
            )


def _named(raw: RawStore) -> VerifierKey | None:
    """The key that the ledger names first as its own."""
    state = raw.first_state(LEDGER_STREAM.hex, SigningKeyRegistered.NAME)
    try:
        return VerifierKey.parse(loads(cast("bytes", state))["data"]["verifier_key"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
