"""The tree against every checkpoint there is: the ledger's own, those held outside, the one remembered.

1. V1: each of the ledger's own is signed with the key, names it as its origin, and is kept under its size.
2. V4: the tree over as many events as a checkpoint speaks of has that checkpoint's root.
3. V3: there are as many events as the greatest checkpoint speaks of, and as were ever recorded.
4. Where sealing stopped, the ledger says itself: the newest checkpoint is of just that size and root.

From an altered event on no later root fits, so the ledger's own that are wrong one after another, in the
same way, are one finding.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

from ledger.checks.base import shown
from ledger.checks.known import Known, Run, stopped
from ledger.checks.nodes import Nodes
from ledger.checks.notes import Own
from ledger.checks.seen import Batch
from ledger.checks.walk import TREE, Walk
from ledger.store.raw import Cell, RawRow
from ledger.validation import so_many_events

_SEVERAL = 8
"""Checkpoints of a batch that are worth to be sent to another process."""


class Checkpoints:
    """Goes along with the tree as it grows, in memory that does not."""

    PHASE = TREE

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._raw = walk.raw
        self._findings = walk.findings
        self._tree = walk.tree
        self._tree.nodes = []
        self._nodes = Nodes(walk)
        self._tail = walk.tail
        self._own = Own(walk)
        self._unfit = Run("V4", walk.findings)
        self._good: Cell = None
        self._good_outside: Cell = None
        self._where: tuple[int | None] | None = None
        self._stopped = stopped(walk.raw, walk.findings)
        known_too = [self._stopped] if self._stopped else []
        self._rest = self._in_order(sorted([*walk.known, *known_too]))
        self._next = next(self._rest, None)
        walk.has_checkpoints = self._next is not None

    def take(self, _: list[RawRow]) -> None:
        """Let the tree grow by the leaves of the newest rows, and compare it with each checkpoint."""
        self._grow(self._walk.batch)
        if self._tree.nodes:
            self._nodes.take(self._tree.size, self._tree.nodes)
            self._tree.nodes.clear()

    def _grow(self, batch: Batch) -> None:
        start = self._tree.size
        due = self._due(start + len(batch.hashes))
        # Nearly all are the ledger's own, and fit.
        are_own = bool(due) and due[0].size > start and not any(map(_is_from_elsewhere, due))
        wanted = [known.root for known in due]
        if are_own and self._are_compared_elsewhere(due, batch):
            roots = wanted
        else:
            roots = self._tree.roots(batch.hashes, [max(known.size, start) for known in due])
        if are_own and roots == wanted:
            self._has_held(due[-1], batch.positions[due[-1].size - start - 1])
            return
        for known, root in zip(due, roots, strict=True):
            if not self._is_told(known):
                position = batch.positions[known.size - start - 1] if known.size > start else self._good
                # What is known of before a tail is compared besides.
                fits = self._tail.fits(known) if self._tail and known.size < start else known.root == root
                self._compare(known, position, fits=fits)

    def _are_compared_elsewhere(self, due: Sequence[Known], batch: Batch) -> bool:
        """Have another process compare the ledger's own before the last, if it has time and that one fits."""
        other = self._walk.elsewhere
        if not other or other.is_behind or len(due) < _SEVERAL:
            return False
        *before, last = due
        grown = self._tree.copy()
        grown.nodes = []
        if grown.roots(batch.hashes, [last.size]) != [last.root]:
            return False
        sizes, roots = [known.size for known in before], [known.root for known in before]
        other.compare(self._tree, batch.hashes, sizes, roots)
        self._tree = self._walk.tree = grown
        return True

    def _due(self, size: int) -> list[Known]:
        """The next that are known, of trees up to a size."""
        due = []
        while (known := self._next) and known.size <= size:
            due.append(known)
            self._next = next(self._rest, None)
        return due

    def close(self) -> None:
        """Say what is left over once all leaves were taken."""
        if self._tree.size == (self._tail.size if self._tail else 0):
            self._grow(Batch((), [], ()))
        missing = Run("V3", self._findings)
        while known := self._next:
            have = so_many_events(self._tree.size)
            wrong = f"this ledger has {have}, so its end was cut off or it is an older copy"
            if self._is_told(known) or known.claimed or known.elsewhere:
                pass
            elif known.gap:
                self._walk.lost.append(known)
            elif known.name:
                self._findings.add("V3", None, f"{known.name} has {so_many_events(known.size)}: {wrong}.")
            else:
                missing.add(known.size, wrong)
            self._next = next(self._rest, None)
        self._own.close()
        for run in (self._unfit, missing):
            run.end()
        self._look_whether_it_was_declared()
        self._look_for_what_is_gone()
        self._nodes.close()
        self._walk.notes.extend(self._nodes.notes(self._walk.newest.size if self._walk.newest else 0))

    def _look_whether_it_was_declared(self) -> None:
        """V3: a declaration that nobody signed yet may be anybody's, and excuses nothing."""
        for known in [lost for lost in self._walk.lost if lost.gap and lost.gap.begins > self._walk.covered]:
            self._walk.lost.remove(known)
            self._findings.add(
                "V3",
                known.gap.position if known.gap else None,
                f"{known.name} of size {known.size:,} does not fit. An event declares it lost, which no "
                "checkpoint covers: if it is right, have it sealed.",
            )

    def _look_for_what_is_gone(self) -> None:
        """V3: what was recorded or signed once, and is not there any longer."""
        newest = self._walk.newest.size if self._walk.newest else 0
        if newest and self._raw.sealed() is None:
            wrong = "The place where sealing stopped is gone, so nobody can seal from there: scrutiny rebuild"
            self._findings.add("V10", None, f"{wrong}.")
        if self._stopped and self._stopped.size != newest and not self._findings.has("V1"):
            self._findings.add(
                "V3",
                None,
                f"A checkpoint of size {self._stopped.size:,} was signed; the newest here is of {newest:,}.",
            )
        counted, last = self._raw.ever(), self._raw.last()
        ever = counted[0] if counted else None
        if type(ever) is not int or ever > last:
            self._findings.add(
                "V3", None, f"Events up to {shown(ever)} were recorded, and the last one here is {last}."
            )
        elif counted != [last]:
            self._findings.add(
                "V10", None, f"The counter of events says {shown(counted)}, and the last one here is {last}."
            )

    def _is_told(self, known: Known) -> bool:
        """Where sealing stopped is, as it should be, what the newest checkpoint says already."""
        latest = self._own.latest
        return known is self._stopped and latest is not None and latest[:2] == known[:2]

    def _has_held(self, known: Known, position: Cell) -> None:
        """It holds over the events up to a position."""
        self._good, self._walk.covered, self._where = position, known.size, None
        self._unfit.end()

    def _compare(self, known: Known, position: Cell, *, fits: bool) -> None:
        if known.claimed:
            if fits:
                self._findings.add("V4", known.claimed.position, _CLAIMED.format(known.claimed))
            return
        if fits:
            if known.gap and known.size >= known.gap.begins:
                self._findings.add("V1", known.gap.position, _UNMARKED.format(known, known.gap))
            if known.name:
                self._good_outside = position
            self._has_held(known, position)
            return
        if known.gap:
            self._walk.lost.append(known)
            return
        if known.name:
            # The ledger's own may be forged, so they do not tell how far it was right.
            where = self._where[0] if self._where else None
            if where is None and self._good_outside:
                where = self._suspect(self._good_outside, position)
            self._findings.add("V4", where, f"{known.name} of size {known.size:,}: {_other(where)}.")
            return
        self._where = self._where or (self._suspect(self._good, position),)
        self._unfit.add(known.size, _other(self._where[0]), self._where[0])

    def _suspect(self, good: Cell, wrong: Cell) -> int | None:
        """The first event behind ``good`` with which more is wrong, or else the very next one."""
        wrong_at = self._findings.first_after(good if type(good) is int else 0)
        if wrong_at and type(wrong) is int and wrong_at <= wrong:
            return wrong_at
        rows = self._raw.events(good)
        return rows[0][0] if rows and type(rows[0][0]) is int else None

    def _in_order(self, known: list[Known]) -> Iterator[Known]:
        """The ledger's own, and those known from elsewhere."""
        rest = deque(known)
        for own in self._own:
            while rest and rest[0].size < own.size:
                yield rest.popleft()
            yield own
        yield from rest


_CLAIMED = "Event {0.position} declares the checkpoint of size {0.size:,} lost, and it is still there."
_UNMARKED = (
    "{0.name} of size {0.size:,} was signed after event {1.position} and does not say so: it could be taken "
    "for one that is lost."
)


def _is_from_elsewhere(known: Known) -> bool:
    """Whether it is none of the ledger's own."""
    return bool(known.name or known.gap or known.claimed)


def _other(where: int | None) -> str:
    why = "it was signed over another history than these events"
    return why if where is None else f"{why}, which differs from event {where} on"
