"""What outsiders need to check signatures with ``ssh-keygen -Y verify``: who signs with which keys, and when.

    ann namespaces="scrutiny-ledger",valid-after="20261128150312Z" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…

1. Times end in Z: without it they would be read in the time zone of whoever checks (``ssh-keygen(1)``).
2. In the second in which a key was retired it may still have signed, so the next one is named. OpenSSH would
   refuse a line whose two times are the same, too.
3. A key that was retired signed nothing after that. So a signature is checked as of the second in which its
   event was recorded (``-O verify-time``): as of today each signature of a retired key would be refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from events.named import NamedTuple
from events.personal_keys import PersonKeyEnrolled, PersonKeyRetired
from ledger.proof import leaf, sshsig
from ledger.proof.sshkeys import PublicKey
from ledger.records import Row, decode

NAMES = (PersonKeyEnrolled.NAME, PersonKeyRetired.NAME)
FILE = "allowed_signers"


class Allowed(NamedTuple):
    """A key of a person, from when to when, as the ledger orders what was recorded."""

    person: str
    public_key: str
    since: str
    until: str | None = None

    def line(self) -> str:
        """The line of it."""
        until = f',valid-before="{_second(self.until, 1)}"' if self.until else ""
        how = f'namespaces="{sshsig.NAMESPACE}",valid-after="{_second(self.since)}"{until}'
        return f"{self.person} {how} {self.public_key}\n"


def allowed(rows: Iterable[Row]) -> dict[str, Allowed]:
    """Every key there was, by its line, from the stored events of NAMES."""
    found: dict[str, Allowed] = {}
    lines: dict[str, str] = {}
    for record in map(decode, rows):
        match record.event:
            case PersonKeyEnrolled(person=person, key=key, public_key=line):
                lines[key] = line
                found[line] = Allowed(person, line, record.recorded_at)
            case PersonKeyRetired(key=key):
                found[lines[key]] = found[lines[key]]._replace(until=record.recorded_at)
    return found


def signed_with(signature: bytes) -> PublicKey:
    """The key of a signature; raises FormatError."""
    return sshsig.parse(signature).key


def command(text: bytes, file: str) -> str:
    """How the signature beside a leaf's file is checked; raises FormatError for what is no leaf."""
    said = leaf.parse(text)
    return (
        f"ssh-keygen -Y verify -f {FILE} -I {said.actor} -n {sshsig.NAMESPACE} -s {file}.sig "
        f"-O verify-time={_second(said.recorded)} < {file}"
    )


def _second(instant: str, later: int = 0) -> str:
    """The second of an instant, or a later one, as OpenSSH writes it."""
    return (datetime.fromisoformat(instant) + timedelta(seconds=later)).strftime("%Y%m%d%H%M%SZ")
