"""A naive model of clocks that run ahead, written from docs/operating.md and from nothing else.

1. The order of the events is that of their recording, whatever any clock said.
2. Of some events it may be declared that the clock ran ahead if it is not declared of all of them already,
   and each gave a later time than the first event behind them of which it is not declared. If there is none
   yet, that is the declaration itself.
3. An event of which it is not declared was known when its machine said, and never before the one before it;
   one of which it is declared was known when the next of the others was. What was recorded before the first
   of them, or once a clock was past all of those times again, is as it was recorded.
"""

from __future__ import annotations

from typing import NamedTuple


class Seen(NamedTuple):
    """An event: the time that orders it, and what its machine said if that is earlier."""

    recorded_at: str
    clock: str | None

    @property
    def said(self) -> str:
        return self.clock or self.recorded_at


def may_be_declared(events: list[Seen], declared: set[int], now: str, first: int, last: int) -> bool:
    """Whether it may be said of the events at the positions from one to another, at a time."""
    new = [at for at in range(first, last + 1) if at not in declared]
    behind = [at for at in range(last + 1, len(events) + 1) if at not in declared]
    shows = events[behind[0] - 1].said if behind else now
    return bool(new) and all(events[at - 1].said > shows for at in new)


def known(events: list[Seen], declared: set[int]) -> list[str]:
    """When each of the events was known."""
    return [_known(events, declared, at) for at in range(1, len(events) + 1)]


def _known(events: list[Seen], declared: set[int], at: int) -> str:
    recorded = events[at - 1].recorded_at
    if not declared or at < min(declared):
        return recorded
    if any(events[one - 1].clock is None for one in range(max(declared) + 1, at + 1)):
        return recorded
    others = [one for one in range(min(declared), len(events) + 1) if one not in declared]
    until = next(one for one in others if one >= at)
    before = [events[min(declared) - 2].recorded_at] if min(declared) > 1 else []
    return max(before + [events[one - 1].said for one in others if one <= until])
