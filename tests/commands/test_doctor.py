"""``scrutiny doctor``: each ailment is named with what to do about it, and nothing is changed."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from ledger.doctor import machine, mounts
from ledger.doctor.base import Patient
from ledger.doctor.index import CHECKS
from ledger.recovery.clocks import THIS_MACHINE, Boot, Machine
from ledger.signing.keyring import Keyring
from tests.commands.processes import do, modes_count, powerless, scrutiny, words
from tests.commands.test_beginning import INIT, MOMENTS
from tests.commands.test_clock import LATER
from tests.pasts import needs


@pytest.fixture
def folder(here):
    (here / "paper").write_bytes(b"paper")
    do(
        "init --as ada --name Ada",
        "person grant ada inspector --as ada",
        "inspection open X --title T --as ada",
        "cycle open X 2020 --title S --on 2020-02-26 --as ada",
        "recommendation make X 1 --cycle 2020 --on 2020-02-26 --made-to B --text Do. --as ada",
        " ".join(SUBMIT),
    )
    return here / "scrutiny-ledger"


SUBMIT = words("evidence submit X 1 --by B --summary S --file paper --as ada")


def everything(*folders):
    """Every file below some folders: its mode, its times but for that of the last reading, its bytes."""
    found = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            there = path.lstat()
            # SQLite makes and removes its side files when it reads.
            if not path.name.startswith("ledger.db-"):
                content = sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
                found[str(path)] = there.st_mode, path.is_file() and there.st_mtime_ns, content
    return found


@pytest.fixture
def ails(folder, home):
    """Nothing but this ails it, by JSON and in words, and nothing was changed by the looking."""

    def check(what, *told, where=folder, **settings):
        before = everything(folder.parent, home)
        answer = scrutiny("doctor", "--format", "json", "--ledger", where, **settings)
        assert answer.status == 1, answer
        assert answer.err == ""
        looked = json.loads(answer.out)
        assert looked["ok"] is False
        wrong = [row for row in looked["rows"] if not row["ok"]]
        assert {row["what"] for row in wrong} == {what}, wrong
        assert all(row["remedy"] for row in wrong)
        for word in told:
            assert any(word in row["found"] + row["remedy"] for row in wrong), wrong
        plain = scrutiny("doctor", "--ledger", where, **settings)
        assert plain.status == 1
        assert "TO DO" in plain.out
        assert everything(folder.parent, home) == before
        return wrong

    return check


def test_a_ledger_in_order_has_nothing_to_do(folder, home):
    before = everything(folder.parent, home)
    answer = scrutiny("doctor")
    assert answer.status == 0, answer.out
    assert "TO DO" not in answer.out
    looked = json.loads(scrutiny("doctor", "--format", "json").out)
    assert looked["ok"] is True
    for what in ("versions", "clock", "room", "memory", "modes", "key", "protection", "backup", "leftovers"):
        assert any(row["what"] == what for row in looked["rows"]), what
    assert everything(folder.parent, home) == before


def test_where_nobody_began_a_ledger_there_is_none(here):
    assert scrutiny("doctor").status == 7


def test_a_ledger_that_was_begun_and_not_finished_is_named(here):
    scrutiny(*INIT, prelude=MOMENTS["before the key is written"])
    answer = scrutiny("doctor")
    assert answer.status == 1
    assert "scrutiny init" in answer.out


def test_events_that_are_not_sealed(folder, home, ails):
    (key,) = home.rglob("*.pem")
    key.rename(key.with_suffix(".away"))
    scrutiny(*SUBMIT)
    key.with_suffix(".away").rename(key)
    ails("protection", "3 events are not sealed", "scrutiny seal")


def test_nodes_that_an_older_version_did_not_keep_are_nothing_to_do(folder):
    said = "They are made of all events"
    for person in ("eve", "fay"):
        of = f"--name {person} --role inspector --as ada --ledger"
        assert scrutiny(*words(f"person register {person} {of}"), folder).status == 0
    assert said not in scrutiny("doctor", "--ledger", folder).out
    with closing(sqlite3.connect(folder / "ledger.db")) as connection:
        connection.execute("DROP TABLE ledger_node")
    answer = scrutiny("doctor", "--ledger", folder)
    assert (answer.status, said in answer.out) == (0, True)


def test_modes_that_let_others_in(folder, ails):
    (folder / "ledger.db").chmod(0o644)
    ails("modes", "ledger.db", "chmod -R o-rwx")


def test_evidence_that_may_be_written_to(folder, ails):
    (kept,) = (folder / "evidence").iterdir()
    kept.chmod(0o640)
    ails("modes", kept.name, "chmod a-w")


def test_a_shared_folder_with_files_that_the_group_may_not_write(folder, ails):
    folder.chmod(0o2770)
    ails("modes", "shared by its group", "ledger.db", "ledger.lock", "chmod g+rwX")


def test_a_folder_that_may_only_be_read(folder, ails):
    needs(modes_count(folder.parent), "a way to drop root's powers over files")
    folder.chmod(0o550)
    try:
        ails("modes", "You may not write", preexec_fn=powerless)
    finally:
        folder.chmod(0o750)


def test_a_key_that_others_may_read_and_one_that_is_damaged(folder, home, ails):
    (key,) = home.rglob("*.pem")
    key.chmod(0o644)
    ails("key", "may be read by others", "chmod 600")
    key.chmod(0o600)
    key.write_bytes(b"nothing")
    ails("key", "cannot be used")


def test_a_key_that_is_kept_elsewhere_is_no_ailment(folder, home):
    (key,) = home.rglob("*.pem")
    key.unlink()
    answer = scrutiny("doctor")
    assert answer.status == 0, answer.out
    assert "not kept here" in answer.out


def test_a_memory_that_was_emptied(folder, home, ails):
    for note in home.rglob("seen/*.note"):
        note.unlink()
    ails("what you saw", "state folder was emptied", "--held")


def test_evidence_that_a_killed_command_left(folder, ails):
    scrutiny(*SUBMIT, prelude="import os\nos.fsync = lambda _: os.kill(os.getpid(), 9)")
    ails("leftovers", "evidence/.incoming/", "next command that records")
    scrutiny(*SUBMIT)
    assert scrutiny("doctor").status == 0


def test_what_the_version_before_left_and_what_no_event_names(folder, ails):
    (folder / "evidence/.incoming-0123456789abcdef").write_bytes(b"x")
    os.utime(folder / "evidence/.incoming-0123456789abcdef", (time.time() - 90_000,) * 2)
    stray = folder / "evidence" / sha256(b"stray").hexdigest()
    stray.write_bytes(b"stray")
    stray.chmod(0o440)
    ails("leftovers", ".incoming-0123456789abcdef", stray.name, "may be restricted")


def test_passing_files_of_processes_that_are_no_more_and_files_of_others(folder, home, ails):
    for path in (folder / ".ledger.db-wal.4194303", home / ".config/scrutiny-ledger/keys/.a.pem.4194303"):
        path.write_text("x")
        path.chmod(0o600)
    (folder / "notes.txt").write_text("mine")
    (folder / f".mine.{os.getpid()}").write_text("x")
    wrong = ails("leftovers", ".ledger.db-wal.4194303", ".a.pem.4194303", "notes.txt")
    assert not any(f".mine.{os.getpid()}" in row["found"] for row in wrong)


def test_a_key_whose_ledger_was_never_begun(folder, here, ails):
    scrutiny(*INIT, "--ledger", "other", prelude=MOMENTS["once the key is written"])
    ails("leftovers", "which does not name it", "scrutiny init")


def test_times_of_the_future(folder, home, ails):
    scrutiny(*words("inspection open Y --title T --as ada"), prelude=LATER)
    (home / ".local/state/scrutiny-ledger/clock").unlink()
    ails("clock", "ahead of the clock", "--clock-ahead")


def test_a_clock_that_leapt(folder, home, ails):
    memory = home / ".local/state/scrutiny-ledger/clock"
    name, uptime, then = memory.read_text().split()
    memory.write_text(f"{name} {uptime} {int(then[:4]) - 1}{then[4:]}\n")
    ails("clock", "days further than this machine has been up")


def test_a_copy_that_may_be_taken_for_the_ledger(folder, here, ails):
    assert scrutiny("copy", "copied").status == 0
    ails("ledger", "this one may be a copy", where=here / "copied")


def test_a_ledger_that_cannot_be_read_is_something_to_do(folder):
    (folder / "ledger.db").write_bytes(b"x" * 5000)
    answer = scrutiny("doctor")
    assert answer.status == 1
    assert "damaged" in answer.out


def patient(folder, home):
    from datetime import UTC, datetime

    machine = Machine(lambda: Boot("b", 1), lambda *_: True)
    return Patient(
        str(folder), None, None, Keyring.of({"HOME": str(home)}), datetime.now(UTC), machine, "", "9"
    )


@pytest.mark.parametrize(
    ("blocks", "free", "files", "told"),
    [(1000, 100, 9, "Free some space"), (10**9, 10**9, 0, "Remove files"), (10**9, 10**9, 9, "")],
)
def test_a_disk_that_is_nearly_full(tmp_path, home, monkeypatch, blocks, free, files, told):
    disk = os.statvfs_result((4096, 4096, blocks, free, free, 10, files, files, 0, 255))
    monkeypatch.setattr(os, "statvfs", lambda _: disk)
    (look,) = machine.room(patient(tmp_path, home))
    assert look.remedy.startswith(told) if told else look.is_well


@pytest.mark.parametrize(("kilobytes", "is_well"), [(1000, False), (9_000_000, True)])
def test_a_machine_with_little_memory(tmp_path, home, monkeypatch, kilobytes, is_well):
    monkeypatch.setattr(Path, "read_text", lambda *_: f"MemTotal: 9 kB\nMemAvailable: {kilobytes} kB\n")
    (look,) = machine.memory(patient(tmp_path, home))
    assert look.is_well == is_well


def test_every_look_is_taken_of_a_ledger_that_cannot_be_opened(tmp_path, home):
    assert THIS_MACHINE.written
    for check in CHECKS:
        list(check(patient(tmp_path, home)))


ROTATING = """
import os
import sqlite3
from ledger.ledger import Ledger
Ledger.ask = lambda *_, **__: os.kill(os.getpid(), 9)
"""


def test_a_key_that_was_to_follow_another_and_does_not(folder, home, ails):
    assert scrutiny(*words("key rotate --as ada"), prelude=ROTATING).status == -9
    assert len(list(home.rglob("*.pem"))) == 2
    ails("leftovers", "does not name it", "remove it")
    assert scrutiny(*words("key rotate --as ada")).status == 0
    assert len(list(home.rglob("*.beginning"))) == 1


def test_what_a_rebuild_kept_is_named_as_that(folder, ails):
    with closing(sqlite3.connect(folder / "ledger.db")) as connection, connection:
        connection.execute("DELETE FROM ledger_compact_range")
    assert scrutiny("rebuild").status == 0
    (row,) = ails("leftovers", "kept the database as it was: ledger.db.before-rebuild", "Remove it once")
    assert "no part of a ledger" not in row["found"]


def test_the_folder_that_a_rebuild_left_is_cleared_by_the_next(folder, ails):
    (folder / ".rebuilding").mkdir()
    (row,) = ails("leftovers", ".rebuilding", "scrutiny rebuild")
    assert "no part of a ledger" not in row["found"]
    assert scrutiny("rebuild").status == 0
    assert scrutiny("doctor").status == 0


def closed_to_its_owner(path, mode=0o000):
    path.chmod(mode)
    return path


@pytest.mark.parametrize("mode", [0o000, 0o040, 0o200])
def test_an_evidence_file_that_cannot_be_read(folder, mode):
    (kept,) = (folder / "evidence").iterdir()
    closed_to_its_owner(kept, mode)
    (row, *_) = asked("access")
    assert f"evidence/{kept.name} cannot be read." in row["found"]
    assert "chmod -R u+rX" in row["remedy"]


def asked(what):
    """What the doctor says is to be done of one kind, asked as somebody whom modes stop."""
    answer = scrutiny("doctor", "--format", "json", preexec_fn=powerless)
    assert answer.status == 1, answer
    return [row for row in json.loads(answer.out)["rows"] if row["what"] == what and not row["ok"]]


OURS = ["ledger.db", "ledger.lock", "evidence", "."]


@pytest.mark.parametrize("name", OURS)
def test_a_part_of_the_ledger_that_cannot_be_read(folder, name):
    path = folder / name
    before = path.stat().st_mode
    closed_to_its_owner(path)
    try:
        # Root is not stopped by modes, and is shown it all the same.
        answer = scrutiny("doctor", "--format", "json")
    finally:
        path.chmod(before)
    assert answer.status == 1
    found = [
        row["found"] for row in json.loads(answer.out)["rows"] if row["what"] == "access" and not row["ok"]
    ]
    assert any((folder.name if name == "." else name) in one and "cannot be read" in one for one in found), (
        answer
    )


@pytest.mark.parametrize("side", ["ledger.db-wal", "ledger.db-shm"])
def test_a_side_file_that_cannot_be_read(folder, side):
    with closing(sqlite3.connect(folder / "ledger.db")) as connection:
        connection.execute("SELECT count(*) FROM stored_events").fetchone()
        closed_to_its_owner(folder / side)
        rows = asked("access")
        (folder / side).chmod(0o660)
    assert any(side in row["found"] and "cannot be read" in row["found"] for row in rows), rows


MINE = {"key": "*.pem", "keys": "keys", "what was seen": "*.note", "seen": "seen", "its lock": "seen.lock"}


@pytest.mark.parametrize("what", MINE)
def test_a_part_of_what_is_ones_own_that_cannot_be_read(folder, home, what):
    (path,) = home.rglob(MINE[what])
    before = path.stat().st_mode
    closed_to_its_owner(path)
    try:
        rows = asked("access")
    finally:
        path.chmod(before)
    assert any(f"{path}, which is yours, cannot be read" in row["found"] for row in rows), rows


def test_a_memory_that_cannot_be_read_is_not_taken_for_none_nor_written_over(folder, home):
    needs(modes_count(folder.parent), "a way to drop root's powers over files")
    (seen,) = home.rglob("*.note")
    before = seen.read_bytes()
    closed_to_its_owner(seen)
    try:
        told = scrutiny("verify", "--format", "json", preexec_fn=powerless)
        assert f"{seen} cannot be read: Permission denied." in told.out, told
        recorded = scrutiny(*SUBMIT, preexec_fn=powerless)
        assert recorded.status == 0
        assert f"{seen} cannot be read" in recorded.err
        assert any("cannot be read" in row["found"] for row in asked("what you saw"))
    finally:
        seen.chmod(0o600)
    assert seen.read_bytes() == before


def test_keys_that_cannot_be_looked_at_stop_no_reader_and_are_named(folder, home):
    needs(modes_count(folder.parent), "a way to drop root's powers over files")
    (keys,) = home.rglob("keys")
    closed_to_its_owner(keys)
    try:
        assert scrutiny("verify", preexec_fn=powerless).status == 0
        recorded = scrutiny(*SUBMIT, preexec_fn=powerless)
    finally:
        keys.chmod(0o700)
    assert recorded.status == 0
    assert "cannot be read: Permission denied" in recorded.err


def test_folders_of_ones_own_that_others_may_change(folder, home, ails):
    (seen,) = home.rglob("seen")
    seen.chmod(0o777)
    ails("access", "Others may change", "chmod go-w")


def test_a_file_that_belongs_to_somebody_else(folder, ails):
    needs(os.geteuid() == 0, "root, who can give files away")
    os.chown(folder / "ledger.lock", 4321, 4321)
    ails("access", "ledger.lock belongs to user 4321", "chown -R 0:0")


def test_a_file_of_a_shared_folder_that_belongs_to_another_group(folder, ails):
    needs(os.geteuid() == 0, "root, who can give files away")
    folder.chmod(0o2770)
    for path in (*folder.glob("ledger.*"), folder / "evidence"):
        path.chmod(path.stat().st_mode | 0o070)
    os.chown(folder / "ledger.lock", 0, 4321)
    ails("access", "does not belong to the group", "chgrp -R 0")


MOUNTS = """\
22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw
40 22 0:50 / /srv/case\\040files rw - {kind} //server/share rw
41 22 0:51 / /srv/case\\040files/own rw - ext4 /dev/sdb rw
"""


@pytest.mark.parametrize(
    ("folder", "kind", "told"),
    [
        ("/srv/case files/evidence", "cifs", "cifs"),
        ("/srv/case files", "vfat", "vfat"),
        ("/srv/case files", "fuse.rclone", "fuse.rclone"),
        ("/srv/case files", "nfs4", ""),
        ("/srv/case files/own/x", "vfat", ""),
        ("/srv/case filesystem", "vfat", ""),
    ],
)
def test_a_file_system_without_modes_is_known_by_its_mount(tmp_path, monkeypatch, folder, kind, told):
    listed = tmp_path / "mountinfo"
    listed.write_text(MOUNTS.format(kind=kind))
    monkeypatch.setattr(mounts, "_LIST", listed)
    assert mounts.without_modes(Path(folder)) == told


def test_where_the_mount_gives_the_modes_nobody_is_told_to_change_them(folder, home, monkeypatch):
    from ledger.doctor import files

    kept = folder / "evidence" / ("0" * 64)
    kept.write_bytes(b"")
    kept.chmod(0o777)
    monkeypatch.setattr(files, "without_modes", lambda _: "vfat")
    (found,) = files.modes(patient(folder, home))
    assert "on vfat, where the mount says who may use it: everybody" in found.found
    assert "umask=007" in found.remedy
    kept.chmod(0o770)
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode & 0o770)
    assert all(each.is_well for each in files.modes(patient(folder, home)))
