"""Replaying in a process of its own: with two processors one hashes while the other asks the rules.

The other one compares checkpoints with the tree as well, as often as it has nothing else to do.

1. The other process is given the events as they were read here, and opens no ledger. So it is the same for
   every engine, and what is found is the same, word for word, as in one process.
2. If it cannot be started, that is no trouble: ``Ended`` is raised, and all is done here.
3. If it ends before its time, or a checkpoint does not fit, ``Unsure`` is raised: then all that was found is
   forgotten, and everything is looked at once more, here.
4. It ends with whoever began it, however that ends.
"""

from __future__ import annotations

import marshal
import os
import subprocess
import sys
from collections import deque
from contextlib import suppress
from pathlib import Path

from ledger.checks.child import END, EVENTS, FOUND, LAST, LENGTH, ROOTS
from ledger.proof.compact import CompactRange

WORTH_IT = 30_000
"""Events from which on it takes less time to start another process than it saves."""

_CHILD = "import sys; sys.path[:] = sys.argv[1:]; from ledger.checks.child import main; main()"
_MOST = 16 * 1024 * 1024
"""Bytes that wait for the other process; if there are more, it is waited for."""
_PIPE = 1024 * 1024

Found = tuple[list[tuple[int | None, str]], int]
"""Findings, each with its position, and how many more there were."""


class Unsure(Exception):
    """What another process was to look at has to be looked at here."""


class Ended(Unsure):
    """The other process is no more."""


def is_worth_it(events: int) -> bool:
    """Whether there is a second processor, and enough for it to do."""
    with suppress(AttributeError, OSError):
        return events >= WORTH_IT and len(os.sched_getaffinity(0)) > 1
    return events >= WORTH_IT and (os.cpu_count() or 1) > 1


class Elsewhere:
    """One such process. Whatever is asked of it raises Ended if it ended before its time.

    ``is_behind`` says whether it has yet to take some of what was sent.
    """

    def __init__(self) -> None:
        self._waiting: deque[memoryview] = deque()
        self._bytes = 0
        try:
            # Its words are the interpreter, this program and where it is; no shell reads them.
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-I", "-c", _CHILD, *_places()],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
            )
        except (OSError, ValueError, TypeError) as error:  # of no interpreter, too
            raise Ended from error
        if self._process.stdin is None or self._process.stdout is None:
            raise Ended
        self._to, self._from = self._process.stdin.fileno(), self._process.stdout
        os.set_blocking(self._to, False)
        with suppress(ImportError, AttributeError, OSError):
            import fcntl  # noqa: PLC0415  not everywhere

            # So that there is something to do for it while what comes next is read.
            fcntl.fcntl(self._to, fcntl.F_SETPIPE_SZ, _PIPE)

    def know(self, last: dict[str, dict[str, int]] | None) -> None:
        """Have it known where the last events of some names are (see Replay.know), before any event."""
        self._put(LAST, marshal.dumps(last))

    def send(self, events: bytes) -> None:
        """Have events replayed behind those before: Facts, as ``marshal`` writes them."""
        self._put(EVENTS, events)
        self._write()
        while self._bytes > _MOST:
            self._write(wait=True)

    @property
    def is_behind(self) -> bool:
        """See above."""
        return bool(self._waiting)

    def compare(self, tree: CompactRange, hashes: list[bytes], sizes: list[int], roots: list[bytes]) -> None:
        """Have it looked at whether *tree*, as it grows by leaves, has these roots at these sizes."""
        self._put(ROOTS, marshal.dumps((tree.size, tree.hashes(), hashes, sizes, roots)))

    def nudge(self) -> None:
        """Give it what waits, as far as it takes it now."""
        self._write()

    def found(self, *, is_end: bool = False) -> Found:
        """What was found since it was asked last; at the end also what was expected and did not come.

        Raises Unsure if a checkpoint does not fit that was to be compared.
        """
        self._put(END if is_end else FOUND, b"")
        while self._waiting:
            self._write(wait=True)
        answer = self._read(int.from_bytes(self._read(LENGTH)))
        fit, found, more = marshal.loads(answer)  # noqa: S302  by the same program
        if not fit:
            raise Unsure
        return found, more

    def stop(self) -> None:
        """Let go of it, whether it has ended or not."""
        with suppress(OSError):
            self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if pipe:
                    pipe.close()
        self._process.wait()

    def _put(self, kind: bytes, data: bytes) -> None:
        message = b"%b%b%b" % (kind, len(data).to_bytes(LENGTH), data)
        self._waiting.append(memoryview(message))
        self._bytes += len(message)

    def _write(self, *, wait: bool = False) -> None:
        """Write what is taken at once; one part at least, if it is to be waited for."""
        try:
            if wait:
                os.set_blocking(self._to, True)
            while self._waiting:
                self._written(os.write(self._to, self._waiting[0][:_PIPE]))
                if wait:
                    break
        except BlockingIOError:
            return
        except OSError as error:
            raise Ended from error
        finally:
            os.set_blocking(self._to, False)

    def _written(self, count: int) -> None:
        rest = self._waiting.popleft()[count:]
        self._bytes -= count
        if rest:
            self._waiting.appendleft(rest)

    def _read(self, count: int) -> bytes:
        parts: list[bytes] = []
        while count:
            try:
                part = self._from.read(count)
            except OSError as error:
                raise Ended from error
            if not part:
                raise Ended
            parts.append(part)
            count -= len(part)
        return b"".join(parts)


def _places() -> list[str]:
    """What the program itself imports from, and not the folder that somebody happens to stand in."""
    here = ""
    with suppress(OSError):  # it may have been removed
        here = str(Path.cwd())
    known = [place for place in sys.path if place not in ("", ".", here)]
    return [*known, str(Path(__file__).parents[2])]
