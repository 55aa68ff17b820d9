"""``scrutiny backup``: copies that were verified, and which of them are kept."""

from __future__ import annotations

import base64
import json
import shutil
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands import processes


@pytest.fixture
def signed(put_demo, here):
    """The demonstration, where the program looks for it, with its key."""
    return put_demo(here / "scrutiny-ledger")


def names(folder="backups"):
    return sorted(path.name for path in Path(folder).iterdir())


def named(told):
    return Path(told["backup"]).name


def record(done, ref):
    done(f"inspection open {ref} --title T --as ann")


def break_one(backup):
    """Somebody alters an event in a backup."""
    with closing(sqlite3.connect(Path("backups", backup, "ledger", "ledger.db"))) as database:
        database.execute("DROP TRIGGER stored_events_are_not_changed")
        database.execute(
            "UPDATE stored_events SET state = CAST(replace(state, 'ann', 'eve') AS BLOB) WHERE rowid = 30"
        )
        database.commit()


def test_a_backup_is_a_ledger_of_the_same_events_named_by_time_and_root(signed, done):
    told = done("backup backups")
    (name,) = names()
    assert name == named(told)
    assert name.startswith(time.strftime("%Y-%m-%dT", time.gmtime()))
    root = bytes.fromhex(name[-12:])
    assert base64.b64decode(told["root"])[:6] == root
    assert names(f"backups/{name}") == ["backup.json", "ledger"]
    assert processes.events(Path(told["ledger"])) == processes.events(signed)
    assert done(f"verify --ledger {told['ledger']}")["ok"]
    assert json.loads(Path(told["backup"], "backup.json").read_bytes())["root"] == told["root"]


def test_the_newest_are_kept_and_the_receipt_says_which_were_removed(signed, done, ask):
    made = []
    for ref in ("A", "B", "C"):
        record(done, ref)
        made.append(named(done("backup backups")))
    assert names() == made
    told = done("backup backups --keep 2")
    assert [Path(path).name for path in told["kept"]] == [named(told), made[2]]
    assert sorted(Path(path).name for path in told["removed"]) == made[:2]
    assert names() == [made[2], named(told)]
    out = ask("backup backups --keep 1").out
    assert "Kept 1:" in out
    assert "Removed 2:" in out


def test_a_backup_that_is_damaged_does_not_count_and_is_left(signed, done, ask):
    first, second = (named(done("backup backups")) for _ in range(2))
    break_one(second)
    told = done("backup backups --keep 2")
    assert names() == [first, second, named(told)]
    assert told["removed"] == []
    (left,) = told["left"]
    assert left["path"].endswith(second)
    assert "was left as it is" in ask("backup backups --keep 3").err


def test_of_whole_ones_alone_the_same_is_removed(signed, done):
    first, second = (named(done("backup backups")) for _ in range(2))
    told = done("backup backups --keep 2")
    assert names() == [second, named(told)]
    assert [Path(path).name for path in told["removed"]] == [first]


def test_nothing_is_removed_that_it_did_not_make(signed, done, here):
    mine = [
        "2020-01-01T000000.000000Z-0123456789ab",
        "notes.txt",
        ".2020-01-01T000000.000000Z-0123456789ab.removing",
    ]
    for name in (mine[0], mine[2]):
        Path("backups", name).mkdir(parents=True)
        Path("backups", name, "file").write_text("Mine.")
    Path("backups", mine[1]).write_text("Mine.")
    Path("backups", "2020-01-01T000000.000000Z-0123456789ac").symlink_to(mine[0])
    done("backup backups")
    told = done("backup backups --keep 1")
    assert len(told["removed"]) == 1
    assert names() == sorted([*mine, "2020-01-01T000000.000000Z-0123456789ac", named(told)])
    assert (
        Path("backups", mine[0], "file").read_text()
        == Path("backups", mine[2], "file").read_text()
        == "Mine."
    )


def test_the_backups_of_another_ledger_stay(signed, done, here):
    other = processes.begin(here / "other")
    kept = [named(done(f"backup backups --ledger {other}")) for _ in range(2)]
    done("backup backups")
    told = done("backup backups --keep 1")
    assert names() == sorted([*kept, named(told)])


def test_what_the_new_one_does_not_have_is_not_removed(signed, done, ask, home):
    record(done, "LOST")
    lost = named(done("backup backups"))
    older = done("archive a.tar --ledger " + str(Path("backups", lost, "ledger")))
    shutil.rmtree(signed)
    done("restore a.tar")
    assert older["events"] == done("verify")["events"]
    record(done, "MORE")
    more = named(done("backup backups"))
    shutil.rmtree(signed)
    done("restore a.tar")
    done("recover --restored-from Archive --why Fire. --as ann")
    told = done("backup backups --keep 1")
    assert names() == sorted([more, named(told)])
    (left,) = told["left"]
    assert "has events that the new backup does not have" in left["why"]


def test_a_ledger_that_does_not_verify_is_no_backup_and_nothing_is_removed(signed, done, ask):
    first = named(done("backup backups"))
    with closing(sqlite3.connect(signed / "ledger.db")) as database:
        database.execute("UPDATE ledger_leaf SET leaf = x'00' WHERE leaf_index = 3")
        database.commit()
    answer = ask("backup backups --keep 1 --format json")
    assert answer.status == 6
    assert "does not verify" in answer.error()["error"]
    assert names() == [first]


def test_a_ledger_that_was_put_back_to_an_older_copy_is_no_backup(signed, done, ask):
    done("archive a.tar")
    record(done, "LOST")
    whole = named(done("backup backups"))
    shutil.rmtree(signed)
    done("restore a.tar")
    answer = ask("backup backups --keep 1 --format json")
    assert answer.status == 6
    assert "older copy" in answer.error()["error"]
    assert names() == [whole]


def test_evidence_that_is_lost_for_good_is_said_and_no_whole_backup_is_removed(signed, done, ask):
    whole = named(done("backup backups"))
    next(iter((signed / "evidence").iterdir())).unlink()
    assert ask("backup backups --format json").status == 6
    told = done("backup backups --keep 1 --missing-evidence")
    assert told["missing"] == 1
    assert names() == sorted([whole, named(told)])


@pytest.mark.parametrize(
    "folder", ["scrutiny-ledger", "scrutiny-ledger/evidence", "other/inside", "-", "", "paper.txt"]
)
def test_no_backup_is_put_into_a_ledger_or_where_no_folder_can_be(signed, ask, here, folder):
    processes.begin(here / "other")
    (here / "paper.txt").write_text("Minutes.")
    before = sorted(here.rglob("*"))
    answer = ask("backup --format json", folder)
    assert answer.status in (2, 4)
    assert answer.error()["remedy"]
    assert sorted(here.rglob("*")) == before


def test_a_full_disk_is_told_and_leaves_no_half_and_what_was_there(signed, done, ask, small_disk):
    answer = ask(f"backup {small_disk} --format json")
    while answer.status == 0 and len(names(small_disk)) < 5:
        answer = ask(f"backup {small_disk} --format json")
    assert answer.status == 7, answer
    assert "no room left" in answer.error()["error"]
    assert str(small_disk) in answer.error()["error"]
    left = names(small_disk)
    assert left
    assert not [name for name in left if name.startswith(".")]
    for name in left:
        assert done(f"verify --ledger {small_disk}/{name}/ledger")["ok"]


STOPS = {
    "while the copy is checked": "from ledger.recovery import backups as m; n = 'looked_at'",
    "while one is removed": "from ledger.recovery.rotating import shutil as m; n = 'rmtree'",
    "before it has its name": "from ledger.recovery import backups as m; n = '_put'",
    "before the others are looked at": "from ledger.recovery import rotating as m; n = 'there'",
}
WAIT = """
import os, time
{where}
whole = getattr(m, n)
def slowly(*a, **k):
    os.write(1, b"half\\n")
    time.sleep({pause})
    return whole(*a, **k)
setattr(m, n, slowly)
"""


def half_way(where, pause=600):
    """A backup that stops somewhere, and says so."""
    prelude = WAIT.format(where=STOPS[where], pause=pause)
    process = processes.start("backup", "backups", "--keep", "1", prelude=prelude)
    assert process.stdout.readline() == b"half\n"
    return process


@pytest.mark.parametrize("where", STOPS)
def test_wherever_it_is_killed_a_whole_one_stays_and_the_next_clears_the_rest(signed, done, where):
    done("backup backups")
    process = half_way(where)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    whole = [name for name in names() if not name.startswith(".")]
    assert whole
    for name in whole:
        assert done(f"verify --ledger backups/{name}/ledger")["ok"]
    told = done("backup backups --keep 1")
    assert names() == [named(told)]


@pytest.mark.parametrize("where", STOPS)
def test_two_at_once_make_one_each_and_leave_a_whole_one(signed, done, where, ask):
    done("backup backups")
    process = half_way(where, pause=2)
    told = done("backup backups --keep 1")
    slower = processes.answer_of(process)
    assert slower.status == 0, slower
    left = names()
    assert named(told) in left
    assert not [name for name in left if name.startswith(".")]
    for name in left:
        assert done(f"verify --ledger backups/{name}/ledger")["ok"]


def test_it_is_whole_while_others_record(two, done, here):
    events = []
    with processes.recording_meanwhile(here):
        while len(set(events)) < 3:
            events.append(done("backup backups --keep 2")["events"])
    assert events == sorted(events)
    assert len(names()) == 2
