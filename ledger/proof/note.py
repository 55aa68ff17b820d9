"""Signed notes: a text and under it the signatures of those who stand by it (C2SP, c2sp.org/signed-note).

    If you think cryptography is the answer to your problem,
    then you don't know what your problem is.

    — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6R…

- UTF-8 without control characters; the last empty line parts the text from the signatures, one a line.
- A signature line is ``— name base64(key id ‖ signature)``; the key id is 4 bytes:
  SHA-256(name ‖ LF ‖ 0x01 ‖ public key)[:4]. 0x01 means Ed25519, the only kind made or checked here.
- Signatures by keys that nobody told us of are ignored; a wrong signature by a key we know refuses the note.
- A verifier key is one word, ``name+key id in hexadecimal+base64(0x01 ‖ public key)``:
  ``PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW``.

``cryptography`` is imported late, because reading needs none of it and start-up time counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

from events.named import NamedTuple
from ledger.proof.errors import FormatError, SignatureError
from ledger.proof.text import read_base64, read_lines, to_base64

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_ED25519 = b"\x01"
_MOST_SIGNATURES = 100  # as Go's sumdb/note; C2SP wants at least 16
_MOST_BYTES = 1_000_000  # as Go's


class VerifierKey(NamedTuple):
    """A public key and the name of who signs with it. ``public_key`` is 32 bytes (RFC 8032)."""

    name: str
    public_key: bytes

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read ``name+key id+key``; blanks around it are not forgiven. Raises FormatError, of line 1."""
        name, plus, rest = text.partition("+")
        key_id, second_plus, encoded = rest.partition("+")
        if not (plus and second_plus):
            raise FormatError(1, f"a verifier key is name+key id+key: {text[:100]!a}")
        check_name(name, 1)
        typed_key = read_base64(encoded, 1, "the public key")
        if typed_key[:1] != _ED25519 or len(typed_key) != 33:
            raise FormatError(1, "the public key is not of the type Ed25519 (0x01 and 32 bytes)")
        key = cls(name, typed_key[1:])
        if key.key_id.hex() != key_id:
            raise FormatError(
                1, f"the key id {key_id[:20]!a} is not that of this name and key: {key.key_id.hex()}"
            )
        return key

    @property
    def key_id(self) -> bytes:
        """Four bytes that, with the name, tell whose signature a line is."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public_key).digest()[:4]

    def text(self) -> str:
        """The one word that ``parse`` reads, as it stands in a verifier's configuration."""
        return f"{self.name}+{self.key_id.hex()}+{to_base64(_ED25519 + self.public_key)}"


class Signature(NamedTuple):
    """A signature line: the key's name, its 4-byte id, and the signature's bytes, 64 for Ed25519."""

    name: str
    key_id: bytes
    signature: bytes

    def text(self) -> str:
        """The line, without its line feed."""
        return f"— {self.name} {to_base64(self.key_id + self.signature)}"


class Note(NamedTuple):
    """A note taken apart. Trust no word of it before ``verify`` has filled ``signed_by``."""

    text: str
    signatures: tuple[Signature, ...]
    signed_by: tuple[VerifierKey, ...] = ()


class Signer:
    """A private Ed25519 key and the name it signs under. Raises FormatError for what is no name."""

    def __init__(self, name: str, private_key: Ed25519PrivateKey) -> None:
        check_name(name, 1)
        self._private_key = private_key
        self.verifier_key = VerifierKey(name, private_key.public_key().public_bytes_raw())
        self._key_id = self.verifier_key.key_id

    def private_bytes(self) -> bytes:
        """The private key's 32 bytes (RFC 8032), to be written down."""
        return self._private_key.private_bytes_raw()

    def named(self, name: str) -> Signer:
        """The same private key under another name. Raises FormatError for what is no name."""
        return Signer(name, self._private_key)

    def sign(self, text: str) -> Signature:
        """Sign *text* as it stands."""
        return Signature(self.verifier_key.name, self._key_id, self._private_key.sign(text.encode()))


@lru_cache(maxsize=64)
def check_name(name: str, line: int) -> None:
    """Raise FormatError for a key's name that is empty or holds a blank, a plus or a control character."""
    if not name:
        raise FormatError(line, "the key's name is empty")
    if wrong := [
        each for each in name if each.isspace() or each == "+" or each < " " or "\ud800" <= each <= "\udfff"
    ]:
        raise FormatError(line, f"the key's name {name[:100]!a} holds U+{ord(wrong[0]):04X}")


def sign(text: str, *signers: Signer, first: Sequence[Signature] = ()) -> bytes:
    """The note that says *text*, signed by each of *signers* (two while a key is changed for another).

    Lines that are there already come *first*, for whoever has one key looks at the last.

    Raises FormatError for a text that no note can hold, SignatureError where nobody signs, or one key twice.
    """
    try:
        lines = read_lines(text.encode())
    except UnicodeEncodeError as error:
        raise FormatError(text.count("\n", 0, error.start) + 1, "it holds a lone surrogate") from None
    if not lines:
        raise FormatError(1, "there is no text to sign")
    if len({signer.verifier_key for signer in signers}) != max(len(signers), 1):
        raise SignatureError(len(lines) + 2, "a note needs a signature, and one key signs it once")
    made = [*first, *(signer.sign(text) for signer in signers)]
    return "".join([text, "\n", *(f"{each.text()}\n" for each in made)]).encode()


def parse(data: bytes, first_line: int = 1) -> Note:
    """Take a note apart without asking who signed it. Raises FormatError.

    *first_line* is the number of its first line in the file it stands in.
    """
    if len(data) > _MOST_BYTES:
        raise FormatError(first_line, f"a note has at most {_MOST_BYTES} bytes, and this has {len(data)}")
    lines = read_lines(data, first_line)
    if "" not in lines[1:]:
        raise FormatError(first_line + len(lines), "no empty line parts the text from its signatures")
    start = len(lines) - lines[::-1].index("")  # the first line below the last empty one
    if start == len(lines):
        raise FormatError(first_line + start, "there is no signature below the empty line")
    if len(lines) - start > _MOST_SIGNATURES:
        raise FormatError(first_line + start, f"a note has at most {_MOST_SIGNATURES} signatures")
    signatures = [_signature(text, line) for line, text in enumerate(lines[start:], first_line + start)]
    return Note("".join(f"{line}\n" for line in lines[: start - 1]), tuple(signatures))


def verify(data: bytes, keys: Iterable[VerifierKey], first_line: int = 1) -> Note:
    """The note, once at least one of *keys* is found to have signed it; ``signed_by`` says which did.

    Raises FormatError; SignatureError where none of *keys* signed it, or one of them is shown with a
    signature that does not fit the text.
    """
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  start-up time
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415  likewise

    note = parse(data, first_line)
    line = first_line + note.text.count("\n") + 1
    known = list(dict.fromkeys(keys))
    signed_by = []
    for number, (name, key_id, signature) in enumerate(note.signatures, line):
        # Two keys may share name and id, because an id is short: such a line must fit one of them.
        meant = [key for key in known if key.name == name and key.key_id == key_id]
        for key in meant:
            try:
                Ed25519PublicKey.from_public_bytes(key.public_key).verify(signature, note.text.encode())
            except InvalidSignature:
                continue
            signed_by.append(key)
            break
        else:
            if meant:
                raise SignatureError(number, f"the signature by {name!a} does not fit the text above it")
    if not signed_by:
        given = ", ".join(f"{key.name}+{key.key_id.hex()}" for key in known) or "none at all"
        found = ", ".join(f"{each.name}+{each.key_id.hex()}" for each in note.signatures[:3])
        raise SignatureError(line, f"no known key signed this; known: {given!a}; found: {found!a}")
    return note._replace(signed_by=tuple(dict.fromkeys(signed_by)))


def _signature(text: str, line: int) -> Signature:
    dash, _, rest = text.partition(" ")
    name, blank, encoded = rest.partition(" ")
    if dash != "—" or not blank:
        raise FormatError(line, f"it is not a signature, which is '— name base64': {text[:100]!a}")
    check_name(name, line)
    data = read_base64(encoded, line, "the signature")
    if len(data) < 5:
        raise FormatError(line, f"the signature has {len(data)} bytes, and its key id alone has 4")
    return Signature(name, data[:4], data[4:])
