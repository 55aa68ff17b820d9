"""The same ledger, dates and version give the same bundle, whatever the machine and whoever's it is."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from random import Random
from types import SimpleNamespace

import apsw
import pytest

from events.base import Day
from projections.publication.edition import OGL
from projections.publication.files.sqlite import write as register_sqlite
from projections.publication.gathering import gather
from projections.publication.terms import terms
from tests import hostile
from tests.bundles import demo, publish_all
from tests.pasts import needs

PUBLISH = """
import locale, os, sys, time
from ledger.ledger import Ledger
from tests.bundles import publish_all
locale.setlocale(locale.LC_ALL, "")
for place in sys.argv[2:]:
    with Ledger.open(os.path.join(sys.argv[1], place)) as ledger:
        publish_all(ledger, place)
print(time.tzname[0], locale.getpreferredencoding(False), hash("a") % 1000, oct(os.umask(0)), os.getcwd())
"""
MACHINES = (
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1", "PYTHONUTF8": "0", "umask": 0o077},
    {"TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "2", "PYTHONUTF8": "1", "umask": 0},
)


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


@pytest.fixture(scope="module")
def ledgers(tmp_path_factory):
    place = tmp_path_factory.mktemp("ledgers")
    demo(place / "case").close()
    with hostile.begin(place / "texts") as ledger:
        hostile.says(ledger, "\n".join(hostile.TEXTS.values()))
    return place


def test_zone_locale_seed_umask_and_folder_change_no_byte(ledgers, tmp_path):
    made, machines = [], []
    for at, machine in enumerate(MACHINES):
        folder = tmp_path / ("x" if at else "a folder far away, ü" * 3)
        for place in ("case", "texts"):
            (folder / place).mkdir(parents=True)
        names = {name: str(value) for name, value in machine.items() if name != "umask"}
        environment = {**os.environ, **names, "PYTHONPATH": str(Path(__file__).parents[3])}
        done = subprocess.run(
            [sys.executable, "-c", PUBLISH, str(ledgers), "case/ledger", "texts/ledger"],
            cwd=folder,
            env=environment,
            umask=machine["umask"],
            capture_output=True,
            text=True,
            check=True,
        )
        machines.append(done.stdout.split(maxsplit=4))
        made.append(contents(folder))
    # They really were different in each respect.
    assert all(one != other for one, other in zip(*machines, strict=True)), machines
    assert made[0] == made[1]
    assert len(made[0]) > 100
    for data in made[0].values():
        assert str(tmp_path).encode() not in data


@pytest.mark.parametrize("umask", [0, 0o022, 0o077])
def test_everybody_may_read_a_bundle_and_only_who_made_it_may_write(ledgers, tmp_path, umask):
    before = os.umask(umask)
    try:
        with hostile.begin(tmp_path / "own") as ledger:
            folder = publish_all(ledger, tmp_path / "bundle")
    finally:
        os.umask(before)
    modes = Counter((path.is_dir(), path.stat().st_mode & 0o7777) for path in (folder, *folder.rglob("*")))
    assert set(modes) == {(True, 0o755), (False, 0o644)}


class OtherSQLite:
    """A connection of another SQLite than Python's, which apsw brings along."""

    def __init__(self, place, **_):
        self._connection = apsw.Connection(str(place))
        self.execute, self.executemany = self._connection.execute, self._connection.executemany
        self.close = self._connection.close


def test_another_version_of_sqlite_makes_the_same_database(ledgers, monkeypatch):
    needs(apsw.sqlite_lib_version() != register_sqlite.sqlite3.sqlite_version, "another SQLite than Python's")
    edition = _long(ledgers)
    (ours,) = register_sqlite.files(edition)
    monkeypatch.setattr(register_sqlite, "sqlite3", SimpleNamespace(connect=OtherSQLite))
    (theirs,) = register_sqlite.files(edition)
    assert len(ours.data) > 8 << 20
    assert ours.data == theirs.data


def _long(ledgers):
    """An edition whose database has pages of every kind, filled in many ways."""
    from ledger.ledger import Ledger

    with Ledger.open(str(ledgers / "case" / "ledger")) as ledger:
        edition = gather(ledger, terms(ledger, (), Day("2031-01-01"), None, OGL))
    random, rows = Random(7), list(edition.rows)
    made = []
    for at in range(1500):
        one = rows[at % len(rows)]
        words = {"number": f"{at}/x", "text": "w" * random.randrange(1, 9000)}
        history = [
            told._replace(position=place, what="h" * random.randrange(1, 3000))
            for place, told in enumerate(one.history)
        ]
        made.append(one._replace(row={**one.row, **words}, history=tuple(history)))
    return edition._replace(rows=tuple(made))
