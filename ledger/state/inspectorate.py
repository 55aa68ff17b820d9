"""What the ledger's own stream amounts to: its settings, and who may do what in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from events.imports import FileImported
from events.inspectorates import ClockCorrected, LedgerCopied, LedgerOpened, LedgerRestored
from events.named import NamedTuple
from events.people import (
    DatabaseRoleAssigned,
    DatabaseRoleRemoved,
    PersonNamed,
    PersonRegistered,
    RoleGranted,
    RoleRevoked,
)
from events.personal_keys import PersonKeyEnrolled, PersonKeyRetired, SignaturesRuled
from events.publications import PublicationMade
from events.signing_keys import SigningKeyRegistered, SigningKeyReplaced, SigningKeyRotated
from ledger.policies import ADMINISTRATOR
from ledger.recovery.spans import Spans
from ledger.state.bodies import Bodies
from ledger.state.vocabulary import Vocabulary
from ledger.validation import key

if TYPE_CHECKING:
    from events.base import Event


class Imported(NamedTuple):
    """A file that was brought in, and when that was recorded (empty: not known)."""

    event: FileImported
    recorded_at: str


class Inspectorate:
    """The settings and the people, as they stand after some events.

    ``verifier_key`` is that of the key in force, ``keys`` are all there ever were. ``turns`` counts what
    changes how checkpoints are signed (see ledger.signing.eras). ``practice_of`` is what a practice copy is
    one of. ``bodies`` says which names mean one body, ``vocabulary`` which words may be used, and
    ``imports`` has the files that were brought in, by the key of their refs. ``personal_keys`` are the public
    keys by which people sign now, by person and fingerprint; ``keys_ever`` says whose each key is or was.
    """

    def __init__(self) -> None:
        self.version = 0
        self.title = ""
        self.time_zone = "UTC"
        self.sign_off = "required"
        self.origin = ""
        self.verifier_key = ""
        self.keys: list[str] = []
        self.practice_of = ""
        self.turns = 0
        self.roles: dict[str, set[str]] = {}
        self.names: dict[str, str] = {}
        self.database_roles: dict[str, str] = {}
        self.personal_keys: dict[str, dict[str, str]] = {}
        self.keys_ever: dict[str, str] = {}
        self.signatures = "none"
        self.clock_spans = Spans()
        self.publications: list[PublicationMade] = []
        self.imports: dict[str, Imported] = {}
        self.bodies = Bodies()
        self.vocabulary = Vocabulary()

    def apply(self, event: Event, recorded_at: str = "", position: int = 0) -> None:
        """Take one more event in, recorded at an instant (empty: not known), at a position (0: not known)."""
        self.version += 1
        match event:
            case PersonRegistered(person=person):
                self.roles[person] = set()
            case PersonNamed(person=person, name=name):
                self.names[person] = name
            case RoleGranted(person=person, role=role):
                self.roles[person].add(role)
            case RoleRevoked(person=person, role=role):
                self.roles[person].discard(role)
            case DatabaseRoleAssigned(person=person, database_role=database_role):
                self.database_roles[person] = database_role
            case DatabaseRoleRemoved(person=person):
                self.database_roles.pop(person, None)
            case PersonKeyEnrolled(person=person, key=fingerprint, public_key=public_key):
                self.personal_keys.setdefault(person, {})[fingerprint] = public_key
                self.keys_ever[fingerprint] = person
            case PersonKeyRetired(person=person, key=fingerprint):
                self.personal_keys.get(person, {}).pop(fingerprint, None)
            case SignaturesRuled():
                self.signatures = event.signatures
            case FileImported():
                self.imports[key(event.file)] = Imported(event, recorded_at)
            case PublicationMade():
                self.publications.append(event)
            case (
                SigningKeyRegistered(verifier_key=verifier_key)
                | SigningKeyRotated(verifier_key=verifier_key)
                | SigningKeyReplaced(verifier_key=verifier_key)
            ):
                self._sign_with(verifier_key)
            case LedgerRestored():
                self.turns += 1
            case ClockCorrected(first=first, last=last):
                self.clock_spans.add(first, last)
            case _ if event.SUBJECT == "body":
                self.bodies.apply(event, self.version, recorded_at, position)
            case _ if event.SUBJECT == "vocabulary":
                self.vocabulary.apply(event, recorded_at)
            case LedgerCopied():
                self.origin = event.origin
                self.practice_of = event.of
                self._sign_with(event.verifier_key)
            case LedgerOpened():
                self.title = event.title
                self.time_zone = event.time_zone
                self.sign_off = event.sign_off
                self.origin = event.origin
                self.bodies.zone = event.time_zone

    def _sign_with(self, verifier_key: str) -> None:
        self.verifier_key = verifier_key
        self.keys.append(verifier_key)
        self.turns += 1

    @property
    def administrators(self) -> list[str]:
        """The ids of those who may register people."""
        return [person for person, roles in self.roles.items() if ADMINISTRATOR in roles]

    @property
    def needs_keys(self) -> bool:
        """Whether only those may record who have a key; in a practice copy nobody signs."""
        return self.signatures == "required" and not self.practice_of

    @property
    def enrolling(self) -> list[str]:
        """The administrators who have a key, and so may enrol one if signatures are required."""
        return [person for person in self.administrators if self.personal_keys.get(person)]
