"""Publication: the whole bundle of a large register, by the program as people have it, over its trail.

1. 10,000 recommendations and 100,000 events are published in at most 12x the time of writing their trail as
   JSON lines by orjson, both by the clock. For comparison, without a target, stands the same over the stored
   events alone, decoded and written as JSON lines.
2. Memory is bounded by the register and the largest inspection, not by what is told or written: ten times
   the events of as many recommendations take little more.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from statistics import median

import orjson

from benchmarks.installed import Installed, Used
from benchmarks.measure import Target, compared, interleaved, timed
from benchmarks.past import lived
from ledger.decisions.people import GrantRole
from ledger.ledger import Ledger
from ledger.signing.keyring import Keyring
from projections.trail import trail

ROUNDS = 3
INSPECTIONS, NUMBERS, EVENTS, FEW = 20, 500, 5_000, 1_000
TIME, FREE = Target(12), Target(None)


def run(folder: Path) -> Iterator[str]:
    """The lines of this family."""
    there = Installed(folder)
    keyring = Keyring.of(there.environ)
    few = lived(folder / "few", INSPECTIONS, NUMBERS, FEW, keyring)
    many = lived(folder / "many", INSPECTIONS, NUMBERS, EVENTS, keyring)
    used: dict[Path, list[Used]] = {few: [], many: []}

    numbers = count()

    def published(where: Path) -> float:
        # Each in a place of its own: clearing one away would leave the disk at work in the next turn.
        bundle = folder / f"bundle-{next(numbers)}"
        used[where].append(
            there.used(
                *(there.scrutiny, "publish", "--output", str(bundle), "--as-of", "2026-01-01"),
                *("--ledger", str(where), "--as", "ann"),
            )
        )
        return used[where][-1].wall

    for where in (few, many):
        with Ledger.open(str(where), keyring=keyring) as ledger:
            ledger.ask(GrantRole(person="ann", role="publisher"), by="ann")
    ours, told, raw = interleaved(
        ROUNDS,
        lambda: published(many),
        timed(lambda: _trail(many, folder / "trail.jsonl")),
        timed(lambda: _events(many, folder / "events.jsonl")),
    )
    published(few)
    cpu = median(one.cpu for one in used[many])
    yield compared(f"publish, {INSPECTIONS * EVENTS:,} events", ours, told, TIME)
    yield compared("  over the events alone", ours, raw, FREE)
    yield f"      {cpu:.1f} s of it on the processor"
    most, least = (max(one.memory for one in used[where]) / 1e6 for where in (many, few))
    yield f"  memory at most: {most:.0f} MB, and {least:.0f} MB with {INSPECTIONS * FEW:,} events"


def _trail(where: Path, into: Path) -> None:
    with Ledger.open(str(where)) as ledger, into.open("wb") as file:
        for item in trail(ledger).items:
            file.write(orjson.dumps(item, option=orjson.OPT_APPEND_NEWLINE))


def _events(where: Path, into: Path) -> None:
    with Ledger.open(str(where)) as ledger, into.open("wb") as file:
        for record in ledger.records():
            told = {"position": record.position, "by": record.by, "data": record.event.fields}
            file.write(orjson.dumps(told, option=orjson.OPT_APPEND_NEWLINE))
