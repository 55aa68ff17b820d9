"""A folder of evidence on other disks, and of several people: what the system refuses there is put up with.

The system's answers are those of vfat, NFS and others, given in its place; and the people are real ones.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path

import pytest

from ledger.errors import StorageError, Unreadable
from ledger.evidence.folder import FolderVault
from ledger.evidence.vaults import vault_at
from tests.pasts import needs

PAPER = b"minutes of the board"
DIGEST = sha256(PAPER).hexdigest()


def saying_no(real, number, when=lambda *_: True):
    def answer(*words, **more):
        if when(*words):
            raise OSError(number, os.strerror(number))
        return real(*words, **more)

    return answer


def is_folder(descriptor, *_):
    return isinstance(descriptor, int) and stat.S_ISDIR(os.fstat(descriptor).st_mode)


DISKS = {
    "vfat": [("fchmod", errno.EPERM), ("chmod", errno.EPERM), ("link", errno.EPERM)],
    "exfat by fuse": [("fchmod", errno.ENOSYS), ("chmod", errno.ENOTSUP), ("link", errno.ENOSYS)],
    "no fsync of folders": [("fsync", errno.EINVAL)],
    "smb": [
        ("fchmod", errno.ENOTSUP),
        ("chmod", errno.ENOTSUP),
        ("link", errno.ENOTSUP),
        ("fsync", errno.EBADF),
    ],
}
LOCKS = {"folders cannot be locked (NFS)": is_folder, "nothing can be locked": lambda *_: True}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "paper").write_bytes(PAPER)
    (tmp_path / "kept").mkdir()
    return tmp_path / "kept"


def hand_in(folder, named=set):
    with FolderVault(folder, apart=True) as vault:
        vault.stage(str(folder.parent / "paper"))
        vault.keep(named)


def everything(folder):
    return sorted(path.name for path in folder.rglob("*"))


@pytest.mark.parametrize("disk", DISKS)
def test_a_disk_that_lacks_something_keeps_evidence_all_the_same(folder, monkeypatch, disk):
    for call, number in DISKS[disk]:
        when = is_folder if call == "fsync" else lambda *_: True
        monkeypatch.setattr(os, call, saying_no(getattr(os, call), number, when))
    hand_in(folder)
    hand_in(folder, lambda: {DIGEST})
    assert everything(folder) == [DIGEST]
    with FolderVault(folder, apart=True) as vault:
        vault.stage(str(folder.parent / "paper"))
    assert vault.check(DIGEST) == len(PAPER)
    target = FolderVault(folder.parent / "restored", apart=True)
    with target.filling() as filled:
        filled.vault.put(DIGEST, [PAPER])
        filled.put_in_place()
    assert target.check(DIGEST) == len(PAPER)


@pytest.mark.parametrize("disk", LOCKS)
def test_where_locks_are_lacking_nobody_takes_away_what_another_takes_in(folder, monkeypatch, disk):
    monkeypatch.setattr(fcntl, "flock", saying_no(fcntl.flock, errno.EBADF, LOCKS[disk]))
    with FolderVault(folder, apart=True) as one:
        one.stage(str(folder.parent / "paper"))
        FolderVault(folder, apart=True).clear(set)
        assert FolderVault(folder, apart=True).left() == []
        one.keep(set)
    assert everything(folder) == [DIGEST]


@pytest.mark.parametrize("disk", LOCKS)
def test_what_a_killed_command_left_there_goes_too(folder, monkeypatch, disk):
    monkeypatch.setattr(fcntl, "flock", saying_no(fcntl.flock, errno.EBADF, LOCKS[disk]))
    vault = FolderVault(folder, apart=True)
    vault.stage(str(folder.parent / "paper"))
    vault.keep(set)
    room = vault._room
    # It is killed: its descriptors are closed, and nothing else is done.
    os.close(room._lock)
    assert room.path.is_dir()
    if disk == "nothing can be locked":
        FolderVault(folder, apart=True).clear(set)
        assert room.path.is_dir()
        os.utime(room.path, (time.time() - 90_000,) * 2)
    assert FolderVault(folder, apart=True).left() == [str(room.path)]
    FolderVault(folder, apart=True).clear(set)
    assert everything(folder) == []


def test_a_folder_that_is_not_there_is_not_made_by_who_hands_in(folder):
    folder.rmdir()
    vault = vault_at(str(folder), "L")
    for ask in (
        lambda: vault.stage(str(folder.parent / "paper")),
        lambda: vault.check_place(set),
        lambda: list(vault.names()),
    ):
        with pytest.raises(StorageError, match="is not there"):
            ask()
    with pytest.raises(Unreadable, match="is not there"):
        vault.check(DIGEST)
    vault.clear(set)
    assert not folder.exists()
    vault.begin()
    vault.stage(str(folder.parent / "paper"))


@pytest.mark.parametrize("number", [errno.EIO, errno.ESTALE, errno.ENOTCONN, errno.EACCES])
def test_a_mount_that_fails_is_no_missing_file(folder, monkeypatch, number):
    hand_in(folder)
    monkeypatch.setattr(os, "open", saying_no(os.open, number, lambda path, *_: str(folder) in str(path)))
    with pytest.raises(Unreadable, match=DIGEST):
        FolderVault(folder, apart=True).check(DIGEST)
    with pytest.raises(StorageError):
        hand_in(folder)


# Two people of one group, each with their own mask, in a folder that was made to be shared.
PERSON = """
import fcntl, os, shutil, sys
from pathlib import Path

from ledger.evidence.folder import FolderVault
from ledger.errors import LedgerError
import ledger.decisions.evidence, encodings.ascii
who, mask, folder, paper, what = sys.argv[1:]
os.setgroups([4321]); os.setgid(int(who)); os.setuid(int(who)); os.umask(int(mask, 8))
try:
    vault = FolderVault(Path(folder), apart=True)
    if what == "clear":
        vault.clear(set)
    else:
        vault.stage(paper)
        if what == "killed":
            os.kill(os.getpid(), 9)
        vault.keep(set)
        if what == "named":
            os.kill(os.getpid(), 9)
        vault.__exit__(None, None, None)
    vault.check(vault.names().__next__()) if what == "keep" else None
except LedgerError as error:
    print(error.message); sys.exit(7)
"""


@pytest.fixture
def open_to_all():
    """A folder that other people may pass through: what pytest makes is its owner's alone."""
    with tempfile.TemporaryDirectory(prefix="shared-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def shared(open_to_all):
    needs(sys.platform == "linux" and os.geteuid() == 0, "root, to be several people,")
    tmp_path = open_to_all
    folder = tmp_path / "kept"
    folder.mkdir()
    os.chown(folder, 0, 4321)
    folder.chmod(0o2770)
    (tmp_path / "paper").write_bytes(PAPER)
    (tmp_path / "paper").chmod(0o644)

    def as_person(who, mask, what, paper="paper"):
        words = [str(who), mask, str(folder), str(tmp_path / paper), what]
        answer = subprocess.run([sys.executable, "-c", PERSON, *words], capture_output=True, text=True)
        assert "Traceback" not in answer.stderr, answer.stderr
        return answer.returncode, answer.stdout

    as_person.folder = folder
    return as_person


@pytest.mark.parametrize("masks", [("022", "022"), ("077", "077"), ("002", "027")])
def test_two_people_of_a_group_hand_in_the_same_and_others_whatever_their_masks(shared, masks, open_to_all):
    (open_to_all / "other").write_bytes(b"other")
    (open_to_all / "other").chmod(0o644)
    assert shared(1001, masks[0], "keep") == (0, "")
    assert shared(1002, masks[1], "keep") == (0, "")
    assert shared(1002, masks[1], "keep", "other") == (0, "")
    assert shared(1001, masks[0], "keep", "other") == (0, "")
    assert len(everything(shared.folder)) == 2
    for path in shared.folder.iterdir():
        there = path.stat()
        assert (there.st_gid, stat.S_IMODE(there.st_mode)) == (4321, 0o440)


@pytest.mark.parametrize("at", ["killed", "named"])
def test_one_clears_what_a_killed_command_of_another_left(shared, at):
    assert shared(1001, "077", at)[0] == -9
    assert everything(shared.folder)
    assert shared(1002, "077", "clear") == (0, "")
    assert everything(shared.folder) == []
    assert shared(1001, "077", "keep") == (0, "")


def test_who_is_not_of_the_group_is_told_so(shared, open_to_all):
    outside = PERSON.replace("os.setgroups([4321])", "os.setgroups([])")
    words = ["1003", "022", str(shared.folder), str(open_to_all / "paper"), "keep"]
    answer = subprocess.run([sys.executable, "-c", outside, *words], capture_output=True, text=True)
    assert answer.returncode == 7, answer
    assert "may not be written" in answer.stdout or "cannot be read" in answer.stdout
    assert everything(shared.folder) == []
