"""An archive of each stored format is restored by this version, and is what it was then."""

from __future__ import annotations

import pytest

from events.registry import EVENTS
from ledger.archive.restoring import restore
from ledger.proof.text import to_base64
from ledger.version import VERSION
from tests.golden_archive import ARCHIVES, archive_of
from tests.golden_ledger import LEDGERS
from tests.ledger.archive.conftest import stored

ROOTS = {
    "0.2.0": "oS7+WYkEn/1409MGOT/8gA+JiZI3vN4+/Ij2DtKOYOA=",
    "0.3.0-every-event": "/d9cLOB5LIUKm6wm5EVP9Mb956Z71LaEvNK55ulhpNk=",
    "0.3.0": "ytYcb1hY2x6EVozBG5J3PF+cs2qRVQNfLJqO2Q53aB4=",
    "0.3.0-signed": "9tC5Mwauiks1pcYTIbItXEgLLVUJJugPtf21VOMNkA8=",
}


KINDS = 58
"""How many kinds of events 0.3.0 knew when that archive was made."""


def test_there_is_one_of_each_version():
    names = {file.stem for file in ARCHIVES.iterdir()}
    assert {folder.name for folder in LEDGERS.iterdir() if folder.is_dir()} <= names
    assert {VERSION, f"{VERSION}-every-event"} <= names
    assert names == set(ROOTS)


@pytest.mark.parametrize("name", ROOTS)
def test_it_is_restored_with_the_root_of_then_and_archived_to_the_same_bytes(name, tmp_path):
    file = ARCHIVES / f"{name}.tar"
    done = restore(str(file), str(tmp_path / "ledger"), None)
    assert to_base64(done.summary.root) == ROOTS[name]
    there = stored(tmp_path / "ledger")
    assert there["verify"].findings == ()
    assert archive_of(tmp_path / "ledger") == file.read_bytes()


@pytest.mark.parametrize("version", sorted(folder.name for folder in LEDGERS.iterdir() if folder.is_dir()))
def test_it_is_the_ledger_that_is_kept_of_that_version(version, tmp_path):
    restore(str(ARCHIVES / f"{version}.tar"), str(tmp_path / "ledger"), None)
    note = (LEDGERS / version / "checkpoint").read_text()
    assert stored(tmp_path / "ledger")["checkpoints"][-1][1] == note


def test_every_event_that_there_was_is_in_one_of_them(tmp_path):
    restore(str(ARCHIVES / "0.3.0-every-event.tar"), str(tmp_path / "ledger"), None)
    names = {row[3] for row in stored(tmp_path / "ledger")["rows"]}
    assert names <= set(EVENTS)
    assert len(names) == KINDS


def test_of_those_that_are_signed_each_signature_comes_back(tmp_path):
    restore(str(ARCHIVES / "0.3.0-signed.tar"), str(tmp_path / "ledger"), None)
    there = stored(tmp_path / "ledger")
    assert len({row[3] for row in there["rows"]}) == 65
    assert len(there["signatures"]) == 7
