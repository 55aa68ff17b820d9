"""Commands are killed (SIGKILL), at each call they make to the system and at any time.

Afterwards everything that a receipt told is there, nothing is there by halves, verify holds, the next command
works, and the one after that has cleared away what the killed one left.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from tests.faults import after, children, scenes
from tests.faults.base import Figures
from tests.faults.children import Place
from tests.faults.tracing import Call

CHANGING = {
    *("write", "pwrite64", "writev", "fsync", "fdatasync", "ftruncate", "openat", "flock"),
    *("rename", "renameat", "renameat2", "mkdir", "mkdirat", "rmdir", "link", "linkat", "unlink", "unlinkat"),
    *("chmod", "fchmod", "fchmodat"),
}
BY_TIME = 5
"""One in so many is killed at a time, and not at a call."""

NEXT = ["evidence", "request", "OCSAE", "3", "--as", "ann", "--why", "Next.", "--on", "2021-09-01"]
BEGIN = ["inspection", "open", "NEXT", "--title", "Next", "--as", "ada"]


class Moment(NamedTuple):
    """The how-many-th change of a case to kill at: at its entry, or once it is done."""

    case: str
    at: int
    call: str
    done: bool


class Normal(NamedTuple):
    """A case that nobody disturbs."""

    names: tuple[str, ...]
    calls: tuple[str, ...]
    seconds: float


def words(case: str) -> tuple[str, ...]:
    """What is typed, with the receipt as JSON."""
    return (*scenes.CASES[case].words, *(("--format", "json") if case in scenes.RECORDS else ()))


def changes(place: Place, call: Call) -> bool:
    """Whether a call changes something in a place, or says something."""
    if call.name == "openat" and not call.arguments[2] & (os.O_CREAT | os.O_TRUNC):
        return False
    return call.name in CHANGING and bool(children.ours(place, call))


def undisturbed(made: scenes.Scenes, case: str, to: Path) -> Normal:
    """How a case goes if nothing happens to it."""
    place = made.of(scenes.CASES[case], to)
    before, calls = len(place.rows()), []

    def look(call: Call) -> None:
        if changes(place, call):
            calls.append(call.name)

    scenes.done(place.traced(look, words(case)))
    names = tuple(row.name for row in place.rows()[before:])
    place = made.of(scenes.CASES[case], to)
    begun = time.monotonic()
    scenes.done(place.ask(*words(case)))
    return Normal(names, tuple(calls), time.monotonic() - begun)


class _Bench:
    """The scenes, and how each case goes undisturbed, looked at when it is wanted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made = scenes.Scenes(folder / "made")
        self.normal = cache(lambda case: undisturbed(self.made, case, folder / "normal"))

    def moments(self, cases: Sequence[str], chance: random.Random) -> Iterator[Moment]:
        """Every moment at which a case can be killed at a call, one of each case in turn."""
        left: dict[str, list[Moment]] = {}
        while True:
            for case in cases:
                if case not in left:
                    left[case] = [
                        Moment(case, at, call, done)
                        for at, call in enumerate(self.normal(case).calls)
                        for done in (False, True)
                    ]
                    chance.shuffle(left[case])
                if left[case]:
                    yield left[case].pop()
            if not any(left.values()):
                return


def run(
    count: int, seed: int, folder: Path, *, broken: children.Patch | None = None, first: bool = False
) -> Figures:
    """See Family.run. With ``first`` it ends at the first fault."""
    chance, figures = random.Random(seed), Figures()
    bench = _Bench(folder)
    cases = list(scenes.CASES)
    chance.shuffle(cases)
    by_time = count // BY_TIME
    for moment in islice(bench.moments(cases, chance), count - by_time):
        _at_a_call(bench, moment, figures, broken)
        if first and figures.troubles:
            return figures
    for _ in range(by_time):
        _at_a_time(bench, chance.choice(cases), chance.random(), figures, broken)
    return figures


def _at_a_call(bench: _Bench, moment: Moment, figures: Figures, broken: children.Patch | None) -> None:
    place = bench.made.of(scenes.CASES[moment.case], bench.folder / "place")
    rows, seen = place.rows(), 0

    def look(call: Call) -> None:
        nonlocal seen
        if call.result is not None:
            call.kill = True
        elif changes(place, call):
            if seen == moment.at:
                call.watch = moment.done
                call.kill = not moment.done
            seen += 1

    answer = place.traced(look, words(moment.case), patch=broken)
    when = "after" if moment.done else "before"
    how = f"{moment.case} killed {when} change {moment.at} ({moment.call})"
    if answer.status != -signal.SIGKILL:
        figures.note("ended before it was killed")
    _look(place, moment.case, after.Before(rows, bench.normal(moment.case).names), answer, figures, how)


def _at_a_time(
    bench: _Bench, case: str, share: float, figures: Figures, broken: children.Patch | None
) -> None:
    place, normal = bench.made.of(scenes.CASES[case], bench.folder / "place"), bench.normal(case)
    rows = place.rows()
    pid = place.begin(words(case), patch=broken)
    time.sleep(share * normal.seconds)
    os.kill(pid, signal.SIGKILL)
    answer = place.wait(pid)
    figures.note("killed at a time")
    how = f"{case} killed after {share:.3f} of its time"
    _look(place, case, after.Before(rows, normal.names), answer, figures, how)


def _look(
    place: Place, case: str, before: after.Before, answer: children.Answer, figures: Figures, how: str
) -> None:
    figures.tried += 1
    there = after.look(place, before, answer, figures, how)
    # Of two it is verified at once, and of two after work went on.
    early = figures.tried % 2 == 0 and case != "recover"
    if case in ("rebuild", "publish over another") or (case == "recover" and not there):
        # What they leave is theirs to clear away; and until then verify is right to say what is wrong.
        after.goes_on(place, figures, how, *words(case))
    if early and place.rows():
        after.holds(place, figures, how)
    if case == "init":
        again = place.ask(*words(case))
        if again.status != (4 if there else 0):
            figures.found("lost", f"{how}, then init ends with {again.status}: {again.err.strip()}")
        after.goes_on(place, figures, how, *BEGIN)
    else:
        after.goes_on(place, figures, how, *NEXT)
        if not there and case != "recover":
            after.goes_on(place, figures, how, *words(case))
    after.whole_evidence(place, figures, how)
    if not early:
        after.holds(place, figures, f"{how}, and went on")
    if not after.versions_are_dense(place.rows()):
        figures.found("lost", f"{how}: positions or versions have a gap")
    if left := after.leftovers(place):
        figures.found("left", f"{how}: {', '.join(left)}")


def control(seed: int, folder: Path) -> Figures:
    """A program that says what it records before it has done so, and stores events one by one."""
    return run(60, seed, folder, broken=_hasty, first=True)


def _hasty() -> None:
    from ledger import recording
    from ledger.store.sqlite.store import SQLiteStore

    whole = SQLiteStore.append

    def one_by_one(self, records, *, expected_head, seen=None):
        found = []
        for at, record in enumerate(records):
            found += whole(self, [record], expected_head=expected_head + at)
        return found

    def ahead(store, records, expected_head, seen=None):
        events = [
            {"position": at, "name": record.event.NAME}
            for at, record in enumerate(records, expected_head + 1)
        ]
        import orjson

        os.write(1, orjson.dumps({"ref": "", "events": events}) + b"\n")
        return store.append(records, expected_head=expected_head)

    SQLiteStore.append = one_by_one
    recording.append = ahead
