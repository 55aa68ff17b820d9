"""What is in an archive, in which order, and how each of it is written: the one format, for both directions.

    format.json                 {"format":1,"what":"…"}
    checkpoints/00000001.jsonl  {"size":8,"note":"…"}
    events/00000001.jsonl       {"position":1,"stream":"5d3d…","version":1,"name":"ledger.opened","state":"…"}
    signatures/00000001.jsonl   {"position":6,"signature":"U1NIU0lH…"}
    evidence/3a57a797…          the files that events name, in the order of their digests
    manifest.json               each of these, its size and SHA-256; the number of events, their root

1. ``state`` is the stored bytes as text, which is JSON: its UTF-8 is what a leaf has the hash of.
2. Lines are gathered in files of about a MB, so that neither side holds more than that in memory.
3. The manifest stands last, because it is made while the rest is written. Leaves are not in it: they follow
   from the events. No key, nothing about the machine, the folder, the person or the day is in an archive.
4. Signatures of people are there if anybody signed, and then the format is 2: a program that knows 1 alone
   would leave them out. Without any it is 1, as it always was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, cast

import orjson

from ledger.archive.container import ArchiveError
from ledger.proof.text import read_base64, to_base64
from ledger.records import Row

FORMATS = PLAIN, SIGNED = 1, 2
"""The numbers of the format, without signatures of people and with them. A change that a reader has to know
of gets the next one."""

FORMAT_FILE, MANIFEST = "format.json", "manifest.json"
_WHAT = "A whole Scrutiny ledger. Restore it with: scrutiny restore FILE --ledger FOLDER"

GATHERED = 1 << 20
"""Bytes from which on a file of lines is complete."""

MOST = 16 << 20
"""Bytes that a file of lines may have: one event has 4 MB, written as text in text at most twice that."""

_LONGEST = 1 << 63


class Entry(NamedTuple):
    """A line of the manifest."""

    name: str
    size: int
    sha256: str


class Summary(NamedTuple):
    """What an archive is of: how many events, the last position, their root, and what of them is signed.

    ``missing`` files of evidence are named by events and were lost before.
    """

    events: int
    last: int
    root: bytes
    sealed: int
    hashes: bytes
    checkpoints: int
    evidence: int
    missing: int
    signatures: int = 0

    @property
    def format(self) -> int:
        """The number of the format."""
        return SIGNED if self.signatures else PLAIN


def format_file(number: int) -> bytes:
    """The first file of an archive of a format."""
    return orjson.dumps({"format": number, "what": _WHAT}) + b"\n"


def lines_name(folder: str, number: int) -> str:
    """The name of a file of lines, counted from 1."""
    return f"{folder}/{number:08}.jsonl"


def gathered(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Lines in files of about a MB, the same for the same lines."""
    held, size = list[bytes](), 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= GATHERED:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)


def event_line(row: Row) -> bytes:
    """A stored row as a line; raises UnicodeDecodeError for a state that is no text."""
    position, stream, version, name, state = row
    return (
        orjson.dumps(
            {
                "position": position,
                "stream": stream,
                "version": version,
                "name": name,
                "state": state.decode("utf-8"),
            }
        )
        + b"\n"
    )


def event_row(line: bytes) -> Row:
    """The stored row that a line is of; raises ArchiveError for any other line."""
    try:
        said = orjson.loads(line)
        row = (said["position"], said["stream"], said["version"], said["name"], said["state"].encode("utf-8"))
        if tuple(map(type, row)) == (int, str, int, str, bytes) and max(row[0], row[2]) < _LONGEST:
            read = cast("Row", row)
            if event_line(read) == line:
                return read
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    raise ArchiveError(f"it has a line that is no event: {line[:60].decode('utf-8', 'replace')!a}…")


def checkpoint_line(size: int, note: str) -> bytes:
    """A signed checkpoint as a line."""
    return orjson.dumps({"size": size, "note": note}) + b"\n"


def checkpoint_row(line: bytes) -> tuple[int, str]:
    """The checkpoint that a line is of; raises ArchiveError for any other line."""
    try:
        said = orjson.loads(line)
        size, note = said["size"], said["note"]
        if (type(size), type(note)) == (int, str) and size < _LONGEST and checkpoint_line(size, note) == line:
            return size, note
    except (ValueError, KeyError, TypeError):
        pass
    raise ArchiveError(f"it has a line that is no checkpoint: {line[:60].decode('utf-8', 'replace')!a}…")


def signature_line(position: int, signature: bytes) -> bytes:
    """A signature of a person as a line."""
    return orjson.dumps({"position": position, "signature": to_base64(signature)}) + b"\n"


def signature_row(line: bytes) -> tuple[int, bytes]:
    """The signature that a line is of; raises ArchiveError for any other line."""
    try:
        said = orjson.loads(line)
        position, signature = said["position"], read_base64(said["signature"], 1, "the signature")
        if type(position) is int and position < _LONGEST and signature_line(position, signature) == line:
            return position, signature
    except (ValueError, KeyError, TypeError):
        pass
    raise ArchiveError(f"it has a line that is no signature: {line[:60].decode('utf-8', 'replace')!a}…")


def manifest(entries: Sequence[Entry], of: Summary) -> Iterator[bytes]:
    """The manifest, a line for each file: one JSON object all the same."""
    yield b'{"format":%d,"files":[\n' % of.format
    for at, entry in enumerate(entries, 1):
        yield orjson.dumps(entry._asdict()) + (b",\n" if at < len(entries) else b"\n")
    said = of._asdict() | {"root": to_base64(of.root), "hashes": to_base64(of.hashes)}
    if not of.signatures:
        del said["signatures"]
    yield b'],"ledger":' + orjson.dumps(said) + b"}\n"
