"""What the reader brings along: verifier keys, checkpoints held outside, and what they saw before.

1. The keys are those that were said. Without any they are the ones that the ledger names itself, which
   whoever signed the ledger again would have changed with it: so that is told.
2. A key that was said vouches for those before it, whose events it signed, and for those that it was rotated
   to. It does not for one that replaced it, nor for that of a practice copy: those have to be said.
3. A checkpoint held outside that is malformed, or not signed with a key of these, is no evidence of anything:
   it is refused, and what it says is not compared.
4. What was seen before is known by what the ledger is known by. It names the key that had signed it.
5. Who signs the ledger knows where it is: a copy elsewhere does not become what they remember of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import cast

from orjson import loads

from events.base import EventShapeError
from events.registry import EVENTS
from ledger.checks.base import Declared, Findings
from ledger.checks.believed import Held, believed
from ledger.checks.known import Known
from ledger.errors import BadInput, Damaged
from ledger.leaves import leaf_of
from ledger.proof import merkle
from ledger.proof.errors import ProofError
from ledger.records import LEDGER_STREAM, Row
from ledger.recovery.declared import sentence
from ledger.recovery.places import place_of, standing
from ledger.signing.eras import TOPICS, Eras, Placed, Signed, read_keys
from ledger.signing.keyring import Keyring
from ledger.store.location import engine_of
from ledger.store.raw import RawStore

SEEN = "The checkpoint that you saw last"


class TrustedInputs:
    """Who verifies one ledger, and what they know of it. ``trust`` says who signs what, as they believe."""

    def __init__(self, key: str | None, held: Sequence[Held], keyring: Keyring | None) -> None:
        """``key`` is a verifier key or a verifier key file. Raises BadInput if it cannot be read."""
        self.notes: list[str] = []
        self.trust = Eras([])
        self._eras = Eras([])
        self._said = None if key is None else _read_keys(key)
        self._files = held
        self._held: list[Known] = []
        self._keyring = keyring
        self._known_by = ""
        self._is_copy = self._signs = False
        self._place = ""
        self._seen: Known | None = None
        self._memory = b""
        self.refused: BadInput | None = None
        """What was brought along and cannot be used; to be raised if nothing is found."""

    @property
    def known_by(self) -> str:
        """What the ledger is known by, once it was read; see ledger.recovery.places."""
        return self._known_by

    def load(self, raw: RawStore, findings: Findings) -> list[Known]:
        """Read the beginning of a ledger; the checkpoints known of it. Raises BadInput for one held.

        What they remember of the ledger is read first, and then the ledger is seen as it is by now. A
        colleague, or the same person at another terminal, may record meanwhile: a memory that was read later
        could be of events that are not in what is checked, and those were never cut off.
        """
        self.notes.clear()
        self.refused = None
        self._identify(raw)
        if self._keyring and self._known_by:
            self._memory = self._keyring.remembered(self._known_by)
        raw.renew()
        self._identify(raw)
        if self._said is None:
            self.trust = self._eras
            self.notes.append(
                "The key was taken from the ledger itself; to be sure, say the one that you were given: --key"
                if self._eras.all
                else "The ledger names no signing key, so nothing in it is signed."
            )
        else:
            self.trust, wrong = believed(self._said, self._eras)
            for message in wrong:
                findings.add("V1", None, message)
        self._held = self._trusted(findings)
        self._compare_with_memory(raw, findings)
        claimed = [Known(gap.size, gap.root, claimed=gap) for gap in self._eras.gaps]
        return [*self._held, *([self._seen] if self._seen else []), *claimed]

    def protected(self, newest: Known | None, lost: Sequence[Known]) -> tuple[int, str]:
        """The size that is protected, and by what: the newest held outside, or else the ledger's own."""
        held = [known for known in self._held if known not in lost]
        if held:
            return max(known.size for known in held), "the newest checkpoint held outside"
        if newest is None:
            return 0, ""
        if self._held:
            what = "what was held outside is" if len(self._held) == 1 else "all that was held outside is"
            return newest.size, f"the ledger's own newest checkpoint; {what} declared lost"
        return newest.size, "the ledger's own newest checkpoint; none held outside was given"

    def declared(self, lost: Sequence[Known]) -> Iterator[Declared]:
        """What everybody is shown: what happened to the ledger and its keys, and what of theirs is lost."""
        for position, event in self._eras.declared():
            yield Declared(position, event.NAME, sentence(position, event))
        for known in lost:
            if known.gap:
                text = f"{known.name} of size {known.size:,} is lost, as event {known.gap.position} declares."
                yield Declared(known.gap.position, known.gap.event.NAME, text)

    def remember(self, newest: Known | None) -> None:
        """Keep what was found right as the highest seen, and never a lower one unless that is lost."""
        if not (self._keyring and newest) or self._is_copy:
            return
        if self._seen is None or self._seen.gap or newest.size > self._seen.size:
            before = self._keyring.remembered(self._known_by)
            self._keyring.remember(self._known_by, newest.note, before)
        if self._signs:
            self._keyring.settle(self._known_by, self._place, engine_of(self._place).names_itself)

    def _trusted(self, findings: Findings) -> list[Known]:
        if not self._files or self.trust.all:
            return [self._read(held, findings) for held in self._files]
        # Why it names none may be among the findings: so they come first.
        self.refused = BadInput(
            f"There is no key to check {self._files[0].name} with: this ledger names none.",
            "Give the key: --key",
        )
        self.notes.append(f"{self.refused.message} So no checkpoint held outside was compared.")
        return []

    def _read(self, held: Held, findings: Findings) -> Known:
        name = f"The checkpoint held in {held.name}"
        try:
            signed = self.trust.read(held.data, *(self._said.keys if self._said else ()))
        except ProofError as error:
            remedy = "Use the file as it was given."
            if self._said is None:
                remedy += (
                    " The key is the ledger's own; if the file is right, give the key that signed it: --key"
                )
            raise BadInput(
                f"The checkpoint held in {held.name} is not to be trusted: {error}.", remedy
            ) from error
        return self._known(name, signed, held.data, findings)

    def _known(
        self, name: str, signed: Signed, data: bytes, findings: Findings, *, elsewhere: bool = False
    ) -> Known:
        """A checkpoint from outside, once it was looked at who signed it."""
        size, gap = signed.checkpoint.size, self._eras.lost(signed)
        era = self.trust.at(size)
        if era and not gap and era.key not in signed.keys:
            names = ", ".join(f"{key.name}+{key.key_id.hex()}" for key in signed.keys)
            by = f"the key {names!a}" if names else "a key that is not known here"
            findings.add(
                "V1",
                None,
                f"{name} of size {size:,} was signed with {by}, and not with {era.key.text()!a}.",
            )
        return Known(size, signed.checkpoint.root, name, data, gap, elsewhere=elsewhere)

    def _identify(self, raw: RawStore) -> None:
        """Who signs it, and what it is known by."""
        self._eras = Eras.of(_turns(raw))
        with suppress(Damaged, IndexError):
            self._known_by = merkle.leaf_hash(leaf_of(cast("Row", raw.events()[0]))).hex()
        if self._eras.copied:
            self._known_by = self._eras.copied.identity

    def _compare_with_memory(self, raw: RawStore, findings: Findings) -> None:
        if not (self._keyring and self._known_by):
            return
        signs = bool(self._eras.all) and self._keyring.holds(self._eras.all[-1].key)
        # Who only reads has no place: an auditor's copies are compared with each other.
        self._signs, self._place = signs, place_of(raw.location)
        original = standing(self._keyring, self._known_by, self._place).copy_of if signs else ""
        if original:
            self._is_copy = True
            self.notes.append(
                f"This is a copy of the ledger in {original}, which may have gone on since; what you see "
                "here is not remembered."
            )
        seen = self._memory
        if not seen:
            self._notice_what_is_missing(signs=signs)
            return
        signed = self.trust.recalled(seen)
        if signed is None:
            self.notes.append("What you saw of this ledger before cannot be read any longer.")
            return
        self._seen = self._known(SEEN, signed, seen, findings, elsewhere=bool(original))

    def _notice_what_is_missing(self, *, signs: bool) -> None:
        """An emptied memory is not taken for one that never was."""
        compare = "Compare it with a checkpoint that was kept: --held FILE"
        if self._keyring and (why := self._keyring.unread(self._known_by)):
            self.notes.append(
                f"What you saw of this ledger before is not compared, so an older copy would not be noticed: "
                f"{why} {compare}"
            )
        elif self._keyring and self._keyring.knew(self._known_by):
            self.notes.append(
                "What you saw of this ledger before is not remembered any more: your state folder was "
                f"emptied, so an older copy would not be noticed. {compare}"
            )
        elif signs:
            self.notes.append(
                f"You hold this ledger's key and remember no checkpoint of it, so an older copy would not be "
                f"noticed. {compare}"
            )


def _read_keys(text: str) -> Eras:
    try:
        return read_keys(text)
    except ProofError as error:
        raise BadInput(
            f"The verifier key cannot be read: {error}.", "Copy it whole: scrutiny key show"
        ) from error


def _turns(raw: RawStore) -> Iterator[Placed]:
    """The events that say who signs and what is lost, as far as they can be read."""
    for position, topic, state in raw.named(LEDGER_STREAM.hex, TOPICS):
        with suppress(ValueError, KeyError, TypeError, AttributeError, EventShapeError):
            stored = loads(cast("bytes", state))
            event = EVENTS[str(topic)].from_fields(stored["version"], stored["data"])
            if type(position) is int:
                yield Placed(position, raw.rank(position), event)
