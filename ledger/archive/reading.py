"""Reading an archive into a ledger that is being filled: each file in its turn, and no byte that is not due.

1. The order is that of ``layout``: files of lines are counted from 1, evidence rises by its digest, and just
   what events name is there. So nothing is there twice, and no name leads anywhere.
2. Each line is written again and compared, so there is one way to say each thing.
3. At the end the manifest is made again from what was read, and compared line by line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from io import BufferedReader
from itertools import zip_longest
from typing import cast

import orjson

from events.evidence import EvidenceAttached
from ledger.archive import layout
from ledger.archive.container import ArchiveError, Member, Reader
from ledger.archive.layout import Entry, Summary
from ledger.errors import BadInput
from ledger.records import Row, decode
from ledger.store.engine import Filling

_ROWS = 512
"""Events that are put in at once."""

_DIGEST = re.compile("[0-9a-f]{64}")


class Reading:
    """One archive, read from its beginning to its end into ``filling``."""

    def __init__(
        self,
        file: BufferedReader,
        length: int,
        filling: Filling,
        progress: Callable[[int], object] = lambda _: None,
    ) -> None:
        """``progress`` is told how many more bytes were read."""
        self._reader = Reader(file, length)
        self._filling, self._progress = filling, progress
        self._entries: list[Entry] = []
        self._last = self._signed = self._checkpoints = self._signatures = 0
        self._format = layout.PLAIN
        self._attached: set[str] = set()
        self._told = 0

    def read(self) -> Summary:
        """Take all of it in. Raises ArchiveError, Damaged, StorageError, OSError, and BadInput for a file
        that is no archive or one of a later format.
        """
        member = self._after_the_format()
        for folder, take in (
            ("checkpoints", self._take_checkpoints),
            ("events", self._take_events),
            ("signatures", self._take_signatures),
        ):
            number = 1
            while member.name == layout.lines_name(folder, number):
                if folder == "signatures" and self._format != layout.SIGNED:
                    break
                take(self._lines(member))
                member, number = self._next(), number + 1
        before = ""
        while member.name.startswith("evidence/"):
            digest = member.name.removeprefix("evidence/")
            # A hash is a file's name here, and what is none could lead out of the folder.
            if digest not in self._attached or digest <= before or not _DIGEST.fullmatch(digest):
                raise ArchiveError(f"the file {member.name} is not due there")
            self._take_evidence(member, digest)
            member, before = self._next(), digest
        if member.name != layout.MANIFEST:
            raise ArchiveError(f"the file {member.name!a:.80} is not due there")
        files = sum(entry.name.startswith("evidence/") for entry in self._entries)
        growing = self._filling.growing
        summary = Summary(
            growing.tree.size,
            self._last,
            growing.tree.root(),
            self._signed,
            b"".join(growing.sealed.hashes()),
            self._checkpoints,
            files,
            len(self._attached) - files,
            self._signatures,
        )
        if summary.format != self._format:
            raise ArchiveError("it has no signatures of people, which its format promises")
        self._compare_manifest(member, summary)
        if self._reader.next() is not None:
            raise ArchiveError("there is a file behind its manifest")
        return summary

    def _after_the_format(self) -> Member:
        if not self._reader.begins():
            raise BadInput(
                "It is no archive of a ledger.",
                "Give a file that scrutiny archive wrote; if it was compressed since, as it was before.",
            )
        first = self._next()
        if first.name != layout.FORMAT_FILE or first.size > layout.GATHERED:
            raise ArchiveError("it does not begin as an archive")
        content = b"".join(self._content(first))
        try:
            said = orjson.loads(content)["format"]
        except (ValueError, KeyError, TypeError) as error:
            raise ArchiveError("it does not say which format it has") from error
        if said not in layout.FORMATS or type(said) is not int:
            raise BadInput(
                f"It is an archive of format {said!a:.20}, and this program knows "
                f"{layout.PLAIN} and {layout.SIGNED}.",
                "Restore it with the newest scrutiny.",
            )
        self._format = said
        if content != layout.format_file(said):
            raise ArchiveError("its first file is not as an archive has it")
        return self._next()

    def _next(self) -> Member:
        member = self._reader.next()
        if member is None:
            raise ArchiveError("it has no manifest")
        return member

    def _content(self, member: Member, keep: bool = True) -> Iterator[bytes]:
        """What is in a file, which is remembered for the manifest at its end."""
        hashed = sha256()
        for piece in self._reader.content(member):
            hashed.update(piece)
            yield piece
            self._progress(self._reader.at - self._told)
            self._told = self._reader.at
        if keep:
            self._entries.append(Entry(member.name, member.size, hashed.hexdigest()))

    def _lines(self, member: Member) -> list[bytes]:
        if member.size > layout.MOST:
            raise ArchiveError(
                f"the file {member.name} has {member.size:,} bytes, and {layout.MOST:,} may be"
            )
        content = b"".join(self._content(member))
        if not content.endswith(b"\n"):
            raise ArchiveError(f"the file {member.name} ends within a line")
        return [line + b"\n" for line in content.split(b"\n")[:-1]]

    def _take_checkpoints(self, lines: list[bytes]) -> None:
        rows = [layout.checkpoint_row(line) for line in lines]
        self._filling.keep(rows)
        self._signed, self._checkpoints = rows[-1][0], self._checkpoints + len(rows)

    def _take_events(self, lines: list[bytes]) -> None:
        for at in range(0, len(lines), _ROWS):
            rows = [layout.event_row(line) for line in lines[at : at + _ROWS]]
            self._filling.take(rows)
            for row in rows:
                self._take_in(row)

    def _take_signatures(self, lines: list[bytes]) -> None:
        rows = [layout.signature_row(line) for line in lines]
        self._filling.sign(rows)
        self._signatures += len(rows)

    def _take_in(self, row: Row) -> None:
        if row[3] == EvidenceAttached.NAME:
            self._attached.add(cast("EvidenceAttached", decode(row).event).sha256)
        self._last = row[0]

    def _take_evidence(self, member: Member, digest: str) -> None:
        self._filling.vault.put(digest, self._content(member))
        if self._entries[-1].sha256 != digest:
            raise ArchiveError(f"the evidence file {digest} is not what was handed in")

    def _compare_manifest(self, member: Member, summary: Summary) -> None:
        due = b"".join(layout.manifest(self._entries, summary))
        if member.size > 2 * len(due):
            raise ArchiveError(f"its manifest has {member.size:,} bytes, and {len(due):,} are due")
        given = b"".join(self._content(member, keep=False))
        if given == due:
            return
        for entry, said, mine in zip_longest(
            [None, *self._entries], given.split(b"\n"), due.split(b"\n"), fillvalue=None
        ):
            if said != mine:
                which = f"the file {entry.name}" if entry else "the whole ledger"
                raise ArchiveError(f"its manifest says something else of {which}")
        raise ArchiveError("its manifest is not as an archive has it")
