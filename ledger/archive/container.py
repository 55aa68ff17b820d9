"""The container of an archive: an uncompressed tar of which every byte is given by names and contents.

    scrutiny-archive/format.json, 0644, 1970-01-01, owner 0     512 bytes of header, then the content

1. A header is a function of the name and the size alone (POSIX ustar; from 8 GiB on the size is binary, as in
   GNU tar). Whoever reads makes the header that is due and compares: a link, a device, a long name, a second
   meaning of a field is none that was due, so there is nothing to guard against one by one.
2. It is not compressed: what a compressor writes differs with its version, and what it reads may be a bomb.
3. Behind the last file are two empty blocks and nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader
from typing import NamedTuple

from ledger.errors import Unreadable

FOLDER = "scrutiny-archive/"
"""What all names begin with, so that a tar unpacks into a folder of its own."""

BLOCK = 512
END = bytes(2 * BLOCK)
_CHUNK = 1 << 20
_OCTAL = 8**11
"""Sizes below are written in octal digits."""


class ArchiveError(Exception):
    """What is wrong with an archive, in a sentence."""


class Member(NamedTuple):
    """A file in an archive."""

    name: str
    size: int


def header(name: str, size: int) -> bytes:
    """The 512 bytes that stand before a file.

    >>> header("format.json", 12)[:28]
    b'scrutiny-archive/format.json'
    """
    sized = b"%011o\0" % size if size < _OCTAL else b"\x80" + size.to_bytes(11, "big")
    path = (FOLDER + name).encode("ascii")
    before = path.ljust(100, b"\0") + b"0000644\0" + b"0000000\0" * 2 + sized + b"00000000000\0"
    behind = b"0" + bytes(100) + b"ustar\x0000" + bytes(64 + 16 + 167)
    checksum = sum(before) + 8 * ord(" ") + sum(behind)
    return before + b"%06o\0 " % checksum + behind


def padding(size: int) -> bytes:
    """What fills the last block of a file."""
    return bytes(-size % BLOCK)


class Reader:
    """Reads an archive from its beginning to its end, once. Every method raises ArchiveError, Unreadable."""

    def __init__(self, file: BufferedReader, length: int) -> None:
        """``length`` is how many bytes the file has."""
        self._file, self._length = file, length
        self.at = 0

    def begins(self) -> bool:
        """Whether it begins as an archive does; asked first."""
        try:
            return self._file.peek(len(FOLDER))[: len(FOLDER)] == FOLDER.encode()
        except OSError as error:
            raise _unreadable(error) from error

    def next(self) -> Member | None:
        """The header of the next file; None at the end, behind which there is nothing."""
        read = self._exactly(BLOCK)
        if read == END[:BLOCK]:
            if self._exactly(BLOCK) != END[:BLOCK] or self._read(1):
                raise ArchiveError("there is something behind its end")
            return None
        member = _parsed(read)
        if member is None or header(*member) != read:
            raise ArchiveError(f"at byte {self.at - BLOCK:,} there is no file as an archive has them")
        if member.size > self._length - self.at:
            raise _cut_off()
        return member

    def content(self, member: Member) -> Iterator[bytes]:
        """What is in the file whose header came last, in pieces."""
        left = member.size
        while left:
            piece = self._exactly(min(left, _CHUNK))
            left -= len(piece)
            yield piece
        if any(self._exactly(-member.size % BLOCK)):
            raise ArchiveError(f"there is something behind the end of {member.name}")

    def _exactly(self, count: int) -> bytes:
        read = self._read(count)
        self.at += len(read)
        if len(read) != count:
            raise _cut_off()
        return read

    def _read(self, count: int) -> bytes:
        try:
            return self._file.read(count)
        except OSError as error:
            raise _unreadable(error) from error


def _parsed(block: bytes) -> Member | None:
    """The name and size in a header; None if it has none. What else it says is compared by who asks."""
    try:
        name = block[:100].rstrip(b"\0").decode("ascii")
        binary = block[124] == 0x80
        size = int.from_bytes(block[125:136], "big") if binary else int(block[124:135], 8)
    except ValueError:
        return None
    if not name.startswith(FOLDER) or size < 0:
        return None
    return Member(name.removeprefix(FOLDER), size)


def _cut_off() -> ArchiveError:
    return ArchiveError("its end is missing")


def _unreadable(error: OSError) -> Unreadable:
    return Unreadable(
        f"The archive cannot be read: {error.strerror or error}.",
        "See the disk that it is on; then ask again.",
    )
