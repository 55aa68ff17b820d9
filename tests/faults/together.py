"""Several people at once, in one folder: recording, signing, publishing, reading, beginning; some are killed.

Whoever is not killed gets a receipt or a refusal that is so, in time. Nothing is lost or there twice,
versions have no gap, and verify has no finding in what is only being written.
"""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

from tests.faults import after, children, scenes
from tests.faults.base import Figures
from tests.faults.children import Answer, Place

BUSY = 60.0
"""Seconds within which everybody has an answer, however many there are."""

JSON = ("--format", "json")
RECORDING = (
    "evidence request OCSAE 2 --as ann --why W",
    "evidence submit OCSAE 2 --by Police --as ann --summary S --file big --file small",
    "recommendation make OCSAE {n} --cycle 2020 --made-to Police --as ann --text T",
    "person register p{n} --name P --role inspector --as ada",
    "inspection open I{n} --title T --as ada",
    "judgement record OCSAE 2 --cycle 2020 --status open --as ann --rationale R",
    "judgement sign-off OCSAE J2 --as bob",
    "publish --as pat --output out{n}",
    "publish --as pat --output out",
    "key rotate --as ada",
)
READING = ("register", "trail OCSAE", "show OCSAE 1", "statistics", "verify", "seal")
NEXT = ("evidence", "request", "OCSAE", "3", "--as", "ann", "--why", "Next.")
INIT = "init --as {who} --name Name"


def run(
    count: int, seed: int, folder: Path, *, broken: children.Patch | None = None, first: bool = False
) -> Figures:
    """See Family.run. With ``first`` it ends at the first fault."""
    chance, figures = random.Random(seed), Figures()
    made = scenes.Scenes(folder / "made")
    for number in range(count):
        figures.tried += 1
        if number % 6 == 5:
            _begin(made.none.copy(folder / "place"), chance, figures, broken)
        else:
            _work(made.begun.copy(folder / "place"), chance, figures, broken)
        if first and figures.troubles:
            break
    return figures


def _work(place: Place, chance: random.Random, figures: Figures, broken: children.Patch | None) -> None:
    before = place.rows()
    lines = [
        chance.choice(RECORDING).format(n=f"{900 + number}").split() for number in range(chance.randint(2, 5))
    ]
    readers = [chance.choice(READING).split() for _ in range(chance.randint(0, 2))]
    killed = chance.choice((None, None, 0))
    how = f"{[' '.join(line) for line in (*lines, *readers)]}{', the first killed' if killed == 0 else ''}"
    answers = _at_once(place, [*lines, *readers], killed, chance, broken)
    writers = answers[: len(lines)]
    _each(answers, figures, how, killed)
    for line, answer in zip(readers, answers[len(lines) :], strict=True):
        allowed = (0, 4, 5, 7) if line[0] == "seal" else (0, 7)
        if not answer.hung and answer.status not in allowed:
            said = (answer.err or answer.out).strip()[:1000]
            figures.found("false", f"{how}: {line[0]} ended with {answer.status}: {said}")
    _stored(place, before, writers, killed, figures, how)
    # Whoever comes next has to do with what the killed one left, at most.
    after.goes_on(place, figures, how, *NEXT)
    after.holds(place, figures, how)


def _begin(place: Place, chance: random.Random, figures: Figures, broken: children.Patch | None) -> None:
    """Several begin a ledger in one folder."""
    lines = [INIT.format(who=who).split() for who in ("ada", "bea", "cyd")[: chance.randint(2, 3)]]
    killed = chance.choice((None, 0))
    how = f"{len(lines)} begin a ledger{', the first killed' if killed == 0 else ''}"
    answers = _at_once(place, lines, killed, chance, broken)
    _each(answers, figures, how, killed)
    begun = [answer for answer in answers if answer.receipts]
    rows = place.rows()
    if len(begun) > 1 or (not begun and killed is None):
        figures.found("false", f"{how}: {len(begun)} were told that they did")
    if len({row.command for row in rows}) > 1 or (begun and not rows):
        figures.found("lost", f"{how}: there are {[row.name for row in rows]}")
    if not rows:
        after.goes_on(place, figures, how, *INIT.format(who="dan").split())
    after.holds(place, figures, how)
    keys = [name for name in place.files() if name.endswith(".pem")]
    if len(keys) > 1:
        figures.found("left", f"{how}: {len(keys)} keys")


def _at_once(place, lines, killed, chance, broken) -> list[Answer]:
    pids = [
        place.begin((*line, *JSON) if line[0] != "seal" else line, patch=broken, name=str(number))
        for number, line in enumerate(lines)
    ]
    if killed is not None:
        time.sleep(chance.random() * 0.15)
        os.kill(pids[killed], signal.SIGKILL)
    return [place.wait(pid, BUSY) for pid in pids]


def _each(answers: list[Answer], figures: Figures, how: str, killed: int | None) -> None:
    for number, answer in enumerate(answers):
        if answer.hung:
            figures.found("hung", how)
        elif answer.foreign or (answer.status < 0 and number != killed):
            figures.found("foreign", f"{how}: {answer.status} {answer.err.strip()[-300:]}")


def _stored(place, before, writers, killed, figures, how) -> None:
    rows = place.rows()
    new = rows[len(before) :]
    if list(rows[: len(before)]) != list(before) or not after.versions_are_dense(rows):
        figures.found("lost", f"{how}: positions or versions have a gap, or an event changed")
    stored = {(row.position, row.name): row.command for row in new}
    told = set()
    for number, answer in enumerate(writers):
        for receipt in answer.receipts:
            events = [(event["position"], event["name"]) for event in receipt["events"]]
            found = {stored.get(event) for event in events}
            if events and (None in found or len(found) != 1 or found & told):
                figures.found("lost", f"{how}: {receipt['ref']} was acknowledged, and {events} is not so")
            told |= found
        if not answer.status and not answer.receipts and number != killed:
            figures.found("false", f"{how}: told as done, without a receipt: {answer.out[-200:]!r}")
    untold = set(stored.values()) - told
    if len(untold) > (killed is not None):
        figures.found("false", f"{how}: {len(untold)} requests are stored that nobody was told of")


def control(seed: int, folder: Path) -> Figures:
    """A program that takes a lost race for a won one."""
    return run(60, seed, folder, broken=_deaf, first=True)


def _deaf() -> None:
    from contextlib import contextmanager

    from ledger import recording
    from ledger.errors import Conflict
    from ledger.store.sqlite.store import SQLiteStore

    careful = recording.append

    def append(store, records, expected_head, seen=None):
        time.sleep(0.02)
        try:
            return careful(store, records, expected_head, seen)
        except Conflict:
            return list(range(expected_head + 1, expected_head + 1 + len(records)))

    @contextmanager
    def unlocked(self):
        yield

    recording.append = append
    SQLiteStore.exclusive = unlocked
