"""Ledgers whose machines' clocks leap ahead, one leap in another, and what is declared of them.

Whatever the program answers is held against the naive model of clocks. ``Leaping(folder, 7)`` is the same in
every run.
"""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations_with_replacement
from pathlib import Path
from random import Random

from ledger import times
from ledger.checks.trusted import TrustedInputs
from ledger.checks.verify import verify
from ledger.decisions.inspections import OpenInspection
from ledger.decisions.inspectorates import CorrectClock, OpenLedger
from ledger.errors import Refused
from ledger.ledger import Ledger
from ledger.records import decode
from ledger.recovery.ahead import ahead
from ledger.store.location import open_raw
from projections.base import TimeFilter
from projections.trail import trail
from tests.model.clocks import Seen, known, may_be_declared
from tests.pasts import Clock, counting

STEPS = (0, 0, 1, 1, 5, 59, 61, 3_600, 90_000)
LEAPS = (30, 120, 4_000, 100_000, 3_000_000, 90_000_000, -50, -100_000)
"""By how many seconds a clock is wrong."""


class Leaping:
    """A ledger whose clocks leap ahead, one in another, and are set right, and some of it is declared."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.answers = 0
        self.random = Random(seed)
        self.clock = Clock()
        self.right = self.clock.now
        opening = OpenLedger(
            person="ada", name="A", title="T", time_zone="UTC", sign_off="none", origin="example/test"
        )
        self.ledger, _ = Ledger.create(str(folder), opening, self.clock, counting())
        self.declared: set[int] = set()
        self.wrong: list[int] = []
        self.opened = 0
        self.different: list[str] = []
        """What the program says otherwise than the model."""

    @staticmethod
    def seen(ledger: Ledger) -> list[Seen]:
        """The events as they are stored."""
        return [Seen(record.recorded_at, record.clock) for record in map(decode, ledger.store.rows())]

    def step(self) -> None:
        """Something is recorded, or declared."""
        self.right += timedelta(seconds=self.random.choice(STEPS))
        turn = self.random.randrange(6)
        if turn == 0 or not self.wrong:
            self.wrong.append(self.random.choice(LEAPS))
        elif turn == 1 and self.wrong:
            self.wrong.pop()
        self.clock.now = self.right + timedelta(seconds=sum(self.wrong))
        if turn > 3:
            self.declare()
        else:
            self.opened += 1
            (receipt,) = self.ledger.ask(OpenInspection(inspection=f"R{self.opened}", title="T"), by="ada")
            self.compare(receipt.events[0].recorded_at)

    def spans(self) -> list[tuple[int, int]]:
        """Those that may be declared; of the others the program says one that may be, if there is any."""
        events, found = self.seen(self.ledger), []
        for first, last in combinations_with_replacement(range(1, len(events) + 1), 2):
            self.answers += 1
            self.clock.now = self.right + timedelta(seconds=sum(self.wrong))
            now = times.instant(self.clock.now + timedelta(seconds=61))
            lawful = may_be_declared(events, self.declared, now, first, last)
            try:
                ahead(self.ledger, f"{first}-{last}")
            except Refused as refused:
                if lawful:
                    self.different.append(f"{first}-{last} is refused: {refused.message}")
                if "--clock-ahead" in (refused.remedy or ""):
                    said = refused.remedy.partition("--clock-ahead ")[2].split()[0]
                    begins, _, ends = said.partition("-")
                    advised = int(begins), int(ends or begins)
                    if not may_be_declared(events, self.declared, now, *advised):
                        self.different.append(f"{said} is advised, and is refused")
            else:
                if not lawful:
                    self.different.append(f"{first}-{last} is granted")
                found.append((first, last))
        return found

    def declare(self) -> None:
        lawful = self.spans()
        if not lawful:
            return
        first, last = self.random.choice(lawful)
        self.clock.now = self.right + timedelta(seconds=sum(self.wrong))
        (receipt,) = self.ledger.ask(CorrectClock(first=first, last=last, why="A battery."), by="ada")
        self.declared |= set(range(first, last + 1))
        self.compare(receipt.events[0].recorded_at)

    def compare(self, receipt: str) -> None:
        self.answers += 4
        events = self.seen(self.ledger)
        ours, theirs = [one.recorded_at for one in self.ledger.records()], known(events, self.declared)
        if ours != theirs:
            self.different.append(f"known at {ours}, by the model {theirs}")
        if receipt != theirs[-1]:
            self.different.append(f"the receipt says {receipt}, the model {theirs[-1]}")
        if [one.recorded_at for one in events] != sorted(one.recorded_at for one in events):
            self.different.append(f"the order hangs on clocks: {events}")
        moment = self.random.choice(theirs)
        shown = [item["position"] for item in trail(self.ledger, time_filter=TimeFilter(None, moment)).items]
        if shown != [at for at, one in enumerate(theirs, 1) if one <= moment]:
            self.different.append(f"known at {moment} by the trail: {shown}")

    def live(self, length: int = 20) -> list[str]:
        """All of it, and what the program says otherwise than the model, or detects."""
        with self.ledger:
            for _ in range(length):
                self.step()
        return self.different + self.detected()

    def detected(self) -> list[str]:
        """What V11 finds."""
        raw = open_raw(self.ledger.store.location)
        try:
            report = verify(raw, TrustedInputs(None, (), None))
        finally:
            raw.close()
        return [found.message for found in report.findings if found.code == "V11"]
