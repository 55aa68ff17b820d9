"""Making the register again, against the same at an earlier revision: both in one run, in turn.

``SCRUTINY_BEFORE`` is a work tree of that revision with its own ``.venv``; without it nothing is measured.

1. The same ledger of 100,000 events, which the earlier revision made: at least 0.9 of its speed.
2. A ledger as real registers are (``benchmarks.registers``), which the earlier one cannot read: at least 0.9
   of the events a second that it folds of its own.

Processor time is counted, so that a busy machine does not decide.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from benchmarks.measure import Action, Target, compared, interleaved
from benchmarks.rebuild import EVENTS, INSPECTIONS, NUMBERS

ROUNDS = 15
TARGET = Target(0.9, speed=True)
WHERE = "SCRUTINY_BEFORE"
_ROOT = Path(__file__).resolve().parents[1]

_OLD_PAST = f"""
from benchmarks.past import lived
lived(where, {INSPECTIONS}, {NUMBERS}, {EVENTS})
"""
_REAL_PAST = f"""
from benchmarks.past import lived
from benchmarks.registers import PREPARED, real_past
lived(where, {INSPECTIONS}, {NUMBERS}, {EVENTS}, past=real_past, prepared=PREPARED)
"""
_WORKER = """
import gc, sys
from pathlib import Path
from time import process_time
where = Path(sys.argv[1])
{past}
from ledger.ledger import Ledger
from projections.register import read_register
gc.collect()
gc.disable()
with Ledger.open(str(where)) as ledger:
    print(ledger.store.head()[0], flush=True)
    for _ in sys.stdin:
        begun = process_time()
        read_register(ledger).rows()
        print(process_time() - begun, flush=True)
        gc.collect()
"""


class Worker:
    """A process of a revision that reads the register of a ledger as often as it is asked to."""

    def __init__(self, stack: ExitStack, root: Path, python: Path, past: str, where: Path) -> None:
        self._process = stack.enter_context(
            subprocess.Popen(
                [python, "-c", _WORKER.format(past=past), where],
                cwd=root,
                env=os.environ | {"PYTHONPATH": str(root)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
        # The process ends when there is nothing more to read.
        stack.callback(lambda: self._process.stdin and self._process.stdin.close())
        self.events = int(self._line())

    def action(self, per: int = 1) -> Action:
        """The seconds of one reading, for so many events."""

        def action() -> float:
            assert self._process.stdin is not None
            self._process.stdin.write("\n")
            self._process.stdin.flush()
            return float(self._line()) * per / self.events

        return action

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the other process ended")
        return line


def run(folder: Path) -> Iterator[str]:
    """The lines of this family."""
    given = os.environ.get(WHERE)
    if not given:
        yield f"  not measured: {WHERE} names no work tree of an earlier revision"
        return
    root = Path(given).resolve()
    python = root / ".venv" / "bin" / "python"
    with ExitStack() as stack:
        then = Worker(stack, root, python, _OLD_PAST, folder / "before")
        now = Worker(stack, _ROOT, Path(sys.executable), _OLD_PAST, folder / "before")
        real = Worker(stack, _ROOT, Path(sys.executable), _REAL_PAST, folder / "registers")
        before, same, register = interleaved(
            ROUNDS, then.action(then.events), now.action(then.events), real.action(then.events)
        )
    yield compared(f"the same {then.events:,} events", same, before, TARGET)
    yield compared(f"of {real.events:,} events of real registers", register, before, TARGET)
    yield f"      the second is for {then.events:,} events, too"
