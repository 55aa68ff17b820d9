"""What the machines' clocks said when events were recorded, and which of them are shown to have run ahead.

The time that orders an event says it, or, if that had to be a later one, ``clock`` beside it. Events are
shown to have run ahead by the first one behind them of which that is not declared: its machine gave an
earlier time. So it is with one leap of a clock in another, too, and with any number of them.

Memory grows by 18 bytes with each event.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from ledger.recovery.spans import Span, Spans

_DIGITS = str.maketrans("", "", "-T:.Z")
_WIDTH, _MINUTE = 10, 6
"""Bytes of the digits of an instant, two in each byte, and of those down to its minute."""


class Machines:
    """Takes in all events in their order."""

    __slots__ = ("_positions", "_said")

    def __init__(self) -> None:
        self._positions = array("q")
        self._said = bytearray()

    def take(self, positions: Sequence[int], times: Iterable[str]) -> None:
        """The next events: what the machine's clock gave for each, which is what orders it or is earlier."""
        self._positions.extend(positions)
        self._said += bytes.fromhex("".join(times).translate(_DIGITS))

    def said(self, position: int) -> str:
        """What its machine's clock said of an event, without the Z."""
        digits = self._at(bisect_left(self._positions, position)).hex()
        day, time = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}", digits[8:]
        return f"{day}T{time[:2]}:{time[2:4]}:{time[4:6]}.{time[6:]}"

    def behind(self, last: int, spans: Spans) -> int | None:
        """The first event behind a position of which it is not declared that its clock ran ahead."""
        at = self._next(last, spans)
        return None if at is None else self._positions[at]

    def right(self, first: int, last: int, spans: Spans) -> int | None:
        """The first event of those from ``first`` to ``last`` that is not shown to have run ahead.

        Of what ``spans`` declare that was shown before.
        """
        witness = self._next(last, spans)
        for at in self._undeclared(first, last, spans):
            if witness is None or self._at(at) <= self._at(witness):
                return self._positions[at]
        return None

    def not_ahead(self, first: int, last: int, spans: Spans) -> str | None:
        """What speaks against it that the clock ran ahead for the events from ``first`` to ``last``."""
        right = self.right(first, last, spans)
        if right is None:
            return None
        behind = self.behind(last, spans)
        if behind is None:
            return "there is no event behind them"
        return f"event {right} bears no later time than what the machine said of event {behind}"

    def shown(self, first: int, last: int, spans: Spans) -> tuple[Span, int] | None:
        """The stretch of events to be declared around or behind some, and the event that shows it.

        It is that of the first of them that ran ahead of one behind it; if none did, it is the next behind
        them that did by minutes. None if there is none.
        """
        undeclared = self._undeclared(first, self._positions[-1], spans)
        ran_ahead = self._ran_ahead(undeclared)
        if ran_ahead and self._positions[ran_ahead[0]] <= last:
            leapt = ran_ahead[0]
            shows = next(at for at in undeclared if at > leapt and self._at(at) < self._at(leapt))
            return self._before(shows, spans), self._positions[shows]
        highest = b""
        for at in undeclared[bisect_right(undeclared, last, key=self._positions.__getitem__) :]:
            if self._at(at)[:_MINUTE] < highest[:_MINUTE]:
                return self._before(at, spans), self._positions[at]
            highest = max(highest, self._at(at))
        return None

    def never_ahead(self, first: int, last: int, spans: Spans) -> list[int]:
        """Those from a position to another that ran ahead of none behind them, by what is not declared."""
        undeclared = self._undeclared(first, self._positions[-1], spans)
        ran_ahead = set(self._ran_ahead(undeclared))
        places = undeclared[: bisect_right(undeclared, last, key=self._positions.__getitem__)]
        return [self._positions[at] for at in places if at not in ran_ahead]

    def _ran_ahead(self, undeclared: list[int]) -> list[int]:
        """Those of some events that gave a later time than one of these behind them."""
        places, earliest = list[int](), b"\xff"
        for at in reversed(undeclared):
            if self._at(at) > earliest:
                places.append(at)
            earliest = min(earliest, self._at(at))
        return places[::-1]

    def _before(self, witness: int, spans: Spans) -> Span:
        """The stretch just before an event whose machines gave later times than its own."""
        positions: list[int] = []
        for at in range(witness - 1, -1, -1):
            if not spans.has(self._positions[at]):
                if self._at(at) <= self._at(witness):
                    break
                positions.append(self._positions[at])
        return Span(positions[-1], positions[0])

    def _undeclared(self, first: int, last: int, spans: Spans) -> list[int]:
        """The places of the events from a position to another that ``spans`` do not declare."""
        places: list[int] = []
        for span in spans.outside(first, last):
            ends = bisect_right(self._positions, span.last)
            places.extend(range(bisect_left(self._positions, span.first), ends))
        return places

    def _next(self, position: int, spans: Spans) -> int | None:
        """The place of the first event behind a position that is not declared."""
        at = bisect_right(self._positions, position)
        while at < len(self._positions) and (end := spans.end(self._positions[at])):
            at = bisect_right(self._positions, end)
        return at if at < len(self._positions) else None

    def _at(self, place: int) -> bytes:
        return bytes(self._said[_WIDTH * place : _WIDTH * (place + 1)])
