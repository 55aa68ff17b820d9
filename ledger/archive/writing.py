"""Writing an archive of a ledger that was verified, from what ``verify`` reads from.

1. The bytes are given by what is stored: the same ledger gives the same file. Memory does not grow with it,
   but for the list of evidence files.
2. What cannot be restored is not written: whoever asks has verified the same view of the ledger before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import cast

from events.evidence import EvidenceAttached
from ledger.archive import layout
from ledger.archive.container import END, header, padding
from ledger.archive.layout import Entry, Summary
from ledger.checks.base import Report
from ledger.errors import Damaged, Tampered, Unreadable
from ledger.leaves import leaf_of
from ledger.proof import merkle
from ledger.records import Row, decode
from ledger.store.raw import Cell, RawStore

SEE = "See all that is wrong: scrutiny verify. To keep it as it is, damage and all: scrutiny copy FOLDER"
_EVIDENCE = (
    "Put the file back from a backup, under that name in evidence/. If it is lost for good, go on without "
    "it: --missing-evidence"
)


def refuse_if_wrong(report: Report, what: str, *, missing_evidence: bool = False) -> None:
    """Raise Tampered or Unreadable unless everything was found right: nobody could restore it.

    ``what`` is the beginning of the sentence. With ``missing_evidence`` the files of evidence may be wrong.
    """
    for finding in report.findings:
        if finding.code != "V7":
            raise Tampered(f"{what}: {finding.message}", SEE)
    for finding in () if missing_evidence else report.findings:
        raise Tampered(f"{what}: {finding.message}", _EVIDENCE)
    for unread in report.unread:
        raise Unreadable(f"{what}: {unread.message}", "See who may read it, and the disk; then ask again.")


class Writing:
    """One archive on its way. ``pieces`` gives it; the rest is known once that came to its end."""

    def __init__(
        self,
        raw: RawStore,
        progress: Callable[[int], object] = lambda _: None,
        *,
        missing_evidence: bool = False,
    ) -> None:
        """``progress`` is told how many more events are in. With ``missing_evidence`` files of evidence that
        are not there, or are not what was handed in, are left out.
        """
        self._raw, self._progress, self._may_be_missing = raw, progress, missing_evidence
        self._vault = raw.vault()
        self.missing: list[str] = []
        self._entries: list[Entry] = []
        self._tree = merkle.CompactRange()
        self._last = self._signed = self._signed_events = 0
        self._sealed = merkle.CompactRange()
        self._evidence: dict[str, int] = {}
        self._whole = sha256()
        self.size = 0
        self.summary: Summary | None = None

    @property
    def sha256(self) -> str:
        """The digest of the whole file."""
        return self._whole.hexdigest()

    def pieces(self) -> Iterator[bytes]:
        """The bytes of the archive; raises Tampered, Damaged, Unreadable, StorageError."""
        for piece in self._pieces():
            self._whole.update(piece)
            self.size += len(piece)
            yield piece

    def _pieces(self) -> Iterator[bytes]:
        signed = bool(self._raw.signatures())
        number = layout.SIGNED if signed else layout.PLAIN
        yield from self._file(layout.FORMAT_FILE, layout.format_file(number))
        checkpoints = 0
        for lines in self._counted("checkpoints", self._checkpoints()):
            checkpoints += lines.count(b"\n")
            yield from self._file(self._name, lines)
        for lines in self._counted("events", self._events()):
            yield from self._file(self._name, lines)
        for lines in self._counted("signatures", self._signatures()):
            self._signed_events += lines.count(b"\n")
            yield from self._file(self._name, lines)
        for digest, size in sorted(self._evidence.items()):
            if self._may_be_missing and self._is_missing(digest):
                self.missing.append(digest)
                continue
            yield from self._evidence_file(digest, size)
        hashes = b"".join(self._sealed.hashes())
        if (self._raw.sealed() or (0, b"")) != (self._signed, hashes):
            raise Tampered("The place where sealing stopped does not fit the newest checkpoint.", SEE)
        self.summary = Summary(
            self._tree.size,
            self._last,
            self._tree.root(),
            self._signed,
            hashes,
            checkpoints,
            len(self._evidence) - len(self.missing),
            len(self.missing),
            self._signed_events,
        )
        yield from self._file(layout.MANIFEST, b"".join(layout.manifest(self._entries, self.summary)))
        yield END

    def _counted(self, folder: str, lines: Iterable[bytes]) -> Iterator[bytes]:
        for number, content in enumerate(layout.gathered(lines), 1):
            self._name = layout.lines_name(folder, number)
            yield content

    def _checkpoints(self) -> Iterator[bytes]:
        for row in self._raw.checkpoints():
            size, note = cast("tuple[int, str]", row)
            self._signed = size
            yield layout.checkpoint_line(size, note)

    def _events(self) -> Iterator[bytes]:
        after: Cell = None
        while rows := self._raw.events(after):
            for row in cast("list[Row]", rows):
                self._tree.append(merkle.leaf_hash(leaf_of(row)))
                if self._tree.size == self._signed:
                    self._sealed = merkle.CompactRange(self._signed, self._tree.hashes())
                if row[3] == EvidenceAttached.NAME:
                    event = cast("EvidenceAttached", decode(row).event)
                    self._evidence[event.sha256] = event.size
                yield layout.event_line(row)
            after = rows[-1][0]
            self._last = cast("int", after)
            self._progress(len(rows))

    def _signatures(self) -> Iterator[bytes]:
        after: Cell = None
        while rows := self._raw.signatures(after):
            for position, signature in cast("list[tuple[int, bytes]]", rows):
                yield layout.signature_line(position, signature)
            after = rows[-1][0]

    def _file(self, name: str, content: bytes) -> Iterator[bytes]:
        self._entries.append(Entry(name, len(content), sha256(content).hexdigest()))
        yield header(name, len(content))
        yield content
        yield padding(len(content))

    def _is_missing(self, digest: str) -> bool:
        try:
            self._vault.check(digest)
        except Damaged:
            return True
        return False

    def _evidence_file(self, digest: str, size: int) -> Iterator[bytes]:
        name = f"evidence/{digest}"
        yield header(name, size)
        hashed, left = sha256(), size
        for piece in self._vault.pieces(digest):
            hashed.update(piece)
            left -= len(piece)
            if left < 0:
                break
            yield piece
        if left or hashed.hexdigest() != digest:
            raise Damaged(f"The evidence file {digest} changed while it was read.", SEE)
        yield padding(size)
        self._entries.append(Entry(name, size, digest))
