"""The checkpoint: the tree's size and root at one time, signed (C2SP, c2sp.org/tlog-checkpoint).

    inspectorate.example/ledger
    70000
    yfwZB6T368kAQQ13b66PlDiH/Qw5ccNi4scZJUnRq/w=

    — inspectorate.example/ledger hC2Re/jCkIUd...

Origin, decimal size, base64 root, each on its line; no extension lines, because nobody could check them.
The key's name is the origin, so that no key can speak for another ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from events.named import NamedTuple
from ledger.proof import note
from ledger.proof.errors import FormatError, SignatureError
from ledger.proof.text import LARGEST, read_base64, read_number, to_base64

SPAN = 128
"""Sizes of which the checkpoints belong together (ledger.proof.checked): from a multiple of it to the next.

More would cost whoever seals more at once, fewer whoever verifies.
"""


class Checkpoint(NamedTuple):
    """What a checkpoint says: whose ledger, how many leaves, and the 32-byte root over them."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The three lines that are signed. Raises FormatError for what no checkpoint can say."""
        note.check_name(self.origin, 1)
        if not 0 <= self.size <= LARGEST:
            raise FormatError(2, f"the size must be from 0 to 2^63 - 1: {self.size}")
        if len(self.root) != 32:
            raise FormatError(3, f"the root has {len(self.root)} bytes and must have 32")
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"


def parse(text: str, first_line: int = 1) -> Checkpoint:
    """Read the three lines. Raises FormatError; *first_line* is the number of the first in its file."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[3]:
        raise FormatError(
            first_line + min(len(lines) - 1, 3),
            "above its signatures a checkpoint has three lines, each ended: origin, size and root",
        )
    note.check_name(lines[0], first_line)
    size = read_number(lines[1], first_line + 1, "the size")
    return Checkpoint(lines[0], size, read_base64(lines[2], first_line + 2, "the root", 32))


def sign(checkpoint: Checkpoint, *signers: note.Signer, first: Sequence[note.Signature] = ()) -> bytes:
    """The signed note, with some lines *first*.

    Raises FormatError, and SignatureError unless a signer is named as the origin is.
    """
    _check_origin(checkpoint, [signer.verifier_key for signer in signers], 1)
    return note.sign(checkpoint.text(), *signers, first=first)


def verify(
    data: bytes, keys: Iterable[note.VerifierKey], first_line: int = 1, *, each: bool = False
) -> Checkpoint:
    """The checkpoint, once one of *keys* that is named as its origin is found to have signed it.

    Raises FormatError and SignatureError, as ``note.verify`` does. With *each*, all have to have signed.
    """
    keys = tuple(keys)
    verified = note.verify(data, keys, first_line)
    if each and (missing := [key for key in keys if key not in verified.signed_by]):
        raise SignatureError(
            first_line + 4, f"{missing[0].name}+{missing[0].key_id.hex()} did not sign it as well"
        )
    checkpoint = parse(verified.text, first_line)
    _check_origin(checkpoint, verified.signed_by, first_line)
    return checkpoint


def _check_origin(checkpoint: Checkpoint, keys: Iterable[note.VerifierKey], line: int) -> None:
    names = [key.name for key in keys]
    if checkpoint.origin not in names:
        raise SignatureError(
            line, f"the origin is {checkpoint.origin!a}, and the signer is {', '.join(names)!a}"
        )
