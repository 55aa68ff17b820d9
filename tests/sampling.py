"""How many of many like cases are tried: a seeded sample in ``make test``, all of them in ``make test-all``.

    for at in sample(range(len(data)), 20):      # twenty places of a file, or every place
    @pytest.mark.parametrize("seed", sample(range(60), 15))
    @examples(60)                                # hypothesis: 15 examples, or 60

The sample is the same in every run, so that a failure is seen again. It always has the first and the last
case, for mistakes like to stand at edges. ``TESTS_SEED=7 make test`` draws another one.

A failing example of hypothesis is made smaller for SHRINKING seconds, so that one failure does not take the
time of the whole run; when its test is run again, it goes on from there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from random import Random
from typing import Any, TypeVar

from hypothesis import core, settings
from hypothesis.internal.conjecture import engine

T = TypeVar("T")

ALL = os.environ.get("TESTS") == "all"
"""Whether this is ``make test-all``."""

SEED = os.environ.get("TESTS_SEED", "1")
PART = 4
"""``make test`` tries one example of hypothesis where ``make test-all`` tries four."""

SHRINKING = 300 if ALL else 20
"""For how many seconds a failing example is made smaller. Of hypothesis it is no setting, but a constant."""

engine.MAX_SHRINKING_SECONDS = SHRINKING
# As its option --hypothesis-seed does, which every call of pytest would have to be given.
core.global_force_seed = SEED  # type: ignore[assignment]  # declared as None, and anything that can be hashed


def sample(cases: Iterable[T], few: int) -> list[T]:
    """Some of the cases in their order, the first and the last among them; all in ``make test-all``."""
    every = list(cases)
    if ALL or len(every) <= few:
        return every
    drawn = Random(f"{SEED} {len(every)}").sample(range(1, len(every) - 1), max(few - 2, 0))
    return [every[at] for at in sorted({0, len(every) - 1, *drawn})]


def examples(every: int, **more: Any) -> Callable[[T], T]:  # Any: whatever else hypothesis can be set to
    """Settings of hypothesis: this many examples in ``make test-all``, a quarter of them in ``make test``."""
    return settings(max_examples=every if ALL else max(every // PART, 5), deadline=None, **more)
