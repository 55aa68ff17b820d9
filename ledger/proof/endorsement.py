"""What a signing key says of the one that follows it: a signed note of its own.

    scrutiny-ledger signing-key.rotated
    inspectorate.example/ledger+852d91fe+AQ…
    inspectorate.example/ledger+1c0ffee1+AX…

    — inspectorate.example/ledger hC2Re/jCkIUd...

The old key, then the new one; the signature is the old one's. No checkpoint reads like that, for its second
line is a number, so neither can be taken for the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledger.proof import note

if TYPE_CHECKING:
    from ledger.proof.note import Signer, VerifierKey


def endorse(old: Signer, new: VerifierKey) -> str:
    """The signature line of the old key under the new one, without its line feed."""
    return old.sign(_text(old.verifier_key, new)).text()


def check(old: VerifierKey, new: VerifierKey, line: str) -> None:
    """Raise FormatError or SignatureError unless the line is the old key's signature under the new one."""
    note.verify(f"{_text(old, new)}\n{line}\n".encode("utf-8", "surrogatepass"), [old])


def _text(old: VerifierKey, new: VerifierKey) -> str:
    return f"scrutiny-ledger signing-key.rotated\n{old.text()}\n{new.text()}\n"
