"""A ledger that Litestream copies while others record, with the real program, and what it restores."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.commands.processes import PATIENCE, do, scrutiny, words
from tests.pasts import needs

PROGRAM = Path(sys.executable).with_name("litestream")


def litestream(*given):
    answer = subprocess.run([PROGRAM, *given], capture_output=True, text=True, timeout=PATIENCE)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


@contextmanager
def copying(ledger, replica, *, until):
    """Litestream at work; at the end it has copied what was recorded meanwhile."""
    with subprocess.Popen(
        [PROGRAM, "replicate", ledger / "ledger.db", f"file://{replica}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            _wait(until)
            yield
        finally:
            # It copies what is left before it ends.
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)


def _wait(until):
    end = time.monotonic() + PATIENCE
    while not until():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture
def ledger(here):
    needs(PROGRAM.exists(), "litestream")
    (here / "paper").write_bytes(b"paper")
    do(
        "init --as ada --name Ada --time-zone UTC",
        "person grant ada inspector --as ada",
        "inspection open X --title T --as ada",
        "cycle open X 2020 --title S --on 2020-02-26 --as ada",
        "recommendation make X 1 --cycle 2020 --on 2020-02-26 --made-to B --text Do. --as ada",
    )
    return here / "scrutiny-ledger"


def verified(folder):
    answer = scrutiny("verify", "--ledger", str(folder), "--format", "json")
    return answer.status, json.loads(answer.out)


def test_what_it_copied_while_others_recorded_verifies(ledger, here):
    replica = here / "replica"
    with copying(ledger, replica, until=lambda: any(replica.rglob("*.ltx"))):
        # A receipt is printed once the event is on disk, with Litestream or without.
        for number in range(2, 6):
            do(f"recommendation make X {number} --cycle 2020 --on 2020-02-26 --made-to B --text Do. --as ada")
        do("evidence submit X 1 --by B --summary S --file paper --as ada")
        status, told = verified(ledger)
        assert (status, told["findings"]) == (0, [])
        assert any("Litestream" in note for note in told["notes"])
        # What it keeps is no leftover of anything.
        answer = scrutiny(*words("doctor --format json"))
        rows = {row["what"]: row for row in json.loads(answer.out)["rows"]}
        assert "_litestream_seq" in rows["tables"]["found"]
        assert (rows["tables"]["ok"], rows["leftovers"]["ok"]) == (True, True)
    here.joinpath("restored").mkdir()
    litestream("restore", "-o", str(here / "restored/ledger.db"), f"file://{replica}")
    # It copies the database alone: evidence goes another way.
    assert verified(here / "restored")[0] == 6
    shutil.copytree(ledger / "evidence", here / "restored/evidence")
    status, again = verified(here / "restored")
    assert (status, again["findings"]) == (0, [])
    assert (again["events"], again["root"]) == (told["events"], told["root"])


def test_it_goes_on_after_a_rebuild(ledger, here):
    replica = here / "replica"
    with copying(ledger, replica, until=lambda: any(replica.rglob("*.ltx"))):
        pass
    import sqlite3

    connection = sqlite3.connect(ledger / "ledger.db")
    connection.execute("DELETE FROM ledger_leaf")
    connection.commit()
    connection.close()
    assert scrutiny(*words("rebuild --as ada")).status == 0
    begun = len(list(replica.rglob("*.ltx")))
    with copying(ledger, replica, until=lambda: len(list(replica.rglob("*.ltx"))) > begun):
        do("recommendation make X 9 --cycle 2020 --on 2020-02-26 --made-to B --text Do. --as ada")
    here.joinpath("restored").mkdir()
    litestream("restore", "-o", str(here / "restored/ledger.db"), f"file://{replica}")
    status, told = verified(here / "restored")
    assert (status, told["findings"], told["events"]) == (0, [], verified(ledger)[1]["events"])
