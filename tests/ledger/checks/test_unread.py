"""What is there and cannot be read is not detected: it is said by its name, and the rest is looked at."""

from __future__ import annotations

import errno
import os

import pytest

from commands.root import run
from ledger.checks.base import Unread
from ledger.evidence import source

READ = os.read, os.open


@pytest.fixture
def papers(place):
    return sorted(path.name for path in (place.ledger / "evidence").iterdir())


def failing(monkeypatch, name, error, call="open"):
    """Let this one file fail so when it is opened or read; the others are read as ever."""
    opened = set()

    def open_(path, *rest, **how):
        if str(path).endswith(name) and call == "open":
            raise OSError(error, os.strerror(error))
        descriptor = READ[1](path, *rest, **how)
        (opened.add if str(path).endswith(name) else opened.discard)(descriptor)
        return descriptor

    def read(descriptor, size):
        if descriptor in opened:
            raise OSError(error, os.strerror(error))
        return READ[0](descriptor, size)

    monkeypatch.setattr(source.os, "open", open_)
    monkeypatch.setattr(source.os, "read", read)


@pytest.mark.parametrize(
    ("error", "call"),
    [(errno.EACCES, "open"), (errno.EMFILE, "open"), (errno.EIO, "open"), (errno.EIO, "read")],
)
def test_a_file_that_cannot_be_read_is_named_and_no_finding(place, papers, monkeypatch, error, call):
    failing(monkeypatch, papers[0], error, call)
    report = place.verify()
    why = f"The evidence file {papers[0]} cannot be read: {os.strerror(error)}."
    assert (report.findings, report.unread) == ((), (Unread(f"evidence/{papers[0]}", why),))
    assert not report.ok


@pytest.mark.parametrize("error", [errno.ENOENT, errno.ELOOP, errno.ENOTDIR])
def test_a_file_that_is_not_there_is_a_finding(place, papers, monkeypatch, detected, error):
    failing(monkeypatch, papers[0], error)
    assert detected("V7").unread == ()


def test_what_can_be_read_beside_it_is_convicted(place, papers, monkeypatch, detected):
    other = place.ledger / "evidence" / papers[1]
    other.chmod(0o640)
    other.write_bytes(b"another")
    failing(monkeypatch, papers[0], errno.EIO)
    report = detected("V7")
    assert [found.message for found in report.findings] == [
        f"The evidence file {papers[1]} is not what was handed in."
    ]
    assert [each.file for each in report.unread] == [f"evidence/{papers[0]}"]


def test_the_exit_status_is_7_and_a_finding_makes_it_6(place, papers, monkeypatch, capfd):
    monkeypatch.setenv("XDG_STATE_HOME", str(place.folder / "state"))
    failing(monkeypatch, papers[0], errno.EACCES)
    verify = ["verify", "--ledger", str(place.ledger)]
    assert run(verify) == 7
    out, _ = capfd.readouterr()
    assert "V7   -       Not all of it could be read; see below." in out
    assert f"Not read, and no finding: The evidence file {papers[0]} cannot be read" in " ".join(out.split())
    place.attack("DELETE FROM ledger_leaf WHERE leaf_index = 5")
    assert run(verify) == 6
