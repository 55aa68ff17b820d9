"""The beginning of a ledger."""

from __future__ import annotations

from typing import ClassVar

from events.inspectorates import LedgerOpened
from events.people import PersonNamed, PersonRegistered, RoleGranted
from events.signing_keys import SigningKeyRegistered
from ledger import times, words
from ledger.decisions.base import Decision, Made, Past, made
from ledger.errors import BadInput, Refused
from ledger.policies import ADMINISTRATOR, SIGN_OFF


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
        times.zone(self.time_zone)
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
