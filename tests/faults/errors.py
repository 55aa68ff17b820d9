"""A call to the system fails: once, or from then on, at any call of any kind that a command makes.

No room, no permission, too many open files, no memory, an error of the disk, a write that is cut short. What
is answered is so: "recorded" if and only if the events are on disk, never an error that nobody foresaw, and
what cannot be read is no finding and no other answer.
"""

from __future__ import annotations

import errno
import os
import random
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, NoReturn

from tests.faults import after, children, kills, scenes
from tests.faults.base import Figures
from tests.faults.children import Answer, Place
from tests.faults.tracing import Call, trace

SHORT = -1
"""No error: the call does half of what it was asked."""

_DISK, _ROOM = errno.EIO, errno.ENOSPC
FAULTS: dict[str, tuple[int, ...]] = {
    "openat": (errno.EMFILE, errno.EACCES, _DISK, _ROOM, errno.ENOMEM),
    "read": (_DISK, SHORT),
    "pread64": (_DISK, SHORT),
    "write": (_ROOM, _DISK, errno.EDQUOT, SHORT),
    "pwrite64": (_ROOM, _DISK, SHORT),
    "fsync": (_DISK, _ROOM),
    "fdatasync": (_DISK, _ROOM),
    "ftruncate": (_DISK, _ROOM),
    "rename": (_DISK, _ROOM, errno.EACCES),
    "renameat2": (_DISK, errno.EINVAL),
    "mkdir": (_ROOM, errno.EACCES),
    "link": (_ROOM, errno.EPERM),
    "unlink": (_DISK, errno.EACCES),
    "unlinkat": (_DISK, errno.EACCES),
    "rmdir": (_DISK, errno.EACCES),
    "chmod": (_DISK, errno.EPERM),
    "fchmod": (_DISK, errno.EPERM),
    "flock": (errno.ENOLCK,),
    "fcntl": (errno.ENOLCK, _DISK),
    "newfstatat": (_DISK, errno.EACCES),
    "fstat": (_DISK,),
    "mmap": (errno.ENOMEM,),
    "getdents64": (_DISK,),
}
"""What can go wrong with each kind of call."""

READS = {
    "register": "register --format json",
    "show": "show OCSAE 1 --format json",
    "trail": "trail --format json",
    "statistics": "statistics --from 2020-01-01 --to 2021-12-31 --format json",
    "diff": "diff --from 2020-01-01 --to 2021-12-31 --format json",
    "inbox": "inbox --as bob --format json",
    "why": "why OCSAE 1 --format json",
    "verify": "verify --format json",
    "verify-bundle": "verify-bundle old --format json --key {key}",
    "key show": "key show",
}

COLD = 12
"""One in so many is an interpreter that was just started, so that what is imported late can fail, too."""

SAID_SO = re.compile(r"was recorded|is recorded|not known whether")
"""An error that tells that the events are there, or that nobody can tell."""


class Fault(NamedTuple):
    """Which call of a case fails, how, and whether it goes on failing."""

    case: str
    at: int
    call: str
    error: int
    for_good: bool
    cold: bool = False

    def __str__(self) -> str:
        how = "cut short" if self.error == SHORT else errno.errorcode[self.error]
        ever = "from then on" if self.for_good else "once"
        cold = " in a fresh interpreter" if self.cold else ""
        return f"{self.case}: {self.call} {self.at} {how} {ever}{cold}"


class Normal(NamedTuple):
    """A case that nobody disturbs: the events it records, its calls, what it prints."""

    names: tuple[str, ...]
    calls: tuple[str, ...]
    out: str


class _Bench:
    """The scenes, and how each case goes undisturbed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.made = scenes.Scenes(folder / "made")
        key = scenes.done(self.made.published.ask("key", "show")).out.split()[-1]
        self.words = {case: kills.words(case) for case in scenes.CASES}
        self.reads = {f"{name} (read)": line.format(key=key).split() for name, line in READS.items()}
        self.normal = {case: self._undisturbed(case) for case in (*self.words, *self.reads)}

    def place(self, case: str) -> Place:
        if case in self.reads:
            return self.made.published.copy(self.folder / "place")
        return self.made.of(scenes.CASES[case], self.folder / "place")

    def said(self, case: str) -> Sequence[str]:
        return self.reads.get(case) or self.words[case]

    def _undisturbed(self, case: str) -> Normal:
        place, calls = self.place(case), []
        before = len(place.rows())

        def look(call: Call) -> None:
            if call.name in FAULTS and about_us(place, call):
                calls.append(call.name)

        answer = scenes.done(place.traced(look, self.said(case)))
        return Normal(tuple(row.name for row in place.rows()[before:]), tuple(calls), answer.out)

    def faults(self, chance: random.Random) -> list[Fault]:
        """Every fault of every case, in a random order in which no kind of call drowns the others."""
        kinds: dict[tuple[str, str], list[Fault]] = {}
        for case, normal in self.normal.items():
            counted: dict[str, int] = {}
            for call in normal.calls:
                at = counted[call] = counted.get(call, -1) + 1
                for error in FAULTS[call]:
                    for for_good in (False, True)[: 1 if error == SHORT else 2]:
                        kinds.setdefault((case, call), []).append(Fault(case, at, call, error, for_good))
        for found in kinds.values():
            chance.shuffle(found)
        groups = list(kinds.values())
        ordered = []
        while groups:
            chance.shuffle(groups)
            ordered += [group.pop() for group in groups]
            groups = [group for group in groups if group]
        return ordered


def about_us(place: Place, call: Call) -> bool:
    """Whether a call is about the place or the receipt, or is one for memory."""
    if call.name == "mmap":
        return call.arguments[1] >= 1 << 15
    paths = children.ours(place, call)
    said = any("/said." in path for path in paths)
    # What goes wrong is told on standard error, which works here.
    return bool(paths) and (not said or (call.name == "write" and call.arguments[0] == 1))


def run(count: int, seed: int, folder: Path, *, broken: children.Patch | None = None) -> Figures:
    """See Family.run."""
    chance, figures = random.Random(seed), Figures()
    bench = _Bench(folder)
    faults = bench.faults(chance)
    figures.note("faults there are", len(faults))
    for number, fault in enumerate(faults[:count]):
        _inject(bench, fault._replace(cold=not broken and number % COLD == COLD - 1), figures, broken)
    return figures


def _inject(bench: _Bench, fault: Fault, figures: Figures, broken: children.Patch | None) -> None:
    place = bench.place(fault.case)
    rows, seen, begun, made = place.rows(), -1, not fault.cold, 0

    def look(call: Call) -> None:
        nonlocal seen, begun, made
        if call.result is not None or call.name not in FAULTS:
            return
        ours = about_us(place, call)
        begun = begun or (call.name == "openat" and "ledger" in "".join(children.ours(place, call)))
        # What a fresh interpreter imports from then on counts, too.
        if not begun or call.name != fault.call or not (ours or (fault.cold and call.name == "openat")):
            return
        seen += 1
        if seen == fault.at or (fault.for_good and seen > fault.at):
            made += 1
            if fault.error == SHORT:
                if call.arguments[2] > 1:
                    call.shorten(call.arguments[2] // 2)
            else:
                call.refuse = fault.error

    answer = (_cold if fault.cold else Place.traced)(place, look, bench.said(fault.case), patch=broken)
    if not made:
        figures.note("did not come to the call")
    figures.tried += 1
    figures.note("done all the same" if not answer.status else f"ended with {answer.status}")
    _look(bench, place, fault, rows, answer, figures)


def _cold(place: Place, look, words, patch=None) -> Answer:
    def start() -> NoReturn:
        place._settle("")
        path = os.pathsep.join([str(Path(__file__).parents[2]), *filter(None, sys.path)])
        os.execve(
            sys.executable,
            [sys.executable, "-B", "-m", "commands", *words],
            {**os.environ, "PYTHONPATH": path},
        )

    end = trace(start, look, children.PATIENCE)
    return place._answer(end.status, end.hung, "")


def _look(bench, place, fault, rows, answer, figures) -> None:
    how, normal = str(fault), bench.normal[fault.case]
    if fault.case in bench.reads:
        _read(fault, normal, answer, figures, how)
    there = after.look(place, after.Before(rows, normal.names), answer, figures, how)
    if normal.names and there and answer.status and not SAID_SO.search(answer.err):
        figures.found("false", f"{how}: recorded, and told with {answer.status}: {answer.err.strip()[-300:]}")
    if normal.names and not there and not answer.status:
        figures.found("lost", f"{how}: told as recorded, and not there: {answer.out.strip()[-200:]}")
    if answer.status in (3, 4, 5, 6) or answer.status < 0 and not answer.hung:
        figures.found("false", f"{how}: ended with {answer.status}: {(answer.err or answer.out).strip()[-300:]}")
    if answer.status not in (0, 6) and not answer.hung and not re.match(r"(Note|Error|\{)", answer.err):
        figures.found("false", f"{how}: ended with {answer.status} and no sentence: {answer.err[:200]!r}")
    if fault.case in bench.reads:
        return
    if not there:
        after.goes_on(place, figures, how, *bench.said(fault.case))
    after.goes_on(place, figures, how, *(kills.BEGIN if fault.case == "init" else kills.NEXT))
    after.holds(place, figures, how)
    after.whole_evidence(place, figures, how)
    if left := after.leftovers(place):
        figures.found("left", f"{how}: {', '.join(left)}")


def _read(fault: Fault, normal: Normal, answer: Answer, figures: Figures, how: str) -> None:
    if not answer.status and _steady(answer.out) != _steady(normal.out):
        figures.found("false", f"{how}: another answer: {answer.out[:200]!r}")


def _steady(text: str) -> str:
    """An answer without what differs between two runs that are right."""
    return re.sub(r'"unprotected": ?\d+', "", text)


def control(seed: int, folder: Path) -> Figures:
    """A program that takes trouble with the storage for success."""
    return run(60, seed, folder, broken=_blithe)


def _blithe() -> None:
    from ledger import recording
    from ledger.errors import StorageError

    careful = recording.append

    def append(store, records, expected_head):
        try:
            return careful(store, records, expected_head)
        except StorageError:
            return list(range(expected_head + 1, expected_head + 1 + len(records)))

    recording.append = append
