"""A value of any size in a row costs neither the memory nor the time of its size."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from events.inspections import InspectionOpened
from ledger.errors import Refused
from ledger.records import Record, inspection_stream
from ledger.store.limits import ROW_LIMIT
from tests.ledger.checks.conftest import place, pristine
from tests.pasts import needs

__all__ = ["place", "pristine"]

MEGABYTES = 100
LONG = f"replace(hex(zeroblob({MEGABYTES} * 500000)), '00', 'ab')"
EVENT = "(SELECT min(rowid) FROM stored_events WHERE topic = 'recommendation.made')"

# The child says what it took: that of the largest among several would hide the others, and what the system
# counts for a process (ru_maxrss) begins with what its parent had.
ASK = (
    "import pathlib, sys; from commands.root import run; status = run(sys.argv[1:]); "
    "lines = pathlib.Path('/proc/self/status').read_text().splitlines(); "
    "(most,) = (line.split()[1] for line in lines if line.startswith('VmHWM:')); "
    "print(status, int(most) // 1024)"
)


@pytest.fixture(scope="module", params=["state", "topic"])
def forged(pristine, tmp_path_factory, request):
    """A ledger that no test alters, with an event whose text is of a hundred megabytes, in JSON."""
    place = pristine.copy(tmp_path_factory.mktemp("forged") / "place")
    text = f'replace(state, \'"number":\', \'"text":"\' || {LONG} || \'","number":\')'
    value = f"CAST({text} AS BLOB)" if request.param == "state" else LONG
    place.attack(f"UPDATE stored_events SET {request.param} = {value} WHERE rowid = {EVENT}")
    return place


@pytest.mark.parametrize(
    ("words", "status"),
    [("register", 7), ("trail OCSAE", 7), ("show OCSAE 1", 7), ("trail", 7), ("verify", 6)],
)
def test_it_is_said_in_a_sentence_and_not_taken_in(forged, tmp_path, words, status):
    needs(Path("/proc/self/status").exists(), "/proc")
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path / "state")}
    environment["XDG_CONFIG_HOME"] = str(tmp_path / "config")
    done = subprocess.run(
        [sys.executable, "-c", ASK, "--ledger", str(forged.ledger), *words.split()],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (1024**3, 1024**3)),
    )
    ended, megabytes = map(int, done.stdout.splitlines()[-1].split())
    assert ended == status, done.stderr
    assert megabytes < MEGABYTES
    if status == 7:
        assert f"holds a value of more than {ROW_LIMIT:,} bytes" in done.stderr


def test_what_could_not_be_read_again_is_not_recorded(place):
    huge = InspectionOpened(inspection="HUGE", title="x" * ROW_LIMIT)
    record = Record(0, inspection_stream("HUGE"), 1, "2032-01-01T09:00:00.000000Z", "ann", "c", "s", huge)
    with place.open() as ledger:
        head, _ = ledger.store.head()
        with pytest.raises(Refused, match="is too large"):
            ledger.store.append([record], expected_head=head)
        assert ledger.store.head()[0] == head
