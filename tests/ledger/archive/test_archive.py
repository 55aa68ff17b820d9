"""A ledger that is archived and restored is the same, and so is the archive of what was restored."""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import tarfile
import time
from contextlib import closing

import pytest

from events.registry import EVENTS
from ledger.archive import layout
from ledger.archive.restoring import restore
from ledger.archive.writing import Writing
from ledger.checks.trusted import TrustedInputs
from ledger.checks.verify import verify
from ledger.errors import Refused, Tampered
from ledger.store.location import open_raw
from tests.golden_archive import archive_of
from tests.ledger.archive.conftest import stored
from tests.ledger.rules.test_honest import live_wholly, whole_life


def test_a_restored_ledger_has_the_same_rows_leaves_checkpoints_and_evidence(lived, archived, restored):
    there, again = stored(lived.ledger), stored(restored(archived))
    assert len(there["rows"]) > 100
    assert len(there["checkpoints"]) > 10
    assert there["evidence"]
    assert there == again


def test_an_archive_of_it_is_the_same_byte_for_byte(archived, restored):
    assert archive_of(restored(archived)) == archived


def test_a_ledger_with_every_event_comes_back(ledger, clock, tmp_path, restored):
    live_wholly(ledger, clock)
    there = stored(tmp_path / "ledger")
    assert {row[3] for row in there["rows"]} == set(EVENTS)
    assert stored(restored(archive_of(tmp_path / "ledger"))) == there


def test_the_same_ledger_gives_the_same_bytes_wherever_it_is_made(lived, archived, tmp_path, monkeypatch):
    for number, (zone, mask) in enumerate((("Pacific/Kiritimati", 0o077), ("America/Lima", 0o000))):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        before = os.umask(mask)
        try:
            shutil.copytree(lived.ledger, tmp_path / str(number))
            assert archive_of(tmp_path / str(number)) == archived
        finally:
            os.umask(before)
            monkeypatch.undo()
            time.tzset()


def test_pages_that_lie_otherwise_and_files_that_nobody_named_change_nothing(lived, archived, tmp_path):
    shutil.copytree(lived.ledger, tmp_path / "ledger")
    with closing(sqlite3.connect(tmp_path / "ledger" / "ledger.db", isolation_level=None)) as database:
        database.execute("PRAGMA page_size = 8192")
        database.execute("PRAGMA journal_mode = DELETE")
        database.execute("VACUUM")
    (tmp_path / "ledger" / "evidence" / ("0" * 64)).write_text("Nobody speaks of it.")
    assert archive_of(tmp_path / "ledger") == archived


def test_nothing_of_a_key_the_machine_or_the_folder_is_in_it(lived, archived):
    assert list(lived.folder.rglob("*.pem"))
    for key in lived.folder.rglob("*.pem"):
        body = b"".join(key.read_bytes().splitlines()[1:-1])
        assert body[-40:-4] not in archived
    assert b"PRIVATE KEY" not in archived
    assert str(lived.folder).encode() not in archived


def test_it_is_a_tar_whose_lines_have_the_stored_bytes(lived, archived):
    with tarfile.open(fileobj=io.BytesIO(archived)) as tar:
        names = [member.name.removeprefix("scrutiny-archive/") for member in tar.getmembers()]
        events = tar.extractfile("scrutiny-archive/events/00000001.jsonl").read()
    assert names[0] == "format.json"
    assert names[-1] == "manifest.json"
    rows = [layout.event_row(line + b"\n") for line in events.split(b"\n")[:-1]]
    assert rows == stored(lived.ledger)["rows"]


def test_lines_are_gathered_the_same_way_whatever_they_are_read_in(monkeypatch):
    lines = [b"x" * size + b"\n" for size in (400_000, 700_000, 5, 2_000_000, 1)]
    assert [len(part) for part in layout.gathered(lines)] == [1_100_002, 2_000_007, 2]
    assert list(layout.gathered([])) == []


def test_several_files_of_events_are_read_as_one_ledger(lived, restored, monkeypatch):
    monkeypatch.setattr(layout, "GATHERED", 5_000)
    archived = archive_of(lived.ledger)
    assert archived.count(b"scrutiny-archive/events/") > 5
    assert stored(restored(archived)) == stored(lived.ledger)


def test_a_restored_ledger_goes_on_if_the_key_is_there(lived, archived, tmp_path):
    folder = tmp_path / "moved"
    shutil.copytree(lived.folder / "home", folder / "home")
    (folder / "archive.tar").write_bytes(archived)
    asking = type(lived)(folder)
    asking.now = lived.now
    for file in (folder / "home").rglob("*.place"):
        file.unlink()
    told = asking.ask(f"restore {folder / 'archive.tar'}")
    assert "Next:" not in told
    asking.ask("inspection open AFTER --title After", "ada")
    assert '"unprotected":0' in asking.ask("verify --format json")


def test_a_ledger_with_a_finding_is_not_archived(lived, tmp_path):
    shutil.copytree(lived.ledger, tmp_path / "ledger")
    with closing(sqlite3.connect(tmp_path / "ledger" / "ledger.db", isolation_level=None)) as database:
        database.execute("UPDATE ledger_leaf SET leaf = x'00' WHERE leaf_index = 5")
    with pytest.raises(Tampered):
        archive_of(tmp_path / "ledger")


def test_evidence_that_is_lost_for_good_is_left_out_if_that_is_said(lived, tmp_path, restored):
    shutil.copytree(lived.ledger, tmp_path / "ledger")
    lost, damaged, *_ = sorted((tmp_path / "ledger" / "evidence").iterdir())
    lost.unlink()
    damaged.chmod(0o600)
    damaged.write_bytes(b"Something else.")
    with pytest.raises(Tampered) as refused:
        archive_of(tmp_path / "ledger")
    assert "--missing-evidence" in refused.value.remedy
    data = archive_of(tmp_path / "ledger", missing_evidence=True)
    with pytest.raises(Tampered):
        restored(data)
    again = stored(restored(data, missing_evidence=True))
    there = stored(lived.ledger)
    assert {finding.code for finding in again.pop("verify").findings} == {"V7"}
    assert there["evidence"].keys() - again.pop("evidence").keys() == {lost.name, damaged.name}
    assert again == {name: there[name] for name in again}


def test_evidence_that_changes_while_it_is_read_ends_the_archive(lived, tmp_path):
    shutil.copytree(lived.ledger, tmp_path / "ledger")
    with closing(open_raw(str(tmp_path / "ledger"))) as raw:
        pieces = Writing(raw).pieces()
        next(pieces)
        file = next(iter((tmp_path / "ledger" / "evidence").iterdir()))
        file.chmod(0o600)
        file.write_bytes(b"x" * file.stat().st_size)
        with pytest.raises(Exception, match="changed while it was read"):
            b"".join(pieces)


def test_what_is_recorded_meanwhile_is_not_half_in_it(ledger, tmp_path):
    with closing(open_raw(str(tmp_path / "ledger"))) as raw:
        assert verify(raw, TrustedInputs(None, (), None)).ok
        pieces = Writing(raw).pieces()
        first = next(pieces)
        before = len(list(ledger.store.rows()))
        ledger.ask(*next(whole_life())[1], by="ada")
        data = first + b"".join(pieces)
    assert data.count(b'{"position":') == before < len(list(ledger.store.rows()))


def test_a_place_in_use_is_refused_and_stays(archived, tmp_path):
    (tmp_path / "a.tar").write_bytes(archived)
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "file").write_text("Mine.")
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to("empty")
    for name in ("used", "link", "a.tar"):
        with pytest.raises(Refused):
            restore(str(tmp_path / "a.tar"), str(tmp_path / name), None)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.tar", "empty", "link", "used"]
    restore(str(tmp_path / "a.tar"), str(tmp_path / "empty"), None)
    assert (tmp_path / "empty" / "ledger.db").exists()
