"""What signs for a person: a private key that lies open, or an agent that holds it.

An open key signs here, because a process for each of 2,000 events would take half a minute; the bytes are
those that ``ssh-keygen -Y sign`` makes. No passphrase is ever asked for: while something is recorded others
wait. So an agent has to hold such a key, and ``ssh-keygen`` asks it, once for many events, and not for long.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Protocol

from ledger.errors import NotSigned
from ledger.proof import sshsig
from ledger.proof.errors import ProofError
from ledger.proof.sshkeys import PublicKey
from ledger.validation import so_many

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PATIENCE = 10.0
"""Seconds that an agent is waited for, which may ask somebody whether to sign: others wait meanwhile."""

AT_ONCE = 500
"""Events that an agent is asked to sign in one call."""


class Pen(Protocol):
    """Signs for one key."""

    key: PublicKey

    def sign(self, messages: Sequence[bytes]) -> list[bytes]:
        """A signature over each message; raises NotSigned."""
        ...


class OpenKey:
    """A private key under no passphrase."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self.key = PublicKey(private.public_key().public_bytes_raw())

    def sign(self, messages: Sequence[bytes]) -> list[bytes]:
        """See Pen.sign."""
        return [sshsig.made(self.key, self._private.sign, message) for message in messages]


class Agent:
    """An agent that holds the private key, asked by ``ssh-keygen``."""

    def __init__(self, key: PublicKey, variables: Mapping[str, str]) -> None:
        self.key = key
        self._variables = variables

    def sign(self, messages: Sequence[bytes]) -> list[bytes]:
        """See Pen.sign."""
        signed: list[bytes] = []
        for at in range(0, len(messages), AT_ONCE):
            signed += self._sign(messages[at : at + AT_ONCE])
        return signed

    def _sign(self, messages: Sequence[bytes]) -> list[bytes]:
        # In a folder that nobody else may look into.
        with TemporaryDirectory(prefix="scrutiny-") as folder:
            public = Path(folder) / "key.pub"
            public.write_text(f"{self.key.line()}\n", encoding="ascii")
            files = [Path(folder) / f"{number}" for number in range(len(messages))]
            for file, message in zip(files, messages, strict=True):
                file.write_bytes(message)
            words = (
                "-q",
                "-Y",
                "sign",
                "-n",
                sshsig.NAMESPACE,
                "-f",
                "key.pub",
                *(one.name for one in files),
            )
            said = run(self._variables, "ssh-keygen", *words, folder=folder)
            try:
                blobs = [
                    sshsig.of_armor(file.with_name(f"{file.name}.sig").read_text("ascii")) for file in files
                ]
                for blob, message in zip(blobs, messages, strict=True):
                    self._check(blob, message)
            except (OSError, ValueError) as error:
                raise NotSigned(
                    f"The agent did not sign with the key {self.key.fingerprint()}"
                    f"{f': {said}' if said else ''}.",
                    "See whether it still holds the key: ssh-add -l. Put it there again: ssh-add FILE",
                ) from error
        return blobs

    def _check(self, blob: bytes, message: bytes) -> None:
        """Raise ProofError unless it is what was asked for: nobody else would find out at once."""
        signature = sshsig.parse(blob)
        if signature.key != self.key:
            raise ProofError("it is of another key")
        signature.check(message)


def run(
    variables: Mapping[str, str],
    program: str,
    *words: str,
    folder: str | None = None,
    patience: float | None = None,
) -> str:
    """Run a program of OpenSSH without a terminal, so that it can ask nothing; the last that it complains of.

    Raises NotSigned if it is not installed, or does not end in time.
    """
    return ran(variables, program, *words, folder=folder, patience=patience)[1]


def ran(
    variables: Mapping[str, str],
    program: str,
    *words: str,
    folder: str | None = None,
    patience: float | None = None,
) -> tuple[str, str]:
    """The same: what it prints, and the last that it complains of."""
    patience = PATIENCE if patience is None else patience
    try:
        done = subprocess.run(  # noqa: S603  its name and words are ours
            (program, *words),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=patience,
            cwd=folder,
            env={**variables, "SSH_ASKPASS_REQUIRE": "never", "LC_ALL": "C"},
            start_new_session=True,
            check=False,
        )
    except FileNotFoundError:
        raise NotSigned(
            f"{program} is not installed, and the key can be used by nothing else.",
            "Install OpenSSH's client (Debian: openssh-client), or use a key file under no passphrase.",
        ) from None
    except subprocess.TimeoutExpired:
        raise NotSigned(
            f"The agent did not answer within {so_many(int(patience), 'second')}.",
            "See what it waits for: ssh-add -l. If it asks before each use, say yes in time.",
        ) from None
    except (OSError, ValueError) as error:
        raise NotSigned(f"{program} cannot be run: {error}.", "See whether it is whole.") from error
    complaints = (
        [line.strip() for line in done.stderr.splitlines() if line.strip()] if done.returncode else []
    )
    return done.stdout, complaints[-1].rstrip(".") if complaints else ""
