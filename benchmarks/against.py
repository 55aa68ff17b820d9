"""The register of a past moment, over the same asked of others, which were told the same history.

Each answers in a process of its own, with what it imports loaded, opens its database anew and writes its
answer as JSON. The answer of each is the same rows as that of the program's events, or its line is void.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from hashlib import file_digest
from pathlib import Path

from benchmarks import targets
from benchmarks.contestants import Contestant
from benchmarks.environments import NAMES, PINS, Absent, command, last_line, script
from benchmarks.kept import digest, kept
from benchmarks.measure import Figure, Target, compared, interleaved
from benchmarks.reading import JSON, TODAY, Readable, moment, readable, same_rows

ROUNDS = 5
KEYS = {"django": "peer-django", "continuum": "peer-continuum", "sqlite_history": "peer-sqlite-history"}
MOST = {"dolt": 10_000, "eventsourcing": 100_000, "emmett": 10_000}
"""Up to which size others than those are told the history: beyond it that takes too long or too much room."""

FREE = Target(None, speed=True)


def run(folder: Path, size: int) -> Iterator[Figure | str]:
    """The lines of this family."""
    found, at = readable(size), moment(size)
    asked = {"words": ["register", "--known-at", at, *JSON], "today": TODAY}
    with ExitStack() as stack:
        ours = stack.enter_context(found.ours(folder))
        ours.ask(asked | {"events": True})
        expected = json.loads(ours.to.read_bytes())
        for name in NAMES:
            key = KEYS.get(name, "")
            if size > MOST.get(name, size):
                yield f"      {NAMES[name]} is told no more than {MOST[name]:,} events"
                continue
            try:
                words, home, store = told(name, found, size)
                other = stack.enter_context(
                    Contestant([*words, "answer", str(store)], folder, name, cwd=home)
                )
                if not same_rows(expected, other.answer({"known_at": at})):
                    yield _none(key, name, "it does not say the same")
                    continue
                taken, theirs = interleaved(ROUNDS, ours.asking(asked), other.asking({"known_at": at}))
            except Absent as error:
                yield _none(key, name, str(error), absent=True)
            except RuntimeError as error:
                yield _none(key, name, str(error))
            else:
                over = f"register of a past moment, {NAMES[name]}"
                figure = compared(over, taken, theirs, FREE)
                yield figure._replace(key=key, target=targets.TARGETS[key].target) if key else figure


def told(name: str, found: Readable, size: int) -> tuple[list[str], Path, Path]:
    """What starts a peer, where, and its database, with the history of the ledger; raises Absent."""
    words, home = command(name)

    def load(folder: Path) -> None:
        done = subprocess.run(
            [*words, "load", str(found.made / "changes.db"), str(folder / "store")],
            cwd=home,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"it does not take the history: {last_line(done.stderr)}")

    with (found.made / "changes.db").open("rb") as history:
        made_by = digest(file_digest(history, "sha256").hexdigest(), script(name), *PINS[name])
    return words, home, kept(f"told-{name}-{size}", made_by, load) / "store"


def _none(key: str, name: str, why: str, *, absent: bool = False) -> Figure:
    if key:
        return targets.void(key, why, absent=absent)
    return Figure(f"register of a past moment, {NAMES[name]}", FREE, why=why, absent=True)
