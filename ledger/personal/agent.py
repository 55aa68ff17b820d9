"""An agent that holds private keys, asked over its socket (``SSH_AUTH_SOCK``) as OpenSSH's programs ask it.

A message is its length and a kind, and then fields behind their lengths (draft-ietf-sshm-ssh-agent):

    11 which keys?                        12 how many, and each: key, comment
    13 sign: key, data, no flags          14 the signature          5 no

``ssh-keygen -Y sign`` would be a file and a connection for each event: of an import of 4,000 that is half a
minute, in which nobody else could record. Here it is a few connections, and the same signatures.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress

from ledger.errors import NotSigned
from ledger.proof import sshsig
from ledger.proof.errors import FormatError, ProofError
from ledger.proof.sshkeys import PublicKey, of_blob, string
from ledger.validation import so_many

PATIENCE = 10.0
"""Seconds that an agent is waited for, which may ask somebody whether to sign: others wait meanwhile."""

LISTING = 5.0
"""Seconds that it is waited for to say what it holds."""

_A_SECOND = 100.0
"""Events that it is given another second for."""

_SIDE_BY_SIDE = 16
"""Connections over which it is asked, if there are many: over one it takes the next question only after each
answer, and most of the time is spent in changing from one process to the other."""

_LIST, _LISTED, _SIGN, _SIGNED = 11, 12, 13, 14
_LARGEST = 256 * 1024


class Agent:
    """Signs with one key that an agent holds."""

    def __init__(self, key: PublicKey, address: str) -> None:
        self.key = key
        self._address = address

    def sign(self, messages: Sequence[bytes]) -> list[bytes]:
        """See ledger.personal.pens.Pen."""
        try:
            return self._signed(messages)
        except TimeoutError:
            raise NotSigned(
                f"The agent did not answer within {so_many(int(PATIENCE), 'second')}.",
                "See what it waits for: ssh-add -l. If it asks before each use, say yes in time.",
            ) from None
        except (OSError, ValueError) as error:
            said = (isinstance(error, OSError) and error.strerror) or str(error).removeprefix("line 1: ")
            raise NotSigned(
                f"The agent did not sign with the key {self.key.fingerprint()}: {said}.",
                "See whether it still holds the key: ssh-add -l. Put it there again: ssh-add FILE",
            ) from error

    def _signed(self, messages: Sequence[bytes]) -> list[bytes]:
        patience, made = PATIENCE + len(messages) / _A_SECOND, list[bytes]()
        with ExitStack() as open_ones:
            connections = [
                open_ones.enter_context(_connected(self._address, patience))
                for _ in range(min(_SIDE_BY_SIDE, len(messages)))
            ]
            for at in range(0, len(messages), _SIDE_BY_SIDE):
                some = messages[at : at + _SIDE_BY_SIDE]
                for connection, message in zip(connections, some, strict=False):
                    data = string(sshsig.signed_data(message))
                    connection.send(_SIGN, string(self.key.blob) + data + bytes(4))
                for connection, message in zip(connections, some, strict=False):
                    made.append(self._signature(connection.answer(_SIGNED), message))
        return made

    def _signature(self, answer: bytes, message: bytes) -> bytes:
        signature, rest = sshsig.next_field(answer)
        if rest:
            raise FormatError(1, "its answer is too long")
        made = sshsig.parse(sshsig.of_wire(self.key, signature))
        # Nobody else would find out at once.
        made.check(message)
        return made.blob()


def held(address: str) -> list[PublicKey]:
    """The Ed25519 keys that an agent holds; none if there is none. Raises TimeoutError if it does not say."""
    found: list[PublicKey] = []
    try:
        _list(address, found)
    except TimeoutError:
        raise
    except (OSError, ProofError):
        pass
    return found


def _list(address: str, found: list[PublicKey]) -> None:
    with _connected(address, LISTING) as connection:
        connection.send(_LIST, b"")
        rest = connection.answer(_LISTED)
        count, rest = int.from_bytes(rest[:4], "big"), rest[4:]
        for _ in range(count):
            blob, rest = sshsig.next_field(rest)
            _, rest = sshsig.next_field(rest)
            with suppress(FormatError):
                found.append(of_blob(blob))


class _Connection:
    """One that asks and is answered, until a moment."""

    def __init__(self, connected: socket.socket, deadline: float) -> None:
        self._socket, self._deadline = connected, deadline

    def send(self, kind: int, fields: bytes) -> None:
        """Ask; raises OSError."""
        self._wait()
        self._socket.sendall(string(bytes([kind]) + fields))

    def answer(self, due: int) -> bytes:
        """The fields of the answer; raises OSError, and FormatError for any other answer."""
        size = int.from_bytes(self._read(4), "big")
        if not 1 <= size <= _LARGEST:
            raise FormatError(1, f"its answer has {size:,} bytes")
        answer = self._read(size)
        if answer[0] != due:
            raise FormatError(1, "it said no")
        return answer[1:]

    def _read(self, size: int) -> bytes:
        read = b""
        while len(read) < size:
            self._wait()
            if not (more := self._socket.recv(size - len(read))):
                raise FormatError(1, "its answer was cut short")
            read += more
        return read

    def _wait(self) -> None:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._socket.settimeout(left)


@contextmanager
def _connected(address: str, patience: float) -> Iterator[_Connection]:
    """A connection to an agent; raises OSError."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connected:
        connected.settimeout(patience)
        connected.connect(address)
        yield _Connection(connected, time.monotonic() + patience)
