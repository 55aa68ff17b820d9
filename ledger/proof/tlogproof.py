"""Proofs as files: a leaf's place, the way up to the root, and who signed it (C2SP, c2sp.org/tlog-proof).

    c2sp.org/tlog-proof@v1
    index 1
    bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=

    inspectorate.example/ledger
    2
    +sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU=

    — inspectorate.example/ledger hC2Re/jCkIUd...

A proof stands for itself: with the leaf and the verifier key nothing else is needed. Another's file may have
a line ``extra base64`` after the first; nothing vouches for what it says.
A consistency proof has no form of its own in C2SP: its file is one base64 hash a line, in RFC 6962's order.
"""

from __future__ import annotations

from binascii import b2a_base64
from typing import TYPE_CHECKING

from events.named import NamedTuple
from ledger.proof import checkpoint, merkle
from ledger.proof.errors import FormatError, ProofError
from ledger.proof.text import read_base64, read_lines, read_number, to_base64

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ledger.proof.note import VerifierKey

_HEADER = "c2sp.org/tlog-proof@v1"


class TlogProof(NamedTuple):
    """A proof taken apart: the leaf's index from 0, the hashes up to the root, the checkpoint verbatim."""

    leaf_index: int
    hashes: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes = b""

    def to_bytes(self) -> bytes:
        """The file."""
        extra = f"extra {to_base64(self.extra)}\n" if self.extra else ""
        head = f"{_HEADER}\n{extra}index {self.leaf_index}\n".encode()
        return head + hash_lines(self.hashes) + b"\n" + self.checkpoint


def parse(data: bytes) -> TlogProof:
    """Take a proof apart without checking it. Raises FormatError for a line not of its form."""
    return _parse(data)[0]


def verify(data: bytes, leaf: bytes, keys: Iterable[VerifierKey]) -> tuple[int, checkpoint.Checkpoint]:
    """Where *leaf*, its eight lines verbatim, stands in a ledger that one of *keys* signed for.

    The answer is its index and the checkpoint. Raises FormatError, SignatureError, and ProofError where
    the hashes do not lead from the leaf to the root.
    """
    proof, index_line, checkpoint_line = _parse(data)
    signed = checkpoint.verify(proof.checkpoint, keys, checkpoint_line)
    try:
        merkle.verify_inclusion(
            proof.leaf_index, signed.size, merkle.leaf_hash(leaf), proof.hashes, signed.root
        )
    except ProofError as error:
        raise ProofError(f"lines {index_line} to {checkpoint_line - 2}: {error}") from None
    return proof.leaf_index, signed


def hash_lines(hashes: Sequence[bytes]) -> bytes:
    """One base64 hash a line: the file of a consistency proof, and the middle of a tlog-proof."""
    # In C, line end and all: a publication has tens of thousands of proofs.
    return b"".join(map(b2a_base64, hashes))


def parse_hash_lines(data: bytes) -> list[bytes]:
    """Read a consistency proof's file; an empty one is the proof between equal sizes. Raises FormatError."""
    return [read_base64(text, line, "the hash", 32) for line, text in enumerate(read_lines(data), 1)]


def _parse(data: bytes) -> tuple[TlogProof, int, int]:
    head, empty_line, rest = data.partition(b"\n\n")
    lines = read_lines(head + b"\n")
    if lines[0] != _HEADER:
        raise FormatError(1, f"it must be {_HEADER!r}: {lines[0][:40]!a}")
    index_line, extra = 2, b""
    if len(lines) > 1 and lines[1].startswith("extra "):
        index_line, extra = 3, read_base64(lines[1][6:], 2, "the extra data")
    if len(lines) < index_line or not lines[index_line - 1].startswith("index "):
        raise FormatError(index_line, "it must be 'index ' and the leaf's number")
    index = read_number(lines[index_line - 1][6:], index_line, "the index")
    hashes = [
        read_base64(text, line, "the hash", 32)
        for line, text in enumerate(lines[index_line:], index_line + 1)
    ]
    if not empty_line:
        raise FormatError(len(lines) + 1, "no empty line and no checkpoint follow the hashes")
    return TlogProof(index, tuple(hashes), rest, extra), index_line, len(lines) + 2
