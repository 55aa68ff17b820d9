"""The beginning of a ledger, and its accidents: what one may ask. See ledger.rules.inspectorates."""

from __future__ import annotations

from typing import ClassVar

from events.base import Event
from events.inspectorates import ClockCorrected, LedgerCopied, LedgerOpened, LedgerRestored
from events.people import PersonNamed, PersonRegistered, RoleGranted
from events.personal_keys import SignaturesRuled
from events.signing_keys import SigningKeyRegistered
from ledger import times
from ledger import validation as words
from ledger.decisions.base import Decision, Outcome, State, made
from ledger.decisions.personal_keys import enrolment
from ledger.errors import Conflict
from ledger.policies import ADMINISTRATOR
from ledger.validation import events_from


class OpenLedger(Decision):
    """Begin a ledger, with its first person as administrator. Asked once, by nobody yet known."""

    ROLES: ClassVar[tuple[str, ...]] = (ADMINISTRATOR,)
    person: str
    name: str
    title: str
    time_zone: str
    sign_off: str
    origin: str
    verifier_key: str | None = None
    signatures: str = "none"
    public_key: str | None = None
    """The line of the key by which the person signs from the first, if they do."""

    def decide(self, state: State) -> Outcome:
        """Opened, and its administrator registered."""
        times.known_zone(self.time_zone)
        person = words.person(self.person)
        signed: list[Event] = [] if self.public_key is None else [enrolment(person, self.public_key)]
        if self.signatures != "none":
            signed.append(SignaturesRuled(signatures=self.signatures, why=None))
        return made(
            words.line(self.title, "title"),
            LedgerOpened(
                title=words.line(self.title, "title"),
                time_zone=self.time_zone,
                sign_off=self.sign_off,
                origin=words.origin(self.origin),
            ),
            PersonRegistered(person=person),
            PersonNamed(person=person, name=words.line(self.name, "name")),
            RoleGranted(person=person, role=ADMINISTRATOR),
            *([SigningKeyRegistered(verifier_key=self.verifier_key)] if self.verifier_key else []),
            *signed,
        )


class RestoreLedger(Decision):
    """Say that the ledger was put back to an older copy. ``root`` is base64; see LedgerRestored."""

    ROLES: ClassVar[tuple[str, ...]] = (ADMINISTRATOR,)
    size: int
    root: str
    kept: int
    restored_from: str
    why: str
    before: int | None = None
    """How many keys and declarations there were when it was looked what is lost, if that was looked at."""

    def decide(self, state: State) -> Outcome:
        """Declared, for all who check the ledger to be shown. Raises Conflict if somebody did meanwhile."""
        if self.before not in (None, state.inspectorate.turns):
            raise Conflict(
                "Somebody else declared what is lost, or changed the key, meanwhile.",
                "See what they did: scrutiny trail",
            )
        return made(
            f"the restored ledger of {words.so_many_events(self.kept)}",
            LedgerRestored(
                size=self.size,
                root=self.root,
                kept=self.kept,
                restored_from=words.line(self.restored_from, "word on what it was restored from"),
                why=words.prose(self.why, "reason"),
            ),
        )


class CorrectClock(Decision):
    """Say that the clock ran ahead when the events from a position to another were recorded."""

    ROLES: ClassVar[tuple[str, ...]] = (ADMINISTRATOR,)
    first: int
    last: int
    why: str

    def decide(self, state: State) -> Outcome:
        """Declared; readings use the times at which they were known."""
        return made(
            f"the time of {events_from(self.first, self.last)}",
            ClockCorrected(first=self.first, last=self.last, why=words.prose(self.why, "reason")),
        )


class CopyLedger(Decision):
    """Make of a copied folder a practice copy. Whoever may copy the folder may do that: it takes no role."""

    of: str
    identity: str
    origin: str
    verifier_key: str

    def decide(self, state: State) -> Outcome:
        """It is one from here on."""
        return made(
            "the practice copy",
            LedgerCopied(
                of=self.of,
                identity=self.identity,
                origin=words.origin(self.origin),
                verifier_key=self.verifier_key,
            ),
        )
