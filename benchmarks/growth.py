"""What is asked of one inspection, in a large ledger over the same in the smallest one.

In process, and each opens what it reads anew. The answers have as many rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks import targets
from benchmarks.ledgers import SMALLEST
from benchmarks.measure import Figure, interleaved
from benchmarks.reading import FROM, JSON, TO, TODAY, readable

ROUNDS = 9
REF = "INS0"
WORDS = {
    "flat-register": ("register", REF),
    "flat-statistics": ("statistics", REF),
    "flat-diff": ("diff", REF, "--from", FROM, "--to", TO),
    "flat-inbox": ("inbox", REF),
    "flat-show": ("show", REF, "3"),
}


def run(folder: Path, size: int) -> Iterator[Figure | str]:
    """The lines of this family."""
    if size == SMALLEST:
        yield from (targets.void(key, targets.LARGER, absent=True) for key in WORDS)
        return
    with ExitStack() as stack:
        few, many = (stack.enter_context(readable(one).ours(_made(folder, one))) for one in (SMALLEST, size))
        for key, words in WORDS.items():
            asked = {"words": [*words, *JSON], "today": TODAY}
            try:
                if not _alike(few.answer(asked), many.answer(asked)):
                    yield targets.void(key, "the two do not answer alike")
                    continue
                yield targets.measured(key, *interleaved(ROUNDS, many.asking(asked), few.asking(asked)))
            except RuntimeError as error:
                yield targets.void(key, str(error))
                return


def _alike(one: Any, other: Any) -> bool:
    """As many rows, and as much of them: positions and times of recording are others."""
    rows, others = (answer.get("rows", [answer]) for answer in (one, other))
    sizes = [len(json.dumps(answer)) for answer in (rows, others)]
    return len(rows) == len(others) > 0 and max(sizes) <= 1.1 * min(sizes)


def _made(folder: Path, size: int) -> Path:
    made = folder / f"growth-{size}"
    made.mkdir()
    return made
