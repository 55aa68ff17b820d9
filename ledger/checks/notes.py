"""The notes of the ledger's own checkpoints, and which of them a later one says that it was looked at.

V1 is about each signature. One that fits was looked at when the span of sizes it is in was over, and the key
signed that, over the very bytes of the notes (ledger.proof.checked); so for a span one signature is checked.
Where that line is missing or does not fit, or a note needs more than the signature of that one key, each
note is to be looked at for itself, and so is what no later one speaks of. What is wrong is then found as if
there were no such lines.
"""

from __future__ import annotations

from binascii import a2b_base64
from collections.abc import Iterator, Sequence
from typing import cast

from ledger.checks.known import Known, Run
from ledger.checks.walk import Walk
from ledger.proof import checked, checkpoint, note
from ledger.proof.errors import ProofError
from ledger.store.raw import Cell, RawRow
from ledger.validation import so_many_events

_LARGEST = 64 * 1024
"""Characters of a note; one that has more is none of ours, and is not kept until others were read."""


class Own:
    """The ledger's own checkpoints that can be read, in their order; those of a tail, and the one before.

    ``latest`` is the last that was read, whether the key signed it or not.
    """

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._eras = walk.trust
        self._unsigned = Run("V1", walk.findings)
        self._before = walk.tail.before if walk.tail else 0
        self.latest: Known | None = None

    def __iter__(self) -> Iterator[Known]:
        """Read them, each once."""
        tail = self._walk.tail
        waiting: list[RawRow] = []
        span: int | None = None
        for row in tail.raw.checkpoints(since=tail.own) if tail else self._walk.raw.checkpoints():
            its = _span(*row)
            if waiting and (its is None or its != span):
                yield from self._together(waiting, row)
                waiting = []
            span = its
            waiting.append(row)
        yield from self._each(waiting)

    def close(self) -> None:
        """All were read: say what was wrong with the last."""
        self._unsigned.end()

    def _together(self, waiting: Sequence[RawRow], behind: RawRow) -> Iterator[Known]:
        """The checkpoints of a span, with the one behind it."""
        notes = self._looked_at(waiting, behind)
        if notes is None:
            yield from self._each(waiting)
            return
        self._unsigned.end()
        for size, data in notes:
            self._before = size
            known = self.latest = self._walk.newest = Known(
                size, a2b_base64(data.split(b"\n", 3)[2]), "", data
            )
            yield known

    def _looked_at(self, waiting: Sequence[RawRow], behind: RawRow) -> list[checked.Sized] | None:
        """The notes of a span, if the one behind it says of just these that they were looked at."""
        if len(waiting) < checked.LEAST or None in (_span(*waiting[0]), _span(*behind)):
            return None
        sizes = [cast("int", size) for size, _ in waiting]
        key = self._eras.alone(sizes[0], sizes[-1], self._before)
        if key is None:
            return None
        notes = [(size, _bytes(cast("str", kept))) for size, (_, kept) in zip(sizes, waiting, strict=True)]
        return notes if checked.covers(_bytes(cast("str", behind[1])), key, notes) else None

    def _each(self, rows: Sequence[RawRow]) -> Iterator[Known]:
        for size, kept in rows:
            if known := self._read(size, kept):
                yield known

    def _read(self, size: Cell, kept: Cell) -> Known | None:
        if type(size) is not int or type(kept) is not str:
            self._unsigned.add(size, "its row is damaged and no checkpoint can be read from it")
            return None
        data = _bytes(kept)
        try:
            read = checkpoint.verify(data, self._eras.required(size, self._before), each=True)
            signed = True
        except ProofError as error:
            self._unsigned.add(size, f"it is not one that the key signed ({error})")
            signed = False
            try:
                read = checkpoint.parse(note.parse(data).text)
            except ProofError:
                return None
        if read.size != size:
            self._unsigned.add(size, f"the note kept there speaks of {so_many_events(read.size)}")
            return None
        self._before = size
        known = Known(size, read.root, note=data)
        self.latest = known
        if signed:
            self._unsigned.end()
            self._walk.newest = known
        return known


def _span(size: Cell, kept: Cell) -> int | None:
    """Which span a note is in; None if it is none that could be ours."""
    if type(size) is not int or size < 1 or type(kept) is not str or len(kept) > _LARGEST:
        return None
    return size // checkpoint.SPAN


def _bytes(kept: str) -> bytes:
    return kept.encode("utf-8", "surrogateescape")
