"""Every way a proof, a note or a key is refused.

    ValueError
    ├── ProofError             it does not prove what it should
    │   ├── FormatError        a line is not of its form; ``line`` says which
    │   └── SignatureError     nobody we know signed it, or the signature is wrong; ``line`` says which
    └── SigningKeyError        the private key cannot be used
        ├── PassphraseNeededError      it is under a passphrase and none was given
        ├── PassphraseNotNeededError   one was given and the key is under none
        ├── WrongPassphraseError       this passphrase does not open it
        ├── NotEd25519Error            a private key, and of another kind
        └── UnreadableKeyError         no private key at all

They are values without an exit status, since what a refusal means is for the caller to say: of somebody's
file it is bad input, of the ledger's own record it is tampering.
"""

from __future__ import annotations


class ProofError(ValueError):
    """A proof, leaf, note or checkpoint does not prove what it should; the message is a sentence."""


class FormatError(ProofError):
    """A text is not of its form, for example ``line 2: the size is not a plain decimal number: '070'``."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(f"line {line}: {sentence}")
        self.line = line


class SignatureError(ProofError):
    """No known key signed the note, or a known key's signature does not fit its text."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(f"line {line}: {sentence}")
        self.line = line


class SigningKeyError(ValueError):
    """The private key cannot be used; the message is a sentence."""


class PassphraseNeededError(SigningKeyError):
    """The private key is under a passphrase, and none was given."""


class PassphraseNotNeededError(SigningKeyError):
    """A passphrase was given, and the private key is under none."""


class WrongPassphraseError(SigningKeyError):
    """The passphrase does not open the private key."""


class NotEd25519Error(SigningKeyError):
    """A private key of another kind than Ed25519."""


class UnreadableKeyError(SigningKeyError):
    """What was given is no private key."""
