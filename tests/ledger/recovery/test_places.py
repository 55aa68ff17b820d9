"""What is remembered outside of a ledger: where it is, what was seen of it, and that it is on disk."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from ledger.decisions.inspections import OpenInspection
from ledger.decisions.inspectorates import CopyLedger, OpenLedger
from ledger.errors import Busy, NoLedger, Refused
from ledger.ledger import Ledger
from ledger.locks import hold
from ledger.proof import checkpoint, note
from ledger.recovery.copying import copy_ledger
from ledger.recovery.places import eras_of, identity, standing
from ledger.signing.keyring import Keyring
from ledger.store.sqlite.copying import copy_database
from tests import signers
from tests.pasts import Clock, counting

OPENING = OpenLedger(
    person="ada", name="Ada", title="Test", time_zone="UTC", sign_off="required", origin="example/test"
)


@pytest.fixture
def keyring(tmp_path):
    return Keyring(tmp_path / "keys", tmp_path / "seen")


@pytest.fixture
def place(tmp_path, keyring):
    ledger, _ = Ledger.create(str(tmp_path / "ledger"), OPENING, Clock(), counting(), keyring)
    ledger.close()
    return tmp_path / "ledger"


def record(place, ref, keyring):
    """Record one event; the size that was sealed, what kept it from that, and what was noted."""
    with Ledger.open(str(place), Clock("2022-03-02T09:00:00Z"), counting(), keyring) as ledger:
        (receipt,) = ledger.ask(OpenInspection(inspection=ref, title="T"), by="ada")
        return receipt.checkpoint_size, ledger.not_sealed, ledger.signing.notes()


def known_by(place):
    with Ledger.open(str(place)) as ledger:
        return identity(ledger.store, eras_of(ledger.store))


def size_of(data):
    return checkpoint.parse(note.parse(data).text).size


def test_a_copy_is_named_and_not_signed_and_does_not_hold_the_ledger_up(place, keyring, tmp_path):
    shutil.copytree(place, tmp_path / "copy")
    size, trouble, _ = record(tmp_path / "copy", "TRY", keyring)
    assert size is None
    assert f"a copy of the ledger in {place}" in trouble.message
    assert record(place, "REAL", keyring) == (6, None, [])
    with (
        Ledger.open(str(tmp_path / "copy"), keyring=keyring) as ledger,
        pytest.raises(Refused, match="a copy of the ledger"),
    ):
        ledger.seal()


def test_a_ledger_that_was_moved_goes_on_with_one_note(place, keyring, tmp_path):
    place.rename(tmp_path / "moved")
    size, trouble, notes = record(tmp_path / "moved", "A", keyring)
    assert (size, trouble) == (6, None)
    assert notes == [f"this ledger was in {place} when you signed it last."]
    assert record(tmp_path / "moved", "B", keyring) == (7, None, [])


def test_a_moved_ledger_is_held_against_what_was_seen_where_it_was(place, keyring, tmp_path):
    shutil.copytree(place, tmp_path / "backup")
    record(place, "A", keyring)
    shutil.rmtree(place)
    _, trouble, _ = record(tmp_path / "backup", "B", keyring)
    assert "Another history of 6 events was signed before" in trouble.message


def test_another_ledger_in_the_old_place_is_not_the_original(place, keyring, tmp_path):
    place.rename(tmp_path / "moved")
    other, _ = Ledger.create(str(place), OPENING, Clock(), None or os.urandom, keyring)
    other.close()
    assert record(tmp_path / "moved", "A", keyring)[0] == 6


def test_one_folder_by_two_paths_is_one_place(place, keyring, tmp_path):
    (tmp_path / "link").symlink_to(place)
    assert record(tmp_path / "link", "A", keyring) == (6, None, [])
    (tmp_path / "mounted").mkdir()
    # As a folder that is mounted twice: one file by two paths.
    os.link(place / "ledger.db", tmp_path / "mounted" / "ledger.db")
    assert standing(keyring, known_by(place), str(tmp_path / "mounted")) == ("", "")


def test_a_copy_cannot_be_told_from_what_cannot_be_looked_into(place, keyring, tmp_path):
    shutil.copytree(place, tmp_path / "copy")
    (place / "ledger.db").write_bytes(b"SQLite format 3\0" + bytes(99))
    assert standing(keyring, known_by(tmp_path / "copy"), str(tmp_path / "copy")).copy_of == str(place)


def test_a_practice_copy_is_another_ledger(place, keyring, tmp_path):
    key = keyring.generate("example/test/practice")
    decision = CopyLedger(
        of=known_by(place), identity="c" * 32, origin="example/test/practice", verifier_key=key.text()
    )

    def finish(folder):
        with Ledger.open(str(folder), Clock(), counting()) as ledger:
            ledger.ask(decision, by="nobody")

    assert copy_ledger(str(place), tmp_path / "practice", finish) == []
    assert record(tmp_path / "practice", "TRY", keyring)[:2] == (7, None)
    assert record(place, "REAL", keyring) == (6, None, [])
    assert known_by(tmp_path / "practice") == "c" * 32
    for of, size in ((known_by(place), 6), ("c" * 32, 7)):
        assert size_of(keyring.remembered(of)) == size
    with Ledger.open(str(tmp_path / "practice")) as ledger:
        assert ledger.inspectorate().practice_of == known_by(place)
        _, newest = ledger.store.newest_checkpoint()
    assert checkpoint.verify(newest.encode(), [key]).origin == "example/test/practice"


@pytest.mark.parametrize("taken", ["file", "folder/file"])
def test_a_copy_goes_to_a_new_or_empty_folder(place, tmp_path, taken):
    target = tmp_path / "target"
    if "/" in taken:
        target.mkdir()
        (target / "file").touch()
    else:
        target.touch()
    with pytest.raises(Refused, match="There is something in"):
        copy_ledger(str(place), target)
    with pytest.raises(Refused, match="own folder"):
        copy_ledger(str(place), place / "evidence" / "copy")
    with pytest.raises(NoLedger):
        copy_ledger(str(tmp_path / "none"), tmp_path / "new")
    assert not [file for file in tmp_path.iterdir() if "copying" in file.name]


def test_a_copy_is_whole_and_says_which_evidence_is_not_what_its_name_says(place, keyring, tmp_path):
    from hashlib import sha256

    right, wrong = sha256(b"right").hexdigest(), sha256(b"other").hexdigest()
    for name in (right, wrong):
        (place / "evidence" / name).write_bytes(b"right")
    (place / "evidence" / ".incoming").mkdir()
    with Ledger.open(str(place), Clock(), counting(), keyring) as ledger:
        # Open and written to, with what is new in the log alone.
        ledger.ask(OpenInspection(inspection="A", title="T"), by="ada")
        assert copy_ledger(str(place), tmp_path / "copy") == [wrong]
        before = list(ledger.store.rows())
    with Ledger.open(str(tmp_path / "copy")) as ledger:
        assert list(ledger.store.rows()) == before
    assert {file.name for file in (tmp_path / "copy" / "evidence").iterdir()} == {right, wrong}
    assert (tmp_path / "copy" / "evidence" / right).stat().st_mode & 0o777 == 0o440
    assert not (tmp_path / "copy" / "ledger.db-wal").exists()


def test_a_copy_that_fails_leaves_nothing(place, tmp_path):
    def finish(_):
        raise KeyboardInterrupt

    before = set(tmp_path.iterdir())
    with pytest.raises(KeyboardInterrupt):
        copy_ledger(str(place), tmp_path / "copy", finish)
    assert set(tmp_path.iterdir()) == before


# The memory


def test_an_emptied_memory_is_reported_when_something_is_signed(place, keyring):
    shutil.rmtree(keyring.seen)
    size, trouble, notes = record(place, "A", keyring)
    assert (size, trouble) == (6, None)
    assert "is not remembered any more" in notes[0]
    assert record(place, "B", keyring) == (7, None, [])


def test_what_is_remembered_is_on_disk_before_it_takes_its_place(place, keyring, monkeypatch):
    done = []
    fsync, replace = os.fsync, Path.replace

    def synced(file):
        done.append(Path(f"/proc/self/fd/{file}").readlink())
        fsync(file)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", lambda old, new: (done.append("replace"), replace(old, new))[1])
    keyring.remember(known_by(place), b"note", keyring.remembered(known_by(place)))
    file, put, folder = done
    assert file.parent == folder == keyring.seen
    assert put == "replace"
    done.clear()
    key = keyring.generate("example/test")
    assert (done[0].parent, done[1], done[2]) == (keyring.keys, "replace", keyring.keys)
    assert (keyring.keys / f"{key.key_id.hex()}.pem").stat().st_mode & 0o777 == 0o600


def test_of_several_who_remember_the_highest_stays(keyring):
    def seen(size):
        made = checkpoint.Checkpoint("example/test", size, bytes(32))
        return checkpoint.sign(made, signers.signer(1))

    keyring.remember("a" * 64, seen(9))
    keyring.remember("a" * 64, seen(8), instead_of=seen(7))
    assert size_of(keyring.remembered("a" * 64)) == 9
    # Who knew of it may lower it: it was declared lost.
    keyring.remember("a" * 64, seen(8), instead_of=seen(9))
    assert size_of(keyring.remembered("a" * 64)) == 8


def test_processes_that_remember_at_once_lose_nothing(keyring, tmp_path):
    program = (
        "import sys; from pathlib import Path\n"
        "from ledger.signing.keyring import Keyring\n"
        "from ledger.proof import checkpoint; from tests import signers\n"
        "keyring = Keyring(Path(sys.argv[1]), Path(sys.argv[2])); signer = signers.signer(1)\n"
        "for size in range(int(sys.argv[3]), 60, 3):\n"
        "    made = checkpoint.Checkpoint('example/test', size, bytes(32))\n"
        "    keyring.remember('a' * 64, checkpoint.sign(made, signer))\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", program, keyring.keys, keyring.seen, str(first)])
        for first in (1, 2, 3)
    ]
    assert [each.wait(120) for each in running] == [0, 0, 0]
    assert size_of(keyring.remembered("a" * 64)) == 59
    assert {file.suffix for file in keyring.seen.iterdir()} == {".note"}


def test_a_copy_that_was_killed_is_cleared_away_by_the_next_and_one_at_work_is_not(place, tmp_path):
    target = tmp_path / "copy"
    killed, at_work = (tmp_path / f".copy.copying-{number}" for number in (1, 2))
    for one in (killed, at_work):
        shutil.copytree(place, one)
    lock = os.open(at_work, os.O_RDONLY)
    try:
        assert hold(lock)
        assert copy_ledger(str(place), target) == []
        assert not killed.exists()
        assert (at_work / "ledger.db").exists()
    finally:
        os.close(lock)


def test_a_copy_does_not_wait_for_ever_for_somebody_who_writes(place, tmp_path, monkeypatch):
    for module in ("copying", "opening"):
        monkeypatch.setattr(f"ledger.store.sqlite.{module}.PATIENCE", 0.1)
    with closing(sqlite3.connect(place / "ledger.db", isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Busy, match="is writing to"):
            copy_database(place / "ledger.db", tmp_path / "copy.db")


def test_a_copy_is_made_of_a_ledger_in_a_place_where_nothing_can_be_written(place, tmp_path, monkeypatch):
    connect = sqlite3.connect

    def no_side_files(where, *args, **kwargs):
        # As on a medium that is read-only: without a lock it can be read.
        if str(place) in str(where) and "immutable=1" not in str(where):
            error = sqlite3.OperationalError("unable to open database file")
            error.sqlite_errorname = "SQLITE_CANTOPEN"
            raise error
        return connect(where, *args, **kwargs)

    monkeypatch.setattr(sqlite3, "connect", no_side_files)
    assert copy_ledger(str(place), tmp_path / "copy") == []
    monkeypatch.undo()
    with Ledger.open(str(place)) as ledger, Ledger.open(str(tmp_path / "copy")) as copy:
        assert list(copy.store.rows()) == list(ledger.store.rows()) != []


def test_a_memory_that_was_half_written_is_cleared_away(tmp_path):
    keyring = Keyring(tmp_path / "keys", tmp_path / "seen")
    keyring.remember("ab" * 16, b"one")
    halves = [keyring.seen / f".{'cd' * 16}.{what}.77" for what in ("note", "place")]
    for half in halves:
        half.write_bytes(b"o")
    keyring.remember("ab" * 16, b"two")
    assert not any(half.exists() for half in halves)
    assert keyring.remembered("ab" * 16) == b"two"


def test_nobody_waits_for_ever_for_another_who_remembers(tmp_path, monkeypatch):
    monkeypatch.setattr("ledger.signing.memory._PATIENCE", 0.05)
    keyring = Keyring(tmp_path / "keys", tmp_path / "seen")
    keyring.remember("ab" * 16, b"one")
    stopped = os.open(keyring.seen.with_suffix(".lock"), os.O_RDONLY)
    try:
        assert hold(stopped)
        keyring.remember("ab" * 16, b"two")
    finally:
        os.close(stopped)
    assert keyring.remembered("ab" * 16) == b"one"
