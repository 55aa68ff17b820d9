"""Measuring several ways of doing a thing in turn, A B A B, and saying what came of it on one line:

register    4.31x [4.22 to 4.45]  at most 7.5x  met   63.5 ms over 14.7 ms

That is the ratio of the medians, the quartiles of the ratios of each turn, the target, and the medians.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from statistics import median, quantiles
from time import perf_counter
from typing import NamedTuple

Action = Callable[[], float]
"""Does a thing once and returns the seconds it took, so that what has to be prepared is not counted."""

Times = list[float]


class Target(NamedTuple):
    """What is aimed at: a cost of at most so many baselines or, with ``speed``, at least a part of one."""

    limit: float | None
    speed: bool = False

    def ratio(self, ours: float, baseline: float) -> float:
        """Cost over cost, or speed over speed."""
        return baseline / ours if self.speed else ours / baseline

    def verdict(self, ratio: float) -> tuple[str, str]:
        """The target, and whether a ratio meets it, in words."""
        if self.limit is None:
            return "", "no target"
        met = ratio >= self.limit if self.speed else ratio <= self.limit
        wanted = f"at least {self.limit:g}" if self.speed else f"at most {self.limit:g}x"
        return wanted, "met" if met else "MISSED"


def timed(function: Callable[[], object], clock: Callable[[], float] = perf_counter) -> Action:
    """The action of calling a function, all of it counted."""

    def action() -> float:
        begun = clock()
        function()
        return clock() - begun

    return action


def interleaved(rounds: int, *actions: Action) -> list[Times]:
    """Do all actions in turn, ``rounds`` times, after one turn that is not counted.

    Garbage is collected before and not meanwhile: the program runs without collecting, too, and collecting
    between two turns would leave the next one a cold cache.
    """
    times: list[Times] = [[] for _ in actions]
    gc.collect()
    gc.disable()
    try:
        for at in range(rounds + 1):
            for action, taken in zip(actions, times, strict=True):
                seconds = action()
                if at:
                    taken.append(seconds)
    finally:
        gc.enable()
    return times


def compared(name: str, ours: Times, baseline: Times, target: Target) -> str:
    """The line of one figure: the ratio of the medians, and between which quartiles the turns lay."""
    ratio = target.ratio(median(ours), median(baseline))
    low, high = spread(target.ratio(one, other) for one, other in zip(ours, baseline, strict=True))
    unit = "" if target.speed else "x"
    wanted, verdict = target.verdict(ratio)
    measured = f"{ratio:.2f}{unit} [{low:.2f} to {high:.2f}]"
    return (
        f"  {name:<44}{measured:<23}{wanted:<14}{verdict:<10}"
        f"{duration(median(ours))} over {duration(median(baseline))}"
    )


def spread(values: Iterable[float]) -> tuple[float, float]:
    """The first and the third quartile."""
    low, _, high = quantiles(values, n=4, method="inclusive")
    return low, high


def duration(seconds: float) -> str:
    """A time in the unit that it reads best in."""
    if seconds < 0.001:
        return f"{seconds * 1e6:.0f} µs"
    return f"{seconds * 1e3:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"
