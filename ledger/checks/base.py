"""What checks find, and the report of it.

{"code": "V4", "position": 12, "message": "The tree over the first 12 events has not the root …"}
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

Found = TypeVar("Found")

MOST = 10_000
"""Findings of one check that are listed; the rest are counted, because somebody may damage every row."""


def shown(value: object) -> str:
    """A value as a message shows it: in ASCII, and not at any length."""
    text = ascii(value)
    return text if len(text) <= 100 else f"{text[:97]}..."


class Finding(NamedTuple):
    """One thing that is wrong: the check, the position of the event in question or None, a sentence."""

    code: str
    position: int | None
    message: str


class Unread(NamedTuple):
    """A file that could not be read: its name within the ledger, and a sentence that says why. No finding."""

    file: str
    message: str


class Declared(NamedTuple):
    """What was declared, and is no finding: the position of the event that did it, its name, a sentence."""

    position: int
    event: str
    message: str


class Collected(Generic[Found]):
    """What checks find, so many of each check; the rest are counted."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: list[Found] = []
        self._counts: Counter[str] = Counter()

    def has(self, *codes: str) -> bool:
        """Whether one of these checks found something."""
        return any(self._counts[code] for code in codes)

    def _add(self, code: str, finding: Found) -> None:
        self._counts[code] += 1
        if self._counts[code] <= self._most:
            self._found.append(finding)

    def _not_listed(self, codes: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Each check that found more than is listed, and the sentence that says so."""
        for code in codes:
            if (more := self._counts[code] - self._most) > 0:
                yield code, f"{more:,} more findings of this check are not listed."


class Findings(Collected[Finding]):
    """All that is found, in the order of the checks and of the events."""

    def __init__(self) -> None:
        super().__init__(MOST)
        self.await_all: Callable[[], None] = lambda: None
        """Has everything added that another process found by now."""
        self._given: Counter[str] = Counter()

    def add(self, code: str, position: object, message: str) -> None:
        """Take one in. A position that is no whole number, as a damaged row may have, is told as none."""
        self._add(code, Finding(code, position if type(position) is int else None, message))

    def first_after(self, position: int) -> int | None:
        """Where the first finding behind a position is: the best guess at what was altered."""
        self.await_all()
        positions = [finding.position for finding in self._found if finding.position is not None]
        return min((at for at in positions if at > position), default=None)

    def taken(self, code: str) -> tuple[list[tuple[int | None, str]], int]:
        """What one check found, which is then forgotten, and how many more there were than are listed."""
        found = [(finding.position, finding.message) for finding in self._found if finding.code == code]
        more = self._counts[code] - self._given[code] - len(found)
        self._given[code] = self._counts[code]
        self._found = [finding for finding in self._found if finding.code != code]
        return found, more

    def add_taken(self, code: str, found: Iterable[tuple[int | None, str]], more: int) -> None:
        """Take in what ``taken`` gave elsewhere."""
        for position, message in found:
            self.add(code, position, message)
        self._counts[code] += more

    def __iter__(self) -> Iterator[Finding]:
        yield from sorted(self._found, key=lambda finding: (_number(finding.code), finding.position or 0))
        for code, message in self._not_listed(sorted(self._counts, key=_number)):
            yield Finding(code, None, message)


def _number(code: str) -> int:
    return int(code[1:])


class Since(NamedTuple):
    """What was relied on, and what was not looked at, a sentence each; ``size`` is that of the checkpoint."""

    checkpoint: str
    size: int
    relied_on: tuple[str, ...]
    not_looked_at: tuple[str, ...]


class Report(NamedTuple):
    """What ``verify`` has to say.

    ``root`` is that of the tree over all events. ``unprotected`` events are newer than ``protected_by``.
    ``skipped`` are the checks that what was found stood in the way of; ``notes`` are no findings, and
    ``declared`` is what everybody who checks the ledger has to be shown: restored, another's key, a copy.
    ``unread`` are the files of which nobody can say whether they are right. ``newest`` is the size of the
    newest checkpoint that the ledger itself keeps and its key signed. ``since`` is there if only what
    came after a checkpoint was looked at.
    """

    events: int
    root: bytes
    unprotected: int
    protected_by: str
    findings: tuple[Finding, ...]
    skipped: tuple[str, ...]
    notes: tuple[str, ...]
    unread: tuple[Unread, ...] = ()
    declared: tuple[Declared, ...] = ()
    newest: int = 0
    since: Since | None = None

    @property
    def ok(self) -> bool:
        """Whether everything was looked at and nothing was found."""
        return not self.findings and not self.unread
