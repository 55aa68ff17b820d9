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
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache, cached_property
from itertools import islice
from pathlib import Path
from typing import NamedTuple, NoReturn

from tests.faults import after, children, kills, scenes
from tests.faults.base import Figures
from tests.faults.children import Answer, Place, Row
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
    "verify-bundle": "verify-bundle old --format json --key KEY",
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
        self.words = {case: kills.words(case) for case in scenes.CASES}
        self.reads = {f"{name} (read)": line.split() for name, line in READS.items()}
        self.normal = cache(self._undisturbed)

    def place(self, case: str) -> Place:
        if case in self.reads:
            return self.made.published.copy(self.folder / "place")
        return self.made.of(scenes.CASES[case], self.folder / "place")

    def said(self, case: str) -> Sequence[str]:
        words = self.reads.get(case) or self.words[case]
        return [self._key if word == "KEY" else word for word in words]

    @cached_property
    def _key(self) -> str:
        return scenes.done(self.made.begun.copy(self.folder / "key").ask("key", "show")).out.split()[-1]

    def _undisturbed(self, case: str) -> Normal:
        place, calls = self.place(case), []
        before = len(place.rows())

        def look(call: Call) -> None:
            if call.name in FAULTS and about_us(place, call):
                calls.append(call.name)

        answer = scenes.done(place.traced(look, self.said(case)))
        return Normal(tuple(row.name for row in place.rows()[before:]), tuple(calls), answer.out)

    def faults(self, chance: random.Random) -> Iterator[Fault]:
        """Every fault of every case: of each case in turn, of each kind of call in turn."""
        cases = [*self.words, *self.reads]
        chance.shuffle(cases)
        left: dict[str, list[list[Fault]]] = {}
        while True:
            for case in cases:
                if case not in left:
                    left[case] = self._kinds(case, chance)
                if left[case]:
                    kind = left[case].pop(0)
                    yield kind.pop()
                    left[case] += [kind] if kind else []
            if not any(left.values()):
                return

    def _kinds(self, case: str, chance: random.Random) -> list[list[Fault]]:
        kinds: dict[str, list[Fault]] = {}
        counted: Counter[str] = Counter()
        for call in self.normal(case).calls:
            for error in FAULTS[call]:
                for for_good in (False, True)[: 1 if error == SHORT else 2]:
                    kinds.setdefault(call, []).append(Fault(case, counted[call], call, error, for_good))
            counted[call] += 1
        for found in kinds.values():
            chance.shuffle(found)
        groups = list(kinds.values())
        chance.shuffle(groups)
        return groups


def about_us(place: Place, call: Call) -> bool:
    """Whether a call is about the place or the receipt, or is one for memory."""
    if call.name == "mmap":
        return call.arguments[1] >= 1 << 15
    paths = children.ours(place, call)
    said = any("/said." in path for path in paths)
    # What goes wrong is told on standard error, which works here.
    return bool(paths) and (not said or (call.name == "write" and call.arguments[0] == 1))


def run(
    count: int,
    seed: int,
    folder: Path,
    *,
    broken: children.Patch | None = None,
    first: bool = False,
    calls: Collection[str] = tuple(FAULTS),
) -> Figures:
    """See Family.run. With ``first`` it ends at the first fault; ``calls`` are those that fail."""
    chance, figures = random.Random(seed), Figures()
    bench = _Bench(folder)
    wanted = (fault for fault in bench.faults(chance) if fault.call in calls)
    for number, fault in enumerate(islice(wanted, count)):
        _inject(bench, fault._replace(cold=not broken and number % COLD == COLD - 1), figures, broken)
        if first and figures.troubles:
            break
    return figures


def _inject(bench: _Bench, fault: Fault, figures: Figures, broken: children.Patch | None) -> None:
    bench.normal(fault.case)  # it is lived through in the same place, so before
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


def _cold(
    place: Place, look: Callable[[Call], None], words: Sequence[str], patch: children.Patch | None = None
) -> Answer:
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


def _look(
    bench: _Bench, place: Place, fault: Fault, rows: Sequence[Row], answer: Answer, figures: Figures
) -> None:
    how, normal = str(fault), bench.normal(fault.case)
    if fault.case in bench.reads:
        _read(fault, normal, answer, figures, how)
    there = after.look(place, after.Before(rows, normal.names), answer, figures, how)
    if normal.names and there and answer.status and not SAID_SO.search(answer.err):
        figures.found("false", f"{how}: recorded, and told with {answer.status}: {answer.err.strip()[-300:]}")
    if normal.names and not there and not answer.status:
        figures.found("lost", f"{how}: told as recorded, and not there: {answer.out.strip()[-200:]}")
    # A memory that cannot be read is told as lost; then what was seen has to be brought.
    forgot = fault.case == "recover" and "you remember no checkpoint" in answer.err
    if (answer.status in (3, 4, 5, 6) and not forgot) or (answer.status < 0 and not answer.hung):
        figures.found(
            "false", f"{how}: ended with {answer.status}: {(answer.err or answer.out).strip()[-300:]}"
        )
    # What checks says on standard output what could not be read.
    said = re.match(r"(Note|Error|\{)", answer.err) or (fault.case.startswith("verify") and answer.out)
    if answer.status not in (0, 6) and not answer.hung and not said:
        figures.found("false", f"{how}: ended with {answer.status} and no sentence: {answer.err[:200]!r}")
    if fault.case in bench.reads:
        return
    if not there or fault.case == "publish over another":
        # What could not be removed of the bundle before is for the next one to clear away.
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
    return run(200, seed, folder, broken=_blithe, first=True, calls={"fdatasync"})


def _blithe() -> None:
    from ledger import recording
    from ledger.errors import StorageError

    careful = recording.append

    def append(store, records, expected_head, seen=None):
        try:
            return careful(store, records, expected_head, seen)
        except StorageError:
            return list(range(expected_head + 1, expected_head + 1 + len(records)))

    recording.append = append
