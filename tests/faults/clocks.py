"""The machine's clock leaps: ahead and back, by seconds and by centuries, over the hours that are doubled.

Whatever it says, the order of the record is that of its recording. What the ledger had been told by the time
of an event is what it said then, for ever; and verify holds, for nobody altered anything.
"""

from __future__ import annotations

import json
import os
import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from tests.faults import after, children, scenes
from tests.faults.base import Figures
from tests.faults.children import Place, Row

LEAPS = (
    "1970-01-01T00:00:00+00:00",
    "1969-12-31T23:59:59.999999+00:00",
    "0001-01-01T00:00:00+00:00",
    "2000-02-29T12:00:00+00:00",
    "2021-03-28T00:59:59.999999+00:00",
    "2021-03-28T01:00:00+00:00",
    "2021-10-31T00:30:00+00:00",
    "2021-10-31T01:30:00+00:00",
    "2038-01-19T03:14:08+00:00",
    "2106-02-07T06:28:16+00:00",
    "9999-12-31T23:59:59.999999+00:00",
    "9999-12-31T12:00:00+00:00",
)
LINES = (
    "recommendation make OCSAE {n} --cycle 2020 --made-to Police --as ann --text T --on 2021-01-01",
    "recommendation reschedule OCSAE 2 --as ann --due 2024-04 --on 2021-02-01",
    "recommendation restate OCSAE 2 --as ann --text T{n} --why W --on 2021-03-01",
    "evidence request OCSAE 2 --as ann --why W --on 2021-01-01",
    "judgement sign-off OCSAE J2 --as bob",
    "person register p{n} --name P --role inspector --as ada",
)
FULL = ("--as-of", "2022-01-01", "--format", "json")
LATEST = "9999-12-31T23:59:59.999999Z"
CLOCK = "FAULTS_CLOCK"


def run(count: int, seed: int, folder: Path, *, broken: children.Patch | None = None) -> Figures:
    """See Family.run. One trial is one command at a leap, and what was known at each before it."""
    chance, figures = random.Random(seed), Figures()
    made = scenes.Scenes(folder / "made")
    while figures.tried < count:
        _lives(made.begun.copy(folder / "place"), min(6, count - figures.tried), chance, figures, broken)
    return figures


def _lives(
    place: Place, length: int, chance: random.Random, figures: Figures, broken: children.Patch | None
) -> None:
    now = datetime(2026, 11, 22, 10, tzinfo=UTC)
    # What the register said right after the event that was recorded at that time.
    then: dict[str, str] = {}
    told: list[str] = []
    for number in range(length):
        now = _leap(now, chance)
        line = chance.choice(LINES).format(n=900 + number)
        told = [*told, f"{now.isoformat()}: {line}"][-4:]
        how = " | ".join(told)
        before = place.rows()
        answer = place.ask(*line.split(), "--format", "json", patch=_at(now, broken))
        figures.tried += 1
        _one(place, before, answer, figures, how)
        rows = place.rows()
        if broken is None and not after.versions_are_dense(rows):
            figures.found("lost", f"{how}: positions or versions have a gap")
        times = [json.loads(row.state)["recorded_at"] for row in rows]
        # Where time ends, no event can be after the last, and the order is that of the positions.
        if any(b < a for a, b in pairwise(times)):
            figures.found("false", f"{how}: an event bears a time before the one it follows")
        if not answer.status:
            then[times[-1]] = _register(place, figures, how, now)
    for known_at, due in then.items():
        if known_at < LATEST and _register(place, figures, how, now, known_at) != due:
            figures.found("false", f"{how}: what was known at {known_at} is not what was said then")
    after.holds(place, figures, how)


def _leap(now: datetime, chance: random.Random) -> datetime:
    if chance.random() < 0.4:
        return datetime.fromisoformat(chance.choice(LEAPS))
    seconds = chance.choice((0, 0, 1, -1, 60, -60, 3600, -3600, 86_400, -86_400, 10**7, -(10**7), 10**9))
    try:
        return now + timedelta(seconds=seconds, microseconds=chance.randrange(1000))
    except OverflowError:
        return now


def _one(place: Place, before: list[Row], answer: children.Answer, figures: Figures, how: str) -> None:
    if answer.hung:
        figures.found("hung", how)
    if answer.foreign:
        figures.found("foreign", f"{how}: {answer.err.strip()[-300:]}")
    new = place.rows()[len(before) :]
    if bool(new) != (not answer.status):
        figures.found("false", f"{how}: told with {answer.status}, and {len(new)} events are new")
    if answer.status not in (0, 1, 4, 7):
        figures.found("false", f"{how}: ended with {answer.status}: {answer.err.strip()[-300:]}")
    figures.note("recorded" if not answer.status else f"refused with {answer.status}")


def _register(place: Place, figures: Figures, how: str, now: datetime, known_at: str = "") -> str:
    words = ["register", *FULL, *(("--known-at", known_at) if known_at else ())]
    answer = place.ask(*words, patch=_at(now, None))
    if answer.hung or answer.foreign or answer.status:
        figures.found(
            "foreign", f"{how}, then {' '.join(words)}: {answer.status} {answer.err.strip()[-300:]}"
        )
        return ""
    told = json.loads(answer.out)
    return json.dumps([told["rows"], told["totals"]], sort_keys=True)


def _at(now: datetime, broken: children.Patch | None) -> children.Patch:
    """The program at a time of the machine's clock."""

    def patch() -> None:
        os.environ[CLOCK] = now.isoformat()
        from ledger import ledger

        # What was bound as a default is the same function, with another body.
        ledger.system_clock.__code__ = _clock.__code__
        if broken:
            broken()

    return patch


def _clock() -> datetime:  # read in the place of ledger.system_clock, where ``os`` and ``datetime`` are known
    return datetime.fromisoformat(os.environ["FAULTS_CLOCK"])


def control(seed: int, folder: Path) -> Figures:
    """A program that writes down what the clock says, and nothing else."""
    return run(12, seed, folder, broken=_obedient)


def _obedient() -> None:
    from ledger import recording, times

    careful = recording.stamp

    def stamp(now, latest):
        made = careful(now, latest)
        return made._replace(recorded_at=times.instant(now)) if hasattr(made, "_replace") else made

    recording.stamp = stamp
