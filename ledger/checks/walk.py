"""One walk through all events of a ledger: what its checks are given, and what they know by now.

A check that looks at events is a class that is given the walk. It is shown the rows as they come, in their
order, and says at the end what is left to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple, Protocol

from ledger.checks.base import Findings, Unread
from ledger.checks.known import Known
from ledger.checks.seen import Batch
from ledger.proof.merkle import CompactRange
from ledger.signing.eras import Eras
from ledger.store.raw import RawRow, RawStore

if TYPE_CHECKING:
    from ledger.checks.elsewhere import Elsewhere
    from ledger.checks.tail import Tail

ROWS, TREE, REST = 1, 2, 3
"""In which order checks are shown the same rows: first who reads the rows, then who compares the tree."""


class Walk:
    """What one check finds out and another asks for.

    ``batch`` is what was read of the newest rows, ``size`` how many events were read by then, ``tree`` their
    tree. A checkpoint holds over the first ``covered``; ``newest`` is the newest of the ledger's own, and
    ``lost`` are those declared lost. ``skipped`` are the codes of what could not be checked, ``notes`` are no
    findings. ``end`` is left when the walk is over, however it ended. ``elsewhere`` is another process that
    helps, unless ``is_alone`` says that none may.
    """

    def __init__(
        self,
        raw: RawStore,
        findings: Findings,
        known: Sequence[Known] = (),
        trust: Eras | None = None,
        end: ExitStack | None = None,
        *,
        is_alone: bool = False,
    ) -> None:
        self.raw = raw
        self.findings = findings
        self.known = known
        self.trust = trust or Eras([])
        self.end = end or ExitStack()
        self.is_alone = is_alone
        self.elsewhere: Elsewhere | None = None
        self.tail: Tail | None = None
        self.batch = Batch((), [], ())
        self.size = 0
        self.attached: dict[tuple[str, int], int] = {}
        self.tree = CompactRange()
        self.covered = 0
        self.has_checkpoints = False
        self.newest: Known | None = None
        self.lost: list[Known] = []
        self.unread: list[Unread] = []
        self.skipped: list[str] = []
        self.notes: list[str] = []


class Checker(Protocol):
    """What checks something on a walk. ``PHASE`` is ROWS, TREE or REST."""

    PHASE: int

    def take(self, rows: list[RawRow], /) -> None:
        """The next rows."""
        ...

    def close(self) -> None:
        """All rows were shown."""
        ...


class Check(NamedTuple):
    """What holds if nothing is found, in a sentence, and the class that checks it."""

    sentence: str
    checker: Callable[[Walk], Checker]


def checkers_of(checks: Iterable[Check], walk: Walk) -> list[Checker]:
    """What makes some checks, each once, in the order of their phases."""
    checkers = [make(walk) for make in dict.fromkeys(check.checker for check in checks)]
    return sorted(checkers, key=lambda checker: checker.PHASE)
