"""The list of checks of a bundle, and what is found.

{"code": "B4", "file": "events/12.json", "message": "Its bytes are not those that leaf 12 speaks of."}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ledger.checks.base import Collected

CHECKS: Mapping[str, str] = {
    "B1": "Every file is the one that SHA256SUMS names, and there is no other.",
    "B2": "The checkpoint is signed with the key.",
    "B3": "The leaves and the tiles are those of the tree that was signed.",
    "B4": "Every event that is shown stands in that tree, byte for byte.",
    "B5": "Every row of the register follows from the events that are shown.",
    "B6": "No public word on a row that was known is left out.",
    "B7": "Every format says the same, cell by cell.",
    "B8": "The tree grew out of every earlier one.",
    "B9": "Every page and file says what the events come to, to the letter.",
}
"""What holds where nothing is found."""

MOST = 1_000
"""Findings of one check that are listed; the rest are counted."""


class Finding(NamedTuple):
    """One thing that is wrong: the check, the path of the file in the bundle, a sentence."""

    code: str
    file: str
    message: str


class Findings(Collected[Finding]):
    """All that is found, in the order of the checks and, in one check, as it was found."""

    def __init__(self) -> None:
        super().__init__(MOST)
        self._files: set[str] = set()
        self.not_read: dict[str, str] = {}
        self.passed_over: set[str] = set()
        self.not_compared: dict[str, str] = {}

    def could_not_read(self, file: str, error: OSError) -> None:
        """What cannot be read is not convicted: whatever a check would find in it is passed over.

        A folder, which ends in a slash, stands for all that is in it.
        """
        self.not_read.setdefault(file, error.strerror or str(error))

    def was_read(self, *folders: str) -> bool:
        """Whether nothing in some folders, or of some files, could not be read."""
        return not any(
            one.startswith(folder) or folder.startswith(one) for one in self.not_read for folder in folders
        )

    def names(self, file: str) -> bool:
        """Whether anything was found in a file."""
        return file in self._files

    def could_not_compare(self, file: str, why: str) -> None:
        """What another version may have written otherwise is no finding, and is not proved."""
        self.not_compared.setdefault(file, why)

    def add(self, code: str, file: str, message: str) -> None:
        """Take one in."""
        if self.not_read and not self.was_read(file):
            self.passed_over.add(code)
            return
        self._files.add(file)
        self._add(code, Finding(code, file, message))

    def __iter__(self) -> Iterator[Finding]:
        order = list(CHECKS)
        yield from sorted(self._found, key=lambda found: order.index(found.code))
        for code, message in self._not_listed(order):
            yield Finding(code, "", message)


class Report(NamedTuple):
    """What a bundle comes to: rows, events shown, leaves and formats that were looked at, and what is wrong.

    ``not_looked_at`` are the checks that what was found stood in the way of. ``notes`` are no findings: they
    say what cannot be told from a bundle. ``declared`` is what everybody has to be shown of the ledger and
    its keys. ``not_proved`` is what it says and does not prove, a phrase each.
    ``not_read`` are the files and folders that the system would not let be read, each with what it said.
    ``not_compared`` are files of ``version`` that this one writes otherwise, each with a sentence.
    """

    origin: str
    size: int
    root: bytes
    as_of: str
    known_at: str
    rows: int
    events: int
    formats: tuple[str, ...]
    findings: tuple[Finding, ...]
    not_looked_at: tuple[str, ...]
    notes: tuple[str, ...]
    declared: tuple[str, ...] = ()
    not_proved: tuple[str, ...] = ()
    not_read: tuple[tuple[str, str], ...] = ()
    not_compared: tuple[tuple[str, str], ...] = ()
    version: str | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing was found, and all of it was read and compared."""
        return self.rows_hold and not self.not_compared

    @property
    def rows_hold(self) -> bool:
        """Whether nothing was found, in all that can be compared."""
        return not self.findings and not self.not_read
