"""When events were recorded, to the hour, and what their machines' clocks said beside that.

Memory grows with the hours in which something was recorded and with the leaps of clocks, and not with events.
"""

from __future__ import annotations

from bisect import bisect_right


class Clocks:
    """Takes in all events in their order."""

    __slots__ = ("_behind", "_hours", "_positions")

    def __init__(self) -> None:
        self._positions = [0]
        self._hours = [""]
        self._behind: list[tuple[int, int, str]] = []

    def take(self, position: int, recorded_at: str, clock: str | None) -> None:
        """The next event: the time that orders it, and what its machine said if that is earlier."""
        if recorded_at[:13] != self._hours[-1]:
            self._positions.append(position)
            self._hours.append(recorded_at[:13])
        if clock is None or clock[:16] >= recorded_at[:16]:
            return
        if self._behind and self._behind[-1][1] == position - 1:
            first, _, said = self._behind[-1]
            self._behind[-1] = first, position, said
        else:
            self._behind.append((position, position, clock))

    def not_ahead(self, first: int, last: int) -> str | None:
        """What speaks against it that the clock ran ahead for the events from ``first`` to ``last``.

        Within one hour it is not known here which of two times is the later one.
        """
        after = bisect_right(self._behind, last, key=lambda run: run[0])
        if after and self._behind[after - 1][1] >= first:
            return f"event {max(first, self._behind[after - 1][0])} bears the right time beside the other"
        if after == len(self._behind):
            return "no event behind them bears an earlier time of its machine"
        shows, _, said = self._behind[after]
        if self._hours[bisect_right(self._positions, first) - 1] < said[:13]:
            return f"event {first} bears no later time than what the machine said of event {shows}"
        return None
