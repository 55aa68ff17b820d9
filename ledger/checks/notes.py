"""The notes of the ledger's own checkpoints, and which of them a later one says that it was looked at.

V1 is about each signature. One that fits was looked at when the span of sizes it is in was over, and the key
signed that, over the very bytes of the notes (ledger.proof.checked); so for a span one signature is checked.
Where that line is missing or does not fit, or a note needs more than the signature of that one key, each
note is to be looked at for itself, and so is what no later one speaks of. What is wrong is then found as if
there were no such lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import cast

from ledger.proof import checked, checkpoint
from ledger.signing.eras import Eras
from ledger.store.raw import Cell, RawRow

_LARGEST = 64 * 1024
"""Characters of a note; one that has more is none of ours, and is not kept until others were read."""


Told = tuple[Cell, Cell, bytes | None]
"""A size, the note as it is stored, and its bytes if nothing is left to be looked at but what they say."""


def own_notes(rows: Iterator[RawRow], eras: Eras, before: Callable[[], int]) -> Iterator[Told]:
    """The notes in their order.

    ``before`` is the size of the last checkpoint that could be read, of those that were taken.
    """
    waiting: list[RawRow] = []
    span: int | None = None
    for row in rows:
        its = _span(*row)
        if waiting and (its is None or its != span):
            yield from _told(waiting, row, eras, before())
            waiting = []
        span = its
        waiting.append(row)
    yield from ((size, kept, None) for size, kept in waiting)


def _span(size: Cell, kept: Cell) -> int | None:
    """Which span a note is in; None if it is none that could be ours."""
    if type(size) is not int or size < 1 or type(kept) is not str or len(kept) > _LARGEST:
        return None
    return size // checkpoint.SPAN


def _told(waiting: Sequence[RawRow], behind: RawRow, eras: Eras, before: int) -> Iterator[Told]:
    notes = _covered(waiting, behind, eras, before)
    if notes is None:
        yield from ((size, kept, None) for size, kept in waiting)
    else:
        yield from ((size, None, data) for size, data in notes)


def _covered(
    waiting: Sequence[RawRow], behind: RawRow, eras: Eras, before: int
) -> list[checked.Sized] | None:
    """The notes of a span, if the one behind it says of just these that they were looked at."""
    if len(waiting) < checked.LEAST or None in (_span(*waiting[0]), _span(*behind)):
        return None
    notes = [(size, _bytes(kept)) for size, kept in cast("Sequence[tuple[int, str]]", waiting)]
    era = eras.at(notes[0][0])
    if era is None:
        return None
    due = (era.key,)
    for size, _ in notes:
        if tuple(eras.required(size, before)) != due:
            return None
        before = size
    return notes if checked.covers(_bytes(cast("str", behind[1])), era.key, notes) else None


def _bytes(kept: str) -> bytes:
    return kept.encode("utf-8", "surrogateescape")
