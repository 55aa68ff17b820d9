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

MET, MISSED, VOID, ABSENT, FREE = "met", "MISSED", "VOID", "absent", "no target"
"""What becomes of a line: VOID is what could not be measured, ABSENT a peer that is not to be had here."""


class Target(NamedTuple):
    """What is aimed at: a cost of at most so many baselines or, with ``speed``, at least a part of one.

    With another unit than ``x`` it is no ratio: at most so many MB.
    """

    limit: float | None
    speed: bool = False
    unit: str = "x"

    def ratio(self, ours: float, baseline: float) -> float:
        """Cost over cost, or speed over speed."""
        return baseline / ours if self.speed else ours / baseline

    def verdict(self, ratio: float) -> str:
        """Whether a ratio meets it."""
        if self.limit is None:
            return FREE
        return MET if (ratio >= self.limit if self.speed else ratio <= self.limit) else MISSED

    def wanted(self) -> str:
        """The target in words."""
        if self.limit is None:
            return ""
        return f"at {'least' if self.speed else 'most'} {self.shown(f'{self.limit:g}')}"

    def shown(self, value: str) -> str:
        """A value with the unit."""
        return f"{value}{self.unit}" if self.unit == "x" else f"{value} {self.unit}"


class Figure(NamedTuple):
    """One line of what was measured; without a value it says ``why`` there is none."""

    name: str
    target: Target
    value: float | None = None
    spread: tuple[float, float] | None = None
    detail: str = ""
    why: str = ""
    absent: bool = False
    key: str = ""
    """Which line of ``benchmarks.targets`` it is; others are for information."""
    seconds: tuple[float, ...] = ()
    """The medians of ours and of the baseline."""

    @property
    def verdict(self) -> str:
        """What became of it."""
        if self.value is None:
            return ABSENT if self.absent else VOID
        return self.target.verdict(self.value)

    def measured(self) -> str:
        """The value as it is shown: a ratio with its quartiles, or so many MB."""
        if self.value is None:
            return "-"
        if self.target.unit == "":
            return ""
        shown = self.target.shown(f"{self.value:.2f}" if self.target.unit == "x" else f"{self.value:.0f}")
        return shown + (f" [{self.spread[0]:.2f} to {self.spread[1]:.2f}]" if self.spread else "")

    def __str__(self) -> str:
        told = self.detail if self.value is not None else self.why
        return (
            f"  {self.name:<53}{self.measured():<24}{self.target.wanted():<14} {self.verdict:<10}{told}"
        ).rstrip()


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


def compared(name: str, ours: Times, baseline: Times, target: Target) -> Figure:
    """One figure: the ratio of the medians, and between which quartiles the turns lay."""
    ratio = target.ratio(median(ours), median(baseline))
    low, high = spread(target.ratio(one, other) for one, other in zip(ours, baseline, strict=True))
    detail = f"{duration(median(ours))} over {duration(median(baseline))}"
    return Figure(name, target, ratio, (low, high), detail, seconds=(median(ours), median(baseline)))


def spread(values: Iterable[float]) -> tuple[float, float]:
    """The first and the third quartile."""
    found = list(values)
    if len(found) < 2:
        return found[0], found[0]
    low, _, high = quantiles(found, n=4, method="inclusive")
    return low, high


def duration(seconds: float) -> str:
    """A time in the unit that it reads best in."""
    if seconds < 0.001:
        return f"{seconds * 1e6:.0f} µs"
    return f"{seconds * 1e3:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"
