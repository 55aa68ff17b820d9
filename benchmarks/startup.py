"""What a fresh process takes, from an installed wheel, over ``python -c pass`` there.

1. ``--help``, of a command too, and completion: at most 3 times.
2. ``register``, ``show``, ``trail`` on the demonstration: 4.
3. ``judgement record`` there, sealed: 7 times. Each records in a copy of its own.
4. Completing a number from the ledger: 1.3 times what the same completion costs where there is no ledger.

Instructions decide, if valgrind can count them: they are the same whatever else the machine does.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path

from benchmarks import targets
from benchmarks.fresh import instructions
from benchmarks.installed import Installed
from benchmarks.measure import Figure, interleaved

ROUNDS = 15
FROM_LEDGER = "start-numbers"
"""The one line that is not compared with ``python -c pass``."""

NUMBERS = {"_SCRUTINY_COMPLETE": "bash_complete", "COMP_WORDS": "scrutiny show OCSAE ", "COMP_CWORD": "3"}
COMPLETION = {"_SCRUTINY_COMPLETE": "bash_complete", "COMP_WORDS": "scrutiny re", "COMP_CWORD": "1"}
JUDGEMENT = (
    *("judgement", "record", "OCSAE", "1", "--cycle", "2021", "--status", "partially-met"),
    *("--rationale", "The new process is in use in half of the divisions.", "--on", "2021-09-01"),
)
READINGS = {
    "start-register": ("register", "OCSAE"),
    "start-show": ("show", "OCSAE", "3"),
    "start-trail": ("trail", "OCSAE"),
}
Asked = tuple[tuple[str, ...], dict[str, str]]
"""The words of a command, and its settings."""


def run(folder: Path, size: int) -> Iterator[Figure | str]:  # noqa: ARG001  as every family
    """The lines of this family."""
    there = Installed(folder)
    demo = folder / "demo"
    there.cpu(there.scrutiny, "demo", str(demo))
    numbers = count()

    def recording() -> Asked:
        """One in a copy of its own; what was seen of ledgers is forgotten, so that no copy is a fork."""
        copy = folder / f"demo-{next(numbers)}"
        shutil.copytree(demo, copy)
        return (*JUDGEMENT, "--ledger", str(copy), "--as", "ann"), {"XDG_STATE_HOME": f"{copy}-home"}

    def asked(key: str) -> Asked:
        match key:
            case "start-help":
                return ("--help",), {}
            case "start-command-help":
                return ("judgement", "record", "--help"), {}
            case "start-completion":
                return (), COMPLETION
            case "start-record":
                return recording()
        return (*READINGS[key], "--ledger", str(demo)), {}

    def cpu(key: str) -> float:
        words, settings = asked(key)
        return there.cpu(there.scrutiny, *words, **settings)

    keys = [key for key in targets.of_family("startup") if key != FROM_LEDGER]
    nothing, *times = interleaved(
        ROUNDS,
        lambda: there.cpu(there.python, "-c", "pass"),
        *(partial(cpu, key) for key in keys),
    )
    least = instructions(there.python, "-c", "pass", env=there.environ)
    for key, taken in zip(keys, times, strict=True):
        by_time = targets.measured(key, taken, nothing)
        if least is None:
            yield by_time
            continue
        words, settings = asked(key)
        counted = instructions(there.scrutiny, *words, env={**there.environ, **settings}) or 0
        detail = f"{counted / 1e6:.0f} M over {least / 1e6:.0f} M instructions; {by_time.measured()} by time"
        yield targets.value(key, counted / least, detail)
    without, found = interleaved(
        ROUNDS,
        lambda: there.cpu(there.scrutiny, **NUMBERS, SCRUTINY_LEDGER=str(folder / "nowhere")),
        lambda: there.cpu(there.scrutiny, **NUMBERS, SCRUTINY_LEDGER=str(demo)),
    )
    yield targets.measured(FROM_LEDGER, found, without)
