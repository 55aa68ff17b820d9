"""A tar of which every byte is given, and nothing else is read as one."""

from __future__ import annotations

import io
import tarfile

import pytest

from ledger.archive import container
from ledger.archive.container import END, ArchiveError, Member, Reader, header, padding

LARGE = 8**11


def packed(*files):
    """An archive of names and contents."""
    whole = b"".join(header(name, len(content)) + content + padding(len(content)) for name, content in files)
    return whole + END


def read(data):
    """What a reader makes of it."""
    reader = Reader(io.BufferedReader(io.BytesIO(data)), len(data))
    found = []
    while member := reader.next():
        found.append((member.name, b"".join(reader.content(member))))
    return found


FILES = [("a.json", b"{}\n"), ("b/empty", b""), ("b/block", bytes(range(256)) * 2), ("c", b"x" * 3_000_000)]


def test_what_is_written_is_read_and_tar_reads_it_too():
    assert read(packed(*FILES)) == FILES
    with tarfile.open(fileobj=io.BytesIO(packed(*FILES))) as tar:
        members = tar.getmembers()
        assert [member.name for member in members] == [f"scrutiny-archive/{name}" for name, _ in FILES]
        assert [tar.extractfile(member).read() for member in members] == [content for _, content in FILES]
        assert {(one.mtime, one.uid, one.mode, one.uname) for one in members} == {(0, 0, 0o644, "")}


@pytest.mark.parametrize("size", [0, 1, LARGE - 1, LARGE, 10**15])
def test_a_size_is_read_as_tar_reads_it(size):
    assert tarfile.TarInfo.frombuf(header("x", size), "utf-8", "strict").size == size
    assert container._parsed(header("x", size)) == Member("x", size)


def other(change):
    """A header that the library writes with something else in it."""
    member = tarfile.TarInfo("scrutiny-archive/a.json")
    member.mode, member.size = 0o644, 3
    change(member)
    return member.tobuf(tarfile.USTAR_FORMAT) + b"{}\n" + bytes(509) + END


def nothing(member):
    """As it is due."""


CHANGES = {
    "a link": lambda member: setattr(member, "type", tarfile.SYMTYPE),
    "a hard link": lambda member: setattr(member, "type", tarfile.LNKTYPE),
    "a device": lambda member: setattr(member, "type", tarfile.BLKTYPE),
    "a folder": lambda member: setattr(member, "type", tarfile.DIRTYPE),
    "a long name": lambda member: setattr(member, "type", tarfile.GNUTYPE_LONGNAME),
    "a sparse file": lambda member: setattr(member, "type", tarfile.GNUTYPE_SPARSE),
    "a link's name": lambda member: setattr(member, "linkname", "/etc/passwd"),
    "another folder": lambda member: setattr(member, "name", "/etc/passwd"),
    "an owner": lambda member: setattr(member, "uid", 1),
    "a mode": lambda member: setattr(member, "mode", 0o4755),
    "a time": lambda member: setattr(member, "mtime", 1),
    "a user": lambda member: setattr(member, "uname", "root"),
}


def test_the_header_that_is_due_is_the_one_that_the_library_writes():
    assert header("a.json", 3) == other(nothing)[:512]
    assert read(other(nothing)) == [("a.json", b"{}\n")]


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_header_that_says_anything_else_is_none(change):
    with pytest.raises(ArchiveError):
        read(other(change))


def test_every_bit_of_a_header_and_of_what_fills_a_block_counts():
    whole = packed(("a.json", b"{}\n"))
    for at in [*range(512), *range(515, len(whole))]:
        for bit in (1, 128):
            changed = bytearray(whole)
            changed[at] ^= bit
            try:
                found = read(bytes(changed))
            except ArchiveError:
                continue
            pytest.fail(f"byte {at} was changed and {found} read")


def test_wherever_it_is_cut_off_that_is_seen():
    whole = packed(("a.json", b"{}\n"), ("b", b"x" * 600))
    for at in range(len(whole)):
        with pytest.raises(ArchiveError):
            read(whole[:at])


def test_nothing_may_be_behind_its_end():
    with pytest.raises(ArchiveError):
        read(packed(("a.json", b"{}\n")) + b"\0")


def test_a_size_that_is_not_there_is_refused_before_anything_is_read():
    data = header("a.json", 10**15) + bytes(1024)
    with pytest.raises(ArchiveError):
        Reader(io.BufferedReader(io.BytesIO(data)), len(data)).next()
