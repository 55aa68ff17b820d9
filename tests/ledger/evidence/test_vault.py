"""The vault takes a regular file whole, under the hash of what was read, or takes nothing."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from ledger.decisions.evidence import SubmitEvidence
from ledger.errors import BadInput, Damaged, Full, NotFound, ReadOnly, Refused, StorageError
from ledger.evidence import source as sources
from ledger.evidence.base import SIZE_LIMIT
from ledger.evidence.folder import FolderVault
from ledger.ledger import Ledger
from tests.commands import processes
from tests.commands.processes import scrutiny
from tests.pasts import needs

PAPER = b"A paper that was handed in.\n"
DIGEST = sha256(PAPER).hexdigest()
SUBMIT = processes.words("evidence submit OCSAE 1 --by Police --summary S --as ann --format json --file")


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder to stand in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def folder(here):
    """A ledger where the program looks for it when nothing is said."""
    return processes.begin(here / "scrutiny-ledger")


@pytest.fixture
def paper(here):
    """A file to hand in."""
    (here / "paper.pdf").write_bytes(PAPER)
    return here / "paper.pdf"


@pytest.fixture
def vault(here):
    """A vault that is not yet there."""
    with FolderVault(here / "evidence") as vault:
        yield vault


def kept(vault):
    """The names of all files in the folder, wherever they lie in it, but for what says what will be kept."""
    return sorted(path.name for path in vault.folder.rglob("*") if path.is_file() and path.name != "names")


def test_a_file_is_kept_under_the_hash_of_its_content(vault, paper):
    assert vault.stage(str(paper)) == ("paper.pdf", DIGEST, len(PAPER))
    assert kept(vault) != [DIGEST]
    vault.keep(set)
    assert kept(vault) == [DIGEST]
    assert (vault.folder / DIGEST).read_bytes() == PAPER
    assert paper.read_bytes() == PAPER


def test_a_kept_file_may_be_read_by_its_group_and_written_by_nobody(vault, paper):
    before = os.umask(0)
    try:
        vault.stage(str(paper))
        (passing,) = (path for path in vault.folder.rglob("*") if path.is_file())
        staged = stat.S_IMODE(passing.stat().st_mode)
        vault.keep(set)
    finally:
        os.umask(before)
    assert staged == 0o440
    assert stat.S_IMODE((vault.folder / DIGEST).stat().st_mode) == 0o440
    assert stat.S_IMODE(vault.folder.stat().st_mode) == 0o770


def test_a_file_is_on_disk_before_it_gets_its_name_and_the_name_before_anything_else_happens(
    vault, paper, monkeypatch
):
    done = []
    fsync, rename = os.fsync, Path.rename

    def noted_fsync(descriptor):
        done.append(("fsync", Path(f"/proc/self/fd/{descriptor}").readlink().name))
        fsync(descriptor)

    def noted_rename(self, target):
        done.append(("rename", target.name))
        return rename(self, target)

    needs(Path("/proc/self/fd").is_dir(), "/proc")
    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "rename", noted_rename)
    vault.stage(str(paper))
    assert done == [("fsync", vault.folder.parent.name), ("fsync", "0")]
    done.clear()
    vault.keep(set)
    assert done == [("rename", DIGEST), ("fsync", "evidence")]


def test_an_empty_file_is_a_file(vault, here):
    (here / "empty").touch()
    assert vault.stage(str(here / "empty")) == ("empty", sha256().hexdigest(), 0)
    vault.keep(set)
    assert kept(vault) == [sha256().hexdigest()]


def test_a_file_of_many_pieces_is_kept_whole(vault, here, monkeypatch):
    monkeypatch.setattr(sources, "CHUNK", 7)
    content = os.urandom(1000)
    (here / "large").write_bytes(content)
    assert vault.stage(str(here / "large")) == ("large", sha256(content).hexdigest(), 1000)
    vault.keep(set)
    assert (vault.folder / sha256(content).hexdigest()).read_bytes() == content


def test_what_a_disk_takes_in_part_is_written_to_its_end(vault, paper, monkeypatch):
    write = os.write
    monkeypatch.setattr(os, "write", lambda to, view: write(to, bytes(view)[:3]))
    vault.stage(str(paper))
    vault.keep(set)
    assert (vault.folder / DIGEST).read_bytes() == PAPER


def test_the_same_content_twice_is_kept_once(vault, here, paper):
    (here / "again.pdf").write_bytes(PAPER)
    with vault:
        names = [vault.stage(str(path)).name for path in (paper, here / "again.pdf", paper)]
        vault.keep(set)
    assert names == ["paper.pdf", "again.pdf", "paper.pdf"]
    assert kept(vault) == [DIGEST]
    with FolderVault(vault.folder) as later:
        later.stage(str(paper))
        later.keep(set)
    assert kept(vault) == [DIGEST]


def test_keeping_again_after_somebody_else_wrote_first_is_no_error(vault, paper):
    with vault:
        vault.stage(str(paper))
        vault.keep(set)
        vault.keep(set)
    assert kept(vault) == [DIGEST]


def test_what_was_staged_and_not_kept_is_gone(here, paper):
    with FolderVault(here / "evidence") as vault:
        vault.stage(str(paper))
        assert len(kept(vault)) == 1
    assert kept(vault) == []


def at_a_reading(monkeypatch, number, act):
    """Something happens behind a reading of a file."""
    read, readings = os.read, []

    def reading(descriptor, size):
        piece = read(descriptor, size)
        readings.append(piece)
        if len(readings) == number:
            act()
        return piece

    monkeypatch.setattr(os, "read", reading)


CHANGES = {
    "longer": lambda path: path.write_bytes(b"aaaabbbbc"),
    "shorter": lambda path: path.write_bytes(b"aaaa"),
    "emptied": lambda path: path.write_bytes(b""),
    "as long": lambda path: path.write_bytes(b"AAAABBBB"),
    "only touched": lambda path: os.utime(path, (1, 1)),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("reading", [1, 2, 3, 4, 5])
def test_a_file_that_changes_while_it_is_taken_in_is_refused_and_leaves_nothing(
    vault, here, monkeypatch, change, reading
):
    monkeypatch.setattr(sources, "CHUNK", 4)
    (here / "moving").write_bytes(b"aaaabbbb")
    at_a_reading(monkeypatch, reading, lambda: CHANGES[change](here / "moving"))
    with vault, pytest.raises(Refused, match="changed while it was taken in"):
        vault.stage(str(here / "moving"))
    assert kept(vault) == []


def test_a_change_that_no_time_tells_of_is_seen_in_the_bytes(vault, here, monkeypatch):
    monkeypatch.setattr(sources, "CHUNK", 4)
    moving = here / "moving"
    moving.write_bytes(b"aaaabbbb")
    monkeypatch.setattr(sources, "_changed", lambda before, after: False)
    at_a_reading(monkeypatch, 1, lambda: moving.write_bytes(b"AAAABBBB"))
    with vault, pytest.raises(Refused, match="changed while it was taken in"):
        vault.stage(str(moving))


def test_a_change_behind_the_last_look_is_of_no_account(vault, here, monkeypatch):
    monkeypatch.setattr(sources, "CHUNK", 4)
    (here / "moving").write_bytes(b"aaaabbbb")
    with vault:
        attachment = vault.stage(str(here / "moving"))
        (here / "moving").write_bytes(b"other")
        vault.keep(set)
    assert (vault.folder / attachment.sha256).read_bytes() == b"aaaabbbb"


def swap(vault, content):
    path = vault.folder / DIGEST
    path.unlink()
    path.write_bytes(content)


@pytest.mark.parametrize("content", [b"", PAPER[:-1], PAPER.upper()])
def test_content_that_was_swapped_in_the_vault_is_noticed_when_it_is_handed_in_again(vault, paper, content):
    with vault:
        vault.stage(str(paper))
        vault.keep(set)
    swap(vault, content)
    with (
        FolderVault(vault.folder) as later,
        pytest.raises(Damaged, match=f"{DIGEST} is not what was handed in"),
    ):
        later.stage(str(paper))
        later.keep(set)
    assert kept(vault) == [DIGEST]


@pytest.mark.parametrize("planted", ["a pipe", "a folder", "a link to the like", "an endless device"])
def test_what_is_no_file_in_the_vault_is_noticed_and_not_waited_for(vault, here, paper, planted):
    vault.folder.mkdir()
    match planted:
        case "a pipe":
            os.mkfifo(vault.folder / DIGEST)
        case "a folder":
            (vault.folder / DIGEST).mkdir()
        case "a link to the like":
            (vault.folder / DIGEST).symlink_to(paper)
        case "an endless device":
            (vault.folder / DIGEST).symlink_to("/dev/zero")
    checking = (
        "from pathlib import Path\n"
        "from ledger.evidence.folder import FolderVault; from ledger.errors import Damaged\n"
        f"try: FolderVault(Path({str(vault.folder)!r})).check({DIGEST!r})\n"
        "except Damaged: print('damaged')"
    )
    python = processes.PROGRAM[0]
    told = subprocess.run([python, "-c", checking], capture_output=True, text=True, timeout=10, check=False)
    assert told.stdout == "damaged\n", told.stderr


def test_a_file_that_is_missing_from_the_vault_is_damage(vault):
    vault.folder.mkdir()
    with pytest.raises(Damaged, match="cannot be read"):
        vault.check(DIGEST)


# What is no file is not taken.


def put(here, what):
    """Something at a path that is not a regular file that may be read."""
    path = here / "thing"
    match what:
        case "a folder":
            path.mkdir()
        case "a pipe":
            os.mkfifo(path)
        case "a socket":
            with socket.socket(socket.AF_UNIX) as listening:
                listening.bind("thing")
        case "a link":
            (here / "target").write_bytes(PAPER)
            path.symlink_to("target")
        case "a link to nowhere":
            path.symlink_to("nowhere")
        case "a link to itself":
            path.symlink_to("thing")
        case "a file as a folder":
            path.touch()
            return str(path / "below")
        case "a long name":
            return str(here / ("x" * 300))
        case "nothing":
            return ""
        case "a null character":
            return f"{path}\0.pdf"
        case "/dev/null" | "/dev/zero" | "/dev/tty":
            return what
    return str(path)


KINDS = {
    "a folder": "is a folder",
    "a pipe": "is a pipe",
    "a socket": "cannot be read",
    "a link": "is a link",
    "a link to nowhere": "is a link",
    "a link to itself": "is a link",
    "/dev/null": "is a device",
    "/dev/zero": "is a device",
    "/dev/tty": "/dev/tty",
    "no such file": "No such file",
    "a file as a folder": "Not a directory",
    "a long name": "too long",
    "nothing": "No such file",
    "a null character": "null character",
}


@pytest.mark.parametrize(("what", "because"), KINDS.items(), ids=KINDS)
def test_what_is_no_file_is_refused_by_what_it_is(vault, here, what, because):
    with pytest.raises(BadInput, match=because) as refused:
        vault.stage(put(here, what))
    assert refused.value.exit_status == 2
    assert refused.value.remedy
    assert kept(vault) == []


def descriptors():
    return len(list(Path("/proc/self/fd").iterdir()))


def test_no_descriptor_stays_open(vault, here, paper):
    needs(Path("/proc/self/fd").is_dir(), "/proc")
    os.mkfifo(here / "pipe")
    before = descriptors()
    for _ in range(3):
        with vault:
            vault.stage(str(paper))
            vault.keep(set)
            for bad in (str(here / "pipe"), str(here), "nowhere"):
                with pytest.raises(BadInput):
                    vault.stage(bad)
    assert descriptors() == before


def test_a_file_beyond_the_limit_is_refused_before_a_byte_of_it_is_read(here, monkeypatch):
    with (here / "huge").open("wb") as huge:
        huge.truncate(1001)
    monkeypatch.setattr(os, "read", failing(5))
    with (
        FolderVault(here / "evidence", 1000) as vault,
        pytest.raises(BadInput, match="1,001 bytes, and 1,000 may"),
    ):
        vault.stage(str(here / "huge"))
    assert kept(vault) == []


def test_a_file_that_there_is_no_room_for_is_refused_before_it_fills_the_disk(vault, here, monkeypatch):
    with (here / "huge").open("wb") as huge:
        huge.truncate(SIZE_LIMIT)
    free = os.statvfs(here)
    small = os.statvfs_result((free[0], 1, 1000, 1000, 1000, *free[5:]))
    monkeypatch.setattr(os, "statvfs", lambda _: small)
    with vault, pytest.raises(Full, match="1,000 are free"):
        vault.stage(str(here / "huge"))
    assert kept(vault) == []


def test_a_file_system_without_modes_is_no_reason_to_refuse(vault, paper, monkeypatch):
    monkeypatch.setattr(os, "fchmod", failing(1))
    with vault:
        vault.stage(str(paper))
        vault.keep(set)
    assert kept(vault) == [DIGEST]


def failing(error):
    def fail(*_, **__):
        raise OSError(error, os.strerror(error))

    return fail


@pytest.mark.parametrize(
    ("call", "number", "error"),
    [
        ("write", 28, Full),
        ("write", 122, Full),
        ("write", 27, Full),
        ("write", 5, StorageError),
        ("fsync", 5, StorageError),
        ("fsync", 28, Full),
        ("fchmod", 30, ReadOnly),
        ("read", 5, StorageError),
    ],
)
def test_a_disk_that_fails_while_a_file_is_taken_leaves_nothing(
    vault, paper, monkeypatch, call, number, error
):
    with vault:
        monkeypatch.setattr(os, call, failing(number))
        with pytest.raises(error) as failed:
            vault.stage(str(paper))
        monkeypatch.undo()
        assert failed.value.exit_status == 7
    assert kept(vault) == []


def test_a_disk_that_fails_while_a_file_is_named_leaves_nothing(vault, paper, monkeypatch):
    with vault:
        vault.stage(str(paper))
        monkeypatch.setattr(Path, "rename", failing(30))
        with pytest.raises(ReadOnly):
            vault.keep(set)
    assert kept(vault) == []


# Through the program.


def stored_files(folder):
    return [row[4]["data"] for row in processes.events(folder) if row[3] == "evidence.attached"]


def files_in(folder):
    return sorted(path.name for path in (folder / "evidence").iterdir())


def test_evidence_is_in_the_vault_and_in_the_ledger(folder, paper):
    answer = scrutiny(*SUBMIT, "paper.pdf")
    assert answer.status == 0, answer.err
    (stored,) = stored_files(folder)
    assert (stored["name"], stored["sha256"], stored["size"]) == ("paper.pdf", DIGEST, len(PAPER))
    assert files_in(folder) == [DIGEST]


@pytest.mark.parametrize(
    "what",
    [
        "a folder",
        "a pipe",
        "a socket",
        "a link",
        "a link to nowhere",
        "/dev/null",
        "/dev/zero",
        "no such file",
    ],
)
def test_one_file_that_is_none_refuses_them_all(folder, here, paper, what):
    before = processes.events(folder)
    answer = scrutiny(*SUBMIT, "paper.pdf", "--file", put(here, what))
    assert answer.status == 2
    assert answer.error()["remedy"]
    assert processes.events(folder) == before
    assert files_in(folder) == []


def test_what_the_rules_refuse_leaves_nothing_in_the_vault(folder, paper):
    for words, status in (
        ("OCSAE 99", 3),
        ("NONE 1", 3),
        ("OCSAE 1 --on 2999-01-01", 4),
        ("OCSAE 1 --as bob", 4),
        ("OCSAE 1 --as zoe", 4),
        ("OCSAE 1 --on x", 2),
    ):
        answer = scrutiny(
            *SUBMIT[:2],
            *words.split(),
            *SUBMIT[4:8],
            *([] if "--as" in words else ["--as", "ann"]),
            "--file",
            "paper.pdf",
        )
        assert answer.status == status, answer
        assert files_in(folder) == []


@pytest.mark.parametrize(
    "name",
    [
        b"a\nb.pdf",
        b"a\tb.pdf",
        b"a\x1b[31mb.pdf",
        b"a\x7fb",
        b"\xff\xfe.pdf",
        "a\u202eb.pdf".encode(),
        "a\u2066b".encode(),
        "\ufeffa".encode(),
        b" ",
    ],
)
def test_a_file_name_that_cannot_be_a_text_is_refused_and_nothing_is_kept(folder, here, name):
    path = os.fsencode(here) + b"/" + name
    Path(os.fsdecode(path)).write_bytes(PAPER)
    before = processes.events(folder)
    answer = scrutiny(*SUBMIT, path)
    assert answer.status == 2
    assert "file name" in answer.error()["error"]
    assert processes.events(folder) == before
    assert files_in(folder) == []


@pytest.mark.parametrize(
    "name", ["Bericht – Größe 1.pdf", "--help", "-", "$(reboot).pdf", "a'b\"c.pdf", "=1+1.csv", "..pdf"]
)
def test_an_ordinary_file_name_is_kept_as_text(folder, here, name):
    (here / name).write_bytes(PAPER)
    answer = scrutiny(*SUBMIT[:-1], f"--file={here / name}")
    assert answer.status == 0, answer.err
    assert [file["name"] for file in stored_files(folder)] == [name]
    assert files_in(folder) == [DIGEST]


def test_a_name_is_never_a_path(folder, here, paper):
    (here / "deep").mkdir()
    assert scrutiny(*SUBMIT, "deep/../paper.pdf").status == 0
    assert [file["name"] for file in stored_files(folder)] == ["paper.pdf"]


def test_a_file_that_nobody_may_read_is_refused(folder, here, paper):
    needs(processes.modes_count(here), "a way to give root's powers up")
    paper.chmod(0)
    answer = scrutiny(*SUBMIT, "paper.pdf", preexec_fn=processes.powerless)
    assert answer.status == 2
    assert "Permission denied" in answer.error()["error"]
    assert files_in(folder) == []


def test_a_vault_that_may_not_be_written_is_the_storages_fault(folder, here, paper):
    needs(processes.modes_count(here), "a way to give root's powers up")
    before = processes.events(folder)
    (folder / "evidence").chmod(0o550)
    answer = scrutiny(*SUBMIT, "paper.pdf", preexec_fn=processes.powerless)
    assert answer.status == 7
    assert "may not be written" in answer.error()["error"]
    assert processes.events(folder) == before
    assert files_in(folder) == []


def test_a_file_that_the_disk_has_no_room_for_is_refused_and_nothing_is_half_written(folder, here):
    (here / "large.bin").write_bytes(os.urandom(200_000))
    before = processes.events(folder)
    answer = scrutiny(*SUBMIT, "large.bin", preexec_fn=processes.smallest_files(100_000))
    assert answer.status == 7
    assert "no room left" in answer.error()["error"]
    assert processes.events(folder) == before
    assert files_in(folder) == []


def test_a_disk_that_fills_up_loses_nothing_that_was_told_and_keeps_nothing_by_halves(small_disk, here):
    folder = processes.begin(small_disk / "ledger")
    told, full = [], None
    for size in (20_000, 40_000, 60_000, 80_000, 100_000):
        (here / "paper.bin").write_bytes(os.urandom(size))
        answer = scrutiny(*SUBMIT, "paper.bin", "--ledger", folder)
        if answer.status:
            full = full or answer
        else:
            told.append(answer)
    assert told
    assert full
    assert full.status == 7
    assert "no room left" in full.error()["error"]
    assert [file["sha256"] for file in stored_files(folder)] == files_in_order(folder)
    assert len(stored_files(folder)) == len(told)
    with Ledger.open(str(folder)) as ledger:
        for file in stored_files(folder):
            ledger.store.vault().check(file["sha256"])
    # When there is no room for a single event more, that is told too, and what there is can be read.
    (small_disk / "filler").write_bytes(
        b"x" * (os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize)
    )
    before = processes.events(folder)
    answer = scrutiny(*processes.judging("1"), "--ledger", folder, "--format", "json")
    assert answer.status == 7
    assert answer.error()["error"]
    assert processes.events(folder) == before
    assert scrutiny("register", "OCSAE", "--ledger", folder).status == 0
    (small_disk / "filler").unlink()
    assert scrutiny(*processes.judging("1"), "--ledger", folder).status == 0


def files_in_order(folder):
    """The digests in the vault, in the order the ledger speaks of them, with strays at the end."""
    there = files_in(folder)
    spoken = [file["sha256"] for file in stored_files(folder)]
    return [digest for digest in spoken if digest in there] + [name for name in there if name not in spoken]


def test_a_submission_in_process_keeps_the_file_only_when_it_is_granted(folder, paper):
    with Ledger.open(str(folder)) as ledger, ledger.store.vault() as vault:
        files = (vault.stage(str(paper)),)
        wrong = SubmitEvidence(inspection="OCSAE", number="99", body="B", summary="S", files=files)
        with pytest.raises(NotFound):
            ledger.ask(wrong, by="ann", attachments=vault)
        assert files_in(folder) != [DIGEST]
        right = SubmitEvidence(inspection="OCSAE", number="1", body="B", summary="S", files=files)
        ledger.ask(right, by="ann", attachments=vault)
    assert files_in(folder) == [DIGEST]
