"""A primary is lost, its standby takes over, and the lost one comes back as the standby of the other.

Three processes record meanwhile, by a URL that names both servers, and one of them signs. Whoever was told
that something is recorded finds it there; whoever was told that nothing was, does not. In every second round
the standby is cut off first, so that the lost primary had events that nobody was told of.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from ledger.checks.believed import Held
from ledger.checks.trusted import TrustedInputs
from ledger.checks.verify import verify
from ledger.decisions.inspectorates import OpenLedger
from ledger.ledger import Ledger
from ledger.signing.keyring import Keyring
from ledger.store.location import open_raw, open_store
from tests import appending
from tests.appending import NO, ODD, UNKNOWN, YES
from tests.faults.base import Figures
from tests.replicas import Pair

LIMIT = 30.0
"""Seconds within which everybody has an answer."""

OPENING = OpenLedger(
    person="ada", name="Ada", title="T", time_zone="UTC", sign_off="required", origin="example/ledger"
)
WRITERS = ("A", "B", "C")


class Life:
    """A pair of servers with a ledger, and three who record in it."""

    def __init__(self, folder: Path, names: str) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        self.folder = folder
        self.signs, self.none = folder / "signs" / "keys", folder / "none" / "keys"
        self.pair = Pair(names=names)
        try:
            self.url = self.pair.new_database()
            made, _ = Ledger.create(self.url, OPENING, keyring=Keyring(self.signs, self.signs / "seen"))
            made.close()
            self.writers: list[subprocess.Popen[bytes]] = []
            self.held: list[bytes] = []
            for who in WRITERS:
                keys = self.signs if who == WRITERS[0] else self.none
                self.writers.append(appending.begin(self.url, who, folder, keys))
        except BaseException:
            self.pair.remove()
            raise

    def answered(self, more: int, seconds: float = 60.0) -> bool:
        """Wait until each has been told so often more that something is recorded."""
        before, until = self._told(), time.monotonic() + seconds
        while time.monotonic() < until:
            now = self._told()
            if all(now[who] >= before[who] + more for who in WRITERS):
                return True
            time.sleep(0.02)
        return False

    def _told(self) -> Counter[str]:
        return Counter(told.ref[:1] for told in appending.account(self.folder) if told.answer == YES)

    def hold(self) -> None:
        """Take the newest checkpoint out of the ledger, as an auditor does."""
        with closing(open_store(self.url)) as store:
            newest = store.newest_checkpoint()
            assert newest
            self.held.append(newest[1].encode())

    def cut(self) -> None:
        """The standby gets nothing any more, and events are on the primary alone."""
        self.pair.cut()
        waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
        if not self.pair.names:
            self.answered(2)
            return
        until = time.monotonic() + 10
        while self.pair.primary.ask(waits) == [(0,)]:
            assert time.monotonic() < until, "nobody waits for the standby"
            time.sleep(0.01)

    def end(self) -> None:
        """Let them end."""
        (self.folder / "stop").touch()
        for writer in self.writers:
            writer.wait(60)

    def close(self) -> None:
        """Stop everything."""
        for writer in self.writers:
            writer.kill()
            writer.wait()
        self.pair.remove()


def run(count: int, seed: int, folder: Path, *, names: str = "*") -> Figures:
    """See Family.run; ``count`` rounds in the life of one pair. ``names`` are who is waited for."""
    chance, figures = random.Random(seed), Figures()
    life = Life(folder / "life", names)
    try:
        for number in range(count):
            figures.tried += 1
            if not life.answered(chance.randint(1, 4)):
                figures.found("hung", f"before round {number}: {_last(life)}")
                break
            life.hold()
            if number % 2:
                life.cut()
            life.pair.fail_over()
            life.pair.take_back()
        if not life.answered(2):
            figures.found("hung", f"in the end: {_last(life)}")
        life.hold()
        life.end()
        _compare(life, figures)
    finally:
        life.close()
    return figures


def _last(life: Life) -> list[appending.Told]:
    return appending.account(life.folder)[-6:]


def _compare(life: Life, figures: Figures) -> None:
    """What they were told, with what is there."""
    told = appending.account(life.folder)
    with Ledger.open(life.url) as ledger:
        there = [record.event.inspection for record in ledger.records(topics=["inspection.opened"])]
        rows = list(ledger.store.rows())
        leaves = [leaf[:2] for leaf in ledger.store.leaves()]
    by: dict[str, set[str]] = {
        answer: {one.ref for one in told if one.answer == answer} for answer in ANSWERS
    }
    for ref in sorted(by[YES] - set(there)):
        figures.found("lost", f"{ref} was told as recorded and is not there")
    for ref in sorted(by[NO] & set(there)):
        figures.found("false", f"{ref} was told as not recorded and is there")
    for ref, times in Counter(there).items():
        if times > 1:
            figures.found("false", f"{ref} is there {times} times")
    for ref in sorted(set(there) - by[YES] - by[UNKNOWN]):
        figures.found("false", f"{ref} is there, and nobody was told so")
    for one in told:
        is_down = any(said in one.said for said in DOWN)
        if one.answer == ODD or (one.answer not in ANSWERS and not is_down):
            figures.found("foreign", f"{one.ref} {one.answer}: {one.said}")
        if one.seconds > LIMIT:
            figures.found("hung", f"{one.ref} was answered after {one.seconds} s: {one.said}")
    if [row[0] for row in rows] != list(range(1, len(rows) + 1)):
        figures.found("lost", "positions have a gap")
    if leaves != [(row[0] - 1, row[0]) for row in rows]:
        figures.found("lost", "leaves are not those of the events")
    held = [Held(str(at), note) for at, note in enumerate(life.held)]
    with closing(open_raw(life.url)) as raw:
        report = verify(raw, TrustedInputs(None, held, None))
    for finding in report.findings:
        figures.found("false", f"verify: {finding.code} {finding.message}")
    for answer in ANSWERS:
        figures.note(f"told {answer}", len(by[answer]))
    figures.note("checkpoints held", len({*life.held}))
    figures.note("events", len(rows))


ANSWERS = (YES, NO, UNKNOWN)
DOWN = ("cannot be reached", "takes writes just now")
"""What keeps something that was recorded from being signed: no server is there, or only a standby is."""


def control(seed: int, folder: Path) -> Figures:
    """No commit waits for the standby, so what was told as recorded is on one server only."""
    return run(2, seed, folder, names="")
