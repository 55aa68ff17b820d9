"""What a key says of the checkpoints that it signed before: that each of them was looked at.

    scrutiny-ledger checkpoints.checked
    inspectorate.example/ledger+852d91fe+AQ…
    128 255 127
    yfwZB6T368kAQQ13b66PlDiH/Qw5ccNi4scZJUnRq/w=

- The key; the smallest and the greatest size, and how many checkpoints; SHA-256 over each of them in order:
  its size and the length of its note, 8 bytes each, and the note, all its lines.
- The key signs that, and says by it: each of these notes is a checkpoint of the size it is kept under, named
  as this key is, and bears a signature of this key that fits. So one signature is checked for many.
- It stands as a line of its own in the first checkpoint behind them, under the name ``origin/checked``. Who
  does not know it leaves it out, as of a signed note (C2SP, c2sp.org/signed-note, type 0xff).
- No checkpoint reads like that text, for no origin has a blank, and what is said of the key that follows one
  (ledger.proof.endorsement) begins otherwise. So neither can be taken for it.
- Checkpoints belong together by their sizes: from a multiple of 128 up to the next.
"""

# Without annotations as text: of each field of a named tuple it would be compiled, at every start.

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from ledger.proof import note
from ledger.proof.errors import ProofError
from ledger.proof.note import Note, Signature, Signer, VerifierKey
from ledger.proof.text import to_base64

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

LEAST = 8
"""Of fewer checkpoints nothing is said: to look at each costs little."""

_KIND = b"\xffscrutiny-ledger checkpoints.checked"
_MARK = "/checked "

Sized = tuple[int, bytes]
"""A size, and the note that is kept under it."""


def line(signer: Signer, notes: Sequence[Sized]) -> Signature:
    """What *signer* says of some notes, which whoever asks has checked."""
    key = signer.verifier_key
    signed = signer.sign(_text(key, notes)).signature
    return Signature(_name(key), _key_id(key), signed)


def covers(bearer: bytes, key: VerifierKey, notes: Sequence[Sized]) -> bool:
    """Whether the note *bearer* has a line by which *key* says that it signed just these notes."""
    if len(notes) < LEAST or _MARK.encode() not in bearer:
        return False
    try:
        parsed = note.parse(bearer)
    except ProofError:
        return False
    return any(_fits(each, key, notes) for each in _lines(parsed, key))


def _lines(parsed: Note, key: VerifierKey) -> list[Signature]:
    name, key_id = _name(key), _key_id(key)
    return [each for each in parsed.signatures if (each.name, each.key_id) == (name, key_id)]


def _fits(line: Signature, key: VerifierKey, notes: Sequence[Sized]) -> bool:
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  start-up time

    try:
        _public(key.public_key).verify(line.signature, _text(key, notes).encode())
    except InvalidSignature:
        return False
    return True


@lru_cache(maxsize=4)
def _public(key: bytes) -> "Ed25519PublicKey":
    """The key of its bytes: it is as dear to make as a third of a signature is to check."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415  start-up time

    return Ed25519PublicKey.from_public_bytes(key)


def _text(key: VerifierKey, notes: Sequence[Sized]) -> str:
    said = b"".join([b"%b%b%b" % (size.to_bytes(8), len(data).to_bytes(8), data) for size, data in notes])
    return (
        f"scrutiny-ledger checkpoints.checked\n{key.text()}\n{notes[0][0]} {notes[-1][0]} {len(notes)}\n"
        f"{to_base64(sha256(said).digest())}\n"
    )


def _name(key: VerifierKey) -> str:
    return f"{key.name}{_MARK.rstrip()}"


def _key_id(key: VerifierKey) -> bytes:
    return sha256(_name(key).encode() + b"\n" + _KIND + key.public_key).digest()[:4]
