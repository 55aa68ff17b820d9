"""Where the key files are that were enrolled here: who enrolled theirs has not to name it again.

    ~/.local/state/scrutiny-ledger/ssh-keys/<SHA-256 of the key, hexadecimal>       (XDG_STATE_HOME)

Each has the place of one private key file, and nothing of the key itself. What is not remembered, or is not
there any more, is looked for as if it never had been.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from ledger.personal.files import private_half
from ledger.proof.sshkeys import PublicKey
from ledger.signing.keyring import Keyring
from ledger.signing.private import write_private


def folder(variables: Mapping[str, str]) -> Path:
    """Where one person's are remembered."""
    return Keyring.of(variables).seen.parent / "ssh-keys"


def remember(folder: Path, key: PublicKey, path: Path) -> bool:
    """Keep where the private half of a key is, if it is beside its file; whether it is kept."""
    private = private_half(path)
    with suppress(OSError, ValueError):
        if private.is_file():
            write_private(folder / _name(key), f"{private.absolute()}\n".encode())
            return True
    return False


def place(folder: Path, key: PublicKey) -> Path | None:
    """Where the private half of a key was when it was enrolled here; None if it is not remembered."""
    with suppress(OSError, UnicodeDecodeError):
        if text := (folder / _name(key)).read_bytes()[:_LONGEST].decode().rstrip("\n"):
            return Path(text)
    return None


_LONGEST = 8_192


def _name(key: PublicKey) -> str:
    return sha256(key.blob).hexdigest()
