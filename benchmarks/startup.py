"""What a fresh process costs the processor, from an installed wheel, over ``python -c pass`` there.

1. ``--help`` and completion: at most 4 times. 2. ``register`` and ``trail`` on the demonstration: 6 times.
3. ``judgement record`` there: 8.5 times without a key, 9 times sealed. Each records in a copy of its own.
4. Completing a number from the ledger: 1.3 times what the same completion costs where there is no ledger.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from benchmarks.installed import Installed
from benchmarks.measure import Action, Target, compared, interleaved

ROUNDS = 25
HELP, READ, RECORD, SEAL = Target(4), Target(6), Target(8.5), Target(9)
FROM_LEDGER = Target(1.3)
NUMBERS = {"_SCRUTINY_COMPLETE": "bash_complete", "COMP_WORDS": "scrutiny show OCSAE ", "COMP_CWORD": "3"}
COMPLETION = {"_SCRUTINY_COMPLETE": "bash_complete", "COMP_WORDS": "scrutiny re", "COMP_CWORD": "1"}
JUDGEMENT = (
    *("judgement", "record", "OCSAE", "1", "--cycle", "2021", "--status", "partially-met"),
    *("--rationale", "The new process is in use in half of the divisions.", "--on", "2021-09-01"),
)


def run(folder: Path) -> Iterator[str]:
    """The lines of this family."""
    there = Installed(folder)
    demo = folder / "demo"
    there.cpu(there.scrutiny, "demo", str(demo))
    commands: dict[str, tuple[Action, Target]] = {
        "scrutiny --help": (lambda: there.cpu(there.scrutiny, "--help"), HELP),
        "completion": (lambda: there.cpu(there.scrutiny, **COMPLETION), HELP),
        "register": (lambda: there.cpu(there.scrutiny, "register", "OCSAE", "--ledger", str(demo)), READ),
        "trail": (lambda: there.cpu(there.scrutiny, "trail", "OCSAE", "--ledger", str(demo)), READ),
        "judgement record": (_judging(there, demo, "XDG_CONFIG_HOME"), RECORD),
        "judgement record, sealed": (_judging(there, demo, "XDG_STATE_HOME"), SEAL),
    }
    nothing, *times = interleaved(
        ROUNDS, lambda: there.cpu(there.python, "-c", "pass"), *(action for action, _ in commands.values())
    )
    for (name, (_, target)), taken in zip(commands.items(), times, strict=True):
        yield compared(name, taken, nothing, target)
    without, found = interleaved(
        ROUNDS,
        lambda: there.cpu(there.scrutiny, **NUMBERS, SCRUTINY_LEDGER=str(folder / "nowhere")),
        lambda: there.cpu(there.scrutiny, **NUMBERS, SCRUTINY_LEDGER=str(demo)),
    )
    yield compared("completion from the ledger", found, without, FROM_LEDGER)


def _judging(there: Installed, demo: Path, elsewhere: str) -> Action:
    """Without the folder of the keys nothing is sealed; without that of what was seen no copy is a fork."""
    numbers = count()

    def action() -> float:
        copy = demo.with_name(f"{elsewhere}-{next(numbers)}")
        shutil.copytree(demo, copy)
        words = (*JUDGEMENT, "--ledger", str(copy), "--as", "ann")
        return there.cpu(there.scrutiny, *words, **{elsewhere: f"{copy}-home"})

    return action
