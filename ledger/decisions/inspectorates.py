"""The beginning of a ledger, and its accidents.

1. A ledger is opened once.
2. It is declared restored by an administrator, who says from what and why, and which checkpoint was seen
   before; what is older than that stays as it was.
3. Which events bear the time of a clock that ran ahead an administrator says, and why; the events stay as
   they were recorded, and readings use the times at which they were known.
4. A practice copy has a name and a key of its own, so that it is never taken for the ledger.
"""

from __future__ import annotations

from typing import ClassVar

from events.inspectorates import ClockCorrected, LedgerCopied, LedgerOpened, LedgerRestored
from events.people import PersonNamed, PersonRegistered, RoleGranted
from events.signing_keys import SigningKeyRegistered
from ledger import times
from ledger import validation as words
from ledger.decisions.base import Decision, Made, Past, made
from ledger.errors import BadInput, Conflict, Refused
from ledger.policies import ADMINISTRATOR, SIGN_OFF
from ledger.proof.errors import FormatError
from ledger.recovery.spans import Spans
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

    def decide(self, past: Past) -> Made:
        """Opened, and its administrator registered."""
        if past.inspectorate.version:
            raise Refused("This ledger was opened already.")
        if self.sign_off not in SIGN_OFF:
            raise BadInput(f"{self.sign_off!r} is no sign-off rule.", f"Say one of {', '.join(SIGN_OFF)}.")
        times.known_zone(self.time_zone)
        person = words.person(self.person)
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

    def decide(self, past: Past) -> Made:
        """Declared, for all who check the ledger to be shown. Raises Conflict if somebody did meanwhile."""
        if self.before not in (None, past.inspectorate.turns):
            raise Conflict(
                "Somebody else declared what is lost, or changed the key, meanwhile.",
                "See what they did: scrutiny trail",
            )
        if not 0 <= self.kept < self.size:
            raise Refused(
                f"A checkpoint of {words.so_many_events(self.kept)} is still there, so the one of "
                f"{self.size} is not lost."
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


def check_undeclared(spans: Spans, first: int, last: int) -> None:
    """Raise Refused if it was declared of all of these events already that the clock ran ahead."""
    if not any(spans.outside(first, last)):
        raise Refused(f"That of {events_from(first, last)} is declared already.", "See it: scrutiny trail")


class CorrectClock(Decision):
    """Say that the clock ran ahead when the events from a position to another were recorded."""

    ROLES: ClassVar[tuple[str, ...]] = (ADMINISTRATOR,)
    first: int
    last: int
    why: str

    def decide(self, past: Past) -> Made:
        """Declared; readings use the times at which they were known."""
        if not 1 <= self.first <= self.last:
            raise BadInput(f"There are no events {self.first} to {self.last}.", "Say the smaller one first.")
        check_undeclared(past.inspectorate.clock_spans, self.first, self.last)
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

    def decide(self, past: Past) -> Made:
        """It is one from here on."""
        origin = words.origin(self.origin)
        if origin == past.inspectorate.origin or self.identity == self.of:
            raise Refused("A practice copy bears another name than what it is a copy of.")
        try:
            from ledger.proof.note import VerifierKey  # noqa: PLC0415  only a copy needs it

            if VerifierKey.parse(self.verifier_key).name != origin:
                raise BadInput(f"That key does not bear the copy's name, {origin}.")
        except FormatError as error:
            raise BadInput(f"That is no verifier key: {error}.") from error
        return made(
            "the practice copy",
            LedgerCopied(of=self.of, identity=self.identity, origin=origin, verifier_key=self.verifier_key),
        )
