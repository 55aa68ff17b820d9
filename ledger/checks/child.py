"""The process that replays the history for another, which reads and hashes meanwhile: see ``elsewhere``.

Its standard input has events, roots that the tree is to have, and questions for what was found; its standard
output has the answers. It ends when whoever began it has ended, and minds no Ctrl-C: that is for the other to
see to.
"""

from __future__ import annotations

import gc
import marshal
import os
import signal
import sys

from ledger.checks.base import Findings
from ledger.proof.compact import CompactRange

LAST, ROOTS, EVENTS, FOUND, END = b"l", b"r", b"v", b"f", b"e"
"""What a message is: where the last events of some names are; roots to be compared with the tree; events to
be replayed; a question for what was found since the last; the last question.
"""

LENGTH = 8
"""Bytes that say how long a message is, behind its kind."""


class Replaying:
    """What is done in that process with each message."""

    def __init__(self) -> None:
        from ledger.checks.replay import Replay  # noqa: PLC0415  who begins the process needs no rules

        self._findings = Findings()
        self._replay = Replay(self._findings)
        self._fit = True

    def answer(self, kind: bytes, data: bytes) -> bytes | None:
        """The answer to a message, if it is a question."""
        if kind == EVENTS:
            # Nothing is replayed behind a checkpoint that does not fit.
            if self._fit:
                self._replay.take(marshal.loads(data))  # noqa: S302  by the same program
            return None
        if kind == ROOTS:
            size, peaks, hashes, sizes, roots = marshal.loads(data)  # noqa: S302  as above
            self._fit = self._fit and CompactRange(size, peaks).roots(hashes, sizes) == roots
            return None
        if kind == LAST:
            self._replay.know(marshal.loads(data))  # noqa: S302  as above
            return None
        if kind == END:
            self._replay.close()
        return marshal.dumps((self._fit, *self._findings.taken("V11")))


def main() -> None:
    """Do as it is told until there is nobody who could tell it anything."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What is kept is kept to the end, so to look through it again and again finds nothing.
    gc.disable()
    replaying = Replaying()
    given = sys.stdin.buffer
    while len(head := given.read(1 + LENGTH)) == 1 + LENGTH:
        answer = replaying.answer(head[:1], given.read(int.from_bytes(head[1:])))
        if answer is not None:
            with os.fdopen(os.dup(1), "wb") as out:
                out.write(len(answer).to_bytes(LENGTH) + answer)
    # Nothing is cleared up after what is done.
    os._exit(0)
